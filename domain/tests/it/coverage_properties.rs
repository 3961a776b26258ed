//! Coverage of any rules in any zone, against a reading of the wall clock minute by minute.

use crate::support::*;
use chrono::{Datelike, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use domain::holidays::{self, Holidays};
use domain::rota::{Coverage, Days, Effect, HolidayRule, OfficeHours, OneOff, TimeOfDay, WeeklyWindow};
use domain::{Instant, Span};
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn weekly_window() -> impl Strategy<Value = WeeklyWindow> {
    (1_u8..128, 0_u16..1440, 0_u16..1440, 0_u8..8).prop_filter_map("a window", |(set, from, to, plus_days)| {
        let days = Days::ALL
            .iter()
            .filter(|day| set & (1 << day.num_days_from_monday()) != 0)
            .collect();
        let time = |minutes| TimeOfDay::from_minutes(minutes).unwrap();
        WeeklyWindow::lasting(days, time(from), time(to), plus_days).ok()
    })
}

fn holiday_rule() -> impl Strategy<Value = HolidayRule> {
    use HolidayRule::*;
    prop::sample::select(vec![AsSunday, AsUsual, AllDay, Uncovered])
}

fn coverage() -> impl Strategy<Value = Coverage> {
    let effect = prop::sample::select(vec![Effect::Cover, Effect::Uncover]);
    // Minutes of 2027 and 2028.
    let one_off = (0_i64..1_052_640, 1_i64..10_000, effect).prop_map(|(from, length, effect)| {
        let minute = |minute| (at("2027-01-01T00:00") + minute * 60).utc();
        OneOff {
            from: minute(from),
            to: minute(from + length),
            effect,
        }
    });
    let weekly = prop::collection::vec(weekly_window(), 1..4);
    (weekly, holiday_rule(), prop::collection::vec(one_off, 0..6))
        .prop_map(|(weekly, rule, one_offs)| Coverage::new(weekly, rule, one_offs).unwrap())
}

fn window() -> impl Strategy<Value = Span> {
    // Up to 60 days that start in 2027 or 2028.
    (1_798_761_600_i64..1_861_920_000, 1_i64..5_184_000).prop_map(|(from, length)| seconds(from, from + length))
}

/// Whether a wall time is covered, read from the definition.
fn covered(coverage: &Coverage, holidays: &Holidays, wall: NaiveDateTime) -> bool {
    if let Some(last) = coverage
        .one_offs()
        .iter()
        .rev()
        .find(|one_off| one_off.from <= wall && wall < one_off.to)
    {
        return last.effect == Effect::Cover;
    }
    let day = match (holidays.contains(wall.date()), coverage.holiday_rule()) {
        (true, HolidayRule::AllDay) => return true,
        (true, HolidayRule::Uncovered) => return false,
        (true, HolidayRule::AsSunday) => 6,
        _ => wall.weekday().num_days_from_monday(),
    };
    let minute = day * 1440 + wall.hour() * 60 + wall.minute();
    coverage.weekly().iter().any(|window| {
        window.days().iter().any(|start| {
            let start = start.num_days_from_monday() * 1440 + u32::from(window.from().minutes());
            (minute + 10_080 - start) % 10_080 < window.minutes()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn coverage_is_what_the_wall_clock_says(
        coverage in coverage(), name in prop::sample::select(&ZONES[..]), window in window(),
        samples in prop::collection::vec(0.0..1.0, 60),
    ) {
        let (zone, tz) = (zone(name), name.parse::<Tz>().unwrap());
        let england = holidays::calendar("GB-ENG").unwrap();
        let found = coverage.spans(&zone, &england, window);
        for sample in samples {
            let at = window.start() + (window.seconds() as f64 * sample) as i64;
            // In an hour that occurs twice the wall clock alone does not say which rule ends when.
            if zone.offset_at(at - 3 * 3600) > zone.offset_at(at) {
                continue;
            }
            let expected = covered(&coverage, &england, wall_by_database(tz, at));
            prop_assert_eq!(found.iter().any(|span| span.contains(at)), expected, "{} {}", name, at);
        }
    }

    #[test]
    fn spans_are_apart_and_inside_the_window(
        coverage in coverage(), name in prop::sample::select(&ZONES[..]), window in window(),
    ) {
        let found = coverage.spans(&zone(name), &holidays::calendar("GB-SCT").unwrap(), window);
        prop_assert!(apart(&found));
        prop_assert!(found.iter().all(|span| span.intersection(&window) == Some(*span)));
    }

    #[test]
    fn coverage_of_a_part_is_the_part_of_the_coverage(
        coverage in coverage(), name in prop::sample::select(&ZONES[..]), window in window(), from in 0.0..1.0, length in 0.0..1.0,
    ) {
        let (zone, none) = (zone(name), Holidays::none());
        let from = window.start() + (window.seconds() as f64 * from) as i64;
        let part = Span::new(from, from + 1 + (window.seconds() as f64 * length) as i64).unwrap();
        let Some(part) = part.intersection(&window) else { return Ok(()) };
        let clipped: Vec<Span> =
            coverage.spans(&zone, &none, window).iter().filter_map(|span| span.intersection(&part)).collect();
        prop_assert_eq!(coverage.spans(&zone, &none, part), clipped);
    }

    #[test]
    fn office_hours_and_out_of_hours_share_nothing_and_leave_nothing_out(
        windows in prop::collection::vec(weekly_window(), 0..4), name in prop::sample::select(&ZONES[..]), window in window(),
    ) {
        let (zone, england) = (zone(name), holidays::calendar("GB-ENG").unwrap());
        let office = OfficeHours { windows };
        let rest = Coverage::out_of_hours(&office);
        let mut all = [office.spans(&zone, &england, window), rest.spans(&zone, &england, window)].concat();
        all.sort_unstable();
        prop_assert!(all.windows(2).all(|pair| pair[0].end() == pair[1].start()));
        prop_assert_eq!(total(&all), window.seconds());
    }

    #[test]
    fn a_whole_day_of_every_date_tiles_time(name in prop::sample::select(&ZONES[..]), from in 1_262_304_000_i64..1_893_456_000) {
        let (zone, start) = (zone(name), Instant::from_seconds(from));
        let window = Span::new(start, start + 30 * DAY).unwrap();
        prop_assert_eq!(Coverage::round_the_clock().spans(&zone, &Holidays::none(), window), vec![window]);
    }
}
