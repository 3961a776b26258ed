//! Undo: a new change that takes one's own last change back, while nothing builds on it.

mod built_on;
mod shifts;
mod take_back;

use super::{Desk, Reader, Result, audit::action_words, leave::leave_words, wording};
use crate::{
    snapshot::Snapshot,
    store::{AuditEntry, Connection, CoverRecord, Done},
};
use app::{
    AppError,
    changes::{ChangeOffer, Undone},
};
use async_trait::async_trait;
use domain::{Role, Span};

/// What can be taken back.
const UNDOABLE: [&str; 9] = [
    "correction.made",
    "correction.withdrawn",
    "cover.made",
    "cover.withdrawn",
    "leave.entered",
    "leave.withdrawn",
    "rota.changed",
    "rota.published",
    "rota.unpublished",
];
/// What comes with a change, and stays when that is taken back.
const BESIDE: [&str; 2] = ["change.undone", "offer.cancelled"];
/// How long ago somebody's latest change is looked for: a minute.
const LATELY_SECONDS: i64 = 60;
/// Covers that are named in words.
const NAMED: usize = 3;

/// A change that somebody made, with what it did.
pub(super) struct Change {
    revision: i64,
    entries: Vec<AuditEntry>,
    done: Done,
}

#[async_trait]
impl app::changes::Port for Desk {
    async fn change(&self, revision: i64) -> Result<ChangeOffer> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let mut connection = self.tandem.store.read().await?;
        let change = self.own_change(&mut connection, revision).await?;
        let blocked = match self.in_the_way_of(&mut connection, &change, &snapshot, &reader).await {
            Ok(()) => None,
            Err(AppError::Refused { message, .. } | AppError::Forbidden(message)) => Some(message),
            Err(other) => return Err(other),
        };
        Ok(ChangeOffer {
            revision,
            title: change.title(),
            words: change.words(&snapshot, &reader),
            blocked,
        })
    }

    async fn undo(&self, revision: i64) -> Result<Undone> {
        let desk = self.clone();
        self.to_the_end(async move { desk.take_back(revision).await }).await
    }

    async fn latest_change(&self) -> Result<Option<i64>> {
        let since = self.tandem.now() - LATELY_SECONDS;
        let mut connection = self.tandem.store.read().await?;
        Ok(AuditEntry::latest_of(&mut connection, &self.actor.key(), since).await?)
    }
}

impl Desk {
    /// A change that the actor made and that is of a kind that can be taken back.
    async fn own_change(&self, connection: &mut Connection, revision: i64) -> Result<Change> {
        let entries = AuditEntry::of_write(connection, revision).await?;
        let Some(first) = entries.first() else {
            return Err(AppError::NotFound(format!("There is no change {revision}.")));
        };
        if entries.iter().any(|entry| entry.actor != self.actor.key()) {
            let words = "Only whoever made a change can undo it.";
            return Err(AppError::Forbidden(words.to_owned()));
        }
        let is_main = |entry: &&AuditEntry| !BESIDE.contains(&entry.action.as_str());
        let other = entries
            .iter()
            .filter(is_main)
            .find(|entry| !UNDOABLE.contains(&entry.action.as_str()));
        if let Some(other) = other.or(Some(first).filter(|_| !entries.iter().any(|entry| is_main(&entry)))) {
            let words = format!("“{}” cannot be undone.", action_words(&other.action));
            return Err(AppError::refused("not-undoable", words));
        }
        Ok(Change {
            revision,
            done: Done::by(connection, revision).await?,
            entries,
        })
    }
}

impl Change {
    /// `Cover made`, or `Undone` when it took another back.
    fn title(&self) -> String {
        let undone = self.entries.iter().any(|entry| entry.action == "change.undone");
        let main = self
            .entries
            .iter()
            .rev()
            .find(|entry| UNDOABLE.contains(&entry.action.as_str()));
        match main {
            Some(main) if !undone => action_words(&main.action),
            _ => "Undone".to_owned(),
        }
    }

    /// The rota of which it published something, or whose rules it changed.
    fn rota(&self) -> Option<domain::RotaId> {
        let entry = self.entries.iter().find(|entry| entry.action.starts_with("rota."))?;
        entry.subject.strip_prefix("rota ")?.parse().ok()
    }

    /// What it was about: `Eve is Lead, Sat 28 Nov 18:00 – 20:00`.
    fn words(&self, snapshot: &Snapshot, reader: &Reader) -> String {
        let Done {
            covers_made,
            covers_withdrawn,
            corrections_made,
            corrections_withdrawn,
            shifts_made,
            shifts_ended,
            leave_entered,
            leave_withdrawn,
            ..
        } = &self.done;
        let mut all: Vec<String> = Vec::new();
        let shifts = || shifts_made.iter().chain(shifts_ended);
        let spans: Vec<Span> = shifts().map(|(_, shift)| shift.span).collect();
        if let (Some((rota, _)), Some(span)) = (shifts().next(), super::covers::several(&spans)) {
            all.push(of_rota(snapshot, *rota, span, reader));
        } else {
            let covers = covers_made.iter().chain(covers_withdrawn);
            all.extend(covers.map(|cover| cover_words(snapshot, cover, reader)));
        }
        for record in corrections_made.iter().chain(corrections_withdrawn) {
            all.push(of_rota(snapshot, record.rota, record.correction.span(), reader));
        }
        for leave in leave_entered.iter().chain(leave_withdrawn) {
            let zone = snapshot.directory().zone(leave.person);
            let name = snapshot.directory().name_in_words(leave.person);
            all.push(format!("{name}, {}", leave_words(leave.span, &zone, reader)));
        }
        if all.is_empty() {
            let name = self.rota().and_then(|id| Some(snapshot.rota(id)?.record.name.clone()));
            all.extend(name);
        }
        let more = all.len().saturating_sub(NAMED);
        all.truncate(NAMED);
        if more > 0 {
            all.push(format!("and {more} more"));
        }
        all.join("; ")
    }
}

fn of_rota(snapshot: &Snapshot, rota: domain::RotaId, span: Span, reader: &Reader) -> String {
    let zone = super::covers::zone_of(snapshot, rota);
    let name = snapshot.rota(rota).map(|rota| rota.record.name.clone());
    let when = wording::span_words(span, &zone, reader);
    format!("{}, {when}", name.unwrap_or_else(|| "a rota".to_owned()))
}

pub(super) fn cover_words(snapshot: &Snapshot, record: &CoverRecord, reader: &Reader) -> String {
    let zone = super::covers::zone_of(snapshot, record.rota);
    let takes = Role::BOTH
        .into_iter()
        .filter_map(|role| Some((role, record.cover.takes(role)?)));
    let takes: Vec<String> = takes
        .map(|(role, person)| format!("{} is {role}", snapshot.directory().name_in_words(person)))
        .collect();
    let when = wording::span_words(record.cover.span(), &zone, reader);
    format!("{}, {when}", takes.join(" and "))
}
