//! A week flattened into seven days, and its way onto the time line.

use super::WeeklyWindow;
use crate::holidays::Holidays;
use crate::{Instant, Span, Zone};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

pub(super) const DAY_MINUTES: u32 = 24 * 60;
pub(super) const WEEK_MINUTES: u32 = 7 * DAY_MINUTES;

/// The minutes `[from, to)` of one local day: in order, apart from each other, 0 to 1440.
pub(super) type Day = Vec<(u32, u32)>;

/// What each weekday looks like, Monday first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern([Day; 7]);

impl Pattern {
    /// Cuts weekly windows at midnight and joins what touches.
    pub(super) fn of(windows: &[WeeklyWindow]) -> Self {
        let mut days: [Day; 7] = Default::default();
        for window in windows {
            for day in window.days().iter() {
                let mut at = day.num_days_from_monday() * DAY_MINUTES + u32::from(window.from().minutes());
                let end = at + window.minutes();
                while at < end {
                    let midnight = (at / DAY_MINUTES + 1) * DAY_MINUTES;
                    let index = (at / DAY_MINUTES % 7) as usize;
                    days[index].push((at % DAY_MINUTES, end.min(midnight) - (midnight - DAY_MINUTES)));
                    at = midnight;
                }
            }
        }
        Self(days.map(joined))
    }

    /// The minutes of `weekday`.
    pub(super) fn day(&self, weekday: Weekday) -> &Day {
        &self.0[weekday.num_days_from_monday() as usize]
    }

    /// Whether no minute of the week is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    /// The runs of minutes of the week that are *not* in it, as start and length; a run may pass the end of the week.
    pub(super) fn free_runs(&self) -> Vec<(u32, u32)> {
        let taken = joined(self.minutes_of_week().collect());
        let Some(&(first, _)) = taken.first() else {
            return vec![(0, WEEK_MINUTES)];
        };
        let next_starts = taken
            .iter()
            .skip(1)
            .map(|(from, _)| *from)
            .chain([first + WEEK_MINUTES]);
        let runs = taken
            .iter()
            .zip(next_starts)
            .map(|((_, to), next)| (to % WEEK_MINUTES, next - to));
        runs.filter(|(_, length)| *length > 0).collect()
    }

    fn minutes_of_week(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().zip(0..).flat_map(|(day, index)| {
            day.iter()
                .map(move |(from, to)| (index * DAY_MINUTES + from, index * DAY_MINUTES + to))
        })
    }
}

/// The whole day.
pub(super) fn whole_day() -> Day {
    vec![(0, DAY_MINUTES)]
}

fn joined(mut minutes: Day) -> Day {
    minutes.sort_unstable();
    minutes.dedup_by(|next, kept| {
        let touches = next.0 <= kept.1;
        if touches {
            kept.1 = kept.1.max(next.1);
        }
        touches
    });
    minutes
}

/// Lays days onto the time line: for each local date that can touch `window`, the minutes `of_date` gives for it.
/// Sorted, apart from each other, clipped to the window.
pub(super) fn lay<'a>(zone: &Zone, window: Span, of_date: impl Fn(NaiveDate) -> &'a Day) -> Vec<Span> {
    let mut spans = Vec::new();
    for date in dates(zone, window) {
        for (from, to) in of_date(date) {
            if let Ok(span) = Span::new(instant(zone, date, *from), instant(zone, date, *to)) {
                spans.extend(span.intersection(&window));
            }
        }
    }
    merged(spans)
}

/// The local dates whose minutes can lie in `window`: one more at the end, since clocks going back at midnight show the
/// day before once more while the new date has already begun.
pub(super) fn dates(zone: &Zone, window: Span) -> impl Iterator<Item = NaiveDate> + use<> {
    let (first, last) = (zone.local(window.start()).date(), zone.local(window.end()).date());
    let last = last.succ_opt().unwrap_or(last);
    first.iter_days().take_while(move |date| *date <= last)
}

fn instant(zone: &Zone, date: NaiveDate, minutes: u32) -> Instant {
    let midnight = date.and_time(NaiveTime::MIN);
    let wall = midnight.checked_add_signed(TimeDelta::minutes(minutes.into()));
    zone.instant(wall.unwrap_or(midnight))
}

/// Joins spans that touch or overlap; they come sorted by their start.
pub(crate) fn merged(spans: Vec<Span>) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let last = kept.last().copied().filter(|last| last.end() >= span.start());
        let joined = last.and_then(|last| Span::new(last.start(), last.end().max(span.end())).ok());
        match (joined, kept.last_mut()) {
            (Some(joined), Some(last)) => *last = joined,
            _ => kept.push(span),
        }
    }
    kept
}

/// What a date looks like: the day of its weekday, or `on_holiday` on a holiday.
pub(super) fn day_of<'a>(
    pattern: &'a Pattern,
    holidays: &Holidays,
    on_holiday: Option<&'a Day>,
    date: NaiveDate,
) -> &'a Day {
    match on_holiday {
        Some(day) if holidays.contains(date) => day,
        _ => pattern.day(date.weekday()),
    }
}
