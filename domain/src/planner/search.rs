//! The search: simulated annealing. Small random changes; worse plans are accepted less and less as it cools, and the
//! best plan seen is kept.

use super::board::{Board, Seating};
use super::construct::fill;
use super::model::{Lock, Seat};
use super::random::Random;
use super::rules::{allows, in_the_way};

/// How much worse a plan may get: first about a turn that is a whole turn away from fair, in the end (30) next to
/// nothing.
const HOT: f64 = 10_000.0;

/// Seats, or turns, no further apart than this in order of time are near.
const NEAR: usize = 40;

/// It cools in so many steps, by the moves tried and never by a clock, so that a seed gives the same plan anywhere.
const STEPS: u32 = 400;

/// What takes [`HOT`] to 30 in [`STEPS`] steps. Written out, because a library's power may round differently on
/// another machine.
const COOLING: f64 = 0.985582090556;

/// Improves the plan on the board by trying `moves` changes.
pub(super) fn anneal(board: &mut Board, seed: u64, moves: u32) {
    let open: Vec<Seat> = board.model.open_seats().collect();
    if open.is_empty() || moves == 0 {
        return;
    }
    let mut search = Search {
        open,
        random: Random::new(seed),
        heat: HOT,
        best_cost: board.cost(),
        best: board.seating().clone(),
    };
    for step in 0..STEPS {
        for _ in 0..moves / STEPS + u32::from(step < moves % STEPS) {
            search.try_move(board);
            search.keep_best(board);
        }
        search.heat *= COOLING;
    }
    *board = board.seated(&search.best);
    fill(board);
}

struct Search {
    open: Vec<Seat>,
    random: Random,
    heat: f64,
    best_cost: i64,
    best: Seating,
}

impl Search {
    fn try_move(&mut self, board: &mut Board) {
        let choice = self.random.below(4);
        if choice < 2 && !board.gaps().is_empty() {
            self.fill_gap(board);
        } else if choice.is_multiple_of(2) {
            self.reassign(board);
        } else {
            self.exchange(board);
        }
    }

    fn keep_best(&mut self, board: &Board) {
        if board.cost() < self.best_cost {
            self.best_cost = board.cost();
            self.best.clone_from(board.seating());
        }
    }

    fn accepts(&mut self, rise: i64) -> bool {
        rise <= 0 || (rise as f64) < self.heat * self.random.exponential()
    }

    /// Gives a seat to somebody else.
    fn reassign(&mut self, board: &mut Board) {
        let Some(seat) = self.random.pick(&self.open) else {
            return;
        };
        let Some(to) = self.random.pick(board.fitness.people(seat)) else {
            return;
        };
        let from = board.holder(seat);
        if from == Some(to) {
            return;
        }
        if board.holder(seat.other()) == Some(to) {
            return self.turn_round(board, seat);
        }
        if !allows(board, to, seat.turn) {
            return;
        }
        let leaving = from.map_or(0, |from| board.cost_of_clearing(from, seat));
        if self.accepts(leaving + board.cost_of_placing(to, seat)) {
            if let Some(from) = from {
                board.clear(from, seat);
            }
            board.place(to, seat);
        }
    }

    /// Lets the two people of a turn change roles.
    fn turn_round(&mut self, board: &mut Board, seat: Seat) {
        let other = seat.other();
        let people = [(board.holder(seat), other), (board.holder(other), seat)];
        let fit = |(person, to): (Option<usize>, Seat)| person.is_none_or(|person| board.fitness.allows(person, to));
        if board.model.lock(other) != Lock::Open || !people.into_iter().all(fit) {
            return;
        }
        for (person, to) in people {
            person.into_iter().for_each(|person| board.clear(person, to.other()));
        }
        for (person, to) in people {
            person.into_iter().for_each(|person| board.place(person, to));
        }
    }

    /// Lets the holders of two seats change places.
    fn exchange(&mut self, board: &mut Board) {
        let one = self.random.below(self.open.len());
        let other = match self.random.below(2) {
            0 => self.random.below(self.open.len()),
            _ => (one + self.random.below(2 * NEAR))
                .saturating_sub(NEAR)
                .min(self.open.len() - 1),
        };
        let (here, there) = (self.open[one], self.open[other]);
        let (Some(mine), Some(yours)) = (board.holder(here), board.holder(there)) else {
            return;
        };
        let fit = board.fitness.allows(mine, there) && board.fitness.allows(yours, here);
        if here.turn == there.turn || mine == yours || !fit {
            return;
        }
        let before = board.cost();
        board.clear(mine, here);
        board.clear(yours, there);
        if allows(board, mine, there.turn) && allows(board, yours, here.turn) {
            board.place(mine, there);
            board.place(yours, here);
            if self.accepts(board.cost() - before) {
                return;
            }
            board.clear(mine, there);
            board.clear(yours, here);
        }
        board.place(mine, here);
        board.place(yours, there);
    }

    /// Fills a gap with somebody who has one turn in the way, and that turn with somebody else, if it can be: a gap wanders
    /// until it is where it can be filled.
    fn fill_gap(&mut self, board: &mut Board) {
        let Some(gap) = self.random.pick(board.gaps()) else {
            return;
        };
        let Some(person) = self.random.pick(board.fitness.people(gap)) else {
            return;
        };
        if allows(board, person, gap.turn) {
            return board.place(person, gap);
        }
        let Some(left) = self.turn_to_leave(board, person, gap.turn) else {
            return;
        };
        let before = board.cost();
        board.clear(person, left);
        if allows(board, person, gap.turn) {
            board.place(person, gap);
            let stand_in = self.somebody_for(board, left);
            stand_in.into_iter().for_each(|person| board.place(person, left));
            if self.accepts(board.cost() - before) {
                return;
            }
            stand_in.into_iter().for_each(|person| board.clear(person, left));
            board.clear(person, gap);
        }
        board.place(person, left);
    }

    /// The one turn that is too near for the person to take `turn`; when none is, one that may be too many.
    fn turn_to_leave(&mut self, board: &Board, person: usize, turn: usize) -> Option<Seat> {
        let mut near = in_the_way(board, person, turn).fuse();
        let left = match (near.next(), near.next()) {
            (Some(only), None) => only,
            (Some(_), Some(_)) => return None,
            (None, _) => {
                let around = turn.saturating_sub(NEAR)..turn + NEAR;
                let held: Vec<usize> = board.held.within(person, around).collect();
                self.random.pick(&held)?
            }
        };
        let seat = Seat {
            turn: left,
            role: board.role_of(person, left)?,
        };
        (board.model.lock(seat) == Lock::Open).then_some(seat)
    }

    /// Somebody who may take a seat, the search beginning anywhere.
    fn somebody_for(&mut self, board: &Board, seat: Seat) -> Option<usize> {
        let people = board.fitness.people(seat);
        let (later, first) = people.split_at(self.random.below(people.len()));
        first
            .iter()
            .chain(later)
            .copied()
            .find(|person| allows(board, *person, seat.turn))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_cools_from_hot_to_cold() {
        let end = (0..STEPS).fold(HOT, |heat, _| heat * COOLING);
        assert!((end - 30.0).abs() < 0.001, "{end}");
    }
}
