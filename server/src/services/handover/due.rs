//! Of which notes somebody is to be told.

use super::{
    super::notices::{Notice, managers_of},
    cards::Standing,
};
use crate::{snapshot::Snapshot, store::Checklist};
use domain::{Instant, PersonId, TeamId, handover::REMIND_AFTER};
use std::collections::HashMap;

/// Something that is to be told to somebody, once for its key.
pub(in crate::services) struct Waiting {
    pub(in crate::services) key: String,
    pub(in crate::services) person: PersonId,
    pub(in crate::services) notice: Notice,
}

/// What is to be told of notes that nobody has acknowledged: to those who came, as soon as they are on duty, and once more,
/// with the managers, after the minutes that the team has chosen.
pub(in crate::services) fn waiting(
    snapshot: &Snapshot,
    checklists: &[(TeamId, Checklist)],
    now: Instant,
) -> Vec<Waiting> {
    let minutes: HashMap<TeamId, i64> = checklists.iter().map(|(team, it)| (*team, it.remind_after)).collect();
    let mut due = Vec::new();
    for rota in snapshot.rotas() {
        let id = rota.record.id;
        // Most rotas have no notes: they are not looked at any closer.
        if snapshot.handover_marks(id).is_empty() || !snapshot.uses_handover_notes(id) {
            continue;
        }
        let standing = Standing::of(snapshot, rota, now);
        let Some((handover, mark, new)) = standing.waiting(now) else {
            continue;
        };
        let at = mark.at;
        let told = |person: PersonId, notice: Notice| Waiting {
            key: format!("{} {person} {id} {}", notice.key(), at.seconds()),
            person,
            notice,
        };
        due.extend(
            new.iter()
                .map(|person| told(*person, Notice::HandoverLeft { rota: id, at })),
        );
        let after = minutes.get(&rota.record.team).copied().unwrap_or(REMIND_AFTER);
        if after > 0 && now >= handover.at + after * 60 {
            let mut people = managers_of(snapshot, rota);
            people.extend(
                new.iter()
                    .filter(|person| !people.contains(person))
                    .copied()
                    .collect::<Vec<_>>(),
            );
            due.extend(
                people
                    .into_iter()
                    .map(|person| told(person, Notice::HandoverWaits { rota: id, at })),
            );
        }
    }
    due
}
