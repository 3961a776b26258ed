//! Why a wish does not come true, and why somebody carries more or less than their share.

use super::board::Board;
use super::model::{Lock, Seat};
use super::{BrokenWish, Dearer, Hindrance, Reason, Unequal, Wish, WishKind, rules};
use crate::{PersonId, Role, ShiftId};
use std::collections::{BTreeSet, HashMap};

/// The most hindrances that are named for one person.
const MOST_HINDRANCES: usize = 3;

fn id(board: &Board, person: usize) -> PersonId {
    board.model.people[person].candidate.person
}

/// Every wish that does not come true, in the order of the request.
pub(super) fn broken_wishes(board: &mut Board) -> Vec<BrokenWish> {
    let request = board.model.request;
    let shift = |turn: &super::model::Turn| request.slots[turn.source].shift;
    let turns: HashMap<ShiftId, usize> = board.model.turns.iter().map(shift).zip(0..).collect();
    let mut broken = Vec::new();
    for wish in request.wishes.iter().filter(|wish| wish.weight > 0) {
        let (Some(person), Some(turn)) = (board.model.place_of(wish.person), turns.get(&wish.shift)) else {
            continue;
        };
        match (wish.kind, board.role_of(person, *turn)) {
            (WishKind::Avoid, Some(role)) => broken.push(cannot_leave(board, *wish, Seat { turn: *turn, role })),
            (WishKind::Want, None) => broken.push(cannot_come(board, *wish, person, *turn)),
            _ => {}
        }
    }
    broken
}

/// Why somebody stays on a shift they would rather avoid: what keeps everybody else from it.
fn cannot_leave(board: &mut Board, wish: Wish, seat: Seat) -> BrokenWish {
    let locked = board.model.lock(seat) != Lock::Open;
    let others = (0..board.model.people.len()).filter(|person| board.holder(seat) != Some(*person));
    let others: Vec<usize> = if locked { Vec::new() } else { others.collect() };
    let reasons = |person: &usize| named(board, *person, seat);
    let reasons = others.iter().flat_map(reasons).collect();
    let dearer = others.into_iter().filter_map(|person| dearer(board, person, seat));
    BrokenWish {
        wish,
        locked,
        dearer: dearer.min_by_key(|dearer| dearer.cost),
        reasons,
    }
}

/// Why somebody is not on a shift they want: what keeps them from either role.
fn cannot_come(board: &mut Board, wish: Wish, person: usize, turn: usize) -> BrokenWish {
    let seats = Role::BOTH.map(|role| Seat { turn, role });
    let open = seats.into_iter().filter(|seat| board.model.lock(*seat) == Lock::Open);
    let open: Vec<Seat> = open.collect();
    let dearer = open
        .iter()
        .filter_map(|seat| dearer(board, person, *seat))
        .min_by_key(|dearer| dearer.cost);
    let possible = dearer.is_some();
    let reasons = open.iter().flat_map(|seat| named(board, person, *seat));
    let mut known = BTreeSet::new();
    let reasons = reasons.filter(|(_, reason)| known.insert(format!("{reason:?}")));
    BrokenWish {
        wish,
        locked: open.is_empty(),
        reasons: if possible { Vec::new() } else { reasons.collect() },
        dearer,
    }
}

fn named(board: &Board, person: usize, seat: Seat) -> Vec<(PersonId, Reason)> {
    let reasons = rules::reasons(board, person, seat);
    reasons.into_iter().map(|reason| (id(board, person), reason)).collect()
}

/// What it would cost to give the person the seat, if no rule is in the way.
fn dearer(board: &mut Board, person: usize, seat: Seat) -> Option<Dearer> {
    if !board.allows(person, seat) {
        return None;
    }
    let holder = board.holder(seat);
    let before = board.cost();
    holder.iter().for_each(|holder| board.clear(*holder, seat));
    board.place(person, seat);
    let cost = board.cost() - before;
    board.clear(person, seat);
    holder.iter().for_each(|holder| board.place(*holder, seat));
    Some(Dearer {
        person: id(board, person),
        cost,
    })
}

/// Those who carry a usual turn more or less than their share, and why, the furthest from it first.
pub(super) fn unequal(board: &Board) -> Vec<Unequal> {
    let model = board.model;
    let turns = model.turns.len().max(1) as f64;
    let usual = model.turns.iter().map(|turn| turn.load as f64).sum::<f64>() / turns;
    let shares: f64 = model.people.iter().map(|member| member.share).sum();
    let points: f64 = (0..model.people.len())
        .map(|person| board.load.points(person) as f64)
        .sum();
    let away = |person: usize| {
        let fair = points * model.people[person].share / shares.max(1.0);
        board.load.points(person) as f64 - fair
    };
    let far = (0..model.people.len()).filter(|person| usual > 0.0 && away(*person).abs() >= usual);
    let mut unequal: Vec<Unequal> = far
        .map(|person| of(board, person, away(person).round() as i64))
        .collect();
    unequal.sort_by_key(|unequal| std::cmp::Reverse(unequal.points.abs()));
    unequal
}

fn of(board: &Board, person: usize, points: i64) -> Unequal {
    let seats = (0..2 * board.model.turns.len()).map(Seat::at);
    let mut hindrances: Vec<Hindrance> = Vec::new();
    let (mut only, mut locked) = (0, 0);
    for seat in seats {
        let holds = board.holder(seat) == Some(person);
        if board.model.lock(seat) != Lock::Open {
            locked += u32::from(holds);
        } else if holds {
            let others = board.fitness.people(seat).iter();
            let could = |other: &&usize| **other != person && board.allows(**other, seat);
            only += u32::from(others.filter(could).count() == 0);
        } else if points < 0 {
            for reason in rules::reasons(board, person, seat) {
                add(&mut hindrances, reason);
            }
        }
    }
    hindrances.sort_by_key(|hindrance| std::cmp::Reverse(hindrance.roles));
    hindrances.truncate(MOST_HINDRANCES);
    Unequal {
        person: id(board, person),
        points,
        carried_in: board.model.people[person].candidate.prior_load,
        locked,
        only_theirs: only,
        hindrances,
    }
}

/// Counts a reason among those of its kind.
fn add(hindrances: &mut Vec<Hindrance>, reason: Reason) {
    let kind = std::mem::discriminant(&reason);
    match hindrances
        .iter_mut()
        .find(|known| std::mem::discriminant(&known.reason) == kind)
    {
        Some(known) => known.roles += 1,
        None => hindrances.push(Hindrance { reason, roles: 1 }),
    }
}
