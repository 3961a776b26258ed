//! Around every clock change of every zone: nothing lost, nothing twice.

use crate::support::*;
use chrono_tz::Tz;
use domain::holidays::Holidays;
use domain::rota::{Coverage, Handover, HolidayRule, OfficeHours, Rules, Unit, shifts};
use domain::{Instant, Span, Zone};

const DAY: i64 = 86_400;

fn around(change: Instant) -> Span {
    Span::new(change - 3 * DAY - 1800, change + 3 * DAY + 1800).unwrap()
}

fn every_change(mut check: impl FnMut(&str, &Zone, Span)) {
    let mut changes = 0;
    for name in ZONES {
        let zone = zone(name);
        for change in clock_changes(&zone) {
            check(name, &zone, around(change));
            changes += 1;
        }
    }
    assert!(changes > 400, "only {changes} clock changes were looked at");
}

#[test]
fn round_the_clock_means_every_second() {
    every_change(|name, zone, window| {
        let found = Coverage::round_the_clock().spans(zone, &Holidays::none(), window);
        assert_eq!(found, [window], "{name} {window:?}");
    });
}

#[test]
fn office_hours_and_out_of_hours_tile_time() {
    let office = OfficeHours {
        windows: vec![
            daily("mon tue wed thu fri sat sun", "00:30", "02:15"),
            daily("sun", "23:15", "00:45"),
        ],
    };
    let rest = Coverage::out_of_hours(&office);
    every_change(|name, zone, window| {
        let mut all = [
            office.spans(zone, &Holidays::none(), window),
            rest.spans(zone, &Holidays::none(), window),
        ]
        .concat();
        all.sort_unstable();
        assert!(
            all.windows(2).all(|pair| pair[0].end() == pair[1].start()),
            "{name} {window:?}"
        );
        assert_eq!(total(&all), window.seconds(), "{name} {window:?}");
    });
}

#[test]
fn windows_start_and_end_when_the_wall_clock_first_reaches_their_times() {
    let coverage = Coverage::new(
        vec![daily("mon tue wed thu fri sat sun", "01:15", "02:45")],
        HolidayRule::AsUsual,
        vec![],
    );
    let coverage = coverage.unwrap();
    every_change(|name, zone, window| {
        let tz: Tz = name.parse().unwrap();
        let first = zone.local(window.start()).date();
        let day = |date: chrono::NaiveDate| {
            let ends = [time("01:15"), time("02:45")].map(|time| instant_by_database(tz, date.and_time(time.naive())));
            Span::new(ends[0], ends[1]).ok()?.intersection(&window)
        };
        let expected: Vec<Span> = first.pred_opt().unwrap().iter_days().take(11).filter_map(day).collect();
        let mut expected = expected;
        expected.sort_unstable();
        assert_eq!(
            coverage.spans(zone, &Holidays::none(), window),
            expected,
            "{name} {window:?}"
        );
    });
}

#[test]
fn turns_follow_each_other_without_a_gap_or_an_overlap() {
    for (every, unit) in [(1, Unit::Hours), (12, Unit::Hours), (1, Unit::Days)] {
        let handover = Handover::new(wall("2009-01-01T00:30"), every, unit, vec![]).unwrap();
        every_change(|name, zone, window| {
            let rules = Rules {
                zone: zone.clone(),
                coverage: Coverage::round_the_clock(),
                handover: handover.clone(),
                office_hours: OfficeHours::default(),
                holidays: Holidays::none(),
            };
            let turns = shifts(rota(), &rules, window);
            let gapless = turns.windows(2).all(|pair| pair[0].span.end() == pair[1].span.start());
            assert!(gapless, "{name} {window:?}");
            assert!(
                turns.iter().all(|turn| turn.stretches == [turn.span]),
                "{name} {window:?}"
            );
            assert!(turns.last().unwrap().span.end() >= window.end(), "{name} {window:?}");
        });
    }
}

#[test]
fn a_window_that_starts_after_clocks_went_back_over_midnight_is_covered() {
    // Newfoundland: at 00:01 on Sunday 7 November 2010 it was 23:01 on Saturday once more.
    let st_johns = zone("America/St_Johns");
    let again = at("2010-11-07T02:31");
    assert_eq!(st_johns.local(again), wall("2010-11-06T23:01"));
    let window = Span::new(again, again + 1800).unwrap();
    assert_eq!(
        Coverage::round_the_clock().spans(&st_johns, &Holidays::none(), window),
        [window]
    );
}

#[test]
fn the_turn_of_an_instant_starts_at_the_last_handover_before_it() {
    let hourly = Handover::new(wall("2020-01-01T00:00"), 1, Unit::Hours, vec![]).unwrap();
    every_change(|name, zone, window| {
        let instants = hourly.instants(zone, window);
        for half_hour in 1..200 {
            let at = window.end() - half_hour * 1800;
            let last = instants[..instants.partition_point(|found| *found <= at)]
                .last()
                .copied();
            assert_eq!(hourly.at_or_before(zone, at), last, "{name} {at}");
        }
    });
}
