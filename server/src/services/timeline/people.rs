//! The same with a lane for each person.

use super::{super::wording, bars::Piece, scale::Scale};
use crate::{collation, snapshot::Snapshot};
use app::{
    rotas::Named,
    timeline::{BarKind, PersonLane, Shade},
};
use domain::{PersonId, Span};
use std::collections::BTreeMap;

/// A lane for each of `members` and everybody else who has duty in the window, in order of name; the gaps first.
pub(super) fn lanes(
    snapshot: &Snapshot,
    scale: &Scale<'_>,
    pieces: &[Piece],
    members: &[PersonId],
    leave: &[(PersonId, Span)],
) -> Vec<PersonLane> {
    let directory = snapshot.directory();
    let mut lanes: BTreeMap<(bool, Vec<u8>, String), PersonLane> = BTreeMap::new();
    let empty = |person: Option<Named>| PersonLane {
        person,
        words: String::new(),
        bars: Vec::new(),
        leave: Vec::new(),
    };
    let key = |person: Option<&Named>| match person {
        Some(person) => (true, collation::key(&person.name), person.id.clone()),
        None => (false, Vec::new(), String::new()),
    };
    for member in members {
        let person = Named {
            id: member.to_string(),
            name: directory.name(*member).to_owned(),
        };
        lanes
            .entry(key(Some(&person)))
            .or_insert_with(|| empty(Some(person.clone())));
    }
    let mut totals: BTreeMap<String, i64> = BTreeMap::new();
    for piece in pieces {
        if piece.person.is_none() && piece.kind == BarKind::Covered {
            continue;
        }
        let lane = lanes
            .entry(key(piece.person.as_ref()))
            .or_insert_with(|| empty(piece.person.clone()));
        lane.bars.push(piece.bar(scale));
        if piece.kind != BarKind::Covered {
            let id = piece
                .person
                .as_ref()
                .map(|person| person.id.clone())
                .unwrap_or_default();
            *totals.entry(id).or_default() += piece.seconds;
        }
    }
    let mut lanes: Vec<PersonLane> = lanes.into_values().collect();
    for lane in &mut lanes {
        let id = lane.person.as_ref().map(|person| person.id.clone()).unwrap_or_default();
        lane.words = totals
            .get(&id)
            .map_or_else(String::new, |seconds| wording::hours(*seconds));
        let own = leave.iter().filter(|(person, _)| person.to_string() == id);
        lane.leave = own.map(|(_, span)| shade(*span, lane.person.as_ref(), scale)).collect();
    }
    lanes
}

fn shade(span: Span, person: Option<&Named>, scale: &Scale<'_>) -> Shade {
    let (x, end) = (scale.percent(span.start()), scale.percent(span.end()));
    Shade {
        kind: "leave".to_owned(),
        title: person.map(|person| format!("{} is on leave", crate::bidi::isolated(&person.name))),
        x,
        width: end - x,
    }
}
