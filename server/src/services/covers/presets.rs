//! Times that are chosen with one click, and whole shifts.

use super::super::{Reader, Result, wording};
use crate::snapshot::RotaImage;
use app::{
    AppError,
    covers::{Asked, Quick},
};
use domain::{
    Instant, Span,
    timeline::{Duty, State},
};

/// How many coming shifts are offered.
const SHIFTS: usize = 14;

/// What was asked for, or the rest of the shift, or a day.
pub(super) fn asked_span(rota: &RotaImage, asked: &Asked, now: Instant) -> Result<Span> {
    let zone = &rota.rules.zone;
    if let Some(whole) = whole_shifts(rota, asked, now) {
        return Ok(whole);
    }
    let from = wording::instant(&asked.from, zone).ok();
    let shift = shift_at(rota, from.unwrap_or(now), now);
    let start = from.unwrap_or_else(|| shift.map_or(now, |span| span.start()));
    let to = wording::instant(&asked.to, zone).ok();
    let end = to
        .or(shift.map(|span| span.end()))
        .filter(|end| *end > start)
        .unwrap_or(start + 86_400);
    Span::new(start, end).map_err(|error| AppError::field("to", error.to_string()))
}

/// What is left at `now` of the shift at `at`, or of the next after it.
fn shift_at(rota: &RotaImage, at: Instant, now: Instant) -> Option<Span> {
    let first = rota.duty.partition_point(|row| row.starts_at <= at).saturating_sub(1);
    let start = first + rota.duty.get(first..)?.iter().position(|row| row.shift.is_some())?;
    let shift = rota.duty.get(start)?.shift;
    let begin = rota.duty[..start]
        .iter()
        .rposition(|row| row.shift.is_some() && row.shift != shift)
        .map_or(0, |at| at + 1);
    let begins = rota.duty[begin..=start]
        .iter()
        .find(|row| row.shift == shift)?
        .starts_at;
    let last = start
        + rota.duty[start..]
            .iter()
            .take_while(|row| row.shift.is_none() || row.shift == shift)
            .count()
        - 1;
    let last = (start..=last).rev().find(|index| rota.duty[*index].shift == shift)?;
    let ends = rota.duty.get(last + 1)?.starts_at;
    Span::new(begins.max(now), ends).ok()
}

/// Spans to choose with one click.
pub(super) fn quick(rota: &RotaImage, at: Instant, now: Instant) -> Vec<Quick> {
    let zone = &rota.rules.zone;
    // What begins now begins when it is saved.
    let choice = |words: &str, span: Span| Quick {
        words: words.to_owned(),
        from: match span.start() == now {
            true => String::new(),
            false => wording::local_field(span.start(), zone),
        },
        to: wording::local_field(span.end(), zone),
    };
    let current = shift_at(rota, now, now);
    let next = current.and_then(|span| shift_at(rota, span.end(), now));
    let this = shift_at(rota, at, now).filter(|span| Some(*span) != current && Some(*span) != next);
    let on_now = current.is_some_and(|span| span.start() == now);
    let first = if on_now { "Now until handover" } else { "The next shift" };
    let second = if on_now { "The next shift" } else { "The one after" };
    let within = |end: Instant| {
        let span = Span::new(now, end).ok().filter(|_| on_now)?;
        current.filter(|current| span.end() < current.end()).map(|_| span)
    };
    let stretch = on_now.then(|| stretch_end(rota, now)).flatten();
    let tomorrow = zone.local(now).date().succ_opt();
    let day = tomorrow.map(|tomorrow| wording::midnight(tomorrow, zone));
    [
        (first, current),
        ("Until the end of this stretch", stretch.and_then(within)),
        (
            "Until the end of the day",
            day.filter(|day| Some(*day) != stretch).and_then(within),
        ),
        (second, next),
        ("This shift", this),
    ]
    .into_iter()
    .filter_map(|(words, span)| span.map(|span| choice(words, span)))
    .collect()
}

/// When coverage pauses next, for somebody on duty at `now`.
fn stretch_end(rota: &RotaImage, now: Instant) -> Option<Instant> {
    let next = rota.duty.partition_point(|row| row.starts_at <= now);
    let shift = rota.duty.get(next.checked_sub(1)?)?.shift?;
    let later = rota.duty[next..].iter().find(|row| row.shift != Some(shift))?;
    Some(later.starts_at)
}

/// Start and words of the coming shifts, the one under way first.
pub(super) fn shifts(rota: &RotaImage, reader: &Reader) -> Vec<(String, String)> {
    let (zone, now) = (&rota.rules.zone, reader.now);
    let first = shift_at(rota, now, now);
    let all = std::iter::successors(first, |span| {
        shift_at(rota, span.end(), now).filter(|next| next.start() > span.start())
    });
    all.take(SHIFTS)
        .map(|span| (span.start().to_string(), wording::span_plainly(span, zone, reader)))
        .collect()
}

/// The time of whole shifts that were chosen, from the first to the last.
fn whole_shifts(rota: &RotaImage, asked: &Asked, now: Instant) -> Option<Span> {
    let start = |text: &str| wording::instant(text, &rota.rules.zone).ok();
    let first = shift_at(rota, start(&asked.first)?, now)?;
    let last = start(&asked.last)
        .and_then(|last| shift_at(rota, last, now))
        .unwrap_or(first);
    Span::new(first.start().min(last.start()), first.end().max(last.end())).ok()
}

/// What was asked, with whole shifts as the time that they are.
pub(super) fn typed(rota: &RotaImage, asked: Asked, span: Span) -> Asked {
    if asked.first.trim().is_empty() {
        return asked;
    }
    let zone = &rota.rules.zone;
    Asked {
        from: wording::local_field(span.start(), zone),
        to: wording::local_field(span.end(), zone),
        ..asked
    }
}

/// The address that previews an exchange of the roles: each of the two takes the other's.
pub(super) fn exchange(rota: &RotaImage, span: Span, from: &str) -> Option<String> {
    let duty = Duty::from_rows(span, &rota.duty);
    let mut pairs = duty
        .rows()
        .iter()
        .filter(|row| row.state == State::Covered)
        .map(|row| row.pairing);
    let pair = pairs.next()?;
    let (lead, engineer) = (pair.lead()?, pair.engineer()?);
    let zone = &rota.rules.zone;
    let from = match from.trim() {
        "" => String::new(),
        _ => wording::local_field(span.start(), zone),
    };
    pairs.all(|other| other == pair).then(|| {
        format!(
            "/rotas/{}/cover?role=both&lead={engineer}&engineer={lead}&from={from}&to={}&preview=yes",
            rota.record.slug,
            wording::local_field(span.end(), zone)
        )
    })
}
