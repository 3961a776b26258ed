//! Pay periods.

use super::Fault;
use crate::{Instant, Span, Zone};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The local dates that one statement is about: from the first up to, and not including, the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Period {
    first: NaiveDate,
    end: NaiveDate,
}

/// A period has to end after it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period from {first} ends at {end}: let it end after it begins")]
pub struct EmptyPeriod {
    /// The first date that was given.
    pub first: NaiveDate,
    /// The end that was given.
    pub end: NaiveDate,
}

impl Period {
    /// From `first` up to `end`.
    ///
    /// # Errors
    /// [`EmptyPeriod`] unless `first < end`.
    pub fn new(first: NaiveDate, end: NaiveDate) -> Result<Self, EmptyPeriod> {
        if first < end {
            Ok(Self { first, end })
        } else {
            Err(EmptyPeriod { first, end })
        }
    }

    /// The shortest period with all of `span` in it.
    pub fn around(span: Span, zone: &Zone) -> Self {
        let (first, last) = (date_at(zone, span.start()), date_at(zone, span.end() - 1));
        Self {
            first,
            end: last.succ_opt().unwrap_or(NaiveDate::MAX),
        }
    }

    /// The first date.
    pub const fn first(&self) -> NaiveDate {
        self.first
    }

    /// The date after the last.
    pub const fn end(&self) -> NaiveDate {
        self.end
    }

    /// From local midnight to local midnight.
    pub fn span(&self, zone: &Zone) -> Option<Span> {
        Span::new(zone.instant(self.first.into()), zone.instant(self.end.into())).ok()
    }

    /// The dates that lie in both.
    pub fn intersection(&self, other: &Period) -> Option<Period> {
        Self::new(self.first.max(other.first), self.end.min(other.end)).ok()
    }
}

/// Where periods overlap: duty in both would be paid twice.
///
/// ```
/// use domain::pay::{Period, overlaps};
/// let period = |first: &str, end: &str| Period::new(first.parse().unwrap(), end.parse().unwrap()).unwrap();
/// let january = period("2027-01-01", "2027-02-01");
/// assert!(overlaps(&[period("2027-02-01", "2027-03-01"), january]).is_empty());
/// assert_eq!(overlaps(&[january, period("2027-01-31", "2027-03-01")]).len(), 1);
/// ```
pub fn overlaps(periods: &[Period]) -> Vec<Fault> {
    let mut sorted = periods.to_vec();
    sorted.sort_unstable();
    let clash = |pair: &[Period]| {
        (pair[1].first < pair[0].end).then(|| {
            let reason = format!("overlaps the period from {} to {}", pair[0].first, pair[0].end);
            Fault::new(format!("period from {}", pair[1].first), reason)
        })
    };
    sorted.windows(2).filter_map(clash).collect()
}

/// How often people are paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayCycle {
    /// Each month, from this day of it (1 to 28) on.
    Monthly {
        /// The cut-off day.
        from_day: u32,
    },
    /// Each so many weeks, counted from a date.
    Weeks {
        /// A date on which a period begins.
        from: NaiveDate,
        /// How many weeks each lasts.
        weeks: u32,
    },
}

impl PayCycle {
    /// The period that a date lies in.
    ///
    /// ```
    /// use domain::pay::PayCycle;
    /// let period = PayCycle::Monthly { from_day: 21 }.period_of("2027-01-05".parse().unwrap()).unwrap();
    /// assert_eq!((period.first().to_string(), period.end().to_string()), ("2026-12-21".into(), "2027-01-21".into()));
    /// ```
    pub fn period_of(&self, date: NaiveDate) -> Option<Period> {
        match *self {
            PayCycle::Monthly { from_day } => {
                let day = from_day.clamp(1, 28);
                let this = date.with_day(day)?;
                let first = if date < this {
                    this.checked_sub_months(Months::new(1))?
                } else {
                    this
                };
                Period::new(first, first.checked_add_months(Months::new(1))?).ok()
            }
            PayCycle::Weeks { from, weeks } => {
                let days = i64::from(weeks.clamp(1, 53)) * 7;
                let into = (date - from).num_days().rem_euclid(days);
                let first = date.checked_sub_days(Days::new(into.unsigned_abs()))?;
                Period::new(first, first.checked_add_days(Days::new(days.unsigned_abs()))?).ok()
            }
        }
    }
}

/// The date whose midnight was the last one: where clocks go back at midnight, the repeated hour is the new date's.
pub(super) fn date_at(zone: &Zone, at: Instant) -> NaiveDate {
    let date = zone.local(at).date();
    date.succ_opt()
        .filter(|next| zone.instant((*next).into()) <= at)
        .unwrap_or(date)
}

#[derive(Serialize, Deserialize)]
struct Ends {
    from: NaiveDate,
    to: NaiveDate,
}

impl TryFrom<Ends> for Period {
    type Error = EmptyPeriod;
    fn try_from(ends: Ends) -> Result<Self, EmptyPeriod> {
        Self::new(ends.from, ends.to)
    }
}

impl From<Period> for Ends {
    fn from(period: Period) -> Self {
        Self {
            from: period.first,
            to: period.end,
        }
    }
}
