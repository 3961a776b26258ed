//! Why one person would be in both roles, in words.

use super::{Actor, Reader, wording};
use crate::{snapshot::Snapshot, store::CoverRecord};
use domain::{CorrectionId, CoverId, Role, Zone, timeline::Conflict};

/// `Ada would be Lead and Engineer from Tue 24 Nov 17:30 to Wed 25 Nov 09:00: as Lead by the plan, as Engineer by cover
/// 6f1f0a0e-….`
pub(crate) fn conflict_words(conflict: &Conflict, snapshot: &Snapshot, zone: &Zone, reader: &Reader) -> String {
    conflict_words_among(conflict, &[], snapshot, zone, reader)
}

/// The same, with the covers that are known named by who made them and when: `as Engineer by the cover that Bob made,
/// Tue 24 Nov 17:30 – 21:00`.
pub(crate) fn conflict_words_among(
    conflict: &Conflict,
    covers: &[CoverRecord],
    snapshot: &Snapshot,
    zone: &Zone,
    reader: &Reader,
) -> String {
    let because = |role: Role, cover: Option<CoverId>, correction: Option<CorrectionId>| {
        if let Some(id) = correction {
            return format!("as {role} by correction {id}");
        }
        let Some(id) = cover else {
            return format!("as {role} by the plan");
        };
        match covers.iter().find(|record| record.cover.id() == id) {
            Some(record) => format!(
                "as {role} by the cover that {} made, {}",
                Actor::describe(&record.made_by, snapshot),
                wording::span_words(record.cover.span(), zone, reader)
            ),
            None => format!("as {role} by cover {id}"),
        }
    };
    format!(
        "{} would be Lead and Engineer from {} to {}: {}, {}.",
        snapshot.directory().name_in_words(conflict.person),
        wording::stamp(conflict.span.start(), zone, reader).text,
        wording::end_words(conflict.span, zone, reader),
        because(Role::Lead, conflict.lead_cover, conflict.lead_correction),
        because(Role::Engineer, conflict.engineer_cover, conflict.engineer_correction),
    )
}
