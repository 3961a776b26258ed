//! Why one person would be in both roles, in words.

use super::{Actor, wording};
use crate::{snapshot::Snapshot, store::CoverRecord};
use domain::{CoverId, Instant, Role, Span, Zone, timeline::Conflict};

/// `Ada would be Lead and Engineer from Tue 24 Nov 17:30 to Wed 25 Nov 09:00: as Lead by the plan, as Engineer by cover
/// 6f1f0a0e-….`
pub(crate) fn conflict_words(conflict: &Conflict, snapshot: &Snapshot, zone: &Zone, now: Instant) -> String {
    conflict_words_among(conflict, &[], snapshot, zone, now)
}

/// The same, with the covers that are known named by who made them and when: `as Engineer by the cover that Bob made,
/// Tue 24 Nov 17:30 – 21:00`.
pub(crate) fn conflict_words_among(
    conflict: &Conflict,
    covers: &[CoverRecord],
    snapshot: &Snapshot,
    zone: &Zone,
    now: Instant,
) -> String {
    let because = |role: Role, cover: Option<CoverId>| {
        let Some(id) = cover else {
            return format!("as {role} by the plan");
        };
        match covers.iter().find(|record| record.cover.id() == id) {
            Some(record) => format!(
                "as {role} by the cover that {} made, {}",
                Actor::describe(&record.made_by, snapshot),
                span_words(record.cover.span(), zone, now)
            ),
            None => format!("as {role} by cover {id}"),
        }
    };
    format!(
        "{} would be Lead and Engineer from {} to {}: {}, {}.",
        snapshot.directory().name(conflict.person),
        wording::stamp(conflict.span.start(), zone, now).text,
        end_words(conflict.span, zone, now),
        because(Role::Lead, conflict.lead_cover),
        because(Role::Engineer, conflict.engineer_cover),
    )
}

/// `Tue 24 Nov 17:30 – 21:00`; the end's day too when it is another.
pub(crate) fn span_words(span: Span, zone: &Zone, now: Instant) -> String {
    format!(
        "{} – {}",
        wording::stamp(span.start(), zone, now).text,
        end_words(span, zone, now)
    )
}

/// The end of a span whose start has been said.
fn end_words(span: Span, zone: &Zone, now: Instant) -> String {
    let (start, end) = (zone.local(span.start()), zone.local(span.end()));
    if start.date() == end.date() {
        end.format("%H:%M").to_string()
    } else {
        wording::stamp(span.end(), zone, now).text
    }
}
