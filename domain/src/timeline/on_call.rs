//! Who do we call now?

use super::{DutyRow, State};
use crate::{Instant, Pairing, PersonId, Role, ShiftId};
use serde::{Deserialize, Serialize};

/// Why someone holds a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Planned so.
    Shift,
    /// By a cover; in the past by a correction too.
    Cover,
}

/// Someone who holds a role now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Who.
    pub person: PersonId,
    /// Since when without a break, across shifts too.
    pub from: Instant,
    /// Until when without a break, across shifts too.
    pub until: Instant,
    /// Why, now.
    pub via: Via,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// When the pairing changes or coverage resumes.
    pub at: Instant,
    /// The Lead from then on, or `None` for a gap.
    pub lead: Option<PersonId>,
    /// The Engineer from then on, or `None` for a gap.
    pub engineer: Option<PersonId>,
}

/// Who holds which role at an instant, and what is known about later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnCall {
    /// What this time is.
    pub state: State,
    /// The shift; `None` unless covered.
    pub shift: Option<ShiftId>,
    /// The Lead, if there is one.
    pub lead: Option<Held>,
    /// The Engineer, if there is one.
    pub engineer: Option<Held>,
    /// The roles that should be held and are not.
    pub gap: Vec<Role>,
    /// When any of this may be different: the next row's start. `None` when it stays so for ever.
    pub changes_at: Option<Instant>,
    /// The next pairing that differs, or the one with which coverage resumes; `None` when nothing further is planned.
    /// Coverage that only pauses is no change of pairing: what comes after the pause is.
    pub next: Option<Next>,
    /// The end of the plan, past or to come; `None` where nothing is planned, or where no end of it is known.
    pub planned_until: Option<Instant>,
}

/// Who is on call at `at`, from duty rows in order, the last in force for ever; before the first, time is unplanned.
/// A binary search and a short walk.
///
/// ```
/// use domain::{Pairing, timeline::{DutyRow, State, on_call}};
/// let ada = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let row = DutyRow::unplanned("2026-11-24T09:00:00Z".parse()?);
/// let end = DutyRow::unplanned("2026-11-24T17:00:00Z".parse()?);
/// let rows = [DutyRow { state: State::Covered, pairing: Pairing::new(Some(ada), None)?, ..row }, end];
/// let now = on_call(&rows, "2026-11-24T12:00:00Z".parse()?);
/// assert_eq!(now.lead.map(|held| (held.person, held.until)), Some((ada, end.starts_at)));
/// assert_eq!(now.gap, [domain::Role::Engineer]);
/// assert_eq!((now.next, now.planned_until), (None, Some(end.starts_at)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn on_call(rows: &[DutyRow], at: Instant) -> OnCall {
    let after = rows.partition_point(|row| row.starts_at <= at);
    let (before, later) = rows.split_at(after);
    let unplanned = DutyRow::unplanned(Instant::MIN);
    let row = before.last().unwrap_or(&unplanned);
    OnCall {
        state: row.state,
        shift: row.shift,
        lead: held(before, later, Role::Lead),
        engineer: held(before, later, Role::Engineer),
        gap: row.gaps().collect(),
        changes_at: later.first().map(|row| row.starts_at),
        next: next(row, later),
        planned_until: planned_until(rows),
    }
}

/// Who holds `role` in the last of the rows `before`, and for how long around it.
fn held(before: &[DutyRow], later: &[DutyRow], role: Role) -> Option<Held> {
    let row = before.last()?;
    let person = row.pairing.holder(role)?;
    let same = |row: &&DutyRow| row.pairing.holder(role) == Some(person);
    let from = before.iter().rev().take_while(same).last()?.starts_at;
    let until = later
        .iter()
        .find(|row| !same(row))
        .map_or(Instant::MAX, |row| row.starts_at);
    Some(Held {
        person,
        from,
        until,
        via: if row.cover(role).is_some() || row.correction(role).is_some() {
            Via::Cover
        } else {
            Via::Shift
        },
    })
}

/// The first row of `later` that is covered, and differs from `now` or follows a pause.
fn next(now: &DutyRow, later: &[DutyRow]) -> Option<Next> {
    let mut standing: Option<Pairing> = (now.state == State::Covered).then_some(now.pairing);
    for row in later {
        if row.state == State::Covered && standing != Some(row.pairing) {
            return Some(Next {
                at: row.starts_at,
                lead: row.pairing.lead(),
                engineer: row.pairing.engineer(),
            });
        }
        standing = standing.filter(|_| row.state == State::Covered);
    }
    None
}

/// Where the unplanned rest begins, if anything is planned before it.
fn planned_until(rows: &[DutyRow]) -> Option<Instant> {
    let planned = rows.iter().rposition(|row| row.state != State::Unplanned)?;
    rows.get(planned + 1).map(|row| row.starts_at)
}
