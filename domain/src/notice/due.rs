//! When something that lies ahead is told.

use crate::Instant;

/// The lead time, in minutes, that is to be told now of what begins at `start`: the shortest of those that have come, so
/// that whoever learns late is told once. `None` when none has come yet, or when it has begun.
///
/// ```
/// use domain::notice::tightest;
/// let start: domain::Instant = "2026-11-26T17:00:00Z".parse()?;
/// let leads = [1440, 60];
/// assert_eq!(tightest(&leads, start, "2026-11-25T16:59:59Z".parse()?), None);
/// assert_eq!(tightest(&leads, start, "2026-11-25T17:00:00Z".parse()?), Some(1440));
/// assert_eq!(tightest(&leads, start, "2026-11-26T16:30:00Z".parse()?), Some(60));
/// assert_eq!(tightest(&leads, start, start), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tightest(leads: &[i64], start: Instant, now: Instant) -> Option<i64> {
    let left = start - now;
    let come = leads.iter().copied().filter(|minutes| left <= minutes * 60);
    come.min().filter(|_| left > 0)
}
