//! Drafts: plans that people change by hand before anybody is bound by them.
//!
//! A [`Sheet`] has what stands in each [`Seat`] of a draft. An [`Edit`] says what was in the seats that it touches and what
//! is now, so that every edit can be undone and done again. [`difference`] compares with what is published, and [`part`]
//! says what of a draft can become binding.

mod difference;
mod edit;
mod part;
mod seat;
mod sheet;

pub use difference::{Difference, Kind, difference};
pub use edit::{Command, Edit, SeatChange};
pub use part::{NoPart, Part, part};
pub use seat::{BadSeat, Held, Seat};
pub use sheet::{Refused, Sheet};

#[cfg(test)]
mod tests;
