//! What a shift weighs.

use crate::{Instant, Span, Zone, holidays::Holidays};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

/// Half days are longer than this never; a stretch is looked at for so many of them at most: ten years.
const MOST_HALF_DAYS: usize = 2 * 3_660;

/// Points of a shift, to share work out fairly: nights, weekends and holidays weigh more than weekdays.
///
/// A local day is two halves, from 09:00 and from 21:00. A whole half weighs: weekday day 3, weekday night 8, weekend day
/// 8, weekend night (Friday's and Saturday's) 12, holiday day 12, holiday night 16; a part of it, its part. A half that
/// a clock change makes longer or shorter weighs the same. Any duty at all weighs at least 1.
///
/// ```
/// use domain::{Span, Zone, holidays::Holidays, planner::load};
/// let weeknight = Span::new("2026-11-24T21:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// assert_eq!(load(&[weeknight], &Zone::utc(), &Holidays::default()), 8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn load(stretches: &[Span], zone: &Zone, holidays: &Holidays) -> u32 {
    if stretches.is_empty() {
        return 0;
    }
    let points: f64 = stretches.iter().map(|stretch| points(*stretch, zone, holidays)).sum();
    (points.round() as u32).max(1)
}

fn points(stretch: Span, zone: &Zone, holidays: &Holidays) -> f64 {
    let first = zone.local(stretch.start()).date().pred_opt().unwrap_or(NaiveDate::MIN);
    let mut total = 0.0;
    let mut half = Half { date: first, night: false };
    let mut start = half.start(zone);
    for _ in 0..MOST_HALF_DAYS {
        let next = half.next();
        let end = next.start(zone);
        if start >= stretch.end() {
            break;
        }
        if let Ok(whole) = Span::new(start, end)
            && let Some(part) = whole.intersection(&stretch)
        {
            total += half.weight(holidays) * part.seconds() as f64 / whole.seconds() as f64;
        }
        (half, start) = (next, end);
    }
    total
}

/// The day (from 09:00) or the night (from 21:00) of a local date.
#[derive(Clone, Copy)]
struct Half {
    date: NaiveDate,
    night: bool,
}

impl Half {
    fn start(self, zone: &Zone) -> Instant {
        let midnight = self.date.and_time(NaiveTime::MIN);
        let hours = if self.night { 21 } else { 9 };
        midnight.checked_add_signed(TimeDelta::hours(hours)).map_or(Instant::MAX, |wall| zone.instant(wall))
    }

    fn next(self) -> Half {
        match self.night {
            false => Half { night: true, ..self },
            true => Half { date: self.date.succ_opt().unwrap_or(NaiveDate::MAX), night: false },
        }
    }

    fn weight(self, holidays: &Holidays) -> f64 {
        use Weekday::{Fri, Sat, Sun};
        let day = self.date.weekday();
        match (holidays.contains(self.date), self.night) {
            (true, false) => 12.0,
            (true, true) => 16.0,
            (false, false) if matches!(day, Sat | Sun) => 8.0,
            (false, true) if matches!(day, Fri | Sat) => 12.0,
            (false, false) => 3.0,
            (false, true) => 8.0,
        }
    }
}
