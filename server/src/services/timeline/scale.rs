//! Where a window's days lie, and what shades them.

use app::timeline::Shade;
use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _, Weekday};
use domain::{Instant, Span, rota::Rules};

/// Nights are shaded until seven and from ten in the evening.
const NIGHT_ENDS: u32 = 7;
const NIGHT_BEGINS: u32 = 22;

/// A window of whole local days, and how closely it is looked at.
pub(super) struct Scale<'a> {
    pub(super) rules: &'a Rules,
    pub(super) window: Span,
    pub(super) zoom: &'static str,
    dates: Vec<NaiveDate>,
}

impl<'a> Scale<'a> {
    /// From the start of `first` up to the start of `last`.
    pub(super) fn new(rules: &'a Rules, window: Span, first: NaiveDate, last: NaiveDate, zoom: &'static str) -> Self {
        let dates = first.iter_days().take_while(|date| *date < last).take(800).collect();
        Self { rules, window, zoom, dates }
    }

    /// The window's local dates.
    pub(super) fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }

    /// Where an instant lies, in percent of the window.
    pub(super) fn percent(&self, at: Instant) -> f64 {
        let at = at.max(self.window.start()).min(self.window.end());
        (at - self.window.start()) as f64 * 100.0 / self.window.seconds() as f64
    }

    /// The wall time of a date, as an instant.
    fn wall(&self, date: NaiveDate, hour: u32) -> Instant {
        let time = NaiveTime::MIN.with_hour(hour).unwrap_or(NaiveTime::MIN);
        self.rules.zone.instant(date.and_time(time))
    }

    fn start(&self, date: NaiveDate) -> f64 {
        self.percent(self.wall(date, 0))
    }

    fn end(&self, date: NaiveDate) -> f64 {
        date.succ_opt().map_or(100.0, |next| self.start(next))
    }

    /// Where each month begins. The first is left out where the next one follows too closely for its name.
    pub(super) fn months(&self) -> Vec<(f64, String)> {
        let format = if matches!(self.zoom, "week" | "month") { "%B %Y" } else { "%b %Y" };
        let begins = |(index, date): &(usize, &NaiveDate)| *index == 0 || date.day() == 1;
        let mut months: Vec<(f64, String)> = self
            .dates
            .iter()
            .enumerate()
            .filter(begins)
            .map(|(_, date)| (self.start(*date), date.format(format).to_string()))
            .collect();
        let room = if self.zoom == "year" { 5.0 } else { 14.0 };
        if months.get(1).is_some_and(|(x, _)| *x < room) {
            months.remove(0);
        }
        months
    }

    /// The middle of each day with its date; of each week where days are too narrow.
    pub(super) fn days(&self, today: NaiveDate) -> Vec<(f64, String, bool)> {
        let middle = |date: NaiveDate| (self.start(date) + self.end(date)) / 2.0;
        let each = |date: &NaiveDate| match self.zoom {
            "week" => Some((middle(*date), date.format("%a %-d").to_string(), *date == today)),
            "month" => Some((middle(*date), date.format("%-d").to_string(), *date == today)),
            "quarter" if date.weekday() == Weekday::Mon => {
                let this_week = (0..7).contains(&(today - *date).num_days());
                Some((middle(*date), date.format("%-d").to_string(), this_week))
            }
            _ => None,
        };
        self.dates.iter().filter_map(each).collect()
    }

    /// Where days meet; weeks or months where days are too narrow.
    pub(super) fn grid(&self) -> Vec<f64> {
        let begins = |date: &&NaiveDate| match self.zoom {
            "week" => true,
            "year" => date.day() == 1,
            _ => date.weekday() == Weekday::Mon,
        };
        self.dates.iter().skip(1).filter(begins).map(|date| self.start(*date)).collect()
    }

    /// Weekends, holidays, and nights where days are wide.
    pub(super) fn shades(&self) -> Vec<Shade> {
        let mut shades = Vec::new();
        for date in &self.dates {
            let (x, end) = (self.start(*date), self.end(*date));
            let whole = |kind: &str, title: Option<&str>| Shade {
                kind: kind.to_owned(),
                title: title.map(str::to_owned),
                x,
                width: end - x,
            };
            if let Some(name) = self.rules.holidays.name(*date) {
                shades.push(whole("holiday", Some(name)));
            } else if self.zoom != "year" && matches!(date.weekday(), Weekday::Sat | Weekday::Sun) {
                shades.push(whole("weekend", None));
            }
            if self.zoom == "week" {
                let (dawn, dusk) = (self.percent(self.wall(*date, NIGHT_ENDS)), self.percent(self.wall(*date, NIGHT_BEGINS)));
                let night = |x: f64, end: f64| Shade { kind: "night".to_owned(), title: None, x, width: end - x };
                shades.extend([night(x, dawn), night(dusk, end)]);
            }
        }
        shades
    }
}
