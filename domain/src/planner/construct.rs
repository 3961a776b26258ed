//! A first plan: the seats that fewest people may take are filled first, each by whoever costs least.

use super::board::Board;
use super::model::Seat;
use super::rules::allows;

/// Fills what can be filled without moving anybody.
///
/// One pass is enough: filling a seat never makes another one possible, so what stays a gap is one nobody may take.
pub(super) fn fill(board: &mut Board) {
    let mut seats: Vec<Seat> = board.gaps().to_vec();
    seats.sort_by_key(|seat| (board.fitness.people(*seat).len(), seat.index()));
    for seat in seats {
        if let Some(person) = cheapest(board, seat) {
            board.place(person, seat);
        }
    }
}

fn cheapest(board: &Board, seat: Seat) -> Option<usize> {
    let people = board.fitness.people(seat).iter().copied();
    let possible = people.filter(|person| allows(board, *person, seat.turn));
    possible.min_by_key(|person| board.cost_of_placing(*person, seat))
}
