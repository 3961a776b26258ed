//! The system clock: the only place that reads it.

use domain::{Clock, Instant};
use std::time::{SystemTime, UNIX_EPOCH};

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |elapsed| elapsed.as_secs());
        Instant::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
    }
}
