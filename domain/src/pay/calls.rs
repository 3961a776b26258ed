//! From call-outs to what they pay.

use super::pieces::{Piece, Terms, Why};
use super::timetable::{Segment, within};
use super::{CallOut, CallOutRules, Claimed, Exact, Factor, Fault, Rate};
use crate::{RotaId, ShiftId, Span};
use std::collections::BTreeMap;

/// A part of a call-out that is paid at one factor.
pub(super) struct Call<'a> {
    pub call_out: &'a CallOut,
    /// The stretch of duty in which it began.
    pub stretch: usize,
    pub claimed: Claimed,
    pub rate: Rate,
    pub factor: Factor,
    /// Seconds paid at this factor.
    pub seconds: i64,
    pub time_off: Option<Factor>,
    pub exact: Exact,
    pub toil_seconds: i64,
}

/// Everything wrong with call-outs: outside duty, overlapping, or not paid by the card.
pub(super) fn faults(terms: Terms, call_outs: &[CallOut]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut sorted: Vec<(usize, &CallOut)> = call_outs.iter().enumerate().collect();
    sorted.sort_by_key(|(index, call)| (call.span, *index));
    for (index, call) in &sorted {
        let place = format!("call_outs[{index}]");
        if terms.card.call_outs.is_none() {
            faults.push(Fault::new(
                place,
                format!(
                    "the card ‘{}’ has no rules for call-outs: add call_outs to it",
                    terms.card.name()
                ),
            ));
        } else if stretch_of(terms, call).is_none() {
            faults.push(Fault::new(
                place,
                format!("it begins at {}, when the person is not on duty", call.span.start()),
            ));
        }
    }
    for pair in sorted.windows(2) {
        if pair[0].1.span.overlaps(&pair[1].1.span) {
            let reason = format!(
                "overlaps call_outs[{}], which ends at {}: join the two",
                pair[0].0,
                pair[0].1.span.end()
            );
            faults.push(Fault::new(format!("call_outs[{}]", pair[1].0), reason));
        }
    }
    faults
}

/// The stretch of duty that a call-out belongs to.
fn stretch_of(terms: Terms, call: &CallOut) -> Option<usize> {
    let suits = |rota: RotaId| call.rota.is_none_or(|wanted| wanted == rota);
    terms
        .stretches
        .iter()
        .position(|stretch| stretch.span.contains(call.span.start()) && suits(stretch.rota))
}

/// What the call-outs pay, in their order.
pub(super) fn calls<'a>(terms: Terms, call_outs: &'a [CallOut], segments: &[Segment]) -> Vec<Call<'a>> {
    let Some(rules) = &terms.card.call_outs else {
        return Vec::new();
    };
    let mut by_shift: BTreeMap<(RotaId, ShiftId), Vec<(&CallOut, usize)>> = BTreeMap::new();
    for call in call_outs {
        if let Some(index) = stretch_of(terms, call) {
            let stretch = &terms.stretches[index];
            by_shift
                .entry((stretch.rota, stretch.shift))
                .or_default()
                .push((call, index));
        }
    }
    let mut paid = Vec::new();
    for mut of_shift in by_shift.into_values() {
        of_shift.sort_by_key(|(call, _)| call.span);
        let times: Vec<_> = of_shift
            .iter()
            .map(|(call, _)| (call.place, call.span.seconds()))
            .collect();
        for ((call_out, stretch), claimed) in of_shift.into_iter().zip(rules.claim(&times)) {
            for (factor, seconds) in factors(terms, call_out, claimed, segments) {
                paid.push(call(terms, rules, call_out, stretch, claimed, factor, seconds));
            }
        }
    }
    paid
}

fn call<'a>(
    terms: Terms,
    rules: &CallOutRules,
    call_out: &'a CallOut,
    stretch: usize,
    claimed: Claimed,
    factor: Factor,
    seconds: i64,
) -> Call<'a> {
    let rate = rules.prices.of(terms.stretches[stretch].role, terms.payee).first;
    let toil = rules.toil.filter(|toil| toil.given(terms.payee.wishes_toil));
    let time_off = toil.map(|toil| toil.factor);
    let exact = if time_off.is_some() {
        Exact::ZERO
    } else {
        rate.for_seconds(seconds, factor)
    };
    let toil_seconds = time_off.map_or(0, |factor| factor.of_seconds(seconds));
    Call {
        call_out,
        stretch,
        claimed,
        rate,
        factor,
        seconds,
        time_off,
        exact,
        toil_seconds,
    }
}

/// Lays the paid seconds over the bands from the end of the free ones on; what goes beyond the work, such as a minimum
/// claim, is paid like its end. Always one part at least.
fn factors(terms: Terms, call: &CallOut, claimed: Claimed, segments: &[Segment]) -> Vec<(Factor, i64)> {
    let mut parts: Vec<(Factor, i64)> = Vec::new();
    let mut left = claimed.paid;
    let worked = Span::new(call.span.start() + claimed.free, call.span.end());
    for (span, held) in worked.into_iter().flat_map(|span| within(segments, span)) {
        let piece = Piece {
            span,
            stretch: 0,
            held,
            why: Why::Holds,
        };
        let factor = terms.band(&piece).map_or(Factor::ONE, |band| band.call_out_factor);
        let seconds = left.min(span.seconds());
        left -= seconds;
        match parts.last_mut() {
            Some(last) if last.0 == factor || seconds == 0 => last.1 += seconds,
            _ => parts.push((factor, seconds)),
        }
    }
    match parts.last_mut() {
        Some(last) => last.1 += left,
        None => parts.push((Factor::ONE, left)),
    }
    parts
}
