//! A point in time.

use chrono::{DateTime, NaiveDateTime, SecondsFormat};
use serde::{Deserialize, Serialize};
use std::{fmt, ops, str::FromStr};

/// A point in time: whole seconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in UTC, `2026-11-24T09:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(i64);

/// The text is not an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not an instant: write it as 2026-11-24T09:00:00Z")]
pub struct BadInstant(pub String);

impl Instant {
    /// The first instant Tandem can write: 0001-01-01T00:00:00Z.
    pub const MIN: Instant = Instant(-62_135_596_800);
    /// The last instant Tandem can write: 9999-12-31T23:59:59Z.
    pub const MAX: Instant = Instant(253_402_300_799);

    /// The instant this many seconds after the epoch, held inside [`Instant::MIN`] and [`Instant::MAX`].
    pub const fn from_seconds(seconds: i64) -> Self {
        if seconds < Self::MIN.0 {
            Self::MIN
        } else if seconds > Self::MAX.0 {
            Self::MAX
        } else {
            Self(seconds)
        }
    }

    /// Seconds since the epoch.
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The wall time in UTC.
    pub fn utc(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.0, 0)
            .map(|at| at.naive_utc())
            .unwrap_or_default()
    }
}

/// Adds seconds.
impl ops::Add<i64> for Instant {
    type Output = Instant;
    fn add(self, seconds: i64) -> Instant {
        Instant::from_seconds(self.0.saturating_add(seconds))
    }
}

/// Takes seconds away.
impl ops::Sub<i64> for Instant {
    type Output = Instant;
    fn sub(self, seconds: i64) -> Instant {
        Instant::from_seconds(self.0.saturating_sub(seconds))
    }
}

/// Seconds between two instants.
impl ops::Sub for Instant {
    type Output = i64;
    fn sub(self, earlier: Instant) -> i64 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::from_timestamp(self.0, 0) {
            Some(at) => f.write_str(&at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            None => write!(f, "{}", self.0),
        }
    }
}

/// Reads RFC 3339 with any offset; fractions of a second are cut off.
///
/// ```
/// use domain::Instant;
/// let at: Instant = "2027-03-28T02:30:00+01:00".parse()?;
/// assert_eq!(at.to_string(), "2027-03-28T01:30:00Z");
/// assert!("yesterday".parse::<Instant>().is_err());
/// # Ok::<(), domain::time::BadInstant>(())
/// ```
impl FromStr for Instant {
    type Err = BadInstant;
    fn from_str(text: &str) -> Result<Self, BadInstant> {
        let at = DateTime::parse_from_rfc3339(text.trim()).map_err(|_| BadInstant(text.to_owned()))?;
        Ok(Self::from_seconds(at.timestamp()))
    }
}

impl TryFrom<String> for Instant {
    type Error = BadInstant;
    fn try_from(text: String) -> Result<Self, BadInstant> {
        text.parse()
    }
}

impl From<Instant> for String {
    fn from(at: Instant) -> String {
        at.to_string()
    }
}
