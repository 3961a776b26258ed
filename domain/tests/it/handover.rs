//! Handovers, against a pattern counted step by step from its anchor.

use crate::support::*;
use chrono::{Datelike, Duration, Months, NaiveDateTime};
use chrono_tz::Tz;
use domain::rota::{Handover, HandoverError, TimeOfDay, Unit};
use domain::{Instant, Span, Zone};
use proptest::prelude::*;

/// What the pattern is by definition: steps from the anchor, straight from the IANA database.
fn by_definition(pattern: &Handover, tz: Tz, window: Span) -> Vec<Instant> {
    let step = |count: i64| -> NaiveDateTime {
        let units = count * i64::from(pattern.every());
        match pattern.unit() {
            Unit::Hours => pattern.anchor() + Duration::hours(units),
            Unit::Days => pattern.anchor() + Duration::days(units),
            Unit::Weeks => pattern.anchor() + Duration::weeks(units),
            Unit::Months if units < 0 => pattern.anchor() - Months::new(-units as u32),
            Unit::Months => pattern.anchor() + Months::new(units as u32),
        }
    };
    let years = |wall: NaiveDateTime| wall.year() - window.start().utc().year();
    let forward = (0..).map(step).take_while(|wall| years(*wall) <= 3);
    let backward = (1..).map(|count| step(-count)).take_while(|wall| years(*wall) >= -3);
    let times = |wall: NaiveDateTime| {
        let also: Vec<_> = pattern
            .also_at()
            .iter()
            .map(|time| wall.date().and_time(time.naive()))
            .collect();
        also.into_iter().chain([wall])
    };
    let near = forward
        .chain(backward)
        .filter(|wall| years(*wall).abs() <= 3)
        .flat_map(times);
    let mut found: Vec<Instant> = near.map(|wall| instant_by_database(tz, wall)).collect();
    found.retain(|at| window.contains(*at));
    found.sort_unstable();
    found.dedup();
    found
}

fn pattern() -> impl Strategy<Value = Handover> {
    let unit = prop_oneof![
        Just(Unit::Hours),
        Just(Unit::Days),
        Just(Unit::Weeks),
        Just(Unit::Months)
    ];
    let anchor = (14_610_i64..21_915, 0_i64..1440); // a minute of 2010 to 2030
    let also = prop::collection::vec(0_u16..1440, 0..3);
    (unit, 1_u32..40, anchor, also).prop_map(|(unit, every, (day, minute), also)| {
        let anchor = Instant::from_seconds(day * 86_400 + minute * 60).utc();
        let also = also.into_iter().filter(|_| unit != Unit::Hours);
        let also = also.map(|minutes| TimeOfDay::from_minutes(minutes).unwrap()).collect();
        Handover::new(anchor, every, unit, also).unwrap()
    })
}

fn window() -> impl Strategy<Value = Span> {
    // 2010 to 2030, up to 100 days
    (1_262_304_000_i64..1_893_456_000, 1_i64..8_640_000).prop_map(|(from, length)| seconds(from, from + length))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_pattern_is_its_steps_from_the_anchor(pattern in pattern(), name in prop::sample::select(&ZONES[..]), window in window()) {
        let expected = by_definition(&pattern, name.parse().unwrap(), window);
        prop_assert_eq!(pattern.instants(&zone(name), window), expected);
    }

    #[test]
    fn a_window_cut_in_two_gives_the_same_handovers(
        pattern in pattern(), name in prop::sample::select(&ZONES[..]), window in window(), cut in 0.0..1.0,
    ) {
        let zone = zone(name);
        let middle = window.start() + (window.seconds() as f64 * cut) as i64;
        let part = |from, to| Span::new(from, to).map(|part| pattern.instants(&zone, part)).unwrap_or_default();
        let parts = [part(window.start(), middle), part(middle, window.end())].concat();
        prop_assert_eq!(pattern.instants(&zone, window), parts);
    }

    #[test]
    fn neighbours_are_found_from_any_instant(pattern in pattern(), name in prop::sample::select(&ZONES[..]), window in window()) {
        let zone = zone(name);
        let at = window.start();
        let (before, after) = (pattern.at_or_before(&zone, at).unwrap(), pattern.next_after(&zone, at));
        prop_assert!(before <= at && at < after);
        let turn = Span::new(before, after).unwrap();
        prop_assert_eq!(pattern.instants(&zone, turn), vec![before]);
        prop_assert_eq!(pattern.at_or_before(&zone, after), Some(after));
        prop_assert_eq!(pattern.at_or_before(&zone, after - 1), Some(before));
        prop_assert_eq!(pattern.next_after(&zone, before), after);
    }
}

fn hourly(zone: &Zone, anchor: &str, every: u32, from: &str, to: &str) -> Vec<Instant> {
    let pattern = Handover::new(wall(anchor), every, Unit::Hours, vec![]).unwrap();
    pattern.instants(zone, span(from, to))
}

