//! What there is to say about a finished plan.

use super::board::Board;
use super::model::{Model, Seat};
use super::score::score;
use super::{Assignment, Load, Plan, Score, Unfilled, rules, unmet};
use crate::{Pairing, PersonId, Role};

/// The plan on the board, with its reasons and figures.
pub(super) fn explain(board: &mut Board, bound: i64) -> Plan {
    Plan {
        broken_wishes: unmet::broken_wishes(board),
        unequal: unmet::unequal(board),
        assignments: assignments(board),
        unfilled: unfilled(board),
        loads: loads(board),
        score: Score { bound, ..score(board) },
        iterations: 0,
    }
}

fn assignments(board: &Board) -> Vec<Assignment> {
    let slots = &board.model.request.slots;
    let mut assignments: Vec<Assignment> = slots
        .iter()
        .map(|slot| Assignment {
            shift: slot.shift,
            pairing: slot.locked,
        })
        .collect();
    for (index, turn) in board.model.turns.iter().enumerate() {
        let slot = &slots[turn.source];
        let holder = |role: Role| -> Option<PersonId> {
            let planned = board
                .holder(Seat { turn: index, role })
                .map(|person| id(board.model, person));
            slot.locked.holder(role).or(planned)
        };
        // The search never seats one person twice, and should it, the gap is better than the breach.
        assignments[turn.source].pairing =
            Pairing::new(holder(Role::Lead), holder(Role::Engineer)).unwrap_or(slot.locked);
    }
    assignments
}

fn id(model: &Model, person: usize) -> PersonId {
    model.people[person].candidate.person
}

pub(super) fn unfilled(board: &Board) -> Vec<Unfilled> {
    let mut gaps = board.gaps().to_vec();
    gaps.sort_by_key(|seat| seat.index());
    let everybody = 0..board.model.people.len();
    let explained = gaps.into_iter().map(|seat| {
        let reasons = everybody.clone().flat_map(|person| {
            let named = move |reason| (id(board.model, person), reason);
            rules::reasons(board, person, seat).into_iter().map(named)
        });
        let slot = &board.model.request.slots[board.model.turns[seat.turn].source];
        Unfilled {
            shift: slot.shift,
            role: seat.role,
            reasons: reasons.collect(),
        }
    });
    explained.collect()
}

pub(super) fn loads(board: &Board) -> Vec<Load> {
    let model = board.model;
    let shares: f64 = model.people.iter().map(|member| member.share).sum();
    let points: f64 = (0..model.people.len())
        .map(|person| board.load.points(person) as f64)
        .sum();
    let of = |person: usize| {
        let member = &model.people[person];
        let held = |role| {
            let turns = 0..model.turns.len();
            turns
                .filter(|turn| board.holder(Seat { turn: *turn, role }) == Some(person))
                .count() as u32
        };
        let prior = member.candidate.prior_load;
        Load {
            person: member.candidate.person,
            lead_shifts: held(Role::Lead),
            engineer_shifts: held(Role::Engineer),
            load: u32::try_from(board.load.points(person) - i64::from(prior)).unwrap_or(u32::MAX),
            fair_share: (points * member.share / shares - f64::from(prior)).round() as u32,
        }
    };
    (0..model.people.len()).map(of).collect()
}
