//! A time zone as plain data.

use super::{Instant, Span};
use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// An IANA time zone as plain data: its name, and the instants at which its offset from UTC changes.
///
/// Wall times follow two rules: one that does not exist (clocks went forward) means the first instant after the gap,
/// one that occurs twice (clocks went back) means the first of the two.
///
/// Written as `{"name":"Europe/London","first_offset":0,"transitions":[["2027-03-28T01:00:00Z",3600]]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Zone {
    name: Arc<str>,
    first_offset: i32,
    transitions: Arc<[(Instant, i32)]>,
}

/// The data does not describe a zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// No such zone in the IANA database.
    #[error("‘{0}’ is not a time zone: use a name such as Europe/London")]
    Unknown(String),
    /// Transitions have to be in order.
    #[error("the transitions of {0} are not in order")]
    Unordered(String),
}

impl Zone {
    /// A zone from its data: `first_offset` holds until the first transition; offsets are seconds east of UTC.
    ///
    /// # Errors
    /// [`ZoneError::Unordered`] unless each transition is later than the one before.
    pub fn new(name: &str, first_offset: i32, transitions: Vec<(Instant, i32)>) -> Result<Self, ZoneError> {
        if !transitions.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(ZoneError::Unordered(name.to_owned()));
        }
        Ok(Self {
            name: name.into(),
            first_offset,
            transitions: transitions.into(),
        })
    }

    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self {
            name: "UTC".into(),
            first_offset: 0,
            transitions: Arc::new([]),
        }
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Seconds east of UTC at an instant.
    pub fn offset_at(&self, at: Instant) -> i32 {
        self.offset_before(self.transitions.partition_point(|(from, _)| *from <= at))
    }

    /// The wall time at an instant.
    pub fn local(&self, at: Instant) -> NaiveDateTime {
        at.utc() + TimeDelta::seconds(self.offset_at(at).into())
    }

    /// The instant of a wall time, by the two rules above.
    ///
    /// ```
    /// use domain::Zone;
    /// let london = Zone::named("Europe/London")?;
    /// let at = |text: &str| london.instant(text.parse().unwrap()).to_string();
    /// assert_eq!(at("2027-03-28T01:30:00"), "2027-03-28T01:00:00Z"); // does not exist
    /// assert_eq!(at("2027-10-31T01:30:00"), "2027-10-31T00:30:00Z"); // the first of two
    /// # Ok::<(), domain::time::ZoneError>(())
    /// ```
    pub fn instant(&self, local: NaiveDateTime) -> Instant {
        let wall = local.and_utc().timestamp();
        let near = |seconds: i64| self.transitions.partition_point(|(from, _)| from.seconds() <= seconds);
        // No zone is more than 26 hours from UTC, so only segments this near can show this wall time.
        let (first, last) = (near(wall - 26 * 3600), near(wall + 26 * 3600));
        for index in first..=last {
            let at = wall - i64::from(self.offset_before(index));
            if index > first && at < self.transitions[index - 1].0.seconds() {
                return self.transitions[index - 1].0; // inside the gap that this transition left
            }
            if index == last || at < self.transitions[index].0.seconds() {
                return Instant::from_seconds(at);
            }
        }
        Instant::from_seconds(wall - i64::from(self.first_offset))
    }

    /// The instants at which the offset changes within `window`, with the offset from then on.
    pub fn transitions_in(&self, window: Span) -> impl Iterator<Item = (Instant, i32)> + '_ {
        self.transitions
            .iter()
            .copied()
            .filter(move |(at, _)| window.contains(*at))
    }

    /// The same zone knowing only what it needs for `window`: small enough to send to a browser.
    pub fn cut(&self, window: Span) -> Zone {
        Zone {
            name: self.name.clone(),
            first_offset: self.offset_at(window.start()),
            transitions: self
                .transitions_in(window)
                .filter(|(at, _)| *at > window.start())
                .collect(),
        }
    }

    /// The offset of segment `index`: segment 0 lies before the first transition.
    fn offset_before(&self, index: usize) -> i32 {
        index
            .checked_sub(1)
            .map_or(self.first_offset, |last| self.transitions[last].1)
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    name: String,
    first_offset: i32,
    transitions: Vec<(Instant, i32)>,
}

impl TryFrom<Written> for Zone {
    type Error = ZoneError;
    fn try_from(written: Written) -> Result<Self, ZoneError> {
        Self::new(&written.name, written.first_offset, written.transitions)
    }
}

impl From<Zone> for Written {
    fn from(zone: Zone) -> Self {
        Self {
            name: zone.name.to_string(),
            first_offset: zone.first_offset,
            transitions: zone.transitions.to_vec(),
        }
    }
}

#[cfg(feature = "tz")]
mod tz {
    use super::{Instant, Zone, ZoneError};
    use chrono::{Offset, TimeZone};
    use chrono_tz::Tz;

    /// From 1970 up to 2101: what rotas and their histories need.
    const YEARS: (i64, i64) = (0, 4_133_980_800);
    const DAY: i64 = 86_400;

    impl Zone {
        /// The zone of this name in the IANA database.
        ///
        /// # Errors
        /// [`ZoneError::Unknown`] for any other name.
        pub fn named(name: &str) -> Result<Zone, ZoneError> {
            let tz: Tz = name.parse().map_err(|_| ZoneError::Unknown(name.to_owned()))?;
            Zone::new(tz.name(), offset(tz, YEARS.0), transitions(tz))
        }
    }

    fn offset(tz: Tz, at: i64) -> i32 {
        tz.offset_from_utc_datetime(&Instant::from_seconds(at).utc())
            .fix()
            .local_minus_utc()
    }

    fn transitions(tz: Tz) -> Vec<(Instant, i32)> {
        let mut found = Vec::new();
        let mut before = offset(tz, YEARS.0);
        for day in (YEARS.0..YEARS.1).step_by(DAY as usize) {
            let after = offset(tz, day + DAY);
            if after != before {
                found.push((Instant::from_seconds(first_change(tz, day, day + DAY, before)), after));
                before = after;
            }
        }
        found
    }

    /// The first second in `(low, high]` whose offset is no longer `before`.
    fn first_change(tz: Tz, mut low: i64, mut high: i64, before: i32) -> i64 {
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if offset(tz, middle) == before {
                low = middle
            } else {
                high = middle
            }
        }
        high
    }
}
