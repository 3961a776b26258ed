//! Where a window's days lie, and what shades them.

use super::super::{Reader, wording};
use app::timeline::Shade;
use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _, Weekday};
use domain::{Instant, Span, rota::Rules, time::HourClock};

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
        Self {
            rules,
            window,
            zoom,
            dates,
        }
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

    pub(super) fn start(&self, date: NaiveDate) -> f64 {
        self.percent(self.wall(date, 0))
    }

    pub(super) fn end(&self, date: NaiveDate) -> f64 {
        date.succ_opt().map_or(100.0, |next| self.start(next))
    }

    /// How long a day is on which clocks change: `23 h day`.
    pub(super) fn odd_length(&self, date: NaiveDate) -> Option<String> {
        let next = date.succ_opt()?;
        let seconds = self.wall(next, 0) - self.wall(date, 0);
        (seconds != 86_400).then(|| format!("{} day", wording::hours(seconds)))
    }

    /// Where clocks change, with what they do: `Clocks go forward by 1 h: Sun 28 Mar is a 23 h day`.
    pub(super) fn clock_changes(&self) -> Vec<(f64, String)> {
        let zone = &self.rules.zone;
        let words = |(at, offset): (Instant, i32)| {
            let change = i64::from(offset - zone.offset_at(at - 1));
            let way = if change > 0 { "forward" } else { "back" };
            let date = zone.local(at - 1).date();
            let length = self.odd_length(date).unwrap_or_else(|| "24 h day".to_owned());
            let day = date.format("%a %-d %b");
            let by = wording::hours(change.abs());
            let words = format!("Clocks go {way} by {by}: {day} is a {length}");
            (self.percent(at), words)
        };
        zone.transitions_in(self.window).map(words).collect()
    }

    /// The hours of one day, with those of the reader's own clock where it shows others.
    pub(super) fn hours(&self, reader: &Reader) -> Vec<(f64, String, Option<String>)> {
        if self.zoom != "day" {
            return Vec::new();
        }
        let zone = &self.rules.zone;
        let own = reader.zone.as_ref();
        let mut hours = Vec::new();
        let mut at = self.window.start() + 3600;
        while at < self.window.end() {
            let local = zone.local(at);
            if local.hour().is_multiple_of(2) && local.minute() == 0 {
                let beside = own.map(|own| own.local(at)).filter(|there| *there != local);
                let word = |local: chrono::NaiveDateTime| match reader.style.clock {
                    HourClock::TwentyFour => local.format("%H:%M").to_string(),
                    HourClock::Twelve => local.format("%-I\u{a0}%p").to_string(),
                };
                hours.push((self.percent(at), word(local), beside.map(word)));
            }
            at = at + 3600;
        }
        hours
    }

    /// Where each month begins. The first is left out where the next one follows too closely for its name.
    pub(super) fn months(&self) -> Vec<(f64, String)> {
        let format = if matches!(self.zoom, "day" | "week" | "month") {
            "%B %Y"
        } else {
            "%b %Y"
        };
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
            "day" => Some((middle(*date), self.dated(*date, "%A %-d"), *date == today)),
            "week" => Some((middle(*date), self.dated(*date, "%a %-d"), *date == today)),
            "month" => Some((middle(*date), date.format("%-d").to_string(), *date == today)),
            "quarter" if date.weekday() == Weekday::Mon => {
                let this_week = (0..7).contains(&(today - *date).num_days());
                Some((middle(*date), date.format("%-d").to_string(), this_week))
            }
            _ => None,
        };
        self.dates.iter().filter_map(each).collect()
    }

    fn dated(&self, date: NaiveDate, format: &str) -> String {
        let words = date.format(format);
        match self.odd_length(date) {
            Some(length) => format!("{words} · {length}"),
            None => words.to_string(),
        }
    }

    /// Where days meet; hours in a day, weeks or months where days are too narrow.
    pub(super) fn grid(&self) -> Vec<f64> {
        if self.zoom == "day" {
            let hours = (1..=self.window.seconds() / 3600).map(|hour| self.window.start() + hour * 3600);
            return hours.map(|at| self.percent(at)).filter(|x| *x < 100.0).collect();
        }
        let begins = |date: &&NaiveDate| match self.zoom {
            "week" | "calendar" => true,
            "year" => date.day() == 1,
            _ => date.weekday() == Weekday::Mon,
        };
        self.dates
            .iter()
            .skip(1)
            .filter(begins)
            .map(|date| self.start(*date))
            .collect()
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
            if matches!(self.zoom, "day" | "week") {
                let (dawn, dusk) = (
                    self.percent(self.wall(*date, NIGHT_ENDS)),
                    self.percent(self.wall(*date, NIGHT_BEGINS)),
                );
                let night = |x: f64, end: f64| Shade {
                    kind: "night".to_owned(),
                    title: None,
                    x,
                    width: end - x,
                };
                shades.extend([night(x, dawn), night(dusk, end)]);
            }
        }
        shades
    }
}
