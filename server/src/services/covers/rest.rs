//! How long whoever takes a cover rests before and after it.

use super::{super::wording, Decision, preview::spliced};
use crate::snapshot::{RotaImage, Snapshot};
use domain::{
    PersonId, Role, Span,
    conflicts::{Held, rest_around},
    timeline::Duty,
};

/// How far around a cover other duty is looked for: a week.
const AROUND_SECONDS: i64 = 7 * 86_400;

/// `Ben rests 8 h before and 12 h after; 11 h are asked for.` for each taker with duty nearby, and whether that is too
/// little.
pub(super) fn words(snapshot: &Snapshot, rota: &RotaImage, decision: &Decision) -> Vec<(String, bool)> {
    let cover = &decision.cover;
    let takers = Role::BOTH.into_iter().filter_map(|role| cover.takes(role));
    takers
        .filter_map(|taker| of_taker(snapshot, rota, decision, taker))
        .collect()
}

fn of_taker(snapshot: &Snapshot, rota: &RotaImage, decision: &Decision, taker: PersonId) -> Option<(String, bool)> {
    let span = decision.after.window();
    let around = Span::new(span.start() - AROUND_SECONDS, span.end() + AROUND_SECONDS).ok()?;
    let after = spliced(&Duty::from_rows(around, &rota.duty), &decision.after);
    let own = Held::all_of(rota.record.id, &after);
    let others = snapshot.rotas().filter(|other| other.record.id != rota.record.id);
    let elsewhere = others.flat_map(|other| Held::all_of(other.record.id, &Duty::from_rows(around, &other.duty)));
    let held: Vec<Held> = own
        .into_iter()
        .chain(elsewhere)
        .filter(|held| held.person == taker)
        .collect();
    let taken = held.iter().filter(|held| held.cover == Some(decision.cover.id()));
    let taken: Vec<Span> = taken.map(|held| held.span).collect();
    let (first, last) = (taken.iter().min()?, taken.iter().max_by_key(|span| span.end())?);
    let others: Vec<Span> = held
        .iter()
        .map(|held| held.span)
        .filter(|span| !taken.contains(span))
        .collect();
    let (before, after) = (rest_around(&others, *first).0, rest_around(&others, *last).1);
    let rested = match (before, after) {
        (None, None) => return None,
        (Some(before), None) => format!("{} before", wording::hours(before)),
        (None, Some(after)) => format!("{} after", wording::hours(after)),
        (Some(before), Some(after)) => format!("{} before and {} after", wording::hours(before), wording::hours(after)),
    };
    let needed = snapshot.rest_seconds(rota);
    let short = [before, after].into_iter().flatten().any(|rest| rest < needed);
    let name = snapshot.directory().name_in_words(taker);
    Some(match short {
        true => (
            format!("{name} rests {rested}; {} are asked for.", wording::hours(needed)),
            true,
        ),
        false => (format!("{name} rests {rested}."), false),
    })
}
