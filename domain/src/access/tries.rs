//! Tries to sign in: the more that failed, the longer the wait before the next.

use crate::Instant;

/// The first wait, in seconds; each further try doubles it.
const FIRST_WAIT: i64 = 30;
/// No wait is longer, so that nobody can lock somebody else out for good: a quarter of an hour.
const LONGEST_WAIT: i64 = 900;
/// Tries are forgotten after a day without one.
const REMEMBERED: i64 = 86_400;

/// How many tries are free before the first wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TryLimit(i64);

impl TryLimit {
    /// For one account: somebody who tries the passwords they remember is not held up.
    pub const ACCOUNT: Self = Self(5);
    /// For one address, which a whole office may share.
    pub const ADDRESS: Self = Self(50);
}

/// Tries that have not led to a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub count: i64,
    /// When the last was made.
    pub last: Instant,
}

impl Tries {
    /// Seconds until another try is looked at; `None` when one is at once.
    ///
    /// ```
    /// use domain::{Instant, access::{Tries, TryLimit}};
    /// let last = Instant::from_seconds(1_000);
    /// let wait = |count, later| Tries { count, last }.wait(TryLimit::ACCOUNT, last + later);
    /// assert_eq!(wait(4, 0), None);
    /// assert_eq!((wait(5, 0), wait(5, 29), wait(5, 30)), (Some(30), Some(1), None));
    /// assert_eq!((wait(6, 0), wait(7, 0)), (Some(60), Some(120)));
    /// assert_eq!(wait(1_000_000, 0), Some(900));
    /// ```
    pub fn wait(self, limit: TryLimit, now: Instant) -> Option<i64> {
        let beyond = self.count - limit.0;
        if beyond < 0 {
            return None;
        }
        // Ten doublings are past the longest wait.
        let wait = (FIRST_WAIT << beyond.min(10)).min(LONGEST_WAIT);
        let left = wait - (now - self.last);
        (left > 0).then_some(left.min(wait))
    }

    /// These and one more at `now`: the first again after a day without any.
    ///
    /// ```
    /// use domain::{Instant, access::Tries};
    /// let tries = Tries { count: 7, last: Instant::from_seconds(0) };
    /// assert_eq!(tries.and_one(Instant::from_seconds(60)).count, 8);
    /// assert_eq!(tries.and_one(Instant::from_seconds(86_400)).count, 1);
    /// ```
    pub fn and_one(self, now: Instant) -> Self {
        let forgotten = now - self.last >= REMEMBERED;
        let count = if forgotten { 1 } else { self.count.saturating_add(1) };
        Self { count, last: now }
    }

    /// Tries last made before this instant are forgotten at `now`.
    ///
    /// ```
    /// use domain::{Instant, access::Tries};
    /// assert_eq!(Tries::forgotten_before(Instant::from_seconds(86_401)).seconds(), 1);
    /// ```
    pub fn forgotten_before(now: Instant) -> Instant {
        now - REMEMBERED
    }
}
