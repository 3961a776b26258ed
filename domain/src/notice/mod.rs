//! Notices: whom a change of duty concerns, of what people are told by mail and when, and when a notice that could not be
//! sent is tried again.

mod choices;
mod due;
mod turns;

pub use choices::{Choices, LEADS, Mailing, Topic};
pub use due::tightest;
pub use turns::{Held, Turns, holdings, turns_changed};

/// Tries to send a notice before it is given up: they take about eight hours.
pub const MOST_TRIES: i64 = 12;

/// The wait after the first try, in seconds; each further one doubles it.
const FIRST_WAIT: i64 = 30;

/// No wait is longer, so that a mail server that is back is noticed.
const LONGEST_WAIT: i64 = 7_200;

/// Seconds until the next try after `tries` in vain; `None` when that was the last.
///
/// `chance` spreads the waits by a fifth either way, so that what failed together is not tried together.
///
/// ```
/// use domain::notice::{MOST_TRIES, retry_after};
/// let wait = |tries| retry_after(tries, 128);
/// assert_eq!((wait(1), wait(2), wait(3)), (Some(30), Some(60), Some(120)));
/// assert_eq!(wait(MOST_TRIES - 1), Some(7_205));
/// assert_eq!(wait(MOST_TRIES), None);
/// assert_eq!((retry_after(2, 0), retry_after(2, 255)), (Some(48), Some(72)));
/// ```
pub fn retry_after(tries: i64, chance: u8) -> Option<i64> {
    if tries >= MOST_TRIES {
        return None;
    }
    // Ten doublings are past the longest wait.
    let wait = (FIRST_WAIT << (tries - 1).clamp(0, 10)).min(LONGEST_WAIT);
    Some(wait * 4 / 5 + wait * 2 / 5 * i64::from(chance) / 255)
}
