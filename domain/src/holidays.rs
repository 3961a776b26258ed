//! Public holidays: the days on which a rota follows its holiday rule.

mod calendars;
mod read;

pub use calendars::Calendars;
pub use read::{MOST_DAYS, ReadFault};

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// It is said when a calendar ends sooner than so many months ahead.
const WARNED_MONTHS: u32 = 6;

/// Local dates with the name of the holiday on each.
///
/// ```
/// use chrono::NaiveDate;
/// let england = domain::holidays::calendar("GB-ENG").unwrap();
/// let day = NaiveDate::from_ymd_opt(2026, 12, 28).unwrap();
/// assert_eq!(england.name(day), Some("Boxing Day (observed)"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Holidays(BTreeMap<NaiveDate, String>);

impl Holidays {
    /// No holidays at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// The name of the holiday on `date`, if it is one.
    pub fn name(&self, date: NaiveDate) -> Option<&str> {
        self.0.get(&date).map(String::as_str)
    }

    /// Whether `date` is a holiday.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.0.contains_key(&date)
    }

    /// The holidays from the first date to the last, both included, in order; none when the dates are the wrong way
    /// round.
    pub fn in_range(&self, dates: RangeInclusive<NaiveDate>) -> impl Iterator<Item = (NaiveDate, &str)> {
        let range = (!dates.is_empty()).then(|| self.0.range(dates));
        range.into_iter().flatten().map(|(date, name)| (*date, name.as_str()))
    }

    /// The last holiday known: beyond it a calendar is silent, not free of holidays.
    pub fn last(&self) -> Option<NaiveDate> {
        self.0.last_key_value().map(|(date, _)| *date)
    }

    /// The last holiday known, if that is less than six months after a date: time to find out about the next ones. Nothing
    /// for a calendar without any.
    ///
    /// ```
    /// let england = domain::holidays::calendar("GB-ENG").unwrap();
    /// let last = england.last().unwrap();
    /// assert_eq!(england.ends_soon(last), Some(last));
    /// assert_eq!(england.ends_soon("2026-11-29".parse().unwrap()), None);
    /// ```
    pub fn ends_soon(&self, today: NaiveDate) -> Option<NaiveDate> {
        let soon = today.checked_add_months(Months::new(WARNED_MONTHS));
        self.last().filter(|last| soon.is_some_and(|soon| *last < soon))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The dates on which two calendars differ, in order: holidays that only one has, or that are called otherwise.
    ///
    /// ```
    /// use domain::holidays::Holidays;
    /// let (before, _) = Holidays::read("2027-03-17 St Patrick’s Day");
    /// let (after, _) = Holidays::read("2027-03-17 St Patrick’s Day\n2027-05-03 May Day");
    /// assert_eq!(before.differences(&after), ["2027-05-03".parse().unwrap()]);
    /// ```
    pub fn differences(&self, other: &Self) -> Vec<NaiveDate> {
        let dates: std::collections::BTreeSet<&NaiveDate> = self.0.keys().chain(other.0.keys()).collect();
        let differ = dates.into_iter().filter(|date| self.0.get(date) != other.0.get(date));
        differ.copied().collect()
    }

    /// Takes the holiday of a date out; its name, if there was one.
    pub fn remove(&mut self, date: NaiveDate) -> Option<String> {
        self.0.remove(&date)
    }

    /// Whether there is no holiday at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a holiday, or gives the one on `date` another name: an organisation's own days off.
    pub fn insert(&mut self, date: NaiveDate, name: impl Into<String>) {
        self.0.insert(date, name.into());
    }
}

impl FromIterator<(NaiveDate, String)> for Holidays {
    fn from_iter<I: IntoIterator<Item = (NaiveDate, String)>>(days: I) -> Self {
        Self(days.into_iter().collect())
    }
}

/// The calendars that come with Tandem: key and name.
pub const CALENDARS: &[(&str, &str)] = &[
    ("none", "No public holidays"),
    ("GB-ENG", "England"),
    ("GB-WLS", "Wales"),
    ("GB-SCT", "Scotland"),
    ("GB-NIR", "Northern Ireland"),
];

/// The calendar of this key: one of [`CALENDARS`], or an empty text for none. `None` for any other key.
///
/// ```
/// assert!(domain::holidays::calendar("none").unwrap().is_empty());
/// assert!(domain::holidays::calendar("Atlantis").is_none());
/// ```
pub fn calendar(key: &str) -> Option<Holidays> {
    let division = match key {
        "" | "none" => return Some(Holidays::none()),
        "GB-ENG" => 'E',
        "GB-WLS" => 'W',
        "GB-SCT" => 'S',
        "GB-NIR" => 'N',
        _ => return None,
    };
    let days = include_str!("../data/bank_holidays_gb.txt")
        .lines()
        .filter_map(bank_holiday);
    Some(
        days.filter(|(_, divisions, _)| divisions.contains(division))
            .map(|(date, _, name)| (date, name.to_owned()))
            .collect(),
    )
}

/// A line of the data file: date, letters of the divisions, name.
fn bank_holiday(line: &str) -> Option<(NaiveDate, &str, &str)> {
    let (date, rest) = line.split_once(' ')?;
    let (divisions, name) = rest.split_once(' ')?;
    Some((date.parse().ok()?, divisions, name))
}
