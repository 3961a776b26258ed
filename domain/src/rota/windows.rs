//! Windows that come back every week.

use super::pattern;
use super::{BadDay, BadTimeOfDay, Days, TimeOfDay};
use crate::{
    Span, Zone,
    time::{HourClock, Style},
};
use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use std::fmt;

const DAY_MINUTES: u32 = 24 * 60;

/// A stretch of wall-clock time that comes back every week: it starts at `from` on each of its days. Never empty, and
/// never longer than a week.
///
/// Written as `{"days":["fri"],"from":"17:30","to":"09:00","plus_days":3}`. Without `plus_days` it ends at the next
/// `to` after `from`; `to` may be `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenWindow", into = "WrittenWindow")]
pub struct WeeklyWindow {
    days: Days,
    from: TimeOfDay,
    to: TimeOfDay,
    plus_days: u8,
}

/// The values do not make a weekly window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadWindow {
    /// It would never start.
    #[error("choose at least one day for the window from {from} to {to}")]
    NoDays {
        /// The start that was given.
        from: TimeOfDay,
        /// The end that was given.
        to: TimeOfDay,
    },
    /// It would end before it starts.
    #[error("the window from {from} to {to} is empty: let it end on a later day")]
    Empty {
        /// The start that was given.
        from: TimeOfDay,
        /// The end that was given.
        to: TimeOfDay,
    },
    /// It would meet itself a week later.
    #[error(
        "the window from {from} to {to} {plus_days} days later is longer than a week: shorten it to 7 days or less"
    )]
    TooLong {
        /// The start that was given.
        from: TimeOfDay,
        /// The end that was given.
        to: TimeOfDay,
        /// The days in between that were given.
        plus_days: u8,
    },
    /// A time is not one.
    #[error(transparent)]
    Time(#[from] BadTimeOfDay),
    /// A day is not one.
    #[error(transparent)]
    Day(#[from] BadDay),
}

impl WeeklyWindow {
    /// From `from` up to the next `to`, on each of `days`: the next day when `to` is not later than `from`, so that
    /// 00:00 to 00:00 is a whole day.
    ///
    /// # Errors
    /// [`BadWindow::NoDays`] without a day.
    ///
    /// ```
    /// use domain::rota::{Days, WeeklyWindow};
    /// let nights = WeeklyWindow::daily(Days::WEEKDAYS, "17:30".parse()?, "09:00".parse()?)?;
    /// assert_eq!((nights.plus_days(), nights.minutes()), (1, 15 * 60 + 30));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn daily(days: Days, from: TimeOfDay, to: TimeOfDay) -> Result<Self, BadWindow> {
        Self::lasting(days, from, to, u8::from(to <= from))
    }

    /// From `from` on each of `days` up to `to`, `plus_days` days later.
    ///
    /// # Errors
    /// [`BadWindow`] without a day, when it ends before it starts, or after more than 7 days.
    ///
    /// ```
    /// use domain::rota::{Days, WeeklyWindow};
    /// use chrono::Weekday::Fri;
    /// let weekend = WeeklyWindow::lasting(Days::from_iter([Fri]), "17:30".parse()?, "09:00".parse()?, 3)?;
    /// assert_eq!(weekend.to_string(), "Fri 17:30 – Mon 09:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn lasting(days: Days, from: TimeOfDay, to: TimeOfDay, plus_days: u8) -> Result<Self, BadWindow> {
        let start = u32::from(from.minutes());
        let end = u32::from(to.minutes()) + u32::from(plus_days) * DAY_MINUTES;
        if days.is_empty() {
            Err(BadWindow::NoDays { from, to })
        } else if end <= start {
            Err(BadWindow::Empty { from, to })
        } else if end - start > 7 * DAY_MINUTES {
            Err(BadWindow::TooLong { from, to, plus_days })
        } else {
            Ok(Self {
                days,
                from,
                to,
                plus_days,
            })
        }
    }

    /// Every day from midnight to midnight.
    pub const fn round_the_clock() -> Self {
        Self {
            days: Days::ALL,
            from: TimeOfDay::MIDNIGHT,
            to: TimeOfDay::MIDNIGHT,
            plus_days: 1,
        }
    }

    /// Monday to Friday 09:00 to 17:30.
    pub(super) fn usual_office_hours() -> Self {
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap_or_default();
        Self {
            days: Days::WEEKDAYS,
            from: time(9 * 60),
            to: time(17 * 60 + 30),
            plus_days: 0,
        }
    }

    /// The days on which it starts.
    pub const fn days(&self) -> Days {
        self.days
    }

    /// When it starts.
    pub const fn from(&self) -> TimeOfDay {
        self.from
    }

    /// When it ends, `plus_days` days later.
    pub const fn to(&self) -> TimeOfDay {
        self.to
    }

    /// How many midnights it spans.
    pub const fn plus_days(&self) -> u8 {
        self.plus_days
    }

    /// Its length on the wall clock, 1 to 10,080 minutes.
    pub fn minutes(&self) -> u32 {
        u32::from(self.to.minutes()) + u32::from(self.plus_days) * DAY_MINUTES - u32::from(self.from.minutes())
    }

    /// For people: its days and times in a style, with the day of its end where that is not plain.
    ///
    /// ```
    /// use domain::{rota::{Days, WeeklyWindow}, time::{HourClock, Style}};
    /// let evenings = WeeklyWindow::daily(Days::WEEKDAYS, "17:30".parse()?, "00:00".parse()?)?;
    /// assert_eq!(evenings.in_words(Style::default()), "Mon–Fri 17:30 – 24:00");
    /// let twelve = Style { clock: HourClock::Twelve, ..Style::default() };
    /// assert_eq!(evenings.in_words(twelve), "Mon–Fri 5:30\u{a0}PM – 12:00\u{a0}AM");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_words(&self, style: Style) -> String {
        let plain = self.minutes() <= DAY_MINUTES;
        let (days, from) = (self.days, style.time(self.from.naive()));
        let end = if self.to == TimeOfDay::MIDNIGHT && plain && style.clock == HourClock::TwentyFour {
            "24:00".to_owned()
        } else {
            style.time(self.to.naive())
        };
        let mut each = days.iter();
        match (plain, each.next(), each.next()) {
            (true, ..) => format!("{days} {from} – {end}"),
            (false, Some(day), None) => {
                let last = (0..self.plus_days).fold(day, |day, _| day.succ());
                format!("{days} {from} – {last} {end}")
            }
            _ => format!("{days} {from} – {end} after {} days", self.plus_days),
        }
    }

    /// Each time it holds that touches `window`, whole, with the date on which it starts; in order of that date. One
    /// that clocks going forward leave nothing of is left out.
    ///
    /// ```
    /// use domain::{Span, Zone, rota::{Days, WeeklyWindow}};
    /// let nights = WeeklyWindow::daily(Days::ALL, "20:00".parse()?, "06:00".parse()?)?;
    /// let window = Span::new("2027-03-28T00:00:00Z".parse()?, "2027-03-28T12:00:00Z".parse()?)?;
    /// let found: Vec<_> = nights.occurrences(&Zone::named("Europe/London")?, window).collect();
    /// assert_eq!(found.len(), 1);
    /// assert_eq!(found[0].0.to_string(), "2027-03-27");
    /// assert_eq!(found[0].1.seconds(), 9 * 3600); // clocks went forward
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn occurrences(self, zone: &Zone, window: Span) -> impl Iterator<Item = (NaiveDate, Span)> + use<'_> {
        // One that started before the window may last a week into it.
        let earlier = Span::new(window.start() - 8 * 86_400, window.end()).unwrap_or(window);
        let dates = pattern::dates(zone, earlier).filter(move |date| self.days.contains(date.weekday()));
        dates.filter_map(move |date| {
            let end = date.checked_add_signed(TimeDelta::days(self.plus_days.into()))?;
            let ends = [date.and_time(self.from.naive()), end.and_time(self.to.naive())];
            let span = Span::new(zone.instant(ends[0]), zone.instant(ends[1])).ok()?;
            span.overlaps(&window).then_some((date, span))
        })
    }
}

