//! Moves in which people change places.

use super::Search;
use crate::planner::board::Board;
use crate::planner::model::Seat;

/// How often a second exchange is tried to go with a first one.
const SECONDS: u32 = 40;

impl Search {
    /// Lets the holders of two seats change places.
    pub(super) fn exchange(&mut self, board: &mut Board, here: Seat, there: Seat) {
        let Some(rise) = self.rise_of_exchange(board, here, there) else {
            return;
        };
        if self.accepts(rise) && can_exchange(board, here, there) {
            exchange(board, here, there);
            self.keep_best(board);
        }
    }

    /// What it costs that the holders of two seats change places; nothing when they are not qualified and present.
    fn rise_of_exchange(&self, board: &Board, here: Seat, there: Seat) -> Option<f64> {
        let (mine, yours) = (board.holder(here)?, board.holder(there)?);
        let fit = board.fitness.allows(mine, there) && board.fitness.allows(yours, here);
        if here.turn == there.turn || mine == yours || !fit {
            return None;
        }
        let partner = board.holder(here.other());
        let same = u32::from(partner.is_some() && partner == board.holder(there.other()));
        let sums = board.cost_of_sitting(mine, there, Some(here.turn), same)
            + board.cost_of_sitting(yours, here, Some(there.turn), same)
            - board.cost_of_sitting(mine, here, None, 1)
            - board.cost_of_sitting(yours, there, None, 1);
        let (more, more_holiday) = difference(board, here, there);
        let levelling =
            self.levelling(board, mine, more, more_holiday) + self.levelling(board, yours, -more, -more_holiday);
        Some(sums as f64 + levelling)
    }

    /// Lets two people change places twice. Loads come in lumps: one exchange moves five points, another brings four
    /// back, and neither would be accepted alone.
    pub(super) fn trade(&mut self, board: &mut Board) {
        let people = board.model.people.len();
        let (one, other) = (self.random.below(people), self.random.below(people));
        let (Some(here), Some(there)) = (self.seat_of(board, one), self.seat_of(board, other)) else {
            return;
        };
        let (more, more_holiday) = difference(board, here, there);
        if one == other || more == 0 {
            return;
        }
        let Some(first) = self.rise_of_exchange(board, here, there) else {
            return;
        };
        let limit = self.heat * self.random.exponential();
        let unevenness =
            self.levelling(board, one, more, more_holiday) + self.levelling(board, other, -more, -more_holiday);
        if first - unevenness > limit || !can_exchange(board, here, there) {
            return;
        }
        exchange(board, here, there);
        for _ in 0..SECONDS {
            if self.goes_with(board, [one, other], more, limit - first) {
                return self.keep_best(board);
            }
        }
        exchange(board, here, there);
    }

    /// Tries one exchange of two people that brings load back, of which `more` went from the second to the first.
    fn goes_with(&mut self, board: &mut Board, [one, other]: [usize; 2], more: i64, limit: f64) -> bool {
        let (Some(here), Some(there)) = (self.seat_of(board, one), self.seat_of(board, other)) else {
            return false;
        };
        let (back, back_holiday) = difference(board, here, there);
        if back.signum() != -more.signum() {
            return false;
        }
        let unevenness =
            self.levelling(board, one, back, back_holiday) + self.levelling(board, other, -back, -back_holiday);
        let fits = unevenness <= limit
            && self
                .rise_of_exchange(board, here, there)
                .is_some_and(|second| second <= limit)
            && can_exchange(board, here, there);
        if fits {
            exchange(board, here, there);
        }
        fits
    }
}

/// How much more load and holiday load the second seat has.
fn difference(board: &Board, here: Seat, there: Seat) -> (i64, i64) {
    let (mine, yours) = (&board.model.turns[here.turn], &board.model.turns[there.turn]);
    (yours.load - mine.load, yours.holiday_load - mine.holiday_load)
}

/// Whether the rules allow that the holders of two seats change places.
fn can_exchange(board: &Board, here: Seat, there: Seat) -> bool {
    let (Some(mine), Some(yours)) = (board.holder(here), board.holder(there)) else {
        return false;
    };
    board.holding.is_free_without(board.model, mine, there.turn, here.turn)
        && board.holding.is_free_without(board.model, yours, here.turn, there.turn)
        && board.partner_allows(mine, there)
        && board.partner_allows(yours, here)
}

fn exchange(board: &mut Board, here: Seat, there: Seat) {
    let (Some(mine), Some(yours)) = (board.holder(here), board.holder(there)) else {
        return;
    };
    board.clear(mine, here);
    board.clear(yours, there);
    board.place(mine, there);
    board.place(yours, here);
}
