//! How much of a rota is looked at, and how.

use chrono::{Datelike as _, Days, Months, NaiveDate};
use domain::{Instant, Span, Zone};

/// How much of a rota is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl View {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "day" => Self::Day,
            "week" => Self::Week,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => Self::Month,
        }
    }

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    pub(super) const fn days(self) -> u64 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 28,
            Self::Quarter => 91,
            Self::Year => 364,
        }
    }

    /// Whether stretches of a shift are drawn by themselves.
    pub(super) const fn by_stretch(self) -> bool {
        matches!(self, Self::Day | Self::Week)
    }

    /// Where a window around `today` begins: on a Monday but for a day, and a month shows the week before too.
    pub(super) fn around(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => today,
            Self::Month => earlier(monday(today), 7),
            _ => monday(today),
        }
    }
}

/// How it is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Roles,
    People,
    Calendar,
    Agenda,
}

impl Layout {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "people" => Self::People,
            "calendar" => Self::Calendar,
            "agenda" => Self::Agenda,
            _ => Self::Roles,
        }
    }

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::People => "people",
            Self::Calendar => "calendar",
            Self::Agenda => "agenda",
        }
    }
}

/// The local dates that are looked at, `last` excluded, and where the ones before and after begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Dates {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    pub(super) earlier: NaiveDate,
    pub(super) later: NaiveDate,
}

impl Dates {
    /// Those of a window that begins at `from`, or around today. A calendar shows the month of that date in whole weeks.
    pub(super) fn of(view: View, layout: Layout, from: Option<NaiveDate>, today: NaiveDate) -> Self {
        if layout == Layout::Calendar {
            return Self::of_month(from.unwrap_or(today));
        }
        let first = from.unwrap_or_else(|| view.around(today));
        let last = later(first, view.days());
        Self {
            first,
            last,
            earlier: earlier(first, view.days()),
            later: last,
        }
    }

    fn of_month(date: NaiveDate) -> Self {
        let begins = date.with_day(1).unwrap_or(date);
        let next = begins.checked_add_months(Months::new(1)).unwrap_or(begins);
        let last = next.pred_opt().unwrap_or(next);
        Self {
            first: monday(begins),
            last: later(monday(last), 7),
            earlier: begins.checked_sub_months(Months::new(1)).unwrap_or(begins),
            later: next,
        }
    }
}

/// The Monday on or before a date.
pub(super) fn monday(date: NaiveDate) -> NaiveDate {
    earlier(date, date.weekday().num_days_from_monday().into())
}

/// A date of an address; only years that zones are known for.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    text.trim()
        .parse::<NaiveDate>()
        .ok()
        .filter(|date| (1970..=2099).contains(&date.year()))
}

pub(super) fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

pub(super) fn earlier(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_sub_days(Days::new(days)).unwrap_or(date)
}

/// The time from the start of `first` to the start of `last`.
pub(super) fn between(zone: &Zone, first: NaiveDate, last: NaiveDate) -> Span {
    let midnight = |date: NaiveDate| super::super::wording::midnight(date, zone);
    let start = midnight(first);
    Span::new(start, midnight(last).max(start + 1)).unwrap_or_else(|_| whole_of_time())
}

/// What no window is longer than.
fn whole_of_time() -> Span {
    #[expect(clippy::expect_used, reason = "the first instant lies before the last")]
    Span::new(Instant::MIN, Instant::MAX).expect("time has a length")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_calendar_shows_its_month_in_whole_weeks_and_steps_by_months() {
        let dates = Dates::of(
            View::Month,
            Layout::Calendar,
            Some(day("2026-11-17")),
            day("2026-01-01"),
        );
        assert_eq!((dates.first, dates.last), (day("2026-10-26"), day("2026-12-07")));
        assert_eq!((dates.earlier, dates.later), (day("2026-10-01"), day("2026-12-01")));
        // A February of four whole weeks.
        let exact = Dates::of(
            View::Month,
            Layout::Calendar,
            Some(day("2027-02-28")),
            day("2026-01-01"),
        );
        assert_eq!((exact.first, exact.last), (day("2027-02-01"), day("2027-03-01")));
    }

    #[test]
    fn other_windows_step_by_their_length_and_lie_around_today() {
        let today = day("2026-11-24");
        let of = |view| Dates::of(view, Layout::Roles, None, today);
        assert_eq!((of(View::Day).first, of(View::Day).last), (today, day("2026-11-25")));
        assert_eq!(of(View::Week).first, day("2026-11-23"));
        assert_eq!(of(View::Month).first, day("2026-11-16"));
        assert_eq!(of(View::Year).later, day("2027-11-22"));
        assert_eq!(of(View::Quarter).earlier, day("2026-08-24"));
    }

    #[test]
    fn only_dates_that_zones_know_are_dates() {
        assert_eq!(date("2026-11-23"), Some(day("2026-11-23")));
        for text in ["", "yesterday", "1969-12-31", "2100-01-01", "2026-02-30", "99999-01-01"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
