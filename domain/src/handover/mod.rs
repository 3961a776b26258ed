//! Handovers: which changes of duty are one, and who leaves notes to whom.

mod changes;
#[cfg(test)]
mod properties;
mod text;

pub use changes::{Acknowledged, Handover, handovers, last_before, next_after};
pub use text::{NOTES_CHARACTERS, Piece, pieces};

/// How long after a handover notes that nobody has acknowledged are told of again, in minutes, unless a team says otherwise.
pub const REMIND_AFTER: i64 = 30;

/// Items of a team's checklist.
pub const MOST_ITEMS: usize = 20;

/// Characters of one of them.
pub const ITEM_CHARACTERS: usize = 200;
