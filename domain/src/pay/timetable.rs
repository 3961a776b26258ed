//! Which band holds when: the bands of a card laid onto the time line.

use super::{Band, Card, OnHolidays, Unit};
use crate::holidays::Holidays;
use crate::{Instant, Span, Zone};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A band, and for nights which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct InBand {
    /// Its index on the card.
    pub band: usize,
    /// When the night began; of no meaning in other units.
    pub night: Instant,
}

/// What holds for a stretch of time; `None` where no band does.
pub(super) type Segment = (Span, Option<InBand>);

/// A window of some band, to be heard in the order of `rank`.
struct Entry {
    rank: usize,
    span: Span,
    held: InBand,
}

/// Tiles `window` with what holds: of bands that hold at once the first, and before all of them those that hold because
/// of a holiday.
pub(super) fn lay(bands: &[(usize, &Band)], zone: &Zone, holidays: &Holidays, window: Span) -> Vec<Segment> {
    let mut entries = Vec::new();
    for (rank, (index, band)) in bands.iter().enumerate() {
        let mut add = |rank: usize, span: Span| {
            let night = if band.unit == Unit::Night {
                span.start()
            } else {
                Instant::MIN
            };
            entries.push(Entry {
                rank,
                span,
                held: InBand { band: *index, night },
            });
        };
        if band.on_holidays == OnHolidays::AllDay {
            days_off(zone, holidays, window).for_each(|day| add(rank, day));
        }
        for (date, span) in band.windows.iter().flat_map(|weekly| weekly.occurrences(zone, window)) {
            match band.on_holidays {
                OnHolidays::Only if holidays.contains(date) => add(rank, span),
                OnHolidays::Only => {}
                OnHolidays::AsUsual | OnHolidays::AllDay => add(bands.len() + rank, span),
            }
        }
    }
    sweep(&entries, window)
}

/// Tiles `window` with the bands of a card: each stretch with the index of the band that holds, if any does. Bands that pay
/// on top of others are left out.
///
/// ```
/// use domain::{Span, Zone, holidays, pay::{self, Known, file::CardFile}};
/// let known = Known { zone: &|_| true, calendar: &|_| true };
/// let file: CardFile = serde_json::from_str(pay::preset("hourly-bands").unwrap().json)?;
/// let card = file.check(known).unwrap();
/// let friday = Span::new("2027-05-07T08:00:00Z".parse()?, "2027-05-08T08:00:00Z".parse()?)?;
/// let england = holidays::calendar("GB-ENG").unwrap();
/// let bands = pay::bands_in(&card, &Zone::named("Europe/London")?, &england, friday);
/// let names: Vec<&str> = bands.iter().map(|(_, band)| card.bands()[band.unwrap()].name.as_ref()).collect();
/// assert_eq!(names, ["office hours", "night", "weekend"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bands_in(card: &Card, zone: &Zone, holidays: &Holidays, window: Span) -> Vec<(Span, Option<usize>)> {
    let holding: Vec<(usize, &Band)> = card.bands.iter().enumerate().filter(|(_, band)| !band.adds).collect();
    let segments = lay(&holding, zone, holidays, window);
    segments
        .into_iter()
        .map(|(span, held)| (span, held.map(|held| held.band)))
        .collect()
}

/// The holidays that touch `window`, from midnight to midnight.
fn days_off(zone: &Zone, holidays: &Holidays, window: Span) -> impl Iterator<Item = Span> {
    let date = |at: Instant| zone.local(at).date();
    let last = date(window.end()).succ_opt().unwrap_or(NaiveDate::MAX);
    let dates = holidays.in_range(date(window.start())..=last);
    dates.filter_map(|(date, _)| {
        let next = date.succ_opt()?;
        Span::new(zone.instant(date.into()), zone.instant(next.into())).ok()
    })
}

/// At each instant the entry with the lowest rank, and of those the one that began first.
fn sweep(entries: &[Entry], window: Span) -> Vec<Segment> {
    let mut edges: Vec<(Instant, bool, usize)> = Vec::with_capacity(entries.len() * 2);
    for (index, entry) in entries.iter().enumerate() {
        if let Some(inside) = entry.span.intersection(&window) {
            edges.push((inside.start(), true, index));
            edges.push((inside.end(), false, index));
        }
    }
    edges.push((window.end(), false, usize::MAX));
    edges.sort_unstable();
    let mut holding = BTreeSet::new();
    let mut segments: Vec<Segment> = Vec::with_capacity(edges.len());
    let mut from = window.start();
    for (at, begins, index) in edges {
        if let Ok(span) = Span::new(from, at) {
            let first: Option<&(usize, Instant, usize)> = holding.first();
            push(&mut segments, span, first.map(|(_, _, index)| entries[*index].held));
            from = at;
        }
        let Some(entry) = entries.get(index) else { continue };
        let key = (entry.rank, entry.span.start(), index);
        if begins {
            holding.insert(key);
        } else {
            holding.remove(&key);
        }
    }
    segments
}

/// Adds a segment, joined with the last where both hold the same.
fn push(segments: &mut Vec<Segment>, span: Span, held: Option<InBand>) {
    let joined = segments
        .last()
        .filter(|(_, last)| *last == held)
        .and_then(|(last, _)| Span::new(last.start(), span.end()).ok());
    match (joined, segments.last_mut()) {
        (Some(joined), Some(last)) => last.0 = joined,
        _ => segments.push((span, held)),
    }
}

/// The segments that touch `span`, cut to it.
pub(super) fn within(segments: &[Segment], span: Span) -> impl Iterator<Item = Segment> {
    let first = segments.partition_point(|(segment, _)| segment.end() <= span.start());
    segments[first..]
        .iter()
        .map_while(move |(segment, held)| Some((segment.intersection(&span)?, *held)))
}
