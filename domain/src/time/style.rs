//! How somebody reads dates and times of day.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime};
use std::str::FromStr;

/// The order in which the parts of a date are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// `25 Nov 2026`
    #[default]
    DayFirst,
    /// `Nov 25, 2026`
    MonthFirst,
    /// `2026-11-25`
    YearFirst,
}

/// The hours of a day: one to twelve twice, or 0 to 23.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HourClock {
    /// `17:30`
    #[default]
    TwentyFour,
    /// `5:30 PM`
    Twelve,
}

/// The word is neither of those that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{word}’ is not one of {choices}")]
pub struct BadStyle {
    /// The word.
    pub word: String,
    /// What may be chosen.
    pub choices: &'static str,
}

impl DateOrder {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::DayFirst, Self::MonthFirst, Self::YearFirst];

    /// The word used in data.
    ///
    /// ```
    /// use domain::time::DateOrder;
    /// assert_eq!("month_first".parse(), Ok(DateOrder::MonthFirst));
    /// assert!("backwards".parse::<DateOrder>().is_err());
    /// ```
    pub const fn key(self) -> &'static str {
        match self {
            Self::DayFirst => "day_first",
            Self::MonthFirst => "month_first",
            Self::YearFirst => "year_first",
        }
    }
}

impl FromStr for DateOrder {
    type Err = BadStyle;
    fn from_str(word: &str) -> Result<Self, BadStyle> {
        let known = Self::ALL.into_iter().find(|order| order.key() == word);
        known.ok_or_else(|| BadStyle {
            word: word.to_owned(),
            choices: "day_first, month_first and year_first",
        })
    }
}

impl HourClock {
    /// Both.
    pub const ALL: [Self; 2] = [Self::TwentyFour, Self::Twelve];

    /// The word used in data.
    ///
    /// ```
    /// use domain::time::HourClock;
    /// assert_eq!("12".parse(), Ok(HourClock::Twelve));
    /// assert!("13".parse::<HourClock>().is_err());
    /// ```
    pub const fn key(self) -> &'static str {
        match self {
            Self::TwentyFour => "24",
            Self::Twelve => "12",
        }
    }
}

impl FromStr for HourClock {
    type Err = BadStyle;
    fn from_str(word: &str) -> Result<Self, BadStyle> {
        let known = Self::ALL.into_iter().find(|clock| clock.key() == word);
        known.ok_or_else(|| BadStyle {
            word: word.to_owned(),
            choices: "24 and 12",
        })
    }
}

/// How somebody reads dates and times of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The order of a date's parts.
    pub dates: DateOrder,
    /// The hours of a day.
    pub clock: HourClock,
}

impl Style {
    /// A time of day. A no-break space keeps its halves together.
    ///
    /// ```
    /// use domain::time::{HourClock, Style};
    /// let (midnight, evening) = ("00:00:00".parse()?, "17:30:00".parse()?);
    /// assert_eq!(Style::default().time(evening), "17:30");
    /// let twelve = Style { clock: HourClock::Twelve, ..Style::default() };
    /// assert_eq!(twelve.time(evening), "5:30\u{a0}PM");
    /// assert_eq!(twelve.time(midnight), "12:00\u{a0}AM");
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn time(self, time: NaiveTime) -> String {
        let format = match self.clock {
            HourClock::TwentyFour => "%H:%M",
            HourClock::Twelve => "%-I:%M\u{a0}%p",
        };
        time.format(format).to_string()
    }

    /// A date with its year.
    ///
    /// ```
    /// use domain::time::{DateOrder, Style};
    /// let date = "2026-11-05".parse()?;
    /// let written = DateOrder::ALL.map(|dates| Style { dates, ..Style::default() }.date(date));
    /// assert_eq!(written, ["5 Nov 2026", "Nov 5, 2026", "2026-11-05"]);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn date(self, date: NaiveDate) -> String {
        date.format(self.date_format(true)).to_string()
    }

    /// A date with its weekday; the year is left out when it is that of `today` and the order allows it.
    ///
    /// ```
    /// use domain::time::{DateOrder, Style};
    /// let (date, today) = ("2026-11-30".parse()?, "2026-11-25".parse()?);
    /// let written = DateOrder::ALL.map(|dates| Style { dates, ..Style::default() }.day(date, today));
    /// assert_eq!(written, ["Mon 30 Nov", "Mon Nov 30", "Mon 2026-11-30"]);
    /// assert_eq!(Style::default().day("2027-01-04".parse()?, today), "Mon 4 Jan 2027");
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn day(self, date: NaiveDate, today: NaiveDate) -> String {
        let format = self.date_format(date.year() != today.year());
        format!("{} {}", date.format("%a"), date.format(format))
    }

    /// A wall time with its weekday and date, as [`Style::day`] has them.
    ///
    /// ```
    /// use domain::time::{DateOrder, HourClock, Style};
    /// let (at, today) = ("2026-11-30T09:00:00".parse()?, "2026-11-25".parse()?);
    /// assert_eq!(Style::default().moment(at, today), "Mon 30 Nov 09:00");
    /// let american = Style { dates: DateOrder::MonthFirst, clock: HourClock::Twelve };
    /// assert_eq!(american.moment(at, today), "Mon Nov 30, 9:00\u{a0}AM");
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn moment(self, at: NaiveDateTime, today: NaiveDate) -> String {
        let comma = if self.dates == DateOrder::MonthFirst { "," } else { "" };
        format!("{}{comma} {}", self.day(at.date(), today), self.time(at.time()))
    }

    /// The first and the last of some dates; what they share is said once.
    ///
    /// ```
    /// use domain::time::{DateOrder, Style};
    /// let (first, last) = ("2026-11-23".parse()?, "2026-12-20".parse()?);
    /// let written = DateOrder::ALL.map(|dates| Style { dates, ..Style::default() }.dates(first, last));
    /// assert_eq!(written, ["23 Nov – 20 Dec 2026", "Nov 23 – Dec 20, 2026", "2026-11-23 – 2026-12-20"]);
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    pub fn dates(self, first: NaiveDate, last: NaiveDate) -> String {
        let (same_year, same_month) = (first.year() == last.year(), first.month() == last.month());
        let formats = match (self.dates, same_year, same_month) {
            (DateOrder::DayFirst, true, true) => ("%-d", "%-d %b %Y"),
            (DateOrder::DayFirst, true, false) => ("%-d %b", "%-d %b %Y"),
            (DateOrder::MonthFirst, true, true) => ("%b %-d", "%-d, %Y"),
            (DateOrder::MonthFirst, true, false) => ("%b %-d", "%b %-d, %Y"),
            _ => (self.date_format(true), self.date_format(true)),
        };
        format!("{} – {}", first.format(formats.0), last.format(formats.1))
    }

    const fn date_format(self, with_year: bool) -> &'static str {
        match (self.dates, with_year) {
            (DateOrder::DayFirst, false) => "%-d %b",
            (DateOrder::DayFirst, true) => "%-d %b %Y",
            (DateOrder::MonthFirst, false) => "%b %-d",
            (DateOrder::MonthFirst, true) => "%b %-d, %Y",
            // Without its year it would not be known for a date.
            (DateOrder::YearFirst, _) => "%Y-%m-%d",
        }
    }
}
