//! What becomes of covers when a part of a draft is published below them.

use super::super::{Actor, Reader, conflict::conflict_words_among, wording::span_words};
use super::Opened;
use crate::store::CoverRecord;
use domain::{
    Role, Span,
    rota::Shift,
    timeline::{Cover, Inputs, covers_in_the_way, resolve},
};

/// Each cover that touches the part: what becomes of it, and `kept`, `moved` or `in-the-way`.
pub(super) fn affected(
    opened: &Opened,
    covers: &[CoverRecord],
    (before, after): (&[Shift], &[Shift]),
    part: Span,
    reader: &Reader,
) -> Vec<(String, String)> {
    let conflicts = in_the_way(opened, covers, after, part, reader);
    if !conflicts.is_empty() {
        return conflicts
            .into_iter()
            .map(|words| (words, "in-the-way".to_owned()))
            .collect();
    }
    covers
        .iter()
        .map(|record| one(opened, &record.cover, before, after, part, reader))
        .collect()
}

/// Why a cover and the plan together would put one person into both roles.
pub(super) fn in_the_way(
    opened: &Opened,
    covers: &[CoverRecord],
    after: &[Shift],
    part: Span,
    reader: &Reader,
) -> Vec<String> {
    let plain = plain(covers);
    let inputs = inputs(after, &plain, part);
    let conflicts = resolve(&inputs).err().unwrap_or_default();
    let zone = &opened.rota.rules.zone;
    conflicts
        .iter()
        .map(|conflict| conflict_words_among(conflict, covers, &opened.snapshot, zone, reader))
        .collect()
}

fn plain(covers: &[CoverRecord]) -> Vec<Cover> {
    covers.iter().map(|record| record.cover.clone()).collect()
}

/// What duty in the part would be made of.
fn inputs<'a>(after: &'a [Shift], covers: &'a [Cover], part: Span) -> Inputs<'a> {
    Inputs {
        shifts: after,
        covers,
        corrections: &[],
        planned: Some(part),
        window: part,
    }
}

/// The covers that have to go before the part can be published: id and words.
pub(super) fn to_withdraw(
    opened: &Opened,
    covers: &[CoverRecord],
    after: &[Shift],
    part: Span,
    reader: &Reader,
) -> Vec<(String, String)> {
    let plain = plain(covers);
    let inputs = inputs(after, &plain, part);
    let ids = covers_in_the_way(&inputs, Vec::new());
    let there = ids
        .iter()
        .filter_map(|id| covers.iter().find(|record| record.cover.id() == *id));
    there
        .map(|record| (record.cover.id().to_string(), taken(opened, record, reader)))
        .collect()
}

/// `Ada is Engineer, Tue 24 Nov 17:00 – 21:00, made by Ben`.
fn taken(opened: &Opened, record: &CoverRecord, reader: &Reader) -> String {
    let name = |person| opened.snapshot.directory().name_in_words(person);
    let takes = Role::BOTH
        .into_iter()
        .filter_map(|role| Some((role, record.cover.takes(role)?)));
    let takes: Vec<String> = takes
        .map(|(role, person)| format!("{} is {role}", name(person)))
        .collect();
    format!(
        "{}, {}, made by {}",
        takes.join(" and "),
        span_words(record.cover.span(), &opened.rota.rules.zone, reader),
        Actor::describe(&record.made_by, &opened.snapshot)
    )
}

fn one(
    opened: &Opened,
    cover: &Cover,
    before: &[Shift],
    after: &[Shift],
    part: Span,
    reader: &Reader,
) -> (String, String) {
    let directory = opened.snapshot.directory();
    let when = span_words(cover.span(), &opened.rota.rules.zone, reader);
    let within = cover.span().intersection(&part);
    let mut words = Vec::new();
    let mut moved = false;
    for role in Role::BOTH {
        let Some(taker) = cover.takes(role) else { continue };
        let (was, is) = (below(before, within, role), below(after, within, role));
        let names = |people: &[domain::PersonId]| -> String {
            let names: Vec<&str> = people.iter().map(|person| directory.name(*person)).collect();
            if names.is_empty() {
                "nobody".to_owned()
            } else {
                names.join(" and ")
            }
        };
        moved |= was != is;
        words.push(match was == is {
            true => format!("{} stays {role} for {}, {when}", directory.name(taker), names(&is)),
            false => format!(
                "{} stays {role}, {when}, now for {} instead of {}",
                directory.name(taker),
                names(&is),
                names(&was)
            ),
        });
    }
    let kind = if moved { "moved" } else { "kept" };
    (words.join("; "), kind.to_owned())
}

/// Who is planned below a cover, in order of time.
fn below(shifts: &[Shift], within: Option<Span>, role: Role) -> Vec<domain::PersonId> {
    let Some(within) = within else { return Vec::new() };
    let touched = shifts
        .iter()
        .filter(|shift| shift.stretches.iter().any(|stretch| stretch.overlaps(&within)));
    let mut people: Vec<_> = touched.filter_map(|shift| shift.pairing.holder(role)).collect();
    people.dedup();
    people
}
