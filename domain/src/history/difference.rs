//! What two duties differ in.

use crate::{
    Instant, PersonId, Role, Span,
    timeline::{Duty, DutyRow, State},
};

/// Who holds a role at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holding {
    /// Nobody has to: the time is outside coverage, or not planned.
    Nothing,
    /// Nobody, where somebody should.
    Gap,
    /// Somebody.
    Person(PersonId),
}

impl Holding {
    fn of(row: &DutyRow, role: Role) -> Self {
        match (row.state, row.pairing.holder(role)) {
            (State::Covered, Some(person)) => Self::Person(person),
            (State::Covered, None) => Self::Gap,
            _ => Self::Nothing,
        }
    }
}

/// A stretch of a role in which two duties differ in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyChange {
    /// When; pauses of coverage that both have may lie inside.
    pub span: Span,
    /// The role.
    pub role: Role,
    /// Who holds it in the first.
    pub before: Holding,
    /// Who holds it in the second.
    pub after: Holding,
}

/// Every stretch in which `after` is not as `before`, within the time that both speak of: in order of time, the Lead
/// first. A difference goes on over a pause of coverage that both have, within a shift.
///
/// ```
/// use domain::{Pairing, Span, history::{Holding, difference}, timeline::{Duty, DutyRow, State}};
/// let (ada, bob) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10".parse()?);
/// let day = Span::new("2026-11-24T09:00:00Z".parse()?, "2026-11-24T17:00:00Z".parse()?)?;
/// let duty = |lead, engineer| {
///     let pairing = Pairing::new(Some(lead), engineer).unwrap();
///     Duty::from_rows(day, &[DutyRow { state: State::Covered, pairing, ..DutyRow::unplanned(day.start()) }])
/// };
/// let found = difference(&duty(ada, None), &duty(bob, None));
/// assert_eq!((found.len(), found[0].span), (1, day));
/// assert_eq!((found[0].before, found[0].after), (Holding::Person(ada), Holding::Person(bob)));
/// assert!(difference(&duty(ada, Some(bob)), &duty(ada, Some(bob))).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn difference(before: &Duty, after: &Duty) -> Vec<DutyChange> {
    let cuts = cuts(before, after);
    let mut found: Vec<DutyChange> = Role::BOTH
        .into_iter()
        .flat_map(|role| of_role(before, after, &cuts, role))
        .collect();
    found.sort_by_key(|change| (change.span.start(), change.role));
    found
}

fn cuts(before: &Duty, after: &Duty) -> Vec<Instant> {
    let Some(both) = before.window().intersection(&after.window()) else {
        return Vec::new();
    };
    let starts = before.rows().iter().chain(after.rows()).map(|row| row.starts_at);
    let inside = starts.filter(|at| both.start() < *at && *at < both.end());
    let mut cuts: Vec<Instant> = inside.chain([both.start(), both.end()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn of_role(before: &Duty, after: &Duty, cuts: &[Instant], role: Role) -> Vec<DutyChange> {
    let mut found: Vec<DutyChange> = Vec::new();
    // The shift of the difference that goes on, if nothing ended it.
    let mut open = None;
    for pair in cuts.windows(2) {
        let (Ok(span), Some(was), Some(is)) = (Span::new(pair[0], pair[1]), before.at(pair[0]), after.at(pair[0]))
        else {
            continue;
        };
        let change = DutyChange {
            span,
            role,
            before: Holding::of(was, role),
            after: Holding::of(is, role),
        };
        let shift = is.shift.or(was.shift);
        if (change.before, change.after) == (Holding::Nothing, Holding::Nothing) {
            continue;
        }
        if change.before == change.after {
            open = None;
            continue;
        }
        let going_on = found
            .last_mut()
            .filter(|last| open == Some(shift) && (last.before, last.after) == (change.before, change.after));
        match going_on {
            Some(last) => last.span = Span::new(last.span.start(), span.end()).unwrap_or(last.span),
            None => found.push(change),
        }
        open = Some(shift);
    }
    found
}
