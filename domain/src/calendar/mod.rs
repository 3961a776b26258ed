//! Calendar feeds: duty as iCalendar text (RFC 5545) that any calendar client can subscribe to.

mod feed;
mod pieces;
mod text;
mod write;

pub use feed::{Event, Feed};
pub use pieces::{Piece, pieces};
pub use write::write;

#[cfg(test)]
mod properties;
