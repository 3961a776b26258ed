//! The board by keys: everything the pointer does.

use super::{
    DraftTurn, EditForm,
    board::{Hand, focus},
};
use leptos::{ev::KeyboardEvent, prelude::*};
use leptos_router::NavigateOptions;

/// The seats of the board, row by row, each with whether it is locked.
pub(super) struct Order(Vec<(String, bool)>);

impl Order {
    pub(super) fn of(turns: &[DraftTurn]) -> Self {
        let seats = turns.iter().flat_map(|turn| &turn.seats);
        Self(seats.map(|seat| (seat.seat.clone(), seat.locked)).collect())
    }

    fn place(&self, seat: &str) -> Option<usize> {
        self.0.iter().position(|(own, _)| own == seat)
    }

    fn is_locked(&self, seat: &str) -> bool {
        self.0.iter().any(|(own, locked)| own == seat && *locked)
    }

    /// The seat so many places from another, if the board reaches that far.
    fn beside(&self, seat: &str, places: isize) -> Option<&str> {
        let place = self.place(seat)?.checked_add_signed(places)?;
        self.0.get(place).map(|(seat, _)| seat.as_str())
    }
}

/// What a key does to the seat that has the focus.
pub(super) fn pressed(
    event: &KeyboardEvent,
    hand: Hand,
    order: &Order,
    navigate: &(impl Fn(&str, NavigateOptions) + Clone),
) {
    let Some(here) = hand.here.get_untracked() else { return };
    let key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    let step = match key.as_str() {
        "ArrowUp" => -2,
        "ArrowDown" => 2,
        "ArrowLeft" => -1,
        "ArrowRight" => 1,
        "PageUp" => -20,
        "PageDown" => 20,
        _ => 0,
    };
    if step != 0 {
        if let Some(seat) = order.beside(&here, step) {
            focus(seat);
        }
        return event.prevent_default();
    }
    match (key.as_str(), command) {
        (" ", false) => match hand.picked.get_untracked() {
            Some(_) => hand.drop_on(&here),
            None => hand.pick(&here),
        },
        ("Enter", false) if hand.picked.get_untracked().is_some() => hand.drop_on(&here),
        ("Escape", _) => {
            let open = hand.picked.get_untracked().is_none();
            hand.put_down();
            hand.said.set(String::new());
            if open {
                navigate(&hand.editing.address(), NavigateOptions::default());
            }
        }
        ("l" | "L", false) => hand.editing.send(EditForm {
            what: if order.is_locked(&here) { "unlock" } else { "lock" }.to_owned(),
            seat: here,
            ..EditForm::default()
        }),
        ("z" | "Z", true) if !event.shift_key() => step_edit(hand, "undo"),
        ("z" | "Z" | "y" | "Y", true) => step_edit(hand, "redo"),
        _ => return,
    }
    event.prevent_default();
}

fn step_edit(hand: Hand, what: &str) {
    hand.editing.send(EditForm {
        what: what.to_owned(),
        ..EditForm::default()
    });
}
