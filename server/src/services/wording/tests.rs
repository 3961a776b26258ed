#![allow(clippy::unwrap_used)]
use super::*;
use domain::time::{DateOrder, HourClock};

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

/// Somebody who lives in `zone` and reads as Americans do.
fn american(now: &str, zone: &str) -> Reader {
    Reader {
        now: at(now),
        style: Style {
            dates: DateOrder::MonthFirst,
            clock: HourClock::Twelve,
        },
        zone: Some(Zone::named(zone).unwrap()),
    }
}

fn plain(now: &str) -> Reader {
    Reader::unknown(at(now))
}

fn living_in(now: &str, zone: &str) -> Reader {
    Reader {
        zone: Some(Zone::named(zone).unwrap()),
        ..plain(now)
    }
}

#[test]
fn a_weekday_alone_says_which_day_only_within_six_days() {
    let reader = plain("2026-11-25T07:00:00Z");
    let words = |text: &str| soon(at(text), &zone("Europe/London"), &reader).text;
    assert_eq!(words("2026-11-25T09:00:00Z"), "Wed 09:00");
    assert_eq!(words("2026-12-01T23:59:00Z"), "Tue 23:59");
    assert_eq!(words("2026-12-02T00:00:00Z"), "Wed 2 Dec 00:00");
    assert_eq!(words("2026-11-24T23:59:00Z"), "Tue 24 Nov 23:59");
}

#[test]
fn the_readers_own_time_stands_beside_another_zones() {
    let reader = american("2026-11-25T07:00:00Z", "America/New_York");
    let found = stamp(at("2026-11-30T17:30:00Z"), &zone("Europe/London"), &reader);
    assert_eq!(found.text, "Mon Nov 30, 5:30\u{a0}PM");
    assert_eq!(found.beside.unwrap(), "London · 12:30\u{a0}PM New York");
    let own = stamp(at("2026-11-30T17:30:00Z"), &zone("America/New_York"), &reader);
    assert_eq!((own.text.as_str(), own.beside), ("Mon Nov 30, 12:30\u{a0}PM", None));
}

#[test]
fn another_day_there_is_said() {
    let london = zone("Europe/London");
    let reader = american("2026-11-25T12:00:00Z", "America/New_York");
    let midnight = stamp(at("2026-11-26T00:00:00Z"), &london, &reader);
    assert_eq!(midnight.text, "Thu Nov 26, 12:00\u{a0}AM");
    assert_eq!(midnight.beside.unwrap(), "London · Wed 7:00\u{a0}PM New York");
    let auckland = living_in("2026-11-25T12:00:00Z", "Pacific/Auckland");
    let words = span_words(span("2026-11-25T09:00:00Z", "2026-11-25T17:30:00Z"), &london, &auckland);
    assert_eq!(words, "Wed 25 Nov 09:00 – 17:30 (London · 22:00 – Thu 06:30 Auckland)");
    let all_night = span("2026-11-25T17:30:00Z", "2026-11-26T09:00:00Z");
    assert_eq!(
        span_words(all_night, &london, &auckland),
        "Wed 25 Nov 17:30 – Thu 26 Nov 09:00 (London · Thu 06:30 – 22:00 Auckland)"
    );
}

#[test]
fn zones_whose_clocks_agree_are_not_both_said() {
    let reader = living_in("2026-11-25T07:00:00Z", "Europe/Lisbon");
    let london = zone("Europe/London");
    assert_eq!(stamp(at("2026-11-30T17:30:00Z"), &london, &reader).beside, None);
    // From London's clock change in October until New York's a week later they are an hour closer.
    let reader = living_in("2026-10-20T07:00:00Z", "America/New_York");
    let beside = |text: &str| stamp(at(text), &london, &reader).beside.unwrap();
    assert_eq!(beside("2026-10-24T17:00:00Z"), "London · 13:00 New York");
    assert_eq!(beside("2026-10-26T18:00:00Z"), "London · 14:00 New York");
    let week = span("2026-10-24T17:00:00Z", "2026-10-26T18:00:00Z");
    assert_eq!(
        span_words(week, &london, &reader),
        "Sat 24 Oct 18:00 – Mon 26 Oct 18:00 (London · 13:00 – Mon 14:00 New York)"
    );
}

#[test]
fn an_hour_that_comes_twice_says_which() {
    let london = zone("Europe/London");
    let reader = plain("2026-10-20T07:00:00Z");
    let words = |text: &str| stamp(at(text), &london, &reader).text;
    assert_eq!(words("2026-10-25T00:30:00Z"), "Sun 25 Oct 01:30");
    assert_eq!(words("2026-10-25T01:30:00Z"), "Sun 25 Oct 01:30 (again)");
    assert_eq!(words("2026-10-25T02:30:00Z"), "Sun 25 Oct 02:30");
    let twice = span("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z");
    assert_eq!(span_words(twice, &london, &reader), "Sun 25 Oct 01:30 – 01:30 (again)");
}

#[test]
fn clocks_that_go_forward_leave_an_hour_out() {
    let reader = american("2027-03-27T12:00:00Z", "America/New_York");
    let night = span("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z");
    assert_eq!(
        span_words(night, &zone("Europe/London"), &reader),
        "Sun Mar 28, 12:30\u{a0}AM – 2:30\u{a0}AM (London · Sat 8:30\u{a0}PM – 9:30\u{a0}PM New York)"
    );
}

#[test]
fn some_days_are_said_from_the_first_to_the_last() {
    let date = |text: &str| text.parse().unwrap();
    let style = Style::default();
    let today = date("2026-11-24");
    assert_eq!(
        days_words(date("2026-12-07"), date("2026-12-11"), today, style),
        "Mon 7 Dec – Fri 11 Dec"
    );
    assert_eq!(
        days_words(date("2026-12-07"), date("2026-12-07"), today, style),
        "Mon 7 Dec"
    );
}

#[test]
fn a_field_is_a_wall_time_in_the_zone_or_an_instant() {
    let berlin = zone("Europe/Berlin");
    assert_eq!(
        instant("2026-11-26T17:30", &berlin).unwrap().to_string(),
        "2026-11-26T16:30:00Z"
    );
    assert_eq!(
        instant("2027-03-28T02:30", &berlin).unwrap().to_string(),
        "2027-03-28T01:00:00Z"
    );
    assert_eq!(
        instant("2026-11-26T17:30:00Z", &berlin).unwrap().to_string(),
        "2026-11-26T17:30:00Z"
    );
    for bad in [
        "",
        "tomorrow",
        "2026-13-01T00:00",
        "+262142-01-01T00:00",
        "9999-01-01T00:00",
    ] {
        assert!(instant(bad, &berlin).is_err(), "{bad}");
    }
    assert!(day("2026-02-29").is_err() && day("2028-02-29").is_ok());
}

#[test]
fn lengths_use_two_units() {
    assert_eq!(length(59), "0 min");
    assert_eq!(length(3600), "1 h");
    assert_eq!(length(3 * 3600 + 300), "3 h 5 min");
    assert_eq!(length(52 * 3600), "2 d 4 h");
    assert_eq!(length(-5), "0 min");
}
