//! What a line says.

use super::calls::Call;
use super::claims::{Claim, Outcome};
use super::pieces::{Piece, Terms, Why};
use super::{Band, Blocks, Currency, Factor, Money, Price, Rate, Share, Unit};
use crate::{Instant, Span, Zone};
use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use std::fmt::Write as _;

/// Why a claim is paid what it is.
pub(super) fn claim(terms: Terms, zone: &Zone, claim: &Claim, span: Span) -> String {
    let mut text = when(zone, span);
    let Some(first) = claim.pieces.first() else { return text };
    let _ = write!(text, ", {}, ", claim.role);
    text.push_str(&match terms.band(first) {
        None => "no band holds: unpaid".to_owned(),
        Some(band) => pays(terms.card.currency, band, first, claim),
    });
    if first.why == Why::WholeShift {
        let rule = terms
            .card
            .whole_shift
            .iter()
            .find(|rule| first.held.is_some_and(|held| held.band == rule.band));
        let _ = write!(
            text,
            " (with the rest of the stretch, {} of which counts)",
            rule.map_or("enough", |rule| share(rule.when))
        );
    }
    text
}

fn pays(currency: Currency, band: &Band, first: &Piece, claim: &Claim) -> String {
    let name = &band.name;
    match claim.outcome {
        Outcome::Unpaid if first.why == Why::PaidElsewhere => format!("{name}: paid on another rota at the same time"),
        Outcome::Unpaid => format!("{name}: standby stops during the call-out"),
        Outcome::TooShort(seconds) => format!(
            "{name}: unpaid, {} is less than the {} it counts from",
            duration(seconds),
            duration(band.counts_from)
        ),
        Outcome::NotAcross => {
            let time = band.across.map(|time| time.to_string()).unwrap_or_default();
            format!("{name}: unpaid, duty does not run across {time}")
        }
        Outcome::TimeOff(factor) => {
            let (off, worked) = (duration(claim.toil_seconds), duration(claim.seconds));
            format!("{name}: {off} off instead of money, {worked} × {factor}")
        }
        Outcome::Blocks(price, firsts, further) => blocks(currency, band, price, firsts, further),
        Outcome::Hours(rate) => hourly(currency, band, rate, claim.seconds),
        Outcome::Once(rate) => format!("{name} {} {}", currency.words(rate), per(band.unit)),
    }
}

const fn share(share: Share) -> &'static str {
    match share {
        Share::MoreThanHalf => "more than half",
        Share::HalfOrMore => "half or more",
    }
}

fn hourly(currency: Currency, band: &Band, rate: Rate, seconds: i64) -> String {
    let on_top = if band.adds { " on top" } else { "" };
    format!(
        "{} rate {}/h × {}{on_top}",
        band.name,
        currency.words(rate),
        duration(seconds)
    )
}

fn blocks(currency: Currency, band: &Band, price: Price, firsts: i64, further: i64) -> String {
    let Unit::Blocks(Blocks {
        first, each, at_most, ..
    }) = band.unit
    else {
        return band.name.to_string();
    };
    let times = if firsts > 1 {
        format!("{firsts} × ")
    } else {
        String::new()
    };
    let mut text = format!(
        "{} {times}{} for up to {}",
        band.name,
        currency.words(price.first),
        duration(first)
    );
    if further > 0 {
        let _ = write!(
            text,
            " + {further} × {} for each started {}",
            currency.words(price.then),
            duration(each)
        );
    }
    if let Some(most) = at_most {
        let _ = write!(text, " (at most {})", duration(most));
    }
    text
}

const fn per(unit: Unit) -> &'static str {
    match unit {
        Unit::Hour => "an hour",
        Unit::Shift => "a shift",
        Unit::Night => "a night",
        Unit::Day => "a day",
        Unit::Week => "a week",
        Unit::Blocks(_) => "a block",
    }
}

