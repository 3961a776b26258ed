//! Whom a change of duty concerns.

use crate::{
    Instant, PersonId, Role, ShiftId, Span,
    timeline::{Duty, DutyRow, State},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A role of a shift, or of a part of one, that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Held {
    /// Of which shift.
    pub shift: ShiftId,
    /// Which role.
    pub role: Role,
    /// From its first until its last coverage.
    pub span: Span,
}

/// What a change of duty gives to one person and takes from them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Turns {
    /// What they have now and had not, in order of time.
    pub gained: Vec<Held>,
    /// What they had and have no more, in order of time.
    pub lost: Vec<Held>,
}

/// One side of a change: what somebody loses (`false`) or gains (`true`) in a role.
type Side = (PersonId, bool, Role);

/// Whom a change from `before` to `after` concerns, and how: nothing that is over by `now`, and nothing that stays as it was.
/// The stretches of one shift that change together are one turn.
///
/// ```
/// use domain::{notice::turns_changed, *, timeline::{Duty, DutyRow, State}};
/// let at = |text: &str| text.parse::<Instant>().unwrap();
/// let [grace, alan, edsger] = [1, 2, 3].map(|n| PersonId::from_uuid(uuid::Uuid::from_u128(n)));
/// let window = Span::new(at("2026-11-24T09:00:00Z"), at("2026-11-25T09:00:00Z"))?;
/// let duty = |lead| {
///     let shift = Some(ShiftId::from_uuid(uuid::Uuid::from_u128(9)));
///     let pairing = Pairing::new(Some(lead), Some(alan)).unwrap();
///     let row = DutyRow { state: State::Covered, shift, pairing, ..DutyRow::unplanned(window.start()) };
///     Duty::from_rows(window, &[row])
/// };
/// let noon = at("2026-11-24T12:00:00Z");
/// let changed = turns_changed(&duty(grace), &duty(edsger), noon);
/// assert_eq!(changed.len(), 2, "nothing changes for Alan");
/// assert_eq!(changed[&grace].lost[0].span.start(), noon, "what is over stays as it was");
/// assert_eq!((changed[&edsger].gained[0].role, changed[&edsger].lost.len()), (Role::Lead, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn turns_changed(before: &Duty, after: &Duty, now: Instant) -> BTreeMap<PersonId, Turns> {
    let mut changed: BTreeMap<PersonId, Turns> = BTreeMap::new();
    // The turns that a stretch may still go on with: those that changed in the last stretch of coverage.
    let mut open: BTreeMap<Side, usize> = BTreeMap::new();
    for (span, was, is) in side_by_side(before, after, now) {
        if was.state != State::Covered && is.state != State::Covered {
            continue;
        }
        let mut still = BTreeMap::new();
        for (side, shift) in sides(&was, &is) {
            let turns = changed.entry(side.0).or_default();
            let turns = if side.1 { &mut turns.gained } else { &mut turns.lost };
            let known = open.get(&side).copied().filter(|place| turns[*place].shift == shift);
            let place = known.unwrap_or(turns.len());
            let start = turns.get(place).map_or(span.start(), |held| held.span.start());
            let held = Held {
                shift,
                role: side.2,
                span: Span::new(start, span.end()).unwrap_or(span),
            };
            turns.truncate(place);
            turns.push(held);
            still.insert(side, place);
        }
        open = still;
    }
    changed
}

/// What differs between two rows.
fn sides(was: &DutyRow, is: &DutyRow) -> Vec<(Side, ShiftId)> {
    let mut sides = Vec::new();
    for role in Role::BOTH {
        let (old, new) = (was.pairing.holder(role), is.pairing.holder(role));
        if old == new {
            continue;
        }
        let mut note = |person: Option<PersonId>, gains, shift: Option<ShiftId>| {
            sides.extend(person.zip(shift).map(|(person, shift)| ((person, gains, role), shift)));
        };
        note(old, false, was.shift);
        note(new, true, is.shift);
    }
    sides
}

/// The stretches from `now` on in which neither changes, with the row of each.
fn side_by_side(before: &Duty, after: &Duty, now: Instant) -> Vec<(Span, DutyRow, DutyRow)> {
    let window = after.window();
    let rows = before.rows().iter().chain(after.rows());
    let mut cuts: Vec<Instant> = rows.map(|row| row.starts_at).chain([now, window.end()]).collect();
    cuts.retain(|at| *at >= now && *at >= window.start() && *at <= window.end());
    cuts.push(window.start().max(now));
    cuts.sort_unstable();
    cuts.dedup();
    let pairs = cuts.windows(2).filter_map(|cut| {
        let span = Span::new(cut[0], cut[1]).ok()?;
        Some((span, *before.at(cut[0])?, *after.at(cut[0])?))
    });
    pairs.collect()
}

/// Every unbroken stretch in which one person holds one role, across shifts that follow each other at once: what somebody
/// is reminded of. `None` holds what nobody does: a gap.
///
/// ```
/// use domain::{notice::holdings, *, timeline::{Duty, DutyRow, State}};
/// let at = |text: &str| text.parse::<Instant>().unwrap();
/// let grace = PersonId::from_uuid(uuid::Uuid::from_u128(1));
/// let window = Span::new(at("2026-11-24T09:00:00Z"), at("2026-11-25T09:00:00Z"))?;
/// let pairing = Pairing::new(Some(grace), None)?;
/// let row = DutyRow { state: State::Covered, pairing, ..DutyRow::unplanned(at("2026-11-24T17:00:00Z")) };
/// let held = holdings(&Duty::from_rows(window, &[row]));
/// assert_eq!(held.len(), 2);
/// assert_eq!((held[0].0, held[0].1, held[0].2.start()), (Some(grace), Role::Lead, row.starts_at));
/// assert_eq!((held[1].0, held[1].1), (None, Role::Engineer));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn holdings(duty: &Duty) -> Vec<(Option<PersonId>, Role, Span)> {
    let mut all: Vec<(Option<PersonId>, Role, Span)> = Vec::new();
    for role in Role::BOTH {
        let first = all.len();
        for (span, row) in duty.segments().filter(|(_, row)| row.state == State::Covered) {
            let holder = row.pairing.holder(role);
            match all[first..].last_mut() {
                Some((who, _, held)) if *who == holder && held.end() == span.start() => {
                    *held = Span::new(held.start(), span.end()).unwrap_or(*held);
                }
                _ => all.push((holder, role, span)),
            }
        }
    }
    all
}
