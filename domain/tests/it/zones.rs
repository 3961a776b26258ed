//! A zone as data says what the IANA database says.

use crate::support::*;
use chrono::Duration;
use chrono_tz::Tz;
use domain::{Instant, Span, Zone};
use proptest::prelude::*;

/// Wall times to the minute around every clock change.
fn walls_around_changes(zone: &Zone) -> impl Iterator<Item = chrono::NaiveDateTime> {
    let changes = clock_changes(zone);
    let before: Vec<_> = changes
        .iter()
        .map(|at| zone.local(*at - 1) + Duration::seconds(1))
        .collect();
    let steps = [
        -1500, -180, -120, -90, -61, -60, -59, -30, -1, 0, 1, 29, 30, 59, 60, 61, 120, 180, 1439, 1440, 1500,
    ];
    before
        .into_iter()
        .flat_map(move |wall| steps.map(|minutes| wall + Duration::minutes(minutes)))
}

#[test]
fn wall_times_around_every_clock_change_are_those_of_the_database() {
    for name in ZONES {
        let (zone, tz) = (zone(name), name.parse::<Tz>().unwrap());
        for wall in walls_around_changes(&zone) {
            assert_eq!(zone.instant(wall), instant_by_database(tz, wall), "{name} {wall}");
        }
        for at in clock_changes(&zone).into_iter().flat_map(|at| [at - 1, at, at + 1]) {
            assert_eq!(zone.local(at), wall_by_database(tz, at), "{name} {at}");
        }
    }
}

#[test]
fn a_wall_time_means_the_first_instant_at_which_the_clock_has_reached_it() {
    let london = zone("Europe/London");
    let instant = |local| london.instant(wall(local));
    assert_eq!(instant("2027-03-28T00:59:59"), at("2027-03-28T00:59:59"));
    assert_eq!(instant("2027-03-28T01:00:00"), at("2027-03-28T01:00")); // skipped, to the second
    assert_eq!(instant("2027-03-28T01:59:59"), at("2027-03-28T01:00"));
    assert_eq!(instant("2027-03-28T02:00:00"), at("2027-03-28T01:00"));
    assert_eq!(instant("2027-03-28T02:00:01"), at("2027-03-28T01:00:01"));
    assert_eq!(instant("2027-10-31T01:00:00"), at("2027-10-31T00:00")); // twice, to the second
    assert_eq!(instant("2027-10-31T01:59:59"), at("2027-10-31T00:59:59"));
    assert_eq!(instant("2027-10-31T02:00:00"), at("2027-10-31T02:00"));
}

#[test]
fn samoa_had_no_30_december_2011() {
    let apia = zone("Pacific/Apia");
    let skipped = at("2011-12-30T10:00");
    for local in [
        "2011-12-30T00:00",
        "2011-12-30T12:00",
        "2011-12-30T23:59:59",
        "2011-12-31T00:00",
    ] {
        assert_eq!(apia.instant(wall(local)), skipped, "{local}");
    }
    assert_eq!(apia.local(skipped - 1), wall("2011-12-29T23:59:59"));
    assert_eq!(apia.local(skipped), wall("2011-12-31T00:00"));
}

#[test]
fn an_unknown_zone_is_refused_by_name() {
    let error = Zone::named("Europe/Atlantis").unwrap_err().to_string();
    assert!(error.contains("‘Europe/Atlantis’"), "{error}");
}

#[test]
fn transitions_out_of_order_are_refused() {
    let at = Instant::from_seconds;
    assert!(Zone::new("X", 0, vec![(at(5), 3600), (at(5), 0)]).is_err());
    let hostile =
        r#"{"name":"X","first_offset":0,"transitions":[["2027-01-01T00:00:00Z",1],["2026-01-01T00:00:00Z",2]]}"#;
    assert!(
        serde_json::from_str::<Zone>(hostile)
            .unwrap_err()
            .to_string()
            .contains("not in order")
    );
}

proptest! {
    #[test]
    fn offsets_are_those_of_the_database(name in prop::sample::select(&ZONES[..]), at in 0_i64..4_102_444_800) {
        let (zone, tz) = (zone(name), name.parse::<Tz>().unwrap());
        let at = Instant::from_seconds(at);
        prop_assert_eq!(zone.local(at), wall_by_database(tz, at));
        prop_assert!(zone.instant(zone.local(at)) <= at); // the first of two
    }

    #[test]
    fn later_wall_times_are_never_earlier_instants(
        name in prop::sample::select(&ZONES[..]), from in 1_262_304_000_i64..1_893_456_000, by in 0_i64..200_000,
    ) {
        let zone = zone(name);
        let wall = Instant::from_seconds(from).utc();
        prop_assert!(zone.instant(wall) <= zone.instant(wall + Duration::seconds(by)));
    }

    #[test]
    fn a_cut_zone_is_the_same_inside_its_window(
        name in prop::sample::select(&ZONES[..]), from in 0_i64..1_893_456_000, length in 1_i64..100_000_000, inside in 0.0..1.0,
    ) {
        let zone = zone(name);
        let window = Span::new(Instant::from_seconds(from), Instant::from_seconds(from + length)).unwrap();
        let cut = zone.cut(window);
        let at = window.start() + (length as f64 * inside) as i64;
        prop_assert_eq!(cut.local(at), zone.local(at));
        let sent: Zone = serde_json::from_str(&serde_json::to_string(&cut).unwrap()).unwrap();
        prop_assert_eq!(sent, cut);
    }
}
