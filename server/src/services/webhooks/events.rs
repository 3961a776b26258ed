//! What webhooks are told: bodies, made of how things are in the write that tells them.

use super::super::{Actor, Result};
use crate::{
    Tandem,
    secret::fingerprint,
    snapshot::Snapshot,
    store::{NewDelivery, OfferRecord, RotaRecord, StoreError, WebhookRecord, WebhookState, Write},
};
use domain::{
    Instant, NoticeId, OfferId, Pairing, PersonId, Role, RotaId, Span, WebhookId,
    handover::Handover,
    notice::{Held, Turns},
    webhook::Event,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The version of bodies: another one when what there is means something else.
const VERSION: u8 = 1;

/// Something that webhooks are told.
pub(in crate::services) enum Happened<'a> {
    /// A rota was published.
    Published(Span, &'a BTreeMap<PersonId, Turns>),
    /// Duty has changed otherwise.
    Duty(&'a BTreeMap<PersonId, Turns>),
    /// A role has nobody, from so many minutes on.
    Gap(Role, Span, i64),
    /// Somebody is on leave while on duty.
    Leave(PersonId, &'a [Held]),
    /// Notes for a handover, which this instant names, were written or acknowledged.
    Handover(Handover, Instant, &'static str),
    /// Something has happened to an offer.
    Offer(OfferId, &'static str),
}

impl Happened<'_> {
    const fn event(&self) -> Event {
        match self {
            Self::Published(..) => Event::RotaPublished,
            Self::Duty(_) => Event::DutyChanged,
            Self::Gap(..) => Event::GapAhead,
            Self::Leave(..) => Event::ConflictFound,
            Self::Handover(..) => Event::HandoverChanged,
            Self::Offer(..) => Event::OfferChanged,
        }
    }

    /// What it is told once for: a gap for each lead time, everything else in each write.
    fn key(&self, rota: RotaId, revision: i64, data: &Value) -> String {
        match self {
            Self::Gap(role, span, lead) => gap_key(rota, *role, *span, *lead),
            _ => format!(
                "{} {rota} {revision} {}",
                self.event().key(),
                fingerprint(&data.to_string())
            ),
        }
    }
}

fn gap_key(rota: RotaId, role: Role, span: Span, lead: i64) -> String {
    format!("gap.ahead {rota} {} {} {lead}", role.key(), span.start().seconds())
}

/// The keys under which a gap is told to the webhooks that are told of gaps.
pub(in crate::services) fn gap_keys(
    webhooks: &[WebhookRecord],
    rota: &RotaRecord,
    role: Role,
    span: Span,
    lead: i64,
) -> Vec<String> {
    let told = webhooks.iter().filter(|it| listens(it, Event::GapAhead, rota));
    let key = gap_key(rota.id, role, span, lead);
    told.map(|webhook| keyed(webhook.id, &key)).collect()
}

fn keyed(webhook: WebhookId, key: &str) -> String {
    format!("webhook {webhook} {key}")
}

fn listens(webhook: &WebhookRecord, event: Event, rota: &RotaRecord) -> bool {
    webhook.state == WebhookState::On
        && webhook.events.contains(&event)
        && webhook.team.is_none_or(|team| team == rota.team)
}

/// Tells the webhooks that are told of it what has happened on a rota; answers how many.
pub(in crate::services) async fn tell_webhooks(
    tandem: &Tandem,
    write: &mut Write,
    rota: RotaId,
    happened: &Happened<'_>,
) -> std::result::Result<usize, StoreError> {
    let all = WebhookRecord::all(write.connection()).await?;
    if all.iter().all(|webhook| !webhook.events.contains(&happened.event())) {
        return Ok(0);
    }
    let Some(rota) = RotaRecord::find(write.connection(), rota).await? else {
        return Ok(0);
    };
    let snapshot = tandem.snapshot();
    let Some(data) = data_of(write, &snapshot, happened).await? else {
        return Ok(0);
    };
    let key = happened.key(rota.id, write.revision(), &data);
    let mut told = 0;
    for webhook in all.iter().filter(|it| listens(it, happened.event(), &rota)) {
        let mut body = envelope(write, &snapshot, happened.event().key());
        body["team"] = team_of(&snapshot, &rota);
        body["rota"] = json!({ "id": rota.id, "slug": rota.slug, "name": rota.name });
        body["data"] = data.clone();
        let kind = happened.event().key();
        write
            .put_delivery(&delivery(tandem, webhook, keyed(webhook.id, &key), kind, body))
            .await?;
        told += 1;
    }
    Ok(told)
}

/// What says that a webhook works.
pub(super) fn test_delivery(tandem: &Tandem, write: &Write, webhook: &WebhookRecord) -> NewDelivery {
    let snapshot = tandem.snapshot();
    let mut body = envelope(write, &snapshot, "webhook.test");
    body["data"] = json!({ "webhook": webhook.name });
    let key = keyed(webhook.id, &format!("webhook.test {}", write.revision()));
    delivery(tandem, webhook, key, "webhook.test", body)
}

fn envelope(write: &Write, snapshot: &Snapshot, event: &str) -> Value {
    json!({
        "version": VERSION, "event": event, "at": write.at(), "revision": write.revision(),
        "by": Actor::describe(write.actor(), snapshot),
    })
}

/// A body with the id by which its receiver knows repetitions.
fn delivery(tandem: &Tandem, webhook: &WebhookRecord, key: String, kind: &str, mut body: Value) -> NewDelivery {
    let id = NoticeId::from_uuid(tandem.new_id());
    body["id"] = json!(id);
    NewDelivery {
        id,
        key,
        webhook: webhook.id,
        address: webhook.address.clone(),
        kind: kind.to_owned(),
        body: body.to_string(),
    }
}

fn team_of(snapshot: &Snapshot, rota: &RotaRecord) -> Value {
    let team = snapshot.directory().team(rota.team);
    team.map_or(
        Value::Null,
        |team| json!({ "id": team.id, "slug": team.slug, "name": team.name }),
    )
}

/// What has happened; `None` for what is gone meanwhile.
async fn data_of(
    write: &mut Write,
    snapshot: &Snapshot,
    happened: &Happened<'_>,
) -> std::result::Result<Option<Value>, StoreError> {
    Ok(match happened {
        Happened::Published(span, changes) => {
            Some(json!({ "from": span.start(), "to": span.end(), "changes": changes_of(snapshot, changes) }))
        }
        Happened::Duty(changes) => Some(json!({ "changes": changes_of(snapshot, changes) })),
        Happened::Gap(role, span, lead) => {
            Some(json!({ "role": role.key(), "from": span.start(), "to": span.end(), "minutes_before": lead }))
        }
        Happened::Leave(person, held) => Some(
            json!({ "kind": "leave", "person": person_of(snapshot, *person), "duty": held.iter().map(held_of).collect::<Vec<_>>() }),
        ),
        Happened::Handover(handover, key, news) => Some(handover_of(snapshot, handover, *key, news)),
        Happened::Offer(id, news) => {
            let found = OfferRecord::find(write.connection(), *id).await?;
            found.map(|record| offer_of(snapshot, &record, news))
        }
    })
}

fn changes_of(snapshot: &Snapshot, changes: &BTreeMap<PersonId, Turns>) -> Vec<Value> {
    let told = changes.iter().filter(|(_, turns)| **turns != Turns::default());
    let list = |held: &[Held]| held.iter().map(held_of).collect::<Vec<_>>();
    told.map(|(person, turns)| {
        json!({ "person": person_of(snapshot, *person), "gained": list(&turns.gained), "lost": list(&turns.lost) })
    })
    .collect()
}

fn held_of(held: &Held) -> Value {
    json!({ "role": held.role.key(), "from": held.span.start(), "to": held.span.end(), "shift": held.shift })
}

/// Who somebody is, never how to reach them.
fn person_of(snapshot: &Snapshot, person: PersonId) -> Value {
    json!({ "id": person, "name": snapshot.directory().name(person) })
}

fn offer_of(snapshot: &Snapshot, record: &OfferRecord, news: &str) -> Value {
    let terms = &record.offer.terms;
    let stretch =
        |it: &domain::offer::Stretch| json!({ "role": it.role.key(), "from": it.span.start(), "to": it.span.end() });
    json!({
        "offer": record.id, "news": news, "giver": person_of(snapshot, terms.giver), "given": stretch(&terms.given),
        "wanted": terms.wanted.as_ref().map(stretch),
        "taker": record.offer.state.taker().map(|taker| person_of(snapshot, taker)),
    })
}

/// Who hands over to whom; the notes stay in Tandem, for those who may read them.
fn handover_of(snapshot: &Snapshot, handover: &Handover, key: Instant, news: &str) -> Value {
    let pair = |pairing: &Pairing| {
        let of = |role| pairing.holder(role).map(|person| person_of(snapshot, person));
        json!({ "lead": of(Role::Lead), "engineer": of(Role::Engineer) })
    };
    json!({
        "news": news, "handover": key, "at": handover.at, "outgoing": pair(&handover.outgoing),
        "incoming": pair(&handover.incoming),
    })
}

/// Tells them of an offer, with a fault as services have it.
pub(in crate::services) async fn tell_of_offer(
    tandem: &Tandem,
    write: &mut Write,
    offer: OfferId,
    news: &'static str,
) -> Result<()> {
    let Some(record) = OfferRecord::find(write.connection(), offer).await? else {
        return Ok(());
    };
    let rota = record.offer.terms.given.rota;
    tell_webhooks(tandem, write, rota, &Happened::Offer(offer, news)).await?;
    Ok(())
}
