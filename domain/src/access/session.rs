//! How long a browser stays signed in.

use crate::Instant;

/// Seconds without use after which a session ends: a fortnight.
pub const SESSION_IDLE: i64 = 14 * 86_400;

/// Seconds after which a session ends however much it is used: ninety days.
pub const SESSION_ENDS_AFTER: i64 = 90 * 86_400;

/// When a session ends that was begun and last seen at these instants, unless it is used again.
///
/// ```
/// use domain::{Instant, access::session_ends};
/// let day = |days: i64| Instant::from_seconds(days * 86_400);
/// assert_eq!(session_ends(day(0), day(3)), day(17));
/// assert_eq!(session_ends(day(0), day(80)), day(90));
/// ```
pub fn session_ends(begun: Instant, seen: Instant) -> Instant {
    (begun + SESSION_ENDS_AFTER).min(seen + SESSION_IDLE)
}
