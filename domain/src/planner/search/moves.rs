//! The changes that are tried, and how often.

use super::Search;
use crate::planner::board::Board;
use crate::planner::costs::Kept;
use crate::planner::model::{Lock, Seat};

/// Seats, or turns, no further apart than this in order of time are near.
pub(super) const NEAR: usize = 40;

impl Search {
    pub(super) fn try_move(&mut self, board: &mut Board) {
        let choice = self.random.below(256);
        if choice < 128 && !board.gaps().is_empty() {
            return self.fill_gap(board);
        }
        match choice {
            0..40 => self.trade(board),
            40..88 if !board.model.request.baseline.is_empty() => self.revert(board),
            40..88 => self.reassign(board),
            88..104 => self.turn_round(board),
            104..144 => self.exchange_near(board),
            _ => self.exchange_alike(board),
        }
    }

    /// Gives a seat to somebody else.
    fn reassign(&mut self, board: &mut Board) {
        if let Some(seat) = self.random.pick(&self.open)
            && let Some(to) = self.random.pick(board.fitness.people(seat))
        {
            self.give(board, seat, to);
        }
    }

    /// Gives a seat back to whoever it was published with, or lets them change places for it.
    fn revert(&mut self, board: &mut Board) {
        let Some(seat) = self.random.pick(&self.open) else {
            return;
        };
        match board.costs.kept(seat) {
            Kept::Member(to) if board.holder(seat) != Some(to) => {
                if board.allows(to, seat) {
                    self.give(board, seat, to);
                } else if let Some(other) = self.seat_of(board, to) {
                    self.exchange(board, seat, other);
                }
            }
            _ => self.reassign(board),
        }
    }

    fn give(&mut self, board: &mut Board, seat: Seat, to: usize) {
        let from = board.holder(seat);
        if from == Some(to) || !board.allows(to, seat) {
            return;
        }
        let turn = &board.model.turns[seat.turn];
        if let Some(from) = from {
            let rise = board.cost_of_sitting(to, seat, None, 0) - board.cost_of_sitting(from, seat, None, 1);
            let rise = rise as f64
                + self.levelling(board, to, turn.load, turn.holiday_load)
                + self.levelling(board, from, -turn.load, -turn.holiday_load);
            if !self.accepts(rise) {
                return;
            }
            board.clear(from, seat);
        }
        board.place(to, seat);
        self.keep_best(board);
    }

    /// Lets the two people of a turn change roles.
    fn turn_round(&mut self, board: &mut Board) {
        let Some(seat) = self.random.pick(&self.open) else {
            return;
        };
        let other = seat.other();
        let people = [(board.holder(seat), other), (board.holder(other), seat)];
        let fit = |(person, to): (Option<usize>, Seat)| person.is_none_or(|person| board.fitness.allows(person, to));
        if board.model.lock(other) != Lock::Open || !people.into_iter().all(fit) {
            return;
        }
        let before = board.sums();
        change_roles(board, people);
        if self.accepts((board.sums() - before) as f64) {
            return self.keep_best(board);
        }
        change_roles(board, people.map(|(person, to)| (person, to.other())));
    }

    /// Lets the holders of two seats of the same load change places: what everybody carries stays as it is.
    fn exchange_alike(&mut self, board: &mut Board) {
        let one = self.random.below(self.open.len());
        let alike = &self.alike[self.kinds[one] as usize];
        let other = alike[self.random.below(alike.len())];
        self.exchange(board, self.open[one], other);
    }

    /// Lets the holders of two seats that are near each other change places.
    fn exchange_near(&mut self, board: &mut Board) {
        let one = self.random.below(self.open.len());
        let other = (one + self.random.below(2 * NEAR))
            .saturating_sub(NEAR)
            .min(self.open.len() - 1);
        self.exchange(board, self.open[one], self.open[other]);
    }
}

fn change_roles(board: &mut Board, people: [(Option<usize>, Seat); 2]) {
    for (person, to) in people {
        person.into_iter().for_each(|person| board.clear(person, to.other()));
    }
    for (person, to) in people {
        person.into_iter().for_each(|person| board.place(person, to));
    }
}
