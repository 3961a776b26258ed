//! The move that fills gaps.

use super::Search;
use super::moves::NEAR;
use crate::planner::board::Board;
use crate::planner::model::{Lock, Seat};

impl Search {
    /// Fills a gap with somebody who has one turn in the way, and that turn with somebody else, if it can be: a gap wanders
    /// until it is where it can be filled.
    pub(super) fn fill_gap(&mut self, board: &mut Board) {
        let Some(gap) = self.random.pick(board.gaps()) else {
            return;
        };
        let Some(person) = self.random.pick(board.fitness.people(gap)) else {
            return;
        };
        if board.allows(person, gap) {
            board.place(person, gap);
            return self.keep_best(board);
        }
        if board.holding.is_free(board.model, person, gap.turn) {
            return self.replace_partner(board, person, gap);
        }
        let Some(left) = self.turn_to_leave(board, person, gap.turn) else {
            return;
        };
        let may = board.holding.is_free_without(board.model, person, gap.turn, left.turn)
            && board.partner_allows(person, gap)
            && board.may_be_left(left);
        if left.turn == gap.turn || !may {
            return;
        }
        let (gaps, before) = (board.gaps().len(), self.energy(board));
        board.clear(person, left);
        board.place(person, gap);
        let stand_in = self.somebody_for(board, left);
        stand_in.into_iter().for_each(|person| board.place(person, left));
        let rise = self.energy(board) - before;
        if board.gaps().len() < gaps || self.accepts(rise) {
            return self.keep_best(board);
        }
        stand_in.into_iter().for_each(|person| board.clear(person, left));
        board.clear(person, gap);
        board.place(person, left);
    }

    /// Fills a gap with somebody who may not be paired with whoever has the other role, and that with somebody else, if
    /// it can be.
    fn replace_partner(&mut self, board: &mut Board, person: usize, gap: Seat) {
        let other = gap.other();
        let Some(partner) = board.holder(other).filter(|_| board.model.lock(other) == Lock::Open) else {
            return;
        };
        let (gaps, before) = (board.gaps().len(), self.energy(board));
        board.clear(partner, other);
        if board.partner_allows(person, gap) {
            board.place(person, gap);
            let stand_in = self.somebody_for(board, other);
            stand_in.into_iter().for_each(|person| board.place(person, other));
            let rise = self.energy(board) - before;
            if board.gaps().len() < gaps || self.accepts(rise) {
                return self.keep_best(board);
            }
            stand_in.into_iter().for_each(|person| board.clear(person, other));
            board.clear(person, gap);
        }
        board.place(partner, other);
    }

    fn energy(&self, board: &Board) -> f64 {
        board.sums() as f64
            + self.levelling * board.load.squares() as f64
            + self.levelling_holidays * board.holidays.squares() as f64
    }

    /// The one turn that is too near for the person to take `turn`; when none is, one that may be too many.
    fn turn_to_leave(&mut self, board: &Board, person: usize, turn: usize) -> Option<Seat> {
        let (model, held) = (board.model, board.holding.held());
        let nearby = held.within(person, model.turns[turn].nearby.clone());
        let mut near = nearby
            .filter(|other| *other == turn || model.clash(*other, turn))
            .fuse();
        let left = match (near.next(), near.next()) {
            (Some(only), None) => only,
            (Some(_), Some(_)) => return None,
            (None, _) => {
                let around = turn.saturating_sub(NEAR)..turn + NEAR;
                let held: Vec<usize> = held.within(person, around).collect();
                self.random.pick(&held)?
            }
        };
        let role = board.role_of(person, left)?;
        let seat = Seat { turn: left, role };
        (model.lock(seat) == Lock::Open).then_some(seat)
    }

    /// Somebody who may take a seat, the search beginning anywhere.
    fn somebody_for(&mut self, board: &Board, seat: Seat) -> Option<usize> {
        let people = board.fitness.people(seat);
        let (later, first) = people.split_at(self.random.below(people.len()));
        first
            .iter()
            .chain(later)
            .copied()
            .find(|person| board.allows(*person, seat))
    }
}