/// For people: `Mon–Thu 17:30 – 09:00`, with the day of its end where that is not plain.
impl fmt::Display for WeeklyWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(Style::default()))
    }
}

/// A weekly window as it is written, nothing read yet: so that a form or a file can say where it is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenWindow {
    /// `mon`, `tue`, ….
    pub days: Vec<String>,
    /// `17:30`.
    pub from: String,
    /// `09:00`; `24:00` is the end of the day.
    pub to: String,
    /// Days in between; without them it ends at the next `to` after `from`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plus_days: Option<u8>,
}

impl TryFrom<WrittenWindow> for WeeklyWindow {
    type Error = BadWindow;
    fn try_from(written: WrittenWindow) -> Result<Self, BadWindow> {
        let days = Days::try_from(written.days)?;
        let from = written.from.parse()?;
        let midnight = written.to.trim() == "24:00";
        let to = if midnight {
            TimeOfDay::MIDNIGHT
        } else {
            written.to.parse()?
        };
        match written.plus_days {
            None => Self::daily(days, from, to),
            Some(plus) => Self::lasting(days, from, to, plus.saturating_add(u8::from(midnight))),
        }
    }
}

impl From<WeeklyWindow> for WrittenWindow {
    fn from(window: WeeklyWindow) -> Self {
        Self {
            days: Vec::from(window.days).into_iter().map(str::to_owned).collect(),
            from: window.from.to_string(),
            to: window.to.to_string(),
            plus_days: Some(window.plus_days),
        }
    }
}
