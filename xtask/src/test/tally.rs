//! Counting what ran.

use std::fmt;

/// How many tests and checks did what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or could not run.
    pub failed: u64,
    /// Were left out by the test itself.
    pub skipped: u64,
    /// What did not hold, by name, as far as it is known: a long log's end then tells all.
    pub culprits: Vec<String>,
}

impl Tally {
    /// Something failed before it could count.
    pub fn one_failed(culprit: impl Into<String>) -> Self {
        Self {
            failed: 1,
            culprits: vec![culprit.into()],
            ..Self::default()
        }
    }

    /// Something held.
    pub fn one_passed() -> Self {
        Self {
            passed: 1,
            ..Self::default()
        }
    }

    /// Adds another's counts to this.
    pub fn add(&mut self, other: Self) {
        self.passed = self.passed.saturating_add(other.passed);
        self.failed = self.failed.saturating_add(other.failed);
        self.skipped = self.skipped.saturating_add(other.skipped);
        self.culprits.extend(other.culprits);
    }

    /// The counts in a closing line of `cargo test`, such as
    /// `test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s`.
    pub fn from_cargo_line(line: &str) -> Option<Self> {
        let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
        let count = |word: &str| -> Option<u64> {
            counts
                .split(';')
                .find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
        };
        Some(Self {
            passed: count("passed")?,
            failed: count("failed")?,
            skipped: count("ignored")?,
            culprits: Vec::new(),
        })
    }

    /// The name in a line of `cargo test` about a test that failed, such as `test a::b ... FAILED`.
    pub fn culprit_in_cargo_line(line: &str) -> Option<&str> {
        line.trim().strip_prefix("test ")?.strip_suffix(" ... FAILED")
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_closing_line_of_cargo_test_is_read_whether_it_passed_or_failed() {
        let ok = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        assert_eq!(
            Tally::from_cargo_line(ok).unwrap(),
            Tally {
                passed: 12,
                failed: 0,
                skipped: 1,
                ..Tally::default()
            }
        );
        let failed = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.0s";
        assert_eq!(
            Tally::from_cargo_line(failed).unwrap(),
            Tally {
                passed: 3,
                failed: 2,
                skipped: 0,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn a_test_that_failed_is_named() {
        let named = Tally::culprit_in_cargo_line("test store::a_write ... FAILED");
        assert_eq!(named, Some("store::a_write"));
        for line in [
            "test store::a_write ... ok",
            "test result: FAILED. 1 passed; 1 failed",
            "",
        ] {
            assert_eq!(Tally::culprit_in_cargo_line(line), None, "{line}");
        }
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in ["", "running 3 tests", "test a::b ... ok", "test result: odd"] {
            assert_eq!(Tally::from_cargo_line(line), None, "{line}");
        }
    }

    #[test]
    fn the_sum_is_written_as_the_line_that_closes_a_run() {
        let mut total = Tally {
            passed: 3,
            failed: 0,
            skipped: 1,
            ..Tally::default()
        };
        total.add(Tally {
            passed: 4,
            failed: 1,
            skipped: 0,
            ..Tally::default()
        });
        assert_eq!(total.to_string(), "7 passed, 1 failed");
    }
}
