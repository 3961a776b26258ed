//! Pages of webhooks.

use super::form::{filled, host};
use crate::{
    collation,
    services::{Desk, Result, wording},
    snapshot::Snapshot,
    store::{Delivery, NoticeState, WebhookRecord},
};
use app::webhooks::{DeliveryRow, WebhookPage, WebhookRow, WebhooksPage};
use domain::{TeamId, notice::MOST_TRIES, webhook::Event, webhook::OVERLAP};

/// Deliveries on a page.
const SHOWN: i64 = 50;

impl Desk {
    pub(super) async fn webhooks_page(&self, snapshot: &Snapshot, team: Option<TeamId>) -> Result<WebhooksPage> {
        let mut connection = self.tandem.store.read().await?;
        let all = WebhookRecord::all(&mut connection).await?;
        let counts = Delivery::counts(&mut connection).await?;
        drop(connection);
        let own = all.iter().filter(|webhook| webhook.team == team);
        let mut webhooks: Vec<WebhookRow> = own.map(|webhook| row(webhook, &counts)).collect();
        webhooks.sort_by_cached_key(|row| (collation::key(&row.name), row.id.clone()));
        let (team, team_name) = team_words(snapshot, team);
        Ok(WebhooksPage {
            team,
            team_name,
            webhooks,
        })
    }

    pub(super) async fn webhook_page(&self, webhook: &WebhookRecord) -> Result<WebhookPage> {
        let mut connection = self.tandem.store.read().await?;
        let counts = Delivery::counts(&mut connection).await?;
        let deliveries = Delivery::latest(&mut connection, webhook.id, SHOWN).await?;
        drop(connection);
        let snapshot = self.tandem.snapshot();
        let (zone, reader) = (self.own_zone(&snapshot), self.reader(&snapshot));
        let stamp = |at| wording::stamp(at, &zone, &reader);
        let until = webhook.rotated_at.map(|rotated| rotated + OVERLAP);
        let (team, team_name) = team_words(&snapshot, webhook.team);
        Ok(WebhookPage {
            webhook: row(webhook, &counts),
            team,
            team_name,
            form: filled(&webhook.name, &webhook.address, &webhook.events),
            owner: snapshot.directory().name(webhook.owner).to_owned(),
            secret: self.own_secret(webhook),
            overlap_until: until.filter(|until| *until > reader.now).map(stamp),
            failing_since: webhook.failing_since.map(stamp),
            zone: wording::zone_name(&zone),
            deliveries: deliveries
                .iter()
                .map(|delivery| self.delivery_row(&snapshot, delivery))
                .collect(),
        })
    }

    fn delivery_row(&self, snapshot: &Snapshot, delivery: &Delivery) -> DeliveryRow {
        let (zone, reader) = (self.own_zone(snapshot), self.reader(snapshot));
        let stamp = |at| wording::stamp(at, &zone, &reader);
        let notice = &delivery.notice;
        let sending = notice.claimed_until.is_some_and(|until| until > reader.now);
        DeliveryRow {
            id: notice.id.to_string(),
            event: notice.kind.clone(),
            what: what(&notice.kind).to_owned(),
            state: notice.state.key().to_owned(),
            made: stamp(notice.made_at),
            ended: notice.ended_at.map(stamp),
            sending,
            next: (notice.state == NoticeState::Queued && !sending).then(|| stamp(notice.due_at)),
            tries: notice.tries,
            most_tries: MOST_TRIES,
            answered: delivery.answered,
            reason: notice.reason.clone(),
        }
    }
}

fn row(webhook: &WebhookRecord, counts: &[(domain::WebhookId, i64, i64)]) -> WebhookRow {
    let count = counts.iter().find(|(id, ..)| *id == webhook.id);
    let told: Vec<&str> = webhook.events.iter().map(|event| what(event.key())).collect();
    WebhookRow {
        id: webhook.id.to_string(),
        name: webhook.name.clone(),
        address: webhook.address.clone(),
        host: host(&webhook.address),
        events: webhook.events.iter().map(|event| event.key().to_owned()).collect(),
        told: told.join(", "),
        state: webhook.state.key().to_owned(),
        waiting: count.map_or(0, |(_, waiting, _)| *waiting),
        given_up: count.map_or(0, |(.., given_up)| *given_up),
    }
}

fn team_words(snapshot: &Snapshot, team: Option<TeamId>) -> (String, String) {
    let team = team.and_then(|team| snapshot.directory().team(team));
    team.map(|team| (team.slug.clone(), team.name.clone()))
        .unwrap_or_default()
}

/// An event in words.
fn what(kind: &str) -> &'static str {
    match Event::of(kind) {
        Some(Event::RotaPublished) => "Rota published",
        Some(Event::DutyChanged) => "Duty changed",
        Some(Event::GapAhead) => "Gap ahead",
        Some(Event::ConflictFound) => "Leave over duty",
        Some(Event::OfferChanged) => "Offers",
        Some(Event::HandoverChanged) => "Handover notes",
        None if kind == "webhook.test" => "Test",
        None => "Of a newer version",
    }
}
