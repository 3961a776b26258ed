//! A stretch of time.

use super::Instant;
use serde::{Deserialize, Serialize};

/// A stretch of time from an instant up to, and not including, another: half-open and never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Span {
    start: Instant,
    end: Instant,
}

/// A span has to end after it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the end {end} is not after the start {start}")]
pub struct EmptySpan {
    /// The start that was given.
    pub start: Instant,
    /// The end that was given.
    pub end: Instant,
}

impl Span {
    /// All of time.
    pub const ALWAYS: Self = Self {
        start: Instant::MIN,
        end: Instant::MAX,
    };

    /// From `start` up to `end`.
    ///
    /// # Errors
    /// [`EmptySpan`] unless `start < end`.
    ///
    /// ```
    /// use domain::{Instant, Span};
    /// let (nine, ten) = (Instant::from_seconds(9 * 3600), Instant::from_seconds(10 * 3600));
    /// let hour = Span::new(nine, ten)?;
    /// assert!(hour.contains(nine) && !hour.contains(ten));
    /// assert!(Span::new(ten, nine).is_err());
    /// # Ok::<(), domain::time::EmptySpan>(())
    /// ```
    pub fn new(start: Instant, end: Instant) -> Result<Self, EmptySpan> {
        if start < end {
            Ok(Self { start, end })
        } else {
            Err(EmptySpan { start, end })
        }
    }

    /// The first instant inside.
    pub const fn start(&self) -> Instant {
        self.start
    }

    /// The first instant after.
    pub const fn end(&self) -> Instant {
        self.end
    }

    /// Elapsed seconds, at least one.
    pub fn seconds(&self) -> i64 {
        self.end - self.start
    }

    /// Whether `at` lies inside.
    pub fn contains(&self, at: Instant) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether the two share an instant; touching ends do not.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The instants that lie in both.
    pub fn intersection(&self, other: &Span) -> Option<Span> {
        Span::new(self.start.max(other.start), self.end.min(other.end)).ok()
    }

    /// What of it lies before and after the other.
    ///
    /// ```
    /// use domain::{Instant, Span};
    /// let hours = |from: i64, to: i64| Span::new(Instant::from_seconds(from * 3600), Instant::from_seconds(to * 3600)).unwrap();
    /// assert_eq!(hours(1, 9).outside(&hours(3, 5)).collect::<Vec<_>>(), [hours(1, 3), hours(5, 9)]);
    /// assert_eq!(hours(1, 9).outside(&Span::ALWAYS).count(), 0);
    /// assert_eq!(hours(1, 2).outside(&hours(5, 9)).collect::<Vec<_>>(), [hours(1, 2)]);
    /// ```
    pub fn outside(&self, other: &Span) -> impl Iterator<Item = Span> + use<> {
        let before = Span::new(self.start, self.end.min(other.start));
        let after = Span::new(self.start.max(other.end), self.end);
        before.into_iter().chain(after)
    }
}

#[derive(Serialize, Deserialize)]
struct Ends {
    from: Instant,
    to: Instant,
}

impl TryFrom<Ends> for Span {
    type Error = EmptySpan;
    fn try_from(ends: Ends) -> Result<Self, EmptySpan> {
        Self::new(ends.from, ends.to)
    }
}

impl From<Span> for Ends {
    fn from(span: Span) -> Self {
        Self {
            from: span.start,
            to: span.end,
        }
    }
}
