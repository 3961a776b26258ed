//! What is paid as one: an hourly piece, a night, a date, a week, a shift, a run of blocks.

use super::period::date_at;
use super::pieces::{Piece, Terms, Why, split};
use super::{AtOnce, Band, Exact, Factor, Price, Rate, Unit};
use crate::rota::{TimeOfDay, merged};
use crate::{Instant, Role, RotaId, ShiftId, Span, Zone};
use chrono::{Datelike, NaiveDate, TimeDelta};
use std::collections::BTreeMap;

/// Pieces that are paid together, in order; never none.
pub(super) struct Claim {
    pub pieces: Vec<Piece>,
    /// Elapsed seconds of them all.
    pub seconds: i64,
    /// Who is paid as what: the role held longest.
    pub role: Role,
    pub outcome: Outcome,
    pub exact: Exact,
    pub toil_seconds: i64,
}

/// What a claim comes to, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is not paid: no band holds, another rota pays, or standby stopped.
    Unpaid,
    /// So many seconds, fewer than the band counts from.
    TooShort(i64),
    /// Duty did not run across the time it has to.
    NotAcross,
    /// So much for each hour.
    Hours(Rate),
    /// So much, once.
    Once(Rate),
    /// So much for the first blocks and the further ones, and how many of each.
    Blocks(Price, i64, i64),
    /// Time off instead of money.
    TimeOff(Factor),
}

/// What makes pieces one claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Alone(Instant, usize),
    Night(Option<RotaId>, Instant),
    Day(Option<RotaId>, NaiveDate),
    Week(Option<RotaId>, NaiveDate),
    Shift(RotaId, ShiftId),
}

/// Groups pieces into claims and prices each.
pub(super) fn claims(terms: Terms, zone: &Zone, pieces: Vec<Piece>) -> Vec<Claim> {
    let by_date = |piece: &Piece| {
        piece.why == Why::Holds
            && terms
                .band(piece)
                .is_some_and(|band| matches!(band.unit, Unit::Day | Unit::Week))
    };
    let midnights = if pieces.iter().any(by_date) {
        midnights(zone, &pieces)
    } else {
        Vec::new()
    };
    let mut groups: BTreeMap<Key, Vec<Piece>> = BTreeMap::new();
    for piece in split(pieces, &midnights, by_date) {
        groups.entry(key(terms, zone, &piece)).or_default().push(piece);
    }
    let spans = merged(terms.stretches.iter().map(|stretch| stretch.span).collect());
    let priced = groups
        .into_values()
        .filter_map(|pieces| price(terms, zone, &spans, pieces));
    priced.collect()
}

fn midnights(zone: &Zone, pieces: &[Piece]) -> Vec<Instant> {
    let first = pieces.iter().map(|piece| piece.span.start()).min();
    let last = pieces.iter().map(|piece| piece.span.end()).max();
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let dates = zone.local(first).date().iter_days();
    let midnights = dates.map(|date| zone.instant(date.into()));
    midnights.take_while(|at| *at < last).collect()
}

fn key(terms: Terms, zone: &Zone, piece: &Piece) -> Key {
    let worked = &terms.stretches[piece.stretch];
    let rota = (terms.card.file.rotas_at_once == AtOnce::Each).then_some(worked.rota);
    let date = || date_at(zone, piece.span.start());
    let band = terms.band(piece).filter(|_| piece.why == Why::Holds);
    match (band.map(|band| band.unit), piece.held) {
        (Some(Unit::Night), Some(held)) => Key::Night(rota, held.night),
        (Some(Unit::Day), _) => Key::Day(rota, date()),
        (Some(Unit::Week), _) => Key::Week(rota, monday(date())),
        (Some(Unit::Shift), _) => Key::Shift(worked.rota, worked.shift),
        _ => Key::Alone(piece.span.start(), piece.stretch),
    }
}

/// The Monday of a date's week.
pub(super) fn monday(date: NaiveDate) -> NaiveDate {
    let into = TimeDelta::days(date.weekday().num_days_from_monday().into());
    date.checked_sub_signed(into).unwrap_or(date)
}

/// Prices a group; its band is the one in which it begins.
fn price(terms: Terms, zone: &Zone, spans: &[Span], mut pieces: Vec<Piece>) -> Option<Claim> {
    pieces.sort_unstable_by_key(|piece| piece.span);
    let first = *pieces.first()?;
    let seconds = pieces.iter().map(|piece| piece.span.seconds()).sum();
    let role = role_held_longest(terms, &pieces);
    let outcome = match (first.why, terms.band(&first)) {
        (Why::TooShort(seconds), _) => Outcome::TooShort(seconds),
        (Why::Holds, Some(band)) if band.unit != Unit::Hour && seconds < band.counts_from => Outcome::TooShort(seconds),
        (Why::Holds, Some(Band { across: Some(time), .. })) if !runs_across(zone, spans, &first, *time) => {
            Outcome::NotAcross
        }
        (Why::Holds | Why::WholeShift, Some(band)) => paid(terms, band, role, seconds),
        _ => Outcome::Unpaid,
    };
    let (exact, toil_seconds) = match outcome {
        Outcome::Hours(price) => (price.for_seconds(seconds, Factor::ONE), 0),
        Outcome::Once(price) => (price.times(1), 0),
        Outcome::Blocks(price, firsts, further) => (price.first.times(firsts) + price.then.times(further), 0),
        Outcome::TimeOff(factor) => (Exact::ZERO, factor.of_seconds(seconds)),
        Outcome::Unpaid | Outcome::TooShort(_) | Outcome::NotAcross => (Exact::ZERO, 0),
    };
    Some(Claim {
        pieces,
        seconds,
        role,
        outcome,
        exact,
        toil_seconds,
    })
}

/// What a band pays for so many seconds that count.
fn paid(terms: Terms, band: &Band, role: Role, seconds: i64) -> Outcome {
    let price = band.prices.of(role, terms.payee);
    match (band.unit, band.toil) {
        (Unit::Hour, Some(toil)) if toil.given(terms.payee.wishes_toil) => Outcome::TimeOff(toil.factor),
        (Unit::Hour, _) => Outcome::Hours(price.first),
        (Unit::Blocks(blocks), _) => {
            let (firsts, further) = blocks.started(seconds);
            Outcome::Blocks(price, firsts, further)
        }
        _ => Outcome::Once(price.first),
    }
}

fn role_held_longest(terms: Terms, pieces: &[Piece]) -> Role {
    let seconds = |role: Role| -> i64 {
        let held = pieces
            .iter()
            .filter(|piece| terms.stretches[piece.stretch].role == role);
        held.map(|piece| piece.span.seconds()).sum()
    };
    if seconds(Role::Lead) >= seconds(Role::Engineer) {
        Role::Lead
    } else {
        Role::Engineer
    }
}

/// Whether unbroken duty runs from before to after `time` of the night that `piece` lies in.
fn runs_across(zone: &Zone, spans: &[Span], piece: &Piece, time: TimeOfDay) -> bool {
    let night = piece.held.map_or(piece.span.start(), |held| held.night);
    let date = zone.local(night).date();
    let dates = [Some(date), date.succ_opt()];
    let moments = dates
        .into_iter()
        .flatten()
        .map(|date| zone.instant(date.and_time(time.naive())));
    let Some(at) = moments.into_iter().find(|at| *at >= night) else {
        return false;
    };
    let run = spans.get(spans.partition_point(|span| span.end() <= at));
    run.is_some_and(|run| run.start() < at)
}