#[test]
fn an_hour_that_occurs_twice_is_used_once() {
    let found = hourly(
        &zone("Europe/London"),
        "2027-10-30T00:00",
        1,
        "2027-10-30T23:00",
        "2027-10-31T04:00",
    );
    let expected = [
        "2027-10-30T23:00",
        "2027-10-31T00:00",
        "2027-10-31T02:00",
        "2027-10-31T03:00",
    ]
    .map(at);
    assert_eq!(found, expected);
}

#[test]
fn an_hour_that_does_not_exist_moves_behind_the_gap_and_is_no_second_handover() {
    let found = hourly(
        &zone("Europe/London"),
        "2027-03-27T00:00",
        1,
        "2027-03-28T00:00",
        "2027-03-28T03:00",
    );
    assert_eq!(
        found,
        ["2027-03-28T00:00", "2027-03-28T01:00", "2027-03-28T02:00"].map(at)
    );
}

#[test]
fn twelve_hours_keep_the_wall_clock_across_clock_changes() {
    let found = hourly(
        &zone("Europe/London"),
        "2027-03-27T09:00",
        12,
        "2027-03-27T09:00",
        "2027-03-29T00:00",
    );
    assert_eq!(
        found,
        [
            "2027-03-27T09:00",
            "2027-03-27T21:00",
            "2027-03-28T08:00",
            "2027-03-28T20:00"
        ]
        .map(at)
    );
}

#[test]
fn a_second_time_of_day_makes_day_and_night_turns() {
    let pattern = Handover::new(
        wall("2026-11-24T21:00"),
        1,
        Unit::Days,
        vec![time("09:00"), time("21:00")],
    )
    .unwrap();
    let found = pattern.instants(&Zone::utc(), span("2026-11-23T00:00", "2026-11-24T22:00"));
    assert_eq!(
        found,
        [
            "2026-11-23T09:00",
            "2026-11-23T21:00",
            "2026-11-24T09:00",
            "2026-11-24T21:00"
        ]
        .map(at)
    );
}

#[test]
fn the_day_that_samoa_left_out_has_no_handover_of_its_own() {
    let pattern = Handover::new(wall("2011-12-25T00:00"), 1, Unit::Days, vec![]).unwrap();
    let found = pattern.instants(&zone("Pacific/Apia"), span("2011-12-29T00:00", "2012-01-01T00:00"));
    assert_eq!(
        found,
        ["2011-12-29T10:00", "2011-12-30T10:00", "2011-12-31T10:00"].map(at)
    );
}

#[test]
fn a_leap_day_anchor_hands_over_on_28_february_in_other_years() {
    let yearly = Handover::new(wall("2024-02-29T09:00"), 12, Unit::Months, vec![]).unwrap();
    let found = yearly.instants(&Zone::utc(), span("2022-01-01T00:00", "2029-01-01T00:00"));
    let days: Vec<String> = found.iter().map(|at| at.utc().date().to_string()).collect();
    let expected = [
        "2022-02-28",
        "2023-02-28",
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ];
    assert_eq!(days, expected);
}

#[test]
fn a_window_centuries_from_the_anchor_is_as_quick_as_one_beside_it() {
    let hourly = Handover::new(wall("1970-01-01T00:00"), 1, Unit::Hours, vec![]).unwrap();
    // Counting from the anchor would take seventy million steps for each of these.
    for day in 0..200 {
        let from = at("9990-01-01T00:00") + day * 86_400;
        let found = hourly.instants(&Zone::utc(), Span::new(from, from + 86_400).unwrap());
        assert_eq!((found.len(), found[0]), (24, from));
        assert_eq!(hourly.at_or_before(&Zone::utc(), from + 59), Some(from));
    }
}

#[test]
fn a_window_is_half_open_to_the_second() {
    let daily = Handover::new(wall("2026-11-24T09:00"), 1, Unit::Days, vec![]).unwrap();
    let count = |from, to| daily.instants(&Zone::utc(), span(from, to)).len();
    assert_eq!(count("2026-11-24T09:00", "2026-11-24T09:00:01"), 1);
    assert_eq!(count("2026-11-24T08:59:59", "2026-11-24T09:00"), 0);
}

#[test]
fn impossible_patterns_are_refused() {
    let new = |anchor, every, unit, also| Handover::new(wall(anchor), every, unit, also);
    assert_eq!(
        new("2026-11-24T09:00", 0, Unit::Days, vec![]),
        Err(HandoverError::Every(0))
    );
    assert_eq!(
        new("2026-11-24T09:00", 8785, Unit::Hours, vec![]),
        Err(HandoverError::Every(8785))
    );
    assert!(new("2026-11-24T09:00", 8784, Unit::Hours, vec![]).is_ok());
    let seconds = new("2026-11-24T09:00:01", 1, Unit::Days, vec![]);
    assert_eq!(seconds, Err(HandoverError::Seconds(wall("2026-11-24T09:00:01"))));
    let hours = new("2026-11-24T09:00", 12, Unit::Hours, vec![time("21:00")]);
    assert_eq!(hours, Err(HandoverError::AlsoAt(time("21:00"))));
    let year = Handover::new(NaiveDateTime::MIN, 1, Unit::Days, vec![]);
    assert_eq!(year, Err(HandoverError::Year(NaiveDateTime::MIN)));
}
