//! The answer given last, in bytes: whoever asks the same within the second is given it again.

use arc_swap::ArcSwapOption;
use axum::body::Bytes;
use domain::Instant;
use http::HeaderValue;
use std::sync::Arc;

/// The longest that anybody may keep an answer without asking again: a cover made meanwhile is seen by then.
const MOST_FRESH_SECONDS: i64 = 30;
/// The longest that a kept answer stands in while Tandem cannot be reached: a day.
const MOST_STALE_SECONDS: i64 = 86_400;

/// An answer to a lookup, with what caches need to know.
#[derive(Debug, Clone)]
pub struct Lookup {
    /// JSON.
    pub bytes: Bytes,
    /// The same for answers that differ in nothing but the instant asked about.
    pub etag: HeaderValue,
    /// For how long it may be kept.
    pub cache: HeaderValue,
}

impl Lookup {
    /// An answer of this revision that stays true until `valid_until`; `now` when no other instant was asked about.
    pub fn new(bytes: Vec<u8>, revision: i64, valid_until: Option<Instant>, now: Option<Instant>) -> Self {
        let until = valid_until.map_or(0, Instant::seconds);
        let left = valid_until.zip(now).map(|(until, now)| until - now);
        let fresh = left.unwrap_or(MOST_FRESH_SECONDS).clamp(0, MOST_FRESH_SECONDS);
        // Its boundary is as far as it is true; whoever cannot ask again has nothing better.
        let boundary = left.unwrap_or(if now.is_some() { MOST_STALE_SECONDS } else { fresh });
        let stale = (boundary - fresh).clamp(0, MOST_STALE_SECONDS);
        // Letters, digits and dashes alone.
        let value = |text: String| HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
        Self {
            bytes: bytes.into(),
            etag: value(format!("W/\"{revision}-{until}\"")),
            cache: value(match stale {
                0 => format!("private, max-age={fresh}"),
                stale => format!("private, max-age={fresh}, stale-if-error={stale}"),
            }),
        }
    }
}

/// A place for one question's answer. Reading it takes no lock.
#[derive(Debug, Default)]
pub struct KeptAnswer(ArcSwapOption<Kept>);

#[derive(Debug)]
struct Kept {
    at: Instant,
    revision: i64,
    lookup: Lookup,
}

impl KeptAnswer {
    /// The answer for this second and revision: the one that is kept, or `answer`, kept from now on.
    ///
    /// # Errors
    /// Those of `answer`; then nothing is kept.
    pub fn get_or<E>(
        &self,
        at: Instant,
        revision: i64,
        answer: impl FnOnce() -> Result<Lookup, E>,
    ) -> Result<Lookup, E> {
        let kept = self.0.load();
        if let Some(kept) = kept.as_ref().filter(|kept| (kept.at, kept.revision) == (at, revision)) {
            return Ok(kept.lookup.clone());
        }
        let lookup = answer()?;
        self.0.store(Some(Arc::new(Kept {
            at,
            revision,
            lookup: lookup.clone(),
        })));
        Ok(lookup)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{KeptAnswer, Lookup};
    use domain::Instant;

    #[test]
    fn an_answer_is_given_again_only_for_its_second_and_revision() {
        let kept = KeptAnswer::default();
        let mut worked_out = 0;
        let mut ask = |second, revision| {
            let answer = || {
                worked_out += 1;
                let bytes = format!("{second} {revision}").into_bytes();
                Ok::<_, ()>(Lookup::new(bytes, revision, None, None))
            };
            let kept = kept.get_or(Instant::from_seconds(second), revision, answer);
            kept.unwrap().bytes
        };
        for (second, revision) in [(1, 1), (1, 1), (2, 1), (2, 2), (2, 2)] {
            assert_eq!(ask(second, revision), format!("{second} {revision}").into_bytes());
        }
        assert_eq!(worked_out, 3);
        let refused: Result<Lookup, &str> = kept.get_or(Instant::from_seconds(3), 2, || Err("no"));
        assert_eq!(refused.err(), Some("no"));
    }

    #[test]
    fn an_answer_is_fresh_for_half_a_minute_and_stands_in_until_its_boundary() {
        let at = Instant::from_seconds;
        let cache = |until, now| Lookup::new(Vec::new(), 7, until, now).cache;
        assert_eq!(cache(Some(at(110)), Some(at(100))), "private, max-age=10");
        assert_eq!(
            cache(Some(at(9000)), Some(at(100))),
            "private, max-age=30, stale-if-error=8870"
        );
        assert_eq!(cache(None, Some(at(100))), "private, max-age=30, stale-if-error=86370");
        assert_eq!(cache(Some(at(9000)), None), "private, max-age=30");
        assert_eq!(Lookup::new(Vec::new(), 7, Some(at(110)), None).etag, "W/\"7-110\"");
    }
}
