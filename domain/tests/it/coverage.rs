//! Coverage: what is covered on which day.

use crate::support::*;
use domain::holidays::{self, Holidays};
use domain::rota::{BadWindow, Coverage, CoverageError, Days, Effect, HolidayRule, OfficeHours, OneOff, WeeklyWindow};
use domain::{Span, Zone};

fn spans(coverage: &Coverage, zone: &Zone, holidays: &Holidays, from: &str, to: &str) -> Vec<Span> {
    coverage.spans(zone, holidays, span(from, to))
}

fn out_of_hours() -> Coverage {
    Coverage::out_of_hours(&OfficeHours::default())
}

fn one_off(from: &str, to: &str, effect: Effect) -> OneOff {
    OneOff {
        from: wall(from),
        to: wall(to),
        effect,
    }
}

#[test]
fn monday_before_nine_is_out_of_hours() {
    // Monday 23 November 2026
    let found = spans(
        &out_of_hours(),
        &Zone::utc(),
        &Holidays::none(),
        "2026-11-23T00:00",
        "2026-11-24T00:00",
    );
    assert_eq!(
        found,
        [
            span("2026-11-23T00:00", "2026-11-23T09:00"),
            span("2026-11-23T17:30", "2026-11-24T00:00")
        ]
    );
}

#[test]
fn out_of_hours_is_every_night_and_the_weekend() {
    let found = spans(
        &out_of_hours(),
        &zone("Europe/London"),
        &Holidays::none(),
        "2026-11-23T12:00",
        "2026-11-30T12:00",
    );
    let expected = [
        span("2026-11-23T17:30", "2026-11-24T09:00"),
        span("2026-11-24T17:30", "2026-11-25T09:00"),
        span("2026-11-25T17:30", "2026-11-26T09:00"),
        span("2026-11-26T17:30", "2026-11-27T09:00"),
        span("2026-11-27T17:30", "2026-11-30T09:00"),
    ];
    assert_eq!(found, expected);
}

#[test]
fn out_of_hours_equals_the_preset_written_as_overlapping_windows() {
    let weekdays = WeeklyWindow::daily(Days::WEEKDAYS, time("17:30"), time("09:00")).unwrap();
    let sunday = WeeklyWindow::lasting(days("sun"), time("00:00"), time("09:00"), 1).unwrap();
    let written = vec![weekdays, daily("sat", "00:00", "00:00"), sunday];
    let written = Coverage::new(written, HolidayRule::AsSunday, vec![]).unwrap();
    let (london, england) = (zone("Europe/London"), holidays::calendar("GB-ENG").unwrap());
    let years = span("2026-01-01T00:00", "2029-01-01T00:00");
    assert_eq!(
        out_of_hours().spans(&london, &england, years),
        written.spans(&london, &england, years)
    );
}

#[test]
fn boundaries_are_exact_to_the_second() {
    let covers = |second: &str| {
        let window = Span::new(at(second), at(second) + 1).unwrap();
        !out_of_hours().spans(&Zone::utc(), &Holidays::none(), window).is_empty()
    };
    assert!(!covers("2026-11-24T17:29:59") && covers("2026-11-24T17:30:00"));
    assert!(covers("2026-11-25T08:59:59") && !covers("2026-11-25T09:00:00"));
}

#[test]
fn a_bank_holiday_is_covered_like_a_sunday_and_its_neighbours_like_themselves() {
    let (london, england) = (zone("Europe/London"), holidays::calendar("GB-ENG").unwrap());
    // Friday 28 to Wednesday, with Late Summer Bank Holiday on Monday 31 August 2026: BST is an hour ahead.
    let found = spans(
        &out_of_hours(),
        &london,
        &england,
        "2026-08-28T12:00",
        "2026-09-02T12:00",
    );
    let long_weekend = span("2026-08-28T16:30", "2026-09-01T08:00");
    assert_eq!(found, [long_weekend, span("2026-09-01T16:30", "2026-09-02T08:00")]);
}

