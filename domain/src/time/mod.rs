//! Time, exactly: instants are UTC seconds, spans are half-open, rules are wall-clock times in a [`Zone`].

mod clock;
mod instant;
mod span;
mod style;
mod zone;

pub use clock::{Clock, FixedClock};
pub use instant::{BadInstant, Instant};
pub use span::{EmptySpan, Span};
pub use style::{BadStyle, DateOrder, HourClock, Style};
pub use zone::{Zone, ZoneError};
