//! Instants that are worth asking about.

use super::standing;
use crate::{
    services::{Result, wording},
    snapshot::Snapshot,
    store::ServiceRecord,
};
use app::{AppError, escalation::AskedInstant};
use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime};
use domain::{Instant, Zone, escalation::Severity};

/// How a wall time is typed.
pub(super) const WALL: &str = "%Y-%m-%dT%H:%M";
/// How far the line of instants reaches.
const MOST_HOURS: i64 = 14 * 24;
const HOUR: i64 = 3600;
/// How many changes of duty are looked at for the next gap.
const CHANGES: usize = 200;

/// The instant that was asked about: a wall time, an instant, or one of the words of [`worth_asking`]; now, if empty.
pub(super) fn asked(zone: &Zone, text: &str, now: Instant) -> Result<Instant> {
    let text = text.trim();
    let bad = || {
        let words = format!(
            "‘{text}’ is not a time: write it as 2026-11-24T03:12, or as now, tonight, christmas-eve or in-13h."
        );
        AppError::field("at", words)
    };
    match text {
        "" | "now" => return Ok(now),
        "tonight" => return Ok(tonight(zone, now)),
        "christmas-eve" => return christmas_eve(zone, now).ok_or_else(bad),
        _ => {}
    }
    if let Some(hours) = text.strip_prefix("in-").and_then(|rest| rest.strip_suffix('h')) {
        let hours = hours.parse().ok().filter(|hours| (0..=MOST_HOURS).contains(hours));
        return hours.map(|hours: i64| now + hours * HOUR).ok_or_else(bad);
    }
    if let Ok(at) = text.replace(' ', "+").parse::<Instant>() {
        return Ok(at);
    }
    let minutes = text.get(..16).unwrap_or_default();
    let local = NaiveDateTime::parse_from_str(minutes, WALL);
    local.map(|local| zone.instant(local)).map_err(|_| bad())
}

/// The next three o'clock in the morning.
fn tonight(zone: &Zone, now: Instant) -> Instant {
    let today = zone.local(now).date();
    let at = |day: NaiveDate| zone.instant(day.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(3));
    let this = at(today);
    if now < this {
        this
    } else {
        today.checked_add_days(Days::new(1)).map_or(this, at)
    }
}

/// Eight in the evening of the coming 24 December.
fn christmas_eve(zone: &Zone, now: Instant) -> Option<Instant> {
    let year = zone.local(now).year();
    let of = |year| {
        let day = NaiveDate::from_ymd_opt(year, 12, 24)?;
        Some(zone.instant(day.and_hms_opt(20, 0, 0)?))
    };
    of(year).filter(|at| now <= *at).or_else(|| of(year + 1))
}

/// Whole hours from now to an instant, as far as the line of instants reaches.
pub(super) fn hours_ahead(now: Instant, at: Instant) -> u32 {
    u32::try_from(((at - now) / HOUR).clamp(0, MOST_HOURS)).unwrap_or_default()
}

/// Now, tonight, Christmas Eve, and the next gap if there is one.
pub(super) fn worth_asking(
    snapshot: &Snapshot,
    service: &ServiceRecord,
    zone: &Zone,
    now: Instant,
    at: Instant,
) -> Vec<AskedInstant> {
    let named = |key: &str, words: &str, then: Instant, gap| AskedInstant {
        at: key.to_owned(),
        words: words.to_owned(),
        asked: then == at,
        gap,
    };
    let mut instants = vec![
        named("now", "Now", now, false),
        named("tonight", "Tonight, 03:00", tonight(zone, now), false),
    ];
    instants.extend(christmas_eve(zone, now).map(|then| named("christmas-eve", "Christmas Eve", then, false)));
    if let Some(then) = next_gap(snapshot, service, now) {
        instants.push(named(&wording::local_field(then, zone), "Next gap", then, true));
    }
    instants
}

/// When a role of the rota that serves the service is a gap next; `now` while it is.
fn next_gap(snapshot: &Snapshot, service: &ServiceRecord, now: Instant) -> Option<Instant> {
    let rotas = [service.in_hours_rota, service.out_of_hours_rota];
    let starts = rotas.iter().filter_map(|id| snapshot.rota(*id)).flat_map(|rota| {
        let ahead = rota.duty.partition_point(|row| row.starts_at <= now).saturating_sub(1);
        let rows = rota.duty.iter().skip(ahead).take(CHANGES);
        rows.filter(|row| row.gaps().next().is_some())
            .map(|row| row.starts_at.max(now))
    });
    let mut starts: Vec<Instant> = starts.collect();
    starts.sort_unstable();
    starts.into_iter().find(|at| {
        let standing = standing(snapshot, service, Severity::P1, *at);
        standing.is_ok_and(|standing| !standing.serving.duty.gap.is_empty())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn instants_are_asked_about_by_name() {
        let zone = crate::zones::zone("Europe/London").unwrap();
        let now = at("2026-06-10T12:00:00Z");
        let of = |text: &str, now| asked(&zone, text, now).unwrap().to_string();
        assert_eq!(of("", now), "2026-06-10T12:00:00Z");
        assert_eq!(of("tonight", now), "2026-06-11T02:00:00Z");
        assert_eq!(of("tonight", at("2026-06-10T00:30:00Z")), "2026-06-10T02:00:00Z");
        assert_eq!(of("christmas-eve", now), "2026-12-24T20:00:00Z");
        assert_eq!(of("christmas-eve", at("2026-12-25T09:00:00Z")), "2027-12-24T20:00:00Z");
        assert_eq!(of("in-13h", now), "2026-06-11T01:00:00Z");
        assert_eq!(of("2026-06-10T03:12", now), "2026-06-10T02:12:00Z");
        assert_eq!(of("2026-06-10T03:12:00 02:00", now), "2026-06-10T01:12:00Z");
        for text in ["in-400h", "in--1h", "soon", "2026-13-01T00:00"] {
            assert!(asked(&zone, text, now).is_err(), "{text}");
        }
        assert_eq!(hours_ahead(now, at("2026-06-11T01:59:00Z")), 13);
        assert_eq!(hours_ahead(now, at("2027-06-11T01:59:00Z")), 336);
        assert_eq!(hours_ahead(now, at("2026-06-09T01:59:00Z")), 0);
    }
}
