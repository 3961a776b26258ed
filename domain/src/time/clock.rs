//! Where "now" comes from.

use super::Instant;
use std::sync::atomic::{AtomicI64, Ordering};

/// The only source of the present instant: a real one in the server, a set one in tests.
pub trait Clock: Send + Sync {
    /// The present instant, in whole seconds.
    fn now(&self) -> Instant;
}

/// A clock that stands where it was set.
///
/// ```
/// use domain::{time::FixedClock, Clock, Instant};
/// let clock = FixedClock::at(Instant::from_seconds(60));
/// clock.set(Instant::from_seconds(90));
/// assert_eq!(clock.now().seconds(), 90);
/// ```
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock standing at `now`.
    pub const fn at(now: Instant) -> Self {
        Self(AtomicI64::new(now.seconds()))
    }

    /// Moves the clock, forward or back.
    pub fn set(&self, now: Instant) {
        self.0.store(now.seconds(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        Instant::from_seconds(self.0.load(Ordering::SeqCst))
    }
}
