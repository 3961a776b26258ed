//! What the soft aims are measured by: wishes, pairs, even turns and what is published, ready to be looked up.

use super::model::{Lock, Model, Seat};
use super::{Term, Weights, WishKind};
use crate::{Role, ShiftId};
use std::collections::HashMap;

/// A wish counts for no more than this.
const MOST_WISH: i64 = 1_000_000;

/// Who a seat was published with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is not published.
    Free,
    /// Nobody.
    Gap,
    /// One of the people.
    Member(usize),
    /// Somebody who cannot be planned any more.
    Outsider,
}

/// How the turns of a person would be spread evenly.
struct Pace {
    /// Seconds between turns.
    interval: f64,
    /// When their last duty before the plan and their first after it start.
    outside: (Option<i64>, Option<i64>),
    /// Whether they may hold either role.
    alternates: bool,
}

pub(super) struct Costs {
    pub(super) weights: Weights,
    turns: usize,
    /// For each person and turn: by how much more is wished in vain if they are on it.
    wishes: Vec<i64>,
    /// The weights of all shifts that are wanted.
    pub(super) wanted: i64,
    kept: Vec<Kept>,
    /// How often two people may be together.
    pub(super) pair_cap: u32,
    paces: Vec<Pace>,
}

impl Costs {
    pub(super) fn new(model: &Model) -> Self {
        let weights = model.request.weights.clone();
        let places = model.turns.iter().enumerate();
        let turns: HashMap<ShiftId, usize> = places
            .map(|(place, turn)| (model.request.slots[turn.source].shift, place))
            .collect();
        let (wishes, wanted) = wishes(model, &turns);
        Self {
            pair_cap: weights.pair_cap.unwrap_or_else(|| pairs_alike(model)),
            weights,
            turns: model.turns.len(),
            wishes,
            wanted,
            kept: kept(model, &turns),
            paces: paces(model),
        }
    }

    pub(super) fn weight(&self, term: Term) -> i64 {
        self.weights.of(term)
    }

    /// By how much more is wished in vain if the person is on the turn.
    pub(super) fn wish(&self, person: usize, turn: usize) -> i64 {
        self.wishes[person * self.turns + turn]
    }

    pub(super) fn kept(&self, seat: Seat) -> Kept {
        self.kept[seat.index()]
    }

    /// 1 when it is a change that this person, or nobody, has the seat.
    pub(super) fn change(&self, seat: Seat, holder: Option<usize>) -> i64 {
        match (self.kept(seat), holder) {
            (Kept::Free, _) | (Kept::Gap, None) => 0,
            (Kept::Member(kept), Some(person)) if kept == person => 0,
            _ => 1,
        }
    }

    /// Percent, squared, by which two successive turns that start at these seconds are closer than evenly spread.
    pub(super) fn crowding(&self, person: usize, earlier: i64, later: i64) -> i64 {
        let missing = 1.0 - self.closeness(person, earlier, later);
        if missing <= 0.0 {
            0
        } else {
            (100.0 * missing * missing) as i64
        }
    }

    /// The time between two turns, as a part of what an even spread would leave.
    pub(super) fn closeness(&self, person: usize, earlier: i64, later: i64) -> f64 {
        (later - earlier) as f64 / self.paces[person].interval.max(1.0)
    }

    /// When the person's last duty before the plan and their first after it start, in seconds.
    pub(super) fn outside(&self, person: usize) -> (Option<i64>, Option<i64>) {
        self.paces[person].outside
    }

    /// Whether the person may hold either role.
    pub(super) fn alternates(&self, person: usize) -> bool {
        self.paces[person].alternates
    }
}

fn wishes(model: &Model, turns: &HashMap<ShiftId, usize>) -> (Vec<i64>, i64) {
    let mut table = vec![0i64; model.people.len() * model.turns.len()];
    let mut wanted = 0;
    for wish in &model.request.wishes {
        let (Some(person), Some(turn)) = (model.place_of(wish.person), turns.get(&wish.shift)) else {
            continue;
        };
        let cell = &mut table[person * model.turns.len() + turn];
        let weight = i64::from(wish.weight).min(MOST_WISH);
        match wish.kind {
            WishKind::Avoid => *cell += weight,
            WishKind::Want => {
                *cell -= weight;
                wanted += weight;
            }
        }
    }
    (table, wanted)
}

fn kept(model: &Model, turns: &HashMap<ShiftId, usize>) -> Vec<Kept> {
    let mut kept = vec![Kept::Free; 2 * model.turns.len()];
    for published in &model.request.baseline {
        let Some(turn) = turns.get(&published.shift) else {
            continue;
        };
        let locked = model.request.slots[model.turns[*turn].source].locked;
        for role in Role::BOTH {
            let seat = Seat { turn: *turn, role };
            let holder = published.pairing.holder(role);
            kept[seat.index()] = match holder {
                // Somebody locked in who is not among the people is no change where they were published.
                _ if model.lock(seat) == Lock::Outsider && holder == locked.holder(role) => Kept::Free,
                None => Kept::Gap,
                Some(person) => model.place_of(person).map_or(Kept::Outsider, Kept::Member),
            };
        }
    }
    kept
}

/// How often each two people are together when all pairs that are possible share the turns alike.
fn pairs_alike(model: &Model) -> u32 {
    let holds = |person: usize, role| model.people[person].candidate.qualification.allows(role);
    let people = model.people.len();
    let possible = (0..people)
        .flat_map(|one| (one + 1..people).map(move |other| (one, other)))
        .filter(|(one, other)| model.pairs.allow(*one, Some(*other)))
        .filter(|(one, other)| {
            Role::BOTH
                .iter()
                .any(|role| holds(*one, *role) && holds(*other, role.other()))
        });
    model.turns.len().div_ceil(possible.count().max(1)) as u32
}

fn paces(model: &Model) -> Vec<Pace> {
    let shares: f64 = model.people.iter().map(|member| member.share).sum();
    let prior = |member: &super::model::Member| f64::from(member.candidate.prior_load);
    let new: f64 = model.turns.iter().map(|turn| 2.0 * turn.load as f64).sum();
    let turn = (new / 2.0 / model.turns.len().max(1) as f64).max(1.0);
    let points = new + model.people.iter().map(prior).sum::<f64>();
    let (first, last) = horizon(model);
    let pace = |member: &super::model::Member| {
        let turns = (points * member.share / shares.max(1.0) - prior(member)) / turn;
        let starts = || member.candidate.busy.iter().map(|busy| busy.start().seconds());
        Pace {
            interval: (last - first) as f64 / turns.max(1.0),
            outside: (
                starts().filter(|at| *at < first).max(),
                starts().filter(|at| *at > last).min(),
            ),
            alternates: Role::BOTH
                .iter()
                .all(|role| member.candidate.qualification.allows(*role)),
        }
    };
    model.people.iter().map(pace).collect()
}

/// From the start of the first turn to where one after the last would start.
fn horizon(model: &Model) -> (i64, i64) {
    let start = |turn: Option<&super::model::Turn>| turn.map_or(0, |turn| turn.block.start().seconds());
    let (first, last) = (start(model.turns.first()), start(model.turns.last()));
    let gaps = model.turns.len().saturating_sub(1).max(1) as i64;
    (first, last.saturating_add((last - first) / gaps))
}
