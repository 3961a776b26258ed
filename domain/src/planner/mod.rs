//! Planning: who takes which shift, fairly, with two people on every one of them.
//!
//! [`plan`] takes a [`Request`] (slots, people, hard [`Rules`], a seed) and gives a [`Plan`]. It never breaks a rule to
//! fill a role: a role nobody may take stays a gap, and the plan says why for each person.
//!
//! Inside, a `model` of the request is filled by `construct`, improved by `search` on a `board` that keeps the `score`
//! up to date move by move and asks `fitness` and `rules` what is allowed, and described by `explain`.

mod bits;
mod board;
mod bound;
mod breach;
mod construct;
mod costs;
mod days;
mod explain;
mod fitness;
mod holding;
mod hours;
mod ledger;
mod load;
mod model;
mod outlook;
mod pairs;
mod past;
mod plan;
mod planning_rules;
mod random;
mod reason;
mod request;
mod rotation;
mod rules;
mod score;
mod search;
mod tried;
mod unmet;
mod weekly;
mod weights;
mod whatif;
mod wishes;

pub use breach::Breach;
pub use hours::average_week;
pub use load::{holiday_load, load};
pub use outlook::{Impossible, Opening, Outlook, outlook};
pub use past::{Past, carried_in};
pub use plan::{Assignment, BrokenWish, Dearer, Hindrance, Load, Plan, Unequal, Unfilled};
pub use planning_rules::{Emphasis, Level, PlanningRules, Preset};
pub use reason::Reason;
pub use request::{Candidate, Experience, Request, Rules, Slot, WindowLimit};
pub use rotation::{Order, PassedOver, Rotated, Served, rotate};
pub use score::{Score, TermScore};
pub use search::{Progress, Watch};
pub use tried::Tried;
pub use weights::{Term, Weights};
pub use whatif::{Change, EditDesk, Editor, NoSuchChange, WhatIf};
pub use wishes::{DatedWish, DayPart, RecurringWish, Wish, WishKind};

#[cfg(test)]
mod advice_tests;
#[cfg(test)]
mod checker;
#[cfg(test)]
mod instances;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rotation_tests;
#[cfg(test)]
mod tests;

/// Plans the request: the same request always gives the same plan, on every machine.
///
/// ```
/// use domain::planner::{Candidate, Request, Rules, Slot, plan};
/// use domain::{Instant, PersonId, Qualification, RotaId, ShiftId, Span};
/// # fn person(digit: char) -> PersonId { "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a1_".replace('_', &digit.to_string()).parse().unwrap() }
/// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
/// let week = |number: i64| {
///     let start = Instant::from_seconds(1_800_000_000 + number * 604_800);
///     let span = Span::new(start, start + 604_800).unwrap();
///     Slot::new(ShiftId::of(rota, start), span, 10)
/// };
/// let candidate = |digit| Candidate::new(person(digit), Qualification::Both);
/// let request = Request::new((0..4).map(week).collect(), "abcd".chars().map(candidate).collect(), Rules::default());
/// let plan = plan(&request);
/// assert!(plan.unfilled.is_empty());
/// assert!(plan.loads.iter().all(|load| load.lead_shifts + load.engineer_shifts == 2));
/// # Ok::<(), domain::id::BadId>(())
/// ```
pub fn plan(request: &Request) -> Plan {
    plan_watched(request, &mut ())
}

/// Plans the request while somebody watches: see [`Watch`].
///
/// ```
/// use domain::planner::{Progress, Request, Rules, Watch, plan_watched};
/// struct Impatient;
/// impl Watch for Impatient {
///     fn goes_on(&mut self, progress: &Progress) -> bool {
///         progress.iterations < 100_000
///     }
/// }
/// let plan = plan_watched(&Request::new(vec![], vec![], Rules::default()), &mut Impatient);
/// assert!(plan.assignments.is_empty());
/// ```
pub fn plan_watched(request: &Request, watch: &mut dyn Watch) -> Plan {
    let model = model::Model::new(request);
    let fitness = fitness::Fitness::new(&model);
    let costs = costs::Costs::new(&model);
    let bound = bound::bound(&model, &fitness, &costs);
    let mut board = board::Board::new(&model, &fitness, &costs);
    let iterations = search::search(&mut board, bound, watch);
    Plan {
        iterations,
        ..explain::explain(&mut board, bound)
    }
}
