//! The hard rules: whether a person may take a seat beside what is planned already, and why not.

use super::board::Board;
use super::fitness::too_little_rest;
use super::model::{Model, Seat};
use super::{Reason, fitness};

/// Whether the person may take a seat of the turn, as far as what is planned already goes: for the rest ask
/// [`Fitness`](super::fitness::Fitness).
pub(super) fn allows(board: &Board, person: usize, turn: usize) -> bool {
    let model = board.model;
    let day = model.turns[turn].day;
    let mut nearby = board.held.within(person, model.turns[turn].nearby.clone());
    !nearby.any(|held| held == turn || clash(model, held, turn))
        && (0..model.limits.len()).all(|limit| keeps_limit(board, limit, person, day, 0))
        && keeps_run(board, person, day)
}

/// Everything that keeps a person from a seat: nothing at all if they may take it.
pub(super) fn reasons(board: &Board, person: usize, seat: Seat) -> Vec<Reason> {
    let model = board.model;
    let day = model.turns[seat.turn].day;
    let mut reasons = fitness::reasons(model, person, seat);
    let other = board.role_of(person, seat.turn);
    reasons.extend(other.map(|role| Reason::HoldsOtherRole { role }));
    let nearby = board.held.within(person, model.turns[seat.turn].nearby.clone());
    for held in nearby.filter(|held| *held != seat.turn) {
        for reason in clashes(model, held, seat.turn).into_iter().flatten() {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    for (index, limit) in model.limits.iter().enumerate() {
        if !keeps_limit(board, index, person, day, u32::from(other.is_some())) {
            reasons.push(Reason::TooMany {
                days: limit.asked.days,
                max: limit.asked.max,
            });
        }
    }
    if let Some(max) = model
        .request
        .rules
        .max_consecutive_days
        .filter(|_| !keeps_run(board, person, day))
    {
        reasons.push(Reason::ConsecutiveDays { max });
    }
    reasons
}

/// The turns a person holds that keep them from `turn` by being too near.
pub(super) fn in_the_way<'b>(board: &'b Board, person: usize, turn: usize) -> impl Iterator<Item = usize> + 'b {
    let model = board.model;
    let nearby = board.held.within(person, model.turns[turn].nearby.clone());
    nearby.filter(move |held| *held == turn || clash(model, *held, turn))
}

/// Whether nobody can take both turns, which are two.
fn clash(model: &Model, one: usize, other: usize) -> bool {
    pause(model, one, other) < model.rest || (model.request.rules.no_back_to_back && one.abs_diff(other) == 1)
}

/// Why nobody can take both turns.
fn clashes(model: &Model, held: usize, wanted: usize) -> [Option<Reason>; 2] {
    let pause = pause(model, held, wanted);
    let near = (pause < model.rest).then(|| match pause < 0 {
        true => Reason::OnDuty {
            duty: model.turns[held].block,
        },
        false => too_little_rest(model, pause),
    });
    let successive = model.request.rules.no_back_to_back && held.abs_diff(wanted) == 1;
    [near, successive.then_some(Reason::BackToBack)]
}

/// Seconds from the end of duty in the earlier turn to its start in the later one: less than 0 when they overlap.
fn pause(model: &Model, one: usize, other: usize) -> i64 {
    let (earlier, later) = (&model.turns[one.min(other)].block, &model.turns[one.max(other)].block);
    later.start() - earlier.end()
}

/// Whether a shift on this day keeps to a limit; `counted` is 1 when it is among the person's shifts already.
fn keeps_limit(board: &Board, limit: usize, person: usize, day: usize, counted: u32) -> bool {
    let max = board.model.limits[limit].max.saturating_add(counted);
    // No early exit: a short loop without branches is quicker.
    board
        .windows_with(limit, person, day)
        .iter()
        .fold(true, |keeps, shifts| keeps & (*shifts < max))
}

/// Whether a shift on this day keeps to the most days in a row.
fn keeps_run(board: &Board, person: usize, day: usize) -> bool {
    let Some(most) = board.model.run else { return true };
    let on_duty = |day: &usize| board.on_day(person, *day) > 0;
    let before = (0..day).rev().take(most).take_while(on_duty).count();
    let after = (day + 1..board.model.days).take(most).take_while(on_duty).count();
    before + 1 + after <= most
}
