//! A first plan: what is published as far as it still can be, then the seats that fewest people may take, each by
//! whoever costs least.

use super::board::Board;
use super::costs::Kept;
use super::model::Seat;
use super::search::first_levelling;

/// Seats everybody where they were published, unless a rule is in the way.
pub(super) fn keep(board: &mut Board) {
    for seat in board.gaps().to_vec() {
        if let Kept::Member(person) = board.costs.kept(seat)
            && board.allows(person, seat)
        {
            board.place(person, seat);
        }
    }
}

/// Fills what can be filled without moving anybody.
pub(super) fn fill(board: &mut Board) {
    // A newcomer can only come once somebody is beside them, so that filling one seat may open another.
    loop {
        let mut seats: Vec<Seat> = board.gaps().to_vec();
        let gaps = seats.len();
        seats.sort_by_key(|seat| (board.fitness.people(*seat).len(), seat.index()));
        for seat in seats {
            if let Some(person) = cheapest(board, seat) {
                board.place(person, seat);
            }
        }
        if board.model.pairs.free || board.gaps().len() == gaps {
            return;
        }
    }
}

fn cheapest(board: &Board, seat: Seat) -> Option<usize> {
    let turn = &board.model.turns[seat.turn];
    let levelling = first_levelling(board);
    let rise = |person: usize| {
        let sums = board.cost_of_sitting(person, seat, None, 0) as f64;
        sums + levelling * board.load.rise(person, turn.load) as f64
    };
    let people = board.fitness.people(seat).iter().copied();
    let possible = people.filter(|person| board.allows(*person, seat));
    possible.min_by(|one, other| rise(*one).total_cmp(&rise(*other)))
}
