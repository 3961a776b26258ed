//! Windows that come back every week.

use super::{BadTimeOfDay, TimeOfDay};
use chrono::Weekday;
use serde::{Deserialize, Serialize};
use std::fmt;

const DAY_MINUTES: u32 = 24 * 60;

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

/// A stretch of wall-clock time that comes back every week: it starts at `from` on each of its days. Never empty, and
/// never longer than a week.
///
/// Written as `{"days":["fri"],"from":"17:30","to":"09:00","plus_days":3}`. Without `plus_days` it ends at the next
/// `to` after `from`; `to` may be `24:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
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
}

/// For people: `Mon–Thu 17:30 – 09:00`, with the day of its end where that is not plain.
impl fmt::Display for WeeklyWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.minutes() <= DAY_MINUTES;
        let end = if self.to == TimeOfDay::MIDNIGHT && plain {
            "24:00".to_owned()
        } else {
            self.to.to_string()
        };
        let mut days = self.days.iter();
        match (plain, days.next(), days.next()) {
            (true, ..) => write!(f, "{} {} – {end}", self.days, self.from),
            (false, Some(day), None) => {
                let last = (day.num_days_from_monday() as usize + usize::from(self.plus_days)) % 7;
                write!(f, "{} {} – {} {end}", self.days, self.from, NAMES[last])
            }
            _ => write!(f, "{} {} – {end} after {} days", self.days, self.from, self.plus_days),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Written {
    days: Days,
    from: TimeOfDay,
    to: String,
    #[serde(default)]
    plus_days: Option<u8>,
}

impl TryFrom<Written> for WeeklyWindow {
    type Error = BadWindow;
    fn try_from(written: Written) -> Result<Self, BadWindow> {
        let Written {
            days,
            from,
            to,
            plus_days,
        } = written;
        let midnight = to.trim() == "24:00";
        let to = if midnight { TimeOfDay::MIDNIGHT } else { to.parse()? };
        match plus_days {
            None => Self::daily(days, from, to),
            Some(plus) => Self::lasting(days, from, to, plus.saturating_add(u8::from(midnight))),
        }
    }
}

impl From<WeeklyWindow> for Written {
    fn from(window: WeeklyWindow) -> Self {
        let WeeklyWindow {
            days,
            from,
            to,
            plus_days,
        } = window;
        Self {
            days,
            from,
            to: to.to_string(),
            plus_days: Some(plus_days),
        }
    }
}
