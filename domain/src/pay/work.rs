//! What a person worked: their duty, in pieces.

use super::Fault;
use crate::timeline::Duty;
use crate::{PersonId, Role, RotaId, ShiftId, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A stretch of one person's duty. Pieces of one shift and role that touch are one stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Worked {
    /// When.
    pub span: Span,
    /// On which rota.
    pub rota: RotaId,
    /// In which of its shifts.
    pub shift: ShiftId,
    /// As what.
    pub role: Role,
}

/// What `person` worked of a rota's duty: covers and corrections are in it already.
///
/// ```
/// use domain::{Pairing, Span, pay, timeline::{Duty, DutyRow, State}};
/// let id = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11";
/// let window = Span::new("2027-03-27T20:00:00Z".parse()?, "2027-03-28T08:00:00Z".parse()?)?;
/// let row = DutyRow {
///     state: State::Covered,
///     shift: Some(id.parse()?),
///     pairing: Pairing::new(Some(id.parse()?), None)?,
///     ..DutyRow::unplanned(window.start())
/// };
/// let worked = pay::worked(id.parse()?, id.parse()?, &Duty::from_rows(window, &[row]));
/// assert_eq!((worked.len(), worked[0].span, worked[0].role), (1, window, domain::Role::Lead));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn worked(rota: RotaId, person: PersonId, duty: &Duty) -> Vec<Worked> {
    let mine = duty.segments().filter_map(|(span, row)| {
        let (role, shift) = (row.pairing.role_of(person)?, row.shift?);
        Some(Worked {
            span,
            rota,
            shift,
            role,
        })
    });
    joined(mine.collect())
}

/// What everybody worked of a rota's duty: [`worked`] for all who have any of it, in one pass.
///
/// ```
/// use domain::{Pairing, Span, pay, timeline::{Duty, DutyRow, State}};
/// let (rota, ada, ben) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?,
///     "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a13".parse()?);
/// let window = Span::new("2027-03-27T20:00:00Z".parse()?, "2027-03-28T08:00:00Z".parse()?)?;
/// let row = DutyRow {
///     state: State::Covered,
///     shift: Some("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?),
///     pairing: Pairing::new(Some(ada), Some(ben))?,
///     ..DutyRow::unplanned(window.start())
/// };
/// let duty = Duty::from_rows(window, &[row]);
/// let everybody = pay::worked_by_everybody(rota, &duty);
/// assert_eq!(everybody[&ben], pay::worked(rota, ben, &duty));
/// assert_eq!(everybody.len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn worked_by_everybody(rota: RotaId, duty: &Duty) -> BTreeMap<PersonId, Vec<Worked>> {
    let mut everybody: BTreeMap<PersonId, Vec<Worked>> = BTreeMap::new();
    for (span, row) in duty.segments() {
        let Some(shift) = row.shift else { continue };
        for role in Role::BOTH {
            if let Some(person) = row.pairing.holder(role) {
                let piece = Worked {
                    span,
                    rota,
                    shift,
                    role,
                };
                everybody.entry(person).or_default().push(piece);
            }
        }
    }
    everybody
        .into_iter()
        .map(|(person, pieces)| (person, joined(pieces)))
        .collect()
}

/// Joins pieces of one shift and role that touch. They come sorted by rota and start.
fn joined(worked: Vec<Worked>) -> Vec<Worked> {
    let mut kept: Vec<Worked> = Vec::with_capacity(worked.len());
    for piece in worked {
        let whole = kept
            .last()
            .filter(|last| (last.rota, last.shift, last.role) == (piece.rota, piece.shift, piece.role))
            .filter(|last| last.span.end() == piece.span.start())
            .and_then(|last| Span::new(last.span.start(), piece.span.end()).ok());
        match (whole, kept.last_mut()) {
            (Some(span), Some(last)) => last.span = span,
            _ => kept.push(piece),
        }
    }
    kept
}

/// The unbroken stretches in order of their start.
pub(super) fn stretches(worked: &[Worked]) -> Result<Vec<Worked>, Vec<Fault>> {
    let mut sorted = worked.to_vec();
    sorted.sort_unstable_by_key(|piece| (piece.rota, piece.span, piece.shift, piece.role));
    let twice = |pair: &[Worked]| {
        let (a, b) = (&pair[0], &pair[1]);
        (a.rota == b.rota && a.span.overlaps(&b.span)).then(|| {
            let reason = format!(
                "overlaps the duty from {} on the same rota: nobody is on duty twice",
                a.span.start()
            );
            Fault::new(format!("duty from {}", b.span.start()), reason)
        })
    };
    let mut faults: Vec<Fault> = sorted.windows(2).filter_map(twice).collect();
    faults.extend(too_long(worked));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut stretches = joined(sorted);
    stretches.sort_unstable();
    Ok(stretches)
}

/// Ten years at once: nobody is paid for more in one statement.
const LONGEST: i64 = 10 * 366 * 86_400;

fn too_long(worked: &[Worked]) -> Option<Fault> {
    let start = worked.iter().map(|piece| piece.span.start()).min()?;
    let end = worked.iter().map(|piece| piece.span.end()).max()?;
    let reason = format!("it runs until {end}, which is more than ten years: pay fewer at once");
    (end - start > LONGEST).then(|| Fault::new(format!("duty from {start}"), reason))
}
