//! What a feed consists of.

use crate::{Instant, Role};

/// A calendar as its subscribers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The name clients show.
    pub name: String,
    /// Its events; each has a UID of its own.
    pub events: Vec<Event>,
}

/// One event: somebody holds a role for a while. It carries no contact details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What the event is known by for ever: see [`Piece::uid`](super::Piece::uid).
    pub uid: String,
    /// When it starts.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// One line.
    pub summary: String,
    /// More lines; may be empty.
    pub description: String,
    /// Words to group events by.
    pub categories: Vec<String>,
    /// Where to read more: http or https; anything else is left out of the feed.
    pub url: Option<String>,
    /// The rota's id.
    pub rota: String,
    /// The role held.
    pub role: Role,
    /// The person's id.
    pub person: String,
    /// How often the event was changed.
    pub sequence: u32,
    /// When the event was last changed: never the time of the request, so that an unchanged feed is the same bytes.
    pub last_modified: Instant,
}
