//! Instants and lengths of time in words.

use app::components::Stamp;
use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime};
use domain::{Instant, Zone};

/// `Mon 30 Nov 09:00` in `zone`; with the year when it is not that of `now`.
pub(crate) fn stamp(at: Instant, zone: &Zone, now: Instant) -> Stamp {
    let (local, today) = (zone.local(at), zone.local(now));
    let format = if local.year() == today.year() {
        "%a %-d %b %H:%M"
    } else {
        "%a %-d %b %Y %H:%M"
    };
    Stamp {
        at,
        text: local.format(format).to_string(),
    }
}

/// Like [`stamp`], but only weekday and time within the next six days, where the weekday says which day is meant.
pub(crate) fn soon(at: Instant, zone: &Zone, now: Instant) -> Stamp {
    let days = (zone.local(at).date() - zone.local(now).date()).num_days();
    if !(0..7).contains(&days) {
        return stamp(at, zone, now);
    }
    Stamp {
        at,
        text: zone.local(at).format("%a %H:%M").to_string(),
    }
}

/// `2 d 4 h`, `3 h 5 min`, `12 min`: two units at most, rounded down.
pub(crate) fn length(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, rest) {
        (0, 0, rest) => format!("{rest} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, rest) => format!("{hours} h {rest} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

/// A zone as people say it: `Europe/London` is `London time`, with its present offset.
pub(crate) fn zone_name(zone: &Zone) -> String {
    let city = zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ");
    if city == "UTC" { city } else { format!("{city} time") }
}

/// The instant that a field of a form names: a wall time in `zone` such as `2026-11-26T17:30`, or an instant in full.
pub(crate) fn instant(text: &str, zone: &Zone) -> Result<Instant, String> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Instant>() {
        return Ok(at);
    }
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .filter(|wall| in_reach(wall.date()))
        .map(|wall| zone.instant(wall))
        .ok_or_else(|| format!("‘{text}’ is not a date and time: write it as 2026-11-26T17:30."))
}

/// The day that a field of a form names, such as `2026-11-26`.
pub(crate) fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d")
        .ok()
        .filter(|day| in_reach(*day))
        .ok_or_else(|| format!("‘{}’ is not a day: write it as 2026-11-26.", text.trim()))
}

/// Zones are known from 1970 to 2100.
fn in_reach(day: NaiveDate) -> bool {
    (1970..=2100).contains(&day.year())
}

/// `Mon 30 Nov`; with the year when it is not that of `today`.
pub(crate) fn day_words(day: NaiveDate, today: NaiveDate) -> String {
    let format = if day.year() == today.year() {
        "%a %-d %b"
    } else {
        "%a %-d %b %Y"
    };
    day.format(format).to_string()
}

/// The first instant of a day in `zone`.
pub(crate) fn midnight(day: NaiveDate, zone: &Zone) -> Instant {
    zone.instant(day.and_time(NaiveTime::MIN))
}

/// The wall time of an instant as a `datetime-local` field has it.
pub(crate) fn local_field(at: Instant, zone: &Zone) -> String {
    zone.local(at).format("%Y-%m-%dT%H:%M").to_string()
}

/// `63 h 30 min`: hours and minutes, however many.
pub(crate) fn hours(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{day, instant, length, soon};
    use domain::{Instant, Zone};

    #[test]
    fn a_weekday_alone_says_which_day_only_within_six_days() {
        let london = Zone::named("Europe/London").unwrap();
        let now: Instant = "2026-11-25T07:00:00Z".parse().unwrap();
        let words = |at: &str| soon(at.parse().unwrap(), &london, now).text;
        assert_eq!(words("2026-11-25T09:00:00Z"), "Wed 09:00");
        assert_eq!(words("2026-12-01T23:59:00Z"), "Tue 23:59");
        assert_eq!(words("2026-12-02T00:00:00Z"), "Wed 2 Dec 00:00");
        assert_eq!(words("2026-11-24T23:59:00Z"), "Tue 24 Nov 23:59");
    }

    #[test]
    fn a_field_is_a_wall_time_in_the_zone_or_an_instant() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
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
}