/// Why a call-out is paid what it is.
pub(super) fn call(terms: Terms, zone: &Zone, call: &Call) -> String {
    let role = terms.stretches[call.stretch].role;
    let out = call.call_out;
    let mut text = format!(
        "{}, {role}, call-out, {}, “{}”: ",
        when(zone, out.span),
        out.place,
        out.reason
    );
    let worked = duration(out.span.seconds());
    if call.claimed.paid == 0 {
        let _ = write!(
            text,
            "{worked} worked, {}",
            if call.claimed.worked == 0 {
                "inside standby pay"
            } else {
                "above the shift's cap"
            }
        );
        return text;
    }
    let times = if call.factor == Factor::ONE {
        String::new()
    } else {
        format!(" × {}", call.factor)
    };
    let _ = match call.time_off {
        Some(factor) => write!(
            text,
            "{} off instead of money, {} × {factor}",
            duration(call.toil_seconds),
            duration(call.seconds)
        ),
        None => write!(
            text,
            "{}/h{times} × {}",
            terms.card.currency.words(call.rate),
            duration(call.seconds)
        ),
    };
    if call.claimed.paid != out.span.seconds() {
        let free = if call.claimed.free > 0 {
            format!(", {} of them inside standby pay", duration(call.claimed.free))
        } else {
            String::new()
        };
        let _ = write!(
            text,
            " ({worked} worked{free}, {} claimed)",
            duration(call.claimed.paid)
        );
    }
    text
}

/// What a cap takes away.
pub(super) fn cap(currency: Currency, zone: &Zone, span: Span, earned: i64, cap: i64, per: &str) -> String {
    let money = |minor| Money::new(minor, currency);
    format!(
        "{}: standby of {} is held to {} {per}",
        when(zone, span),
        money(earned),
        money(cap)
    )
}

/// `Sat 27 Mar 20:00 – Sun 28 Mar 09:00 (12 h elapsed, clocks went forward)`.
pub(super) fn when(zone: &Zone, span: Span) -> String {
    let (from, mut to) = (zone.local(span.start()), zone.local(span.end()));
    let mut text = String::with_capacity(96);
    date(&mut text, from);
    text.push(' ');
    time(&mut text, from);
    text.push_str(" – ");
    let midnight = to.time() == NaiveTime::MIN && to > from;
    if midnight {
        to -= TimeDelta::seconds(1);
    }
    if to.date() != from.date() {
        date(&mut text, to);
        text.push(' ');
    }
    if midnight {
        text.push_str("24:00")
    } else {
        time(&mut text, to)
    }
    if let Some(change) = clock_change(zone, span) {
        let _ = write!(text, " ({} elapsed, clocks {change})", duration(span.seconds()));
    }
    text
}

fn clock_change(zone: &Zone, span: Span) -> Option<&'static str> {
    // A change at the very start is over when the span begins.
    let changed = zone.transitions_in(span).any(|(at, _)| at > span.start());
    let offset = |at: Instant| zone.offset_at(at);
    let (before, after) = (offset(span.start()), offset(span.end() - 1));
    match after.cmp(&before) {
        std::cmp::Ordering::Greater => Some("went forward"),
        std::cmp::Ordering::Less => Some("went back"),
        std::cmp::Ordering::Equal => changed.then_some("changed, and back"),
    }
}

fn date(text: &mut String, at: NaiveDateTime) {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = MONTHS[at.month0() as usize % 12];
    let _ = write!(text, "{} {} {month}", at.weekday(), at.day());
}

fn time(text: &mut String, at: NaiveDateTime) {
    let _ = write!(text, "{:02}:{:02}", at.hour(), at.minute());
    if at.second() > 0 {
        let _ = write!(text, ":{:02}", at.second());
    }
}

/// Elapsed time for people: `12 h`, `7 h 30 min`, `45 s`.
///
/// ```
/// assert_eq!(domain::pay::duration(27_000), "7 h 30 min");
/// assert_eq!(domain::pay::duration(0), "0 min");
/// ```
pub fn duration(seconds: i64) -> String {
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")];
    let mut text = String::new();
    for (count, unit) in parts.into_iter().filter(|(count, _)| *count != 0) {
        let space = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{space}{count} {unit}");
    }
    if text.is_empty() { "0 min".to_owned() } else { text }
}
