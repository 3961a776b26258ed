//! What a draft changes of what is published, in words: slot by slot, and who gains and loses.

use super::super::{Reader, rotas::named, wording::span_words};
use super::words::many;
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
};
use app::drafts::{Affected, ChangeRow, DifferenceView};
use domain::{
    PersonId, ShiftId, Span,
    draft::{Difference, Kind, difference},
    planner,
    rota::Shift,
};
use std::collections::{BTreeMap, HashMap};

/// The most roles that are listed one by one.
const MOST_ROWS: usize = 400;

/// What the turns of `after` that begin within `window` change of the published ones.
pub(super) fn view(
    snapshot: &Snapshot,
    rota: &RotaImage,
    (before, after): (&[Shift], &[Shift]),
    window: Span,
    reader: &Reader,
) -> DifferenceView {
    let found = difference(before, after, window);
    let loads = Loads::of(rota, before, after);
    let role = |one: &Difference| format!("{}, {}", one.role, span_words(one.span, &rota.rules.zone, reader));
    let mut people: BTreeMap<PersonId, (Vec<String>, Vec<String>, i64)> = BTreeMap::new();
    for one in &found {
        if let Some(person) = one.before.filter(|_| one.kind != Kind::Hours) {
            let entry = people.entry(person).or_default();
            entry.1.push(role(one));
            entry.2 -= loads.before(one.shift);
        }
        if let Some(person) = one.after.filter(|_| one.kind != Kind::Hours) {
            let entry = people.entry(person).or_default();
            entry.0.push(role(one));
            entry.2 += loads.after(one.shift);
        }
    }
    let mut people: Vec<Affected> = people
        .into_iter()
        .map(|(person, (gains, loses, points))| Affected {
            person: named(snapshot, person),
            gains,
            loses,
            points,
        })
        .collect();
    people.sort_by_cached_key(|one| collation::key(&one.person.name));
    DifferenceView {
        words: words(&found, people.len()),
        people,
        changes: found
            .iter()
            .take(MOST_ROWS)
            .map(|one| row(snapshot, rota, one, reader))
            .collect(),
    }
}

fn words(found: &[Difference], people: usize) -> String {
    let count = |kind| found.iter().filter(|one| one.kind == kind).count() as i64;
    let (new, gone) = (count(Kind::New), count(Kind::Gone));
    let changed = count(Kind::Changed) + count(Kind::Hours);
    let mut said = Vec::new();
    said.extend((changed > 0).then(|| many(changed, "published role changes", "published roles change")));
    said.extend((new > 0).then(|| many(new, "role is new", "roles are new")));
    said.extend((gone > 0).then(|| many(gone, "published role goes", "published roles go")));
    match said.is_empty() {
        true => "Nothing is different from what is published.".to_owned(),
        false => {
            let whom = many(people as i64, "person is affected", "people are affected");
            format!("{}; {whom}.", said.join(", "))
        }
    }
}

fn row(snapshot: &Snapshot, rota: &RotaImage, one: &Difference, reader: &Reader) -> ChangeRow {
    let kind = match one.kind {
        Kind::New => "new",
        Kind::Changed => "changed",
        Kind::Hours => "hours",
        Kind::Gone => "gone",
    };
    ChangeRow {
        role: one.role,
        when: span_words(one.span, &rota.rules.zone, reader),
        kind: kind.to_owned(),
        before: one.before.map(|person| named(snapshot, person)),
        after: one.after.map(|person| named(snapshot, person)),
    }
}

/// The points of shifts.
struct Loads([HashMap<ShiftId, i64>; 2]);

impl Loads {
    fn of(rota: &RotaImage, before: &[Shift], after: &[Shift]) -> Self {
        let rules = &rota.ahead;
        let points = |shifts: &[Shift]| {
            let load = |shift: &Shift| i64::from(planner::load(&shift.stretches, &rules.zone, &rules.holidays));
            shifts.iter().map(|shift| (shift.id, load(shift))).collect()
        };
        Self([points(before), points(after)])
    }

    fn before(&self, shift: ShiftId) -> i64 {
        self.0[0].get(&shift).copied().unwrap_or(0)
    }

    fn after(&self, shift: ShiftId) -> i64 {
        self.0[1].get(&shift).copied().unwrap_or(0)
    }
}