#[test]
fn each_holiday_rule_does_what_it_says() {
    let zone = Zone::utc();
    let monday = Holidays::from_iter([(date("2026-11-23"), "A day off".to_owned())]);
    let windows = || {
        vec![
            daily("mon tue wed thu fri", "08:00", "20:00"),
            daily("sun", "10:00", "12:00"),
        ]
    };
    let on = |rule| {
        let coverage = Coverage::new(windows(), rule, vec![]).unwrap();
        spans(&coverage, &zone, &monday, "2026-11-23T00:00", "2026-11-24T00:00")
    };
    assert_eq!(
        on(HolidayRule::AsSunday),
        [span("2026-11-23T10:00", "2026-11-23T12:00")]
    );
    assert_eq!(on(HolidayRule::AsUsual), [span("2026-11-23T08:00", "2026-11-23T20:00")]);
    assert_eq!(on(HolidayRule::AllDay), [span("2026-11-23T00:00", "2026-11-24T00:00")]);
    assert_eq!(on(HolidayRule::Uncovered), []);
}

#[test]
fn a_holiday_cuts_the_night_before_it_at_midnight() {
    let monday = Holidays::from_iter([(date("2026-11-23"), "A day off".to_owned())]);
    let nights = Coverage::new(vec![daily("sun mon", "20:00", "08:00")], HolidayRule::Uncovered, vec![]).unwrap();
    let found = spans(&nights, &Zone::utc(), &monday, "2026-11-22T12:00", "2026-11-24T12:00");
    assert_eq!(
        found,
        [
            span("2026-11-22T20:00", "2026-11-23T00:00"),
            span("2026-11-24T00:00", "2026-11-24T08:00")
        ]
    );
}

#[test]
fn clock_change_days_have_23_and_25_hours() {
    let london = zone("Europe/London");
    let sundays = Coverage::new(vec![daily("sun", "00:00", "00:00")], HolidayRule::AsSunday, vec![]);
    let sundays = sundays.unwrap();
    let hours = |from, to| total(&spans(&sundays, &london, &Holidays::none(), from, to)) / 3600;
    assert_eq!(hours("2027-03-27T12:00", "2027-03-29T12:00"), 23);
    assert_eq!(hours("2027-10-30T12:00", "2027-11-01T12:00"), 25);
    assert_eq!(hours("2027-06-05T12:00", "2027-06-07T12:00"), 24);
}

#[test]
fn a_window_that_the_clock_skips_covers_nothing_and_one_it_repeats_covers_twice() {
    let london = zone("Europe/London");
    let small = Coverage::new(vec![daily("sun", "01:00", "02:00")], HolidayRule::AsSunday, vec![]).unwrap();
    assert_eq!(
        spans(
            &small,
            &london,
            &Holidays::none(),
            "2027-03-27T12:00",
            "2027-03-29T12:00"
        ),
        []
    );
    let twice = spans(
        &small,
        &london,
        &Holidays::none(),
        "2027-10-30T12:00",
        "2027-11-01T12:00",
    );
    assert_eq!(twice, [span("2027-10-31T00:00", "2027-10-31T02:00")]);
}

#[test]
fn a_leap_day_is_covered_like_its_weekday() {
    let thursdays = Coverage::new(vec![daily("thu", "09:00", "10:00")], HolidayRule::AsSunday, vec![]).unwrap();
    let found = spans(
        &thursdays,
        &Zone::utc(),
        &Holidays::none(),
        "2024-02-26T00:00",
        "2024-03-04T00:00",
    );
    assert_eq!(found, [span("2024-02-29T09:00", "2024-02-29T10:00")]);
}

