//! What notices are about: the topic that people choose by, and the page that an entry leads to.

use super::Notice;
use crate::snapshot::Snapshot;
use domain::{
    Instant, RotaId,
    notice::{Topic, Turns},
};

/// The topic of a notice; `None` for what always goes by mail, and never into an inbox.
pub(super) const fn topic(notice: &Notice) -> Option<Topic> {
    match notice {
        Notice::EntryLink { .. }
        | Notice::EntryRequest
        | Notice::PasswordChanged { .. }
        | Notice::AddressChanged { .. }
        | Notice::Deactivated
        | Notice::Reactivated
        | Notice::ContactCode { .. }
        | Notice::Test
        | Notice::Alert { .. }
        | Notice::Digest { .. } => None,
        Notice::RotaPublished { .. } => Some(Topic::Published),
        Notice::DutyChanged { .. } | Notice::DutyCorrected { .. } => Some(Topic::MyDuty),
        Notice::StartsSoon { .. } => Some(Topic::StartsSoon),
        Notice::Offer { .. } | Notice::HandoverWritten { .. } | Notice::HandoverLeft { .. } => Some(Topic::Requests),
        Notice::Pay { .. } => Some(Topic::Pay),
        Notice::GapAhead { .. }
        | Notice::LeaveConflict { .. }
        | Notice::WebhookOff { .. }
        | Notice::HandoverWaits { .. } => Some(Topic::Trouble),
    }
}

/// The page that shows what a notice is about.
pub(super) fn link(notice: &Notice, snapshot: &Snapshot) -> Option<String> {
    match notice {
        Notice::RotaPublished { rota, span, turns, .. } => {
            rota_at(*rota, first(turns).unwrap_or(span.start()), snapshot)
        }
        Notice::DutyChanged { rota, turns, .. } | Notice::DutyCorrected { rota, turns, .. } => {
            rota_at(*rota, first(turns)?, snapshot)
        }
        Notice::StartsSoon { .. } => Some("/me".to_owned()),
        Notice::Offer { offer, .. } => Some(format!("/offers/{offer}")),
        Notice::GapAhead { rota, span, .. } => rota_at(*rota, span.start(), snapshot),
        Notice::LeaveConflict { rota, held, .. } => rota_at(*rota, held.first()?.span.start(), snapshot),
        Notice::HandoverWritten { rota, .. }
        | Notice::HandoverLeft { rota, .. }
        | Notice::HandoverWaits { rota, .. } => {
            let slug = &snapshot.rota(*rota)?.record.slug;
            Some(format!("/rotas/{slug}/handover"))
        }
        Notice::Pay { person, first, .. } => Some(format!("/pay/statements/{first}.{person}")),
        Notice::WebhookOff { webhook } => Some(format!("/webhooks/{webhook}")),
        Notice::Alert { alert, .. } => Some(format!("/alerts?id={alert}")),
        Notice::Digest { .. } => Some("/inbox".to_owned()),
        _ => None,
    }
}

/// When the first of some turns begins.
fn first(turns: &Turns) -> Option<Instant> {
    let all = turns.gained.iter().chain(&turns.lost);
    all.map(|held| held.span.start()).min()
}

/// The timeline of a rota around an instant.
fn rota_at(rota: RotaId, at: Instant, snapshot: &Snapshot) -> Option<String> {
    let rota = snapshot.rota(rota)?;
    let day = rota.rules.zone.local(at).date();
    Some(format!("/rotas/{}?from={day}", rota.record.slug))
}
