//! How many requests each API token may make in a minute, counted on this node without a lock.

use arc_swap::ArcSwap;
use domain::{Instant, TokenId};
use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Seconds of a window.
const WINDOW: i64 = 60;

/// The requests of each token in the minute that runs.
#[derive(Debug)]
pub struct Limits {
    most: Option<NonZeroU32>,
    /// The minute in the upper half, the requests in it in the lower.
    counts: ArcSwap<HashMap<TokenId, Arc<AtomicU64>>>,
}

/// How a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests in a minute.
    pub limit: u32,
    /// How many are left of this one.
    pub remaining: u32,
    /// Seconds until the next begins.
    pub reset: u32,
}

/// No request is left in this minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedUp(pub Allowance);

impl Limits {
    /// So many a minute for each token; nothing is no limit.
    pub fn new(most: Option<NonZeroU32>) -> Self {
        Self {
            most,
            counts: ArcSwap::default(),
        }
    }

    /// Counts a request; nothing where there is no limit.
    ///
    /// # Errors
    /// [`UsedUp`] when there have been as many as may be; such requests are not counted.
    pub fn take(&self, token: TokenId, now: Instant) -> Result<Option<Allowance>, UsedUp> {
        let Some(most) = self.most.map(NonZeroU32::get) else {
            return Ok(None);
        };
        let window = u64::from_ne_bytes(now.seconds().div_euclid(WINDOW).to_ne_bytes()) & u64::from(u32::MAX);
        let used = |count: u64| {
            if count >> 32 == window {
                count & u64::from(u32::MAX)
            } else {
                0
            }
        };
        let counted = self.counted(token, |count| {
            let next = used(count) + 1;
            (next <= u64::from(most)).then_some(window << 32 | next)
        });
        let allowance = |used: u64| Allowance {
            limit: most,
            remaining: most.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX)),
            reset: u32::try_from(WINDOW - now.seconds().rem_euclid(WINDOW)).unwrap_or(1),
        };
        match counted {
            Ok(before) => Ok(Some(allowance(used(before) + 1))),
            Err(_) => Err(UsedUp(allowance(u64::from(most)))),
        }
    }

    fn counted(&self, token: TokenId, next: impl Fn(u64) -> Option<u64> + Copy) -> Result<u64, u64> {
        if let Some(count) = self.counts.load().get(&token) {
            return count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        }
        // The first request of a token since the start.
        let new = Arc::new(AtomicU64::new(0));
        self.counts.rcu(|counts| {
            let mut counts = HashMap::clone(counts);
            counts.entry(token).or_insert_with(|| Arc::clone(&new));
            counts
        });
        match self.counts.load().get(&token) {
            Some(count) => count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next),
            None => Ok(0),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use uuid::Uuid;

    fn token(number: u128) -> TokenId {
        TokenId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn each_token_has_its_requests_in_each_minute() {
        let limits = Limits::new(NonZeroU32::new(2));
        let at = Instant::from_seconds;
        let left = |taken: Result<Option<Allowance>, UsedUp>| {
            let allowance = taken.map_or_else(|UsedUp(allowance)| (false, allowance), |left| (true, left.unwrap()));
            (allowance.0, allowance.1.remaining, allowance.1.reset)
        };
        let take = |number, second| left(limits.take(token(number), at(second)));
        assert_eq!(take(1, 600), (true, 1, 60));
        assert_eq!(take(1, 630), (true, 0, 30));
        assert_eq!(take(1, 659), (false, 0, 1));
        assert_eq!(take(2, 659), (true, 1, 1));
        assert_eq!(take(1, 660), (true, 1, 60));
        assert_eq!(take(1, -1), (true, 1, 1));
        assert_eq!(Limits::new(None).take(token(1), at(0)), Ok(None));
    }

    #[test]
    fn however_many_ask_at_once_no_more_than_the_limit_are_let_in() {
        let limits = Limits::new(NonZeroU32::new(1000));
        let ask = || {
            (0..500)
                .filter(|_| limits.take(token(1), Instant::from_seconds(0)).is_ok())
                .count()
        };
        let let_in: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        assert_eq!(let_in, 1000);
    }
}
