//! A time on the wall clock.

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A time of day on the wall clock, to the minute: 00:00 to 23:59. Written as `17:30`.
///
/// ```
/// use domain::rota::TimeOfDay;
/// let half_past_five: TimeOfDay = "17:30".parse()?;
/// assert_eq!(half_past_five.minutes(), 17 * 60 + 30);
/// assert!("24:00".parse::<TimeOfDay>().is_err()); // only an end may be written so
/// # Ok::<(), domain::rota::BadTimeOfDay>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u16);

/// The text is not a time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a time of day: write it as 17:30")]
pub struct BadTimeOfDay(pub String);

impl TimeOfDay {
    /// The start of the day.
    pub const MIDNIGHT: TimeOfDay = TimeOfDay(0);

    /// `hour`:`minute`, or `None` beyond 23:59.
    pub const fn new(hour: u16, minute: u16) -> Option<Self> {
        if hour < 24 && minute < 60 {
            Some(Self(hour * 60 + minute))
        } else {
            None
        }
    }

    /// This many minutes after midnight, or `None` beyond 1439.
    pub const fn from_minutes(minutes: u16) -> Option<Self> {
        if minutes < 24 * 60 { Some(Self(minutes)) } else { None }
    }

    /// The minute that this wall time lies in.
    pub fn of(time: NaiveTime) -> Self {
        Self((time.num_seconds_from_midnight() / 60 % 1440) as u16)
    }

    /// Minutes since midnight, 0 to 1439.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// The same time for chrono.
    pub fn naive(self) -> NaiveTime {
        let seconds = u32::from(self.0) * 60;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or(NaiveTime::MIN)
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = BadTimeOfDay;
    fn from_str(text: &str) -> Result<Self, BadTimeOfDay> {
        let digits = |part: &str| {
            let good = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            good.then(|| part.parse::<u16>().ok()).flatten()
        };
        let parts = text.trim().split_once(':').filter(|(_, minute)| minute.len() == 2);
        parts
            .and_then(|(hour, minute)| Self::new(digits(hour)?, digits(minute)?))
            .ok_or_else(|| BadTimeOfDay(text.to_owned()))
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = BadTimeOfDay;
    fn try_from(text: String) -> Result<Self, BadTimeOfDay> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> String {
        time.to_string()
    }
}