#[test]
fn of_two_one_off_windows_the_later_wins() {
    let base = || vec![daily("tue", "09:00", "17:00")];
    let close = one_off("2026-11-24T10:00", "2026-11-24T16:00", Effect::Uncover);
    let open = one_off("2026-11-24T12:00", "2026-11-24T18:00", Effect::Cover);
    let on = |one_offs| {
        let coverage = Coverage::new(base(), HolidayRule::AsSunday, one_offs).unwrap();
        spans(
            &coverage,
            &Zone::utc(),
            &Holidays::none(),
            "2026-11-24T00:00",
            "2026-11-25T00:00",
        )
    };
    let closed_first = [
        span("2026-11-24T09:00", "2026-11-24T10:00"),
        span("2026-11-24T12:00", "2026-11-24T18:00"),
    ];
    assert_eq!(on(vec![close.clone(), open.clone()]), closed_first);
    let opened_first = [
        span("2026-11-24T09:00", "2026-11-24T10:00"),
        span("2026-11-24T16:00", "2026-11-24T18:00"),
    ];
    assert_eq!(on(vec![open, close]), opened_first);
}

#[test]
fn a_one_off_window_alone_is_coverage() {
    let launch = one_off("2026-11-24T22:00", "2026-11-25T02:00", Effect::Cover);
    let coverage = Coverage::new(vec![], HolidayRule::AsSunday, vec![launch]).unwrap();
    let found = spans(
        &coverage,
        &Zone::utc(),
        &Holidays::none(),
        "2026-11-01T00:00",
        "2026-12-01T00:00",
    );
    assert_eq!(found, [span("2026-11-24T22:00", "2026-11-25T02:00")]);
}

#[test]
fn windows_that_cannot_be_are_refused() {
    let (nine, five) = (time("09:00"), time("17:00"));
    assert_eq!(
        WeeklyWindow::daily(Days::default(), nine, five),
        Err(BadWindow::NoDays { from: nine, to: five })
    );
    assert_eq!(
        WeeklyWindow::lasting(Days::ALL, five, nine, 0),
        Err(BadWindow::Empty { from: five, to: nine })
    );
    assert_eq!(
        WeeklyWindow::lasting(Days::ALL, nine, nine, 0),
        Err(BadWindow::Empty { from: nine, to: nine })
    );
    let long = WeeklyWindow::lasting(Days::ALL, nine, five, 7);
    assert_eq!(
        long,
        Err(BadWindow::TooLong {
            from: nine,
            to: five,
            plus_days: 7
        })
    );
    assert!(WeeklyWindow::lasting(Days::ALL, nine, nine, 7).is_ok());
    assert!(WeeklyWindow::lasting(Days::ALL, nine, nine, u8::MAX).is_err());
}

#[test]
fn coverage_that_cannot_be_is_refused() {
    let new = |one_off| {
        Coverage::new(
            vec![WeeklyWindow::round_the_clock()],
            HolidayRule::AsSunday,
            vec![one_off],
        )
    };
    let (from, to) = (wall("2026-11-24T09:00"), wall("2026-11-24T08:00"));
    let inverted = new(OneOff {
        from,
        to,
        effect: Effect::Cover,
    });
    assert_eq!(inverted, Err(CoverageError::Inverted { from, to }));
    let seconds = new(one_off("2026-11-24T08:00", "2026-11-24T09:00:30", Effect::Cover));
    assert_eq!(seconds, Err(CoverageError::Seconds(wall("2026-11-24T09:00:30"))));
    let never = vec![one_off("2026-11-24T08:00", "2026-11-24T09:00", Effect::Uncover)];
    assert_eq!(
        Coverage::new(vec![], HolidayRule::AsUsual, never),
        Err(CoverageError::NeverCovers)
    );
}

#[test]
fn outside_an_office_that_never_opens_is_always_and_outside_one_that_never_closes_are_holidays() {
    let never = OfficeHours { windows: vec![] };
    assert_eq!(Coverage::out_of_hours(&never), Coverage::round_the_clock());
    let always = Coverage::out_of_hours(&OfficeHours {
        windows: vec![WeeklyWindow::round_the_clock()],
    });
    let christmas = Holidays::from_iter([(date("2026-12-25"), "Christmas Day".to_owned())]);
    let found = spans(
        &always,
        &Zone::utc(),
        &christmas,
        "2026-12-01T00:00",
        "2027-01-01T00:00",
    );
    assert_eq!(found, [span("2026-12-25T00:00", "2026-12-26T00:00")]);
}
