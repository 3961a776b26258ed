//! Short ways to say times, people and shifts, and an oracle for wall times.

use chrono::{Duration, MappedLocalTime, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use domain::rota::{Days, Shift, TimeOfDay, WeeklyWindow};
use domain::{CoverId, Instant, Pairing, PersonId, RotaId, ShiftId, Span, Zone};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

/// Zones whose clocks change in every way that has been seen since 2010.
pub const ZONES: [&str; 20] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Chicago",
    "America/Havana",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Casey",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Pacific/Apia",
    "Pacific/Chatham",
];

/// `2026-11-24T09:00` in UTC, seconds optional.
pub fn at(text: &str) -> Instant {
    Instant::from_seconds(wall(text).and_utc().timestamp())
}

pub fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

pub fn seconds(from: i64, to: i64) -> Span {
    Span::new(Instant::from_seconds(from), Instant::from_seconds(to)).unwrap()
}

/// `2026-11-24T09:00` on a wall clock, seconds optional.
pub fn wall(text: &str) -> NaiveDateTime {
    let text = if text.len() == 16 {
        format!("{text}:00")
    } else {
        text.to_owned()
    };
    text.parse().unwrap()
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}

pub fn days(words: &str) -> Days {
    words.split(' ').map(|word| Days::day(word).unwrap()).collect()
}

pub fn daily(words: &str, from: &str, to: &str) -> WeeklyWindow {
    WeeklyWindow::daily(days(words), time(from), time(to)).unwrap()
}

/// The zone of this name, built once: reading the database takes a moment in debug builds.
pub fn zone(name: &str) -> Zone {
    static ZONES: LazyLock<Mutex<HashMap<String, Zone>>> = LazyLock::new(Mutex::default);
    let mut zones = ZONES.lock().unwrap();
    zones
        .entry(name.to_owned())
        .or_insert_with(|| Zone::named(name).unwrap())
        .clone()
}

fn id(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

pub fn person(letter: char) -> PersonId {
    PersonId::from_uuid(id(u128::from(u32::from(letter))))
}

pub fn cover_id(number: u128) -> CoverId {
    CoverId::from_uuid(id(number))
}

pub fn rota() -> RotaId {
    RotaId::from_uuid(id(42))
}

pub fn pairing(lead: Option<char>, engineer: Option<char>) -> Pairing {
    Pairing::new(lead.map(person), engineer.map(person)).unwrap()
}

/// A shift whose coverage is all of its span.
pub fn shift(span: Span, pairing: Pairing) -> Shift {
    Shift {
        id: ShiftId::of(rota(), span.start()),
        span,
        stretches: vec![span],
        pairing,
    }
}

/// The instant of a wall time straight from the IANA database: the first of two, or the first after the gap.
pub fn instant_by_database(tz: Tz, wall: NaiveDateTime) -> Instant {
    let found = (0..=26 * 60).find_map(
        |minutes| match tz.from_local_datetime(&(wall + Duration::minutes(minutes))) {
            MappedLocalTime::Single(found) | MappedLocalTime::Ambiguous(found, _) => Some(found),
            MappedLocalTime::None => None,
        },
    );
    Instant::from_seconds(found.unwrap().timestamp())
}

/// The wall time at an instant straight from the IANA database.
pub fn wall_by_database(tz: Tz, at: Instant) -> NaiveDateTime {
    tz.from_utc_datetime(&at.utc()).naive_local()
}

/// The clock changes of a zone from 2010 to 2030.
pub fn clock_changes(zone: &Zone) -> Vec<Instant> {
    zone.transitions_in(span("2010-01-01T00:00", "2031-01-01T00:00"))
        .map(|(at, _)| at)
        .collect()
}

/// Whether the spans are in order and touch no other.
pub fn apart(spans: &[Span]) -> bool {
    spans.windows(2).all(|pair| pair[0].end() < pair[1].start())
}

/// Elapsed seconds of all spans.
pub fn total(spans: &[Span]) -> i64 {
    spans.iter().map(Span::seconds).sum()
}
