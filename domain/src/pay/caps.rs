//! The most that standby comes to on a date, in a week, in a period.

use super::claims::monday;
use super::period::date_at;
use super::{Caps, Currency, Exact, Kind, Line, words};
use crate::{Instant, Span, Zone};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// What one cap takes away: over which time, how much was earned there, how much of it the period loses.
struct Taken {
    span: Span,
    earned: i64,
    lost: i64,
}

/// Lines that take away what is above the caps: first the days', then the weeks', then the period's. Lines of other
/// periods count where a week runs through a period's end; what is above the cap is lost where it was earned.
pub(super) fn lines(caps: &Caps, currency: Currency, zone: &Zone, period: Span, lines: &[(Line, bool)]) -> Vec<Line> {
    let mut order: Vec<(&Line, bool, i64)> = lines.iter().map(|(line, paid)| (line, *paid, line.minor)).collect();
    order.sort_by_key(|(line, ..)| (line.span, line.kind, line.role, line.rota));
    let mut capped = Vec::new();
    let mut add = |cap: i64, per: &str, taken: Vec<Taken>| {
        capped.extend(taken.into_iter().map(|taken| line(cap, per, currency, zone, taken)));
    };
    if let Some(cap) = caps.day {
        let taken = hold(
            cap,
            &mut order,
            |line| date_at(zone, line.span.start()),
            |date| dates(zone, date, 1),
        );
        add(cap, "a day", taken);
    }
    if let Some(cap) = caps.week {
        let taken = hold(
            cap,
            &mut order,
            |line| monday(date_at(zone, line.span.start())),
            |date| dates(zone, date, 7),
        );
        add(cap, "a week", taken);
    }
    if let Some(cap) = caps.period {
        order.retain(|(_, paid, _)| *paid);
        add(cap, "a period", hold(cap, &mut order, |_| (), |()| Some(period)));
    }
    capped
}

/// Runs through the lines of each group until they come to the cap, and takes the rest of each line away.
fn hold<K: Ord + Copy>(
    cap: i64,
    lines: &mut [(&Line, bool, i64)],
    group: impl Fn(&Line) -> K,
    span: impl Fn(K) -> Option<Span>,
) -> Vec<Taken> {
    let mut groups: BTreeMap<K, (i64, i64)> = BTreeMap::new();
    for (line, paid, minor) in lines {
        let (earned, lost) = groups.entry(group(line)).or_default();
        let room = (cap - *earned).max(0);
        *earned = earned.saturating_add(*minor);
        let excess = (*minor - room).max(0);
        *minor -= excess;
        if *paid {
            *lost = lost.saturating_add(excess);
        }
    }
    let over = groups.into_iter().filter(|(_, (_, lost))| *lost > 0);
    over.filter_map(|(key, (earned, lost))| {
        Some(Taken {
            span: span(key)?,
            earned,
            lost,
        })
    })
    .collect()
}

fn dates(zone: &Zone, first: NaiveDate, days: u64) -> Option<Span> {
    let at = |date: NaiveDate| -> Instant { zone.instant(date.into()) };
    Span::new(at(first), at(first.checked_add_days(Days::new(days))?)).ok()
}

fn line(cap: i64, per: &str, currency: Currency, zone: &Zone, taken: Taken) -> Line {
    Line {
        kind: Kind::Cap,
        span: taken.span,
        rota: None,
        shift: None,
        role: None,
        band: None,
        seconds: 0,
        exact: Exact::from_minor(-taken.lost),
        minor: -taken.lost,
        toil_seconds: 0,
        why: words::cap(currency, zone, taken.span, taken.earned, cap, per),
    }
}
