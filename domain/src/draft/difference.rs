//! What a draft would change.

use crate::{PersonId, Role, ShiftId, Span, rota::Shift};
use std::collections::BTreeMap;

/// How a role of a turn differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The turn is not published yet.
    New,
    /// The role changes hands.
    Changed,
    /// The hours change, and the person stays.
    Hours,
    /// The published turn is not in the draft.
    Gone,
}

/// A role of a turn that is not as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// The shift.
    pub shift: ShiftId,
    /// Its turn: the draft's, or the published one that is gone.
    pub span: Span,
    /// The role.
    pub role: Role,
    /// How.
    pub kind: Kind,
    /// Who is published; `None` is a gap, or nothing at all.
    pub before: Option<PersonId>,
    /// Who is in the draft.
    pub after: Option<PersonId>,
}

/// Every role of the turns that begin within `window` in which a draft is not as published, in order of time.
///
/// ```
/// use domain::{Pairing, RotaId, ShiftId, Span, draft::{Kind, difference}, rota::Shift};
/// let (ada, bob) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10".parse()?);
/// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
/// let night = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let shift = |pairing| Shift { id: ShiftId::of(rota, night.start()), span: night, stretches: vec![night], pairing };
/// let published = [shift(Pairing::new(Some(ada), Some(bob))?)];
/// let draft = [shift(Pairing::new(Some(ada), None)?)];
/// let found = difference(&published, &draft, night);
/// assert_eq!((found.len(), found[0].kind, found[0].before, found[0].after), (1, Kind::Changed, Some(bob), None));
/// assert_eq!(difference(&[], &draft, night).len(), 1, "a gap that is new is nobody's");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn difference(published: &[Shift], draft: &[Shift], window: Span) -> Vec<Difference> {
    let within = |shift: &&Shift| window.contains(shift.span.start());
    let mut turns: BTreeMap<_, (Option<&Shift>, Option<&Shift>)> = BTreeMap::new();
    for shift in published.iter().filter(within) {
        turns.entry(shift.span.start()).or_default().0 = Some(shift);
    }
    for shift in draft.iter().filter(within) {
        turns.entry(shift.span.start()).or_default().1 = Some(shift);
    }
    let pairs = turns.values();
    pairs
        .flat_map(|(before, after)| Role::BOTH.into_iter().filter_map(|role| of_role(role, *before, *after)))
        .collect()
}

fn of_role(role: Role, before: Option<&Shift>, after: Option<&Shift>) -> Option<Difference> {
    let shift = after.or(before)?;
    let holder = |shift: Option<&Shift>| shift.and_then(|shift| shift.pairing.holder(role));
    let (was, is) = (holder(before), holder(after));
    let kind = match (before, after) {
        (None, _) => Kind::New,
        (_, None) => Kind::Gone,
        _ if was != is => Kind::Changed,
        (Some(before), Some(after)) if (before.span, &before.stretches) != (after.span, &after.stretches) => {
            Kind::Hours
        }
        _ => return None,
    };
    (was.is_some() || is.is_some()).then_some(Difference {
        shift: shift.id,
        span: shift.span,
        role,
        kind,
        before: was,
        after: is,
    })
}
