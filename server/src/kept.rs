//! The answer given last, in bytes: whoever asks the same within the second is given it again.

use arc_swap::ArcSwapOption;
use axum::body::Bytes;
use domain::Instant;
use std::sync::Arc;

/// A place for one question's answer. Reading it takes no lock.
#[derive(Debug, Default)]
pub struct KeptAnswer(ArcSwapOption<Kept>);

#[derive(Debug)]
struct Kept {
    at: Instant,
    revision: i64,
    bytes: Bytes,
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
        answer: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Bytes, E> {
        let kept = self.0.load();
        if let Some(kept) = kept.as_ref().filter(|kept| (kept.at, kept.revision) == (at, revision)) {
            return Ok(kept.bytes.clone());
        }
        let bytes = Bytes::from(answer()?);
        self.0.store(Some(Arc::new(Kept {
            at,
            revision,
            bytes: bytes.clone(),
        })));
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::KeptAnswer;
    use domain::Instant;

    #[test]
    fn an_answer_is_given_again_only_for_its_second_and_revision() {
        let kept = KeptAnswer::default();
        let mut worked_out = 0;
        let mut ask = |second, revision| {
            let answer = || {
                worked_out += 1;
                Ok::<_, ()>(format!("{second} {revision}").into_bytes())
            };
            kept.get_or(Instant::from_seconds(second), revision, answer).unwrap()
        };
        for (second, revision) in [(1, 1), (1, 1), (2, 1), (2, 2), (2, 2)] {
            assert_eq!(ask(second, revision), format!("{second} {revision}").into_bytes());
        }
        assert_eq!(worked_out, 3);
        let refused: Result<_, &str> = kept.get_or(Instant::from_seconds(3), 2, || Err("no"));
        assert_eq!(refused, Err("no"));
    }
}
