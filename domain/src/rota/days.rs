//! Sets of weekdays.

use chrono::Weekday;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Every day of the week, Monday first.
const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];
const KEYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A set of weekdays. Written as `["mon","tue"]`; for people as `Mon–Fri, Sun`.
///
/// ```
/// use domain::rota::Days;
/// use chrono::Weekday::{Mon, Sun};
/// assert_eq!(Days::WEEKDAYS.to_string(), "Mon–Fri");
/// assert_eq!([Sun, Mon].into_iter().collect::<Days>().to_string(), "Mon, Sun");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<&'static str>")]
pub struct Days(u8);

/// The word is not a weekday.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a day: use mon, tue, wed, thu, fri, sat or sun")]
pub struct BadDay(pub String);

impl Days {
    /// Monday to Sunday.
    pub const ALL: Days = Days(0b111_1111);
    /// Monday to Friday.
    pub const WEEKDAYS: Days = Days(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Days = Days(0b110_0000);

    /// Whether `day` is in the set.
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    /// Whether there is no day in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }

    /// Reads one day: `mon`, `Monday`, ….
    ///
    /// # Errors
    /// [`BadDay`] for any other word.
    pub fn day(word: &str) -> Result<Weekday, BadDay> {
        word.trim().parse().map_err(|_| BadDay(word.to_owned()))
    }
}

impl FromIterator<Weekday> for Days {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self(
            days.into_iter()
                .fold(0, |set, day| set | 1 << day.num_days_from_monday()),
        )
    }
}

impl TryFrom<Vec<String>> for Days {
    type Error = BadDay;
    fn try_from(words: Vec<String>) -> Result<Self, BadDay> {
        words.iter().map(|word| Self::day(word)).collect()
    }
}

impl From<Days> for Vec<&'static str> {
    fn from(days: Days) -> Self {
        days.iter()
            .map(|day| KEYS[day.num_days_from_monday() as usize])
            .collect()
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<usize> = self.iter().map(|day| day.num_days_from_monday() as usize).collect();
        for (index, run) in days.chunk_by(|a, b| a + 1 == *b).enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            match run {
                [day] => write!(f, "{separator}{}", NAMES[*day])?,
                [first, last] => write!(f, "{separator}{}, {}", NAMES[*first], NAMES[*last])?,
                [first, .., last] => write!(f, "{separator}{}–{}", NAMES[*first], NAMES[*last])?,
                [] => {}
            }
        }
        Ok(())
    }
}
