//! Instants and lengths of time in words.

use super::Reader;
use app::components::Stamp;
use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime};
use domain::{Instant, Span, Zone, time::Style};

/// `Mon 30 Nov 09:00` in `zone`; with the year when it is not that of now. The reader's own time stands beside it where
/// their clock shows another.
pub(crate) fn stamp(at: Instant, zone: &Zone, reader: &Reader) -> Stamp {
    let today = zone.local(reader.now).date();
    let text = reader.style.moment(zone.local(at), today);
    stamped(at, text, zone, reader)
}

/// Like [`stamp`], but only weekday and time within the next six days, where the weekday says which day is meant.
pub(crate) fn soon(at: Instant, zone: &Zone, reader: &Reader) -> Stamp {
    let (local, today) = (zone.local(at), zone.local(reader.now).date());
    if !(0..7).contains(&(local.date() - today).num_days()) {
        return stamp(at, zone, reader);
    }
    let text = format!("{} {}", local.format("%a"), reader.style.time(local.time()));
    stamped(at, text, zone, reader)
}

fn stamped(at: Instant, text: String, zone: &Zone, reader: &Reader) -> Stamp {
    Stamp {
        at,
        text: format!("{text}{}", second_time(at, zone)),
        beside: beside(at, zone, reader),
    }
}

/// A time of day in `zone`, for a reader who knows the day.
pub(crate) fn time(at: Instant, zone: &Zone, style: Style) -> String {
    format!("{}{}", style.time(zone.local(at).time()), second_time(at, zone))
}

/// An hour that clocks going back show twice: the second time says so.
fn second_time(at: Instant, zone: &Zone) -> &'static str {
    if zone.instant(zone.local(at)) == at {
        ""
    } else {
        " (again)"
    }
}

/// The same instant on the reader's clock, when that shows something else: `London · 12:30 New York`, with the weekday
/// where it is another day.
fn beside(at: Instant, zone: &Zone, reader: &Reader) -> Option<String> {
    let own = differing(Some(at), zone, reader)?;
    let there = there(at, zone.local(at).date(), own, reader.style);
    Some(format!("{} · {there} {}", city(zone), city(own)))
}

/// A stretch of time on the reader's clock, as [`beside`] has an instant.
pub(crate) fn span_beside(span: Span, zone: &Zone, reader: &Reader) -> Option<String> {
    let own = differing([span.start(), span.end()], zone, reader)?;
    let start = there(span.start(), zone.local(span.start()).date(), own, reader.style);
    let end = there(span.end(), own.local(span.start()).date(), own, reader.style);
    Some(format!("{} · {start} – {end} {}", city(zone), city(own)))
}

/// The reader's zone, if its clocks show another time than those of `zone` at one of some instants.
fn differing<'a>(at: impl IntoIterator<Item = Instant>, zone: &Zone, reader: &'a Reader) -> Option<&'a Zone> {
    let own = reader.zone.as_ref()?;
    at.into_iter().any(|at| zone.local(at) != own.local(at)).then_some(own)
}

/// A time of day in `zone`, with its weekday unless it is that of `known`.
fn there(at: Instant, known: NaiveDate, zone: &Zone, style: Style) -> String {
    let local = zone.local(at);
    let time = time(at, zone, style);
    if local.date() == known {
        time
    } else {
        format!("{} {time}", local.format("%a"))
    }
}

/// An instant within a sentence: `Mon 30 Nov 09:00`, and with a reader elsewhere
/// `Mon 30 Nov 09:00 (London · 04:00 New York)`.
pub(crate) fn said(at: Instant, zone: &Zone, reader: &Reader) -> String {
    let stamp = stamp(at, zone, reader);
    bracketed(stamp.text, stamp.beside)
}

/// Like [`said`], of something [`soon`].
pub(crate) fn soon_said(at: Instant, zone: &Zone, reader: &Reader) -> String {
    let stamp = soon(at, zone, reader);
    bracketed(stamp.text, stamp.beside)
}

/// `Tue 24 Nov 17:30 – 21:00`; the end's day too when it is another.
pub(crate) fn span_plainly(span: Span, zone: &Zone, reader: &Reader) -> String {
    let today = zone.local(reader.now).date();
    let start = reader.style.moment(zone.local(span.start()), today);
    format!(
        "{start}{} – {}",
        second_time(span.start(), zone),
        end_words(span, zone, reader)
    )
}

/// A stretch of time within a sentence, with the reader's own time behind it where that is another.
pub(crate) fn span_words(span: Span, zone: &Zone, reader: &Reader) -> String {
    bracketed(span_plainly(span, zone, reader), span_beside(span, zone, reader))
}

/// The end of a span whose start has been said.
pub(crate) fn end_words(span: Span, zone: &Zone, reader: &Reader) -> String {
    let (start, end) = (zone.local(span.start()), zone.local(span.end()));
    if start.date() == end.date() {
        time(span.end(), zone, reader.style)
    } else {
        stamp(span.end(), zone, reader).text
    }
}

fn bracketed(words: String, beside: Option<String>) -> String {
    match beside {
        Some(beside) => format!("{words} ({beside})"),
        None => words,
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

/// A zone as people say it: `Europe/London` is `London time`.
pub(crate) fn zone_name(zone: &Zone) -> String {
    let city = city(zone);
    if city == "UTC" { city } else { format!("{city} time") }
}

/// The place that a zone is named after.
fn city(zone: &Zone) -> String {
    zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
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
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d");
    let day = day.map_err(|_| format!("‘{}’ is not a day: write it as 2026-11-26.", text.trim()))?;
    match in_reach(day) {
        true => Ok(day),
        false => Err(format!("{day} is too far away: choose a day from 1970 to 2100.")),
    }
}

/// Zones are known from 1970 to 2100.
fn in_reach(day: NaiveDate) -> bool {
    (1970..=2100).contains(&day.year())
}

/// The first and the last of some days, or the one day that they are.
pub(crate) fn days_words(first: NaiveDate, last: NaiveDate, today: NaiveDate, style: Style) -> String {
    let start = style.day(first, today);
    if first == last {
        start
    } else {
        format!("{start} – {}", style.day(last, today))
    }
}

/// The first instant of a day in `zone`.
pub(crate) fn midnight(day: NaiveDate, zone: &Zone) -> Instant {
    zone.instant(day.and_time(NaiveTime::MIN))
}

/// The whole days of `zone` around a span.
pub(crate) fn whole_days(span: Span, zone: &Zone) -> Span {
    let first = midnight(zone.local(span.start()).date(), zone);
    let last = zone.local(span.end() - 1).date().succ_opt();
    let last = last.map_or(span.end(), |day| midnight(day, zone));
    Span::new(first.min(span.start()), last.max(span.end())).unwrap_or(span)
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
mod tests;
