//! A role over a stretch of a rota's time.

use crate::{
    PersonId, Role, RotaId, Span,
    timeline::{Duty, DutyRow, State},
};
use serde::{Deserialize, Serialize};

/// A role over a stretch of a rota's time, such as a shift or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    /// The rota.
    pub rota: RotaId,
    /// The role.
    pub role: Role,
    /// From when to when; what of it is off stays off.
    pub span: Span,
}

impl Stretch {
    /// Whether the two are the two roles of the same time: then a swap exchanges them in one change.
    ///
    /// ```
    /// use domain::{Role, Span, offer::Stretch};
    /// let span = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
    /// let lead = Stretch { rota: "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, role: Role::Lead, span };
    /// assert!(lead.is_beside(&Stretch { role: Role::Engineer, ..lead }));
    /// assert!(!lead.is_beside(&lead));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_beside(&self, other: &Stretch) -> bool {
        self.rota == other.rota && self.span == other.span && self.role == other.role.other()
    }

    /// Whether the two have time of one role in common.
    ///
    /// ```
    /// use domain::{Role, Span, offer::Stretch};
    /// let span = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
    /// let lead = Stretch { rota: "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, role: Role::Lead, span };
    /// assert!(lead.overlaps(&lead) && !lead.overlaps(&Stretch { role: Role::Engineer, ..lead }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn overlaps(&self, other: &Stretch) -> bool {
        self.rota == other.rota && self.role == other.role && self.span.overlaps(&other.span)
    }
}

/// Whether `person` holds `role` in all coverage of `span`, by duty rows in order; not when nothing of it is covered.
///
/// ```
/// use domain::{Pairing, Role, Span, offer::is_held, timeline::{DutyRow, State}};
/// let (ada, bob) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10".parse()?);
/// let span = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let rows = [
///     DutyRow { state: State::Covered, pairing: Pairing::new(Some(ada), Some(bob))?, ..DutyRow::unplanned(span.start()) },
///     DutyRow { state: State::Off, ..DutyRow::unplanned(span.end()) },
/// ];
/// assert!(is_held(Role::Lead, span, ada, &rows) && !is_held(Role::Lead, span, bob, &rows));
/// assert!(!is_held(Role::Lead, Span::new(span.end(), span.end() + 60)?, ada, &rows));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn is_held(role: Role, span: Span, person: PersonId, rows: &[DutyRow]) -> bool {
    let duty = Duty::from_rows(span, rows);
    let mut covered = duty
        .rows()
        .iter()
        .filter(|row| row.state == State::Covered)
        .map(|row| row.pairing.holder(role))
        .peekable();
    covered.peek().is_some() && covered.all(|holder| holder == Some(person))
}
