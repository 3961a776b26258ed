//! The hard rules, in words: what keeps a person from a seat.

use super::Reason;
use super::board::Board;
use super::fitness::{self, too_little_rest};
use super::model::{Lock, Model, Seat};
use super::weekly;

/// Everything that keeps a person from a seat: nothing at all if they may take it.
pub(super) fn reasons(board: &Board, person: usize, seat: Seat) -> Vec<Reason> {
    let model = board.model;
    let mut reasons = fitness::reasons(model, person, seat);
    let other = board.role_of(person, seat.turn);
    reasons.extend(other.map(|role| Reason::HoldsOtherRole { role }));
    reasons.extend(partner_reasons(board, person, seat));
    let nearby = board
        .holding
        .held()
        .within(person, model.turns[seat.turn].nearby.clone());
    for held in nearby.filter(|held| *held != seat.turn) {
        for reason in clashes(model, held, seat.turn).into_iter().flatten() {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    let counted = other.map(|_| seat.turn);
    for (index, limit) in model.limits.iter().enumerate() {
        if !board.holding.keeps_limit(model, index, person, seat.turn, counted) {
            reasons.push(limit.reason);
        }
    }
    let run = weekly::reason(model, person, seat.turn, Some((board.holding.held(), counted)));
    reasons.extend(run.filter(|reason| !reasons.contains(reason)));
    reasons
}

/// What keeps a person from being on duty beside whoever has the other seat.
fn partner_reasons(board: &Board, person: usize, seat: Seat) -> Vec<Reason> {
    let pairs = &board.model.pairs;
    if pairs.free || board.model.lock(seat.other()) == Lock::Outsider {
        return Vec::new();
    }
    match board.holder(seat.other()) {
        Some(partner) if partner == person => Vec::new(),
        Some(partner) => pairs.reasons(person, Some((partner, board.model.people[partner].candidate.person))),
        None => pairs.reasons(person, None),
    }
}

/// Why nobody can take both turns.
fn clashes(model: &Model, held: usize, wanted: usize) -> [Option<Reason>; 2] {
    let pause = model.pause(held, wanted);
    let near = (pause < model.rest).then(|| match pause < 0 {
        true => Reason::OnDuty {
            duty: model.turns[held].block,
        },
        false => too_little_rest(model, pause),
    });
    let successive = model.request.rules.no_back_to_back && held.abs_diff(wanted) == 1;
    [near, successive.then_some(Reason::BackToBack)]
}
