//! What a shift weighs.

use crate::{Instant, Span, Zone, holidays::Holidays};
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta, Weekday};

/// A stretch is weighed for so many half days at most, ten years: no shift is longer.
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
    let points: f64 = stretches
        .iter()
        .map(|stretch| points(*stretch, zone, |half| half.weight(holidays)))
        .sum();
    (points.round() as u32).max(1)
}

/// The points of a shift that come from holidays, by the same weights: 0 when none of it falls on one.
///
/// ```
/// use domain::{Span, Zone, holidays, planner::{holiday_load, load}};
/// let england = holidays::calendar("GB-ENG").unwrap_or_default();
/// let christmas = [Span::new("2026-12-25T09:00:00Z".parse()?, "2026-12-26T09:00:00Z".parse()?)?];
/// assert_eq!(holiday_load(&christmas, &Zone::utc(), &england), 12 + 16);
/// let tuesday = [Span::new("2026-11-24T09:00:00Z".parse()?, "2026-11-24T21:00:00Z".parse()?)?];
/// assert_eq!(holiday_load(&tuesday, &Zone::utc(), &england), 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn holiday_load(stretches: &[Span], zone: &Zone, holidays: &Holidays) -> u32 {
    let weight = |half: Half| {
        if holidays.contains(half.date) {
            half.weight(holidays)
        } else {
            0.0
        }
    };
    let points: f64 = stretches.iter().map(|stretch| points(*stretch, zone, weight)).sum();
    points.round() as u32
}

/// The sum of what the parts of the stretch weigh, half day by half day.
fn points(stretch: Span, zone: &Zone, weight: impl Fn(Half) -> f64) -> f64 {
    let first = zone.local(stretch.start()).date().pred_opt().unwrap_or(NaiveDate::MIN);
    let mut total = 0.0;
    let mut half = Half {
        date: first,
        night: false,
    };
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
            total += weight(half) * part.seconds() as f64 / whole.seconds() as f64;
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
        midnight
            .checked_add_signed(TimeDelta::hours(hours))
            .map_or(Instant::MAX, |wall| zone.instant(wall))
    }

    fn next(self) -> Half {
        match self.night {
            false => Half { night: true, ..self },
            true => Half {
                date: self.date.succ_opt().unwrap_or(NaiveDate::MAX),
                night: false,
            },
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    fn london() -> Zone {
        Zone::named("Europe/London").unwrap()
    }

    /// From one London wall time to another.
    fn duty(from: &str, to: &str) -> Span {
        let at = |text: &str| london().instant(format!("{text}:00").parse().unwrap());
        Span::new(at(from), at(to)).unwrap()
    }

    fn points(from: &str, to: &str) -> u32 {
        let boxing_day = NaiveDate::from_ymd_opt(2026, 12, 28).unwrap();
        let holidays: Holidays = [(boxing_day, "Boxing Day (observed)".to_owned())].into_iter().collect();
        load(&[duty(from, to)], &london(), &holidays)
    }

    #[test]
    fn each_kind_of_half_day_has_its_weight() {
        assert_eq!(points("2026-11-24T09:00", "2026-11-24T21:00"), 3); // Tuesday
        assert_eq!(points("2026-11-24T21:00", "2026-11-25T09:00"), 8);
        assert_eq!(points("2026-11-28T09:00", "2026-11-28T21:00"), 8); // Saturday
        assert_eq!(points("2026-11-27T21:00", "2026-11-28T09:00"), 12); // Friday night
        assert_eq!(points("2026-11-28T21:00", "2026-11-29T09:00"), 12);
        assert_eq!(points("2026-11-29T21:00", "2026-11-30T09:00"), 8); // Sunday night
        assert_eq!(points("2026-12-28T09:00", "2026-12-28T21:00"), 12); // a holiday
        assert_eq!(points("2026-12-28T21:00", "2026-12-29T09:00"), 16);
    }

    #[test]
    fn a_night_weighs_the_same_when_the_clocks_change() {
        assert_eq!(points("2027-03-27T21:00", "2027-03-28T09:00"), 12); // 11 hours
        assert_eq!(points("2027-10-30T21:00", "2027-10-31T09:00"), 12); // 13 hours
    }

    #[test]
    fn a_whole_week_is_the_sum_of_its_halves() {
        assert_eq!(
            points("2026-11-23T09:00", "2026-11-30T09:00"),
            5 * 3 + 5 * 8 + 2 * 8 + 2 * 12
        );
    }

    #[test]
    fn a_part_weighs_its_part_and_any_duty_at_least_one() {
        assert_eq!(points("2026-11-24T09:00", "2026-11-24T17:00"), 2);
        assert_eq!(points("2026-11-24T09:00", "2026-11-24T09:01"), 1);
        assert_eq!(load(&[], &london(), &Holidays::default()), 0);
        let nights = [
            duty("2026-11-24T21:00", "2026-11-25T03:00"),
            duty("2026-11-25T03:00", "2026-11-25T09:00"),
        ];
        assert_eq!(load(&nights, &london(), &Holidays::default()), 8);
    }

    #[test]
    fn a_stretch_without_end_is_weighed_for_ten_years() {
        let forever = Span::new(Instant::MIN, Instant::MAX).unwrap();
        let years = load(&[forever], &Zone::utc(), &Holidays::default());
        assert!((40_000..60_000).contains(&years), "{years}");
    }
}
