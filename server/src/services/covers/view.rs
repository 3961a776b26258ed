//! Covers as the API and the pages show them.

use super::super::{Actor, Reader, wording};
use crate::{snapshot::Snapshot, store::CoverRecord};
use app::covers::{CoverChange, CoverRow, CoverView};
use domain::{Instant, Role, Zone};

/// A cover for the API.
pub(super) fn view(record: &CoverRecord, snapshot: &Snapshot, now: Instant, revision: i64) -> CoverView {
    CoverView {
        id: record.cover.id().to_string(),
        rota: snapshot
            .rota(record.rota)
            .map(|rota| rota.record.slug.clone())
            .unwrap_or_default(),
        changes: changes(record, snapshot),
        from: record.cover.span().start(),
        to: record.cover.span().end(),
        reason: record.reason.clone(),
        override_reason: record.override_reason.clone(),
        state: state(record, now).to_owned(),
        by: Actor::describe(&record.made_by, snapshot),
        made_at: record.made_at,
        replaces: record.in_place_of.map(|place| place.replaces.to_string()),
        revision,
    }
}

/// What the audit keeps of a new cover.
pub(super) fn detail(record: &CoverRecord) -> serde_json::Value {
    serde_json::json!({
        "cover": record.cover,
        "reason": record.reason,
        "override": record.override_reason,
    })
}

/// A cover in the list of its rota.
pub(super) fn row(record: &CoverRecord, snapshot: &Snapshot, zone: &Zone, reader: &Reader) -> CoverRow {
    CoverRow {
        id: record.cover.id().to_string(),
        changes: changes(record, snapshot),
        when: wording::span_words(record.cover.span(), zone, reader),
        reason: record.reason.clone(),
        override_reason: record.override_reason.clone(),
        by: Actor::describe(&record.made_by, snapshot),
        begun: record.cover.span().start() <= reader.now,
        together: Vec::new(),
        with: Vec::new(),
    }
}

fn changes(record: &CoverRecord, snapshot: &Snapshot) -> Vec<CoverChange> {
    let change = |role| {
        let person = record.cover.takes(role)?;
        Some(CoverChange {
            role,
            person: person.to_string(),
            name: snapshot.directory().name(person).to_owned(),
        })
    };
    Role::BOTH.into_iter().filter_map(change).collect()
}

fn state(record: &CoverRecord, now: Instant) -> &'static str {
    let span = record.cover.span();
    match record.withdrawn {
        Some(_) => "withdrawn",
        None if now < span.start() => "scheduled",
        None if now < span.end() => "in_force",
        None => "over",
    }
}
