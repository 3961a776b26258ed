//! Office hours.

use crate::support::*;
use domain::holidays::{self, Holidays};
use domain::rota::{OfficeHours, WeeklyWindow};
use domain::{Instant, Span, Zone};
use proptest::prelude::*;

#[test]
fn the_office_opens_and_closes_to_the_second() {
    let open = |second| OfficeHours::default().contains(&Zone::utc(), &Holidays::none(), at(second));
    assert!(!open("2026-11-24T08:59:59") && open("2026-11-24T09:00:00"));
    assert!(open("2026-11-24T17:29:59") && !open("2026-11-24T17:30:00"));
    assert!(!open("2026-11-28T12:00:00")); // Saturday
}

#[test]
fn the_office_is_closed_on_holidays_even_where_the_night_before_would_reach_in() {
    let nights = OfficeHours {
        windows: vec![daily("thu fri", "20:00", "08:00")],
    };
    let england = holidays::calendar("GB-ENG").unwrap();
    // Good Friday and the Thursday before, 26 and 25 March 2027
    let found = nights.spans(&Zone::utc(), &england, span("2027-03-25T12:00", "2027-03-27T12:00"));
    assert_eq!(
        found,
        [
            span("2027-03-25T20:00", "2027-03-26T00:00"),
            span("2027-03-27T00:00", "2027-03-27T08:00")
        ]
    );
}

#[test]
fn the_next_change_lies_behind_a_long_weekend() {
    let (london, england) = (zone("Europe/London"), holidays::calendar("GB-ENG").unwrap());
    let next = |from| OfficeHours::default().next_change(&london, &england, at(from));
    assert_eq!(next("2027-03-25T17:30"), Some(at("2027-03-30T08:00"))); // Easter, and clocks going forward
    assert_eq!(next("2027-03-25T17:29:59"), Some(at("2027-03-25T17:30")));
    assert_eq!(next("2027-03-30T08:00"), Some(at("2027-03-30T16:30")));
}

#[test]
fn an_office_that_never_opens_or_never_closes_never_changes() {
    let next =
        |office: OfficeHours, holidays: &Holidays| office.next_change(&Zone::utc(), holidays, at("2026-11-24T00:00"));
    assert_eq!(next(OfficeHours { windows: vec![] }, &Holidays::none()), None);
    let always = OfficeHours {
        windows: vec![WeeklyWindow::round_the_clock()],
    };
    assert_eq!(next(always.clone(), &Holidays::none()), None);
    let far = Holidays::from_iter([(date("2041-05-01"), "A day off".to_owned())]);
    assert_eq!(next(always.clone(), &far), Some(at("2041-05-01T00:00")));
    assert_eq!(
        always.next_change(&Zone::utc(), &far, at("2041-05-01T00:00")),
        Some(at("2041-05-02T00:00"))
    );
    assert_eq!(always.next_change(&Zone::utc(), &far, at("2041-05-02T00:00")), None);
}

#[test]
fn a_change_is_found_however_many_days_away_it_is() {
    let always = OfficeHours {
        windows: vec![WeeklyWindow::round_the_clock()],
    };
    let now = at("2026-11-24T00:00");
    for days in 1..600 {
        let day = now + days * 86_400;
        let holidays = Holidays::from_iter([(day.utc().date(), "A day off".to_owned())]);
        assert_eq!(always.next_change(&Zone::utc(), &holidays, now), Some(day));
    }
}

#[test]
fn a_window_that_clocks_skip_this_week_opens_next_week() {
    let small = OfficeHours {
        windows: vec![daily("sun", "01:00", "02:00")],
    };
    let next = small.next_change(&zone("Europe/London"), &Holidays::none(), at("2027-03-21T02:00"));
    assert_eq!(next, Some(at("2027-04-04T00:00")));
}

proptest! {
    #[test]
    fn between_an_instant_and_the_next_change_nothing_changes(
        from in 1_262_304_000_i64..1_893_456_000, name in prop::sample::select(&ZONES[..]), inside in 0.0..1.0,
    ) {
        let (zone, england, office) = (zone(name), holidays::calendar("GB-ENG").unwrap(), OfficeHours::default());
        let at = Instant::from_seconds(from);
        let next = office.next_change(&zone, &england, at).unwrap();
        let open = office.contains(&zone, &england, at);
        let between = at + ((next - at) as f64 * inside) as i64;
        prop_assert_eq!(office.contains(&zone, &england, between), open);
        prop_assert_eq!(office.contains(&zone, &england, next), !open);
        let wait = Span::new(at, next).unwrap();
        prop_assert_eq!(office.spans(&zone, &england, wait).len(), usize::from(open));
    }
}
