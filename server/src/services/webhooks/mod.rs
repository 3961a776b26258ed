//! Webhooks: made, changed and turned off; told what happens by the write that does it, and called by the courier.

mod courier;
mod events;
mod form;
mod health;
mod page;

pub use courier::deliver_webhooks;
pub(crate) use courier::run as run_webhooks;
pub(in crate::services) use events::{Happened, gap_keys, tell_of_offer, tell_webhooks};

use super::{Actor, Desk, Result, teams::known_team};
use crate::{
    secret::Key,
    snapshot::Snapshot,
    store::{WebhookRecord, WebhookState, Write},
};
use app::{
    AppError,
    webhooks::{WebhookForm, WebhookPage, WebhooksPage},
};
use async_trait::async_trait;
use domain::{NoticeId, TeamId, WebhookId};
use events::test_delivery;
use form::{Wanted, check};
use serde_json::{Value, json};

/// Webhooks that a team, or the organisation, may have.
const MOST: usize = 50;

/// The secret that a webhook's messages are signed with: only the server's key makes it, and no database holds it.
fn secret(key: &Key, webhook: WebhookId, generation: i64) -> String {
    format!("whsec_{}", key.sign(&format!("webhook:{webhook}:{generation}")))
}

#[async_trait]
impl app::webhooks::Port for Desk {
    async fn webhooks(&self, team: String) -> Result<WebhooksPage> {
        let snapshot = self.tandem.snapshot();
        let team = self.webhook_team(&snapshot, &team)?;
        self.webhooks_page(&snapshot, team).await
    }

    async fn make_webhook(&self, team: String, form: WebhookForm) -> Result<String> {
        let team = self.webhook_team(&self.tandem.snapshot(), &team)?;
        let wanted = check(&self.tandem.settings.outward, form)?;
        let owner = self.responsible()?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let all = WebhookRecord::all(write.connection()).await?;
            if all.iter().filter(|other| other.team == team).count() >= MOST {
                let words = format!("There are {MOST} webhooks already: remove one that is not needed.");
                return Err(AppError::refused("enough-webhooks", words));
            }
            let webhook = WebhookRecord {
                id: WebhookId::from_uuid(desk.tandem.new_id()),
                team,
                name: wanted.name,
                address: wanted.address,
                events: wanted.events,
                owner,
                generation: 0,
                rotated_at: None,
                state: WebhookState::On,
                failing_since: None,
                made_at: write.at(),
                revision: write.revision(),
            };
            write.put_webhook(&webhook).await?;
            note(&mut write, "webhook.made", &webhook, described(&webhook)).await?;
            desk.tandem.commit(write).await?;
            Ok(webhook.id.to_string())
        })
        .await
    }

    async fn webhook(&self, id: String) -> Result<WebhookPage> {
        let found = WebhookRecord::find(&mut *self.tandem.store.read().await?, webhook_id(&id)?).await?;
        let webhook = self.may_keep(found)?;
        self.webhook_page(&webhook).await
    }

    async fn change_webhook(&self, id: String, form: WebhookForm) -> Result<()> {
        self.with_webhook(id, Change::Form(form)).await?;
        Ok(())
    }

    async fn remove_webhook(&self, id: String) -> Result<String> {
        let removed = self.with_webhook(id, Change::Remove).await?;
        let snapshot = self.tandem.snapshot();
        let team = removed.team.and_then(|team| snapshot.directory().team(team));
        Ok(team.map(|team| team.slug.clone()).unwrap_or_default())
    }

    async fn rotate_webhook(&self, id: String) -> Result<()> {
        self.with_webhook(id, Change::Secret).await?;
        Ok(())
    }

    async fn test_webhook(&self, id: String) -> Result<()> {
        self.with_webhook(id, Change::Test).await?;
        Ok(())
    }

    async fn replay_webhook(&self, id: String, delivery: String) -> Result<()> {
        self.with_webhook(id, Change::Replay(delivery)).await?;
        Ok(())
    }

    async fn switch_webhook(&self, id: String, on: bool) -> Result<()> {
        self.with_webhook(id, if on { Change::On } else { Change::Off }).await?;
        Ok(())
    }
}

/// What is done with a webhook.
enum Change {
    Form(WebhookForm),
    Secret,
    Test,
    Replay(String),
    On,
    Off,
    Remove,
}

impl Desk {
    /// The team that a slug names, for those who manage it; nobody's for an empty one, for administrators.
    fn webhook_team(&self, snapshot: &Snapshot, slug: &str) -> Result<Option<TeamId>> {
        if slug.trim().is_empty() {
            self.may_administer()?;
            return Ok(None);
        }
        let team = known_team(snapshot, slug)?.id;
        self.may_manage(snapshot, team)?;
        Ok(Some(team))
    }

    /// A webhook, for those who may change it.
    fn may_keep(&self, found: Option<WebhookRecord>) -> Result<WebhookRecord> {
        self.may_try()?;
        let found = found.filter(|webhook| webhook.state != WebhookState::Removed);
        let webhook = found.ok_or_else(unknown_webhook)?;
        match webhook.team {
            Some(team) => self.may_manage(&self.tandem.snapshot(), team)?,
            None => self.may_administer()?,
        }
        Ok(webhook)
    }

    /// Does something with a webhook; answers it as it was.
    async fn with_webhook(&self, id: String, change: Change) -> Result<WebhookRecord> {
        let id = webhook_id(&id)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let webhook = desk.may_keep(WebhookRecord::find(write.connection(), id).await?)?;
            let (action, detail) = match change {
                Change::Form(form) => desk.change_in(&mut write, &webhook, form).await?,
                Change::Secret => desk.rotate_in(&mut write, &webhook).await?,
                Change::Test => desk.test_in(&mut write, &webhook).await?,
                Change::Replay(delivery) => replay_in(&mut write, &webhook, &delivery).await?,
                Change::On => turn_on_in(&mut write, &webhook).await?,
                Change::Off => end_in(&mut write, &webhook, WebhookState::Off).await?,
                Change::Remove => end_in(&mut write, &webhook, WebhookState::Removed).await?,
            };
            note(&mut write, action, &webhook, detail).await?;
            desk.tandem.commit(write).await?;
            Ok(webhook)
        })
        .await
    }

    async fn change_in(&self, write: &mut Write, webhook: &WebhookRecord, form: WebhookForm) -> Result<Noted> {
        let wanted: Wanted = check(&self.tandem.settings.outward, form)?;
        let after = WebhookRecord {
            name: wanted.name,
            address: wanted.address,
            events: wanted.events,
            ..webhook.clone()
        };
        write.put_webhook(&after).await?;
        let detail = json!({ "before": described(webhook), "after": described(&after) });
        Ok(("webhook.changed", detail))
    }

    async fn rotate_in(&self, write: &mut Write, webhook: &WebhookRecord) -> Result<Noted> {
        let after = WebhookRecord {
            owner: self.responsible()?,
            generation: webhook.generation + 1,
            rotated_at: Some(write.at()),
            ..webhook.clone()
        };
        write.put_webhook(&after).await?;
        Ok(("webhook.secret_replaced", json!({ "name": webhook.name })))
    }

    async fn test_in(&self, write: &mut Write, webhook: &WebhookRecord) -> Result<Noted> {
        must_be_on(webhook)?;
        let delivery = test_delivery(&self.tandem, write, webhook);
        write.put_delivery(&delivery).await?;
        Ok(("webhook.tested", json!({ "name": webhook.name })))
    }

    /// A webhook's page with its secret, for the machine that has just made or replaced it.
    pub(crate) async fn webhook_with_secret(&self, id: &str) -> Result<WebhookPage> {
        let found = WebhookRecord::find(&mut *self.tandem.store.read().await?, webhook_id(id)?).await?;
        let webhook = self.may_keep(found)?;
        let secret = Some(secret(&self.tandem.key, webhook.id, webhook.generation));
        Ok(WebhookPage {
            secret,
            ..self.webhook_page(&webhook).await?
        })
    }

    /// The secret, for whoever answers for the webhook.
    fn own_secret(&self, webhook: &WebhookRecord) -> Option<String> {
        let own = matches!(self.actor, Actor::Person { id, .. } if id == webhook.owner);
        own.then(|| secret(&self.tandem.key, webhook.id, webhook.generation))
    }
}

/// An action and its detail, for the audit.
type Noted = (&'static str, Value);

fn must_be_on(webhook: &WebhookRecord) -> Result<()> {
    if webhook.state == WebhookState::On {
        Ok(())
    } else {
        Err(AppError::refused("off", "The webhook is off: turn it on first."))
    }
}

async fn replay_in(write: &mut Write, webhook: &WebhookRecord, delivery: &str) -> Result<Noted> {
    let unknown = || AppError::NotFound("There is no such delivery that was given up.".into());
    let one = match delivery.trim() {
        "" => None,
        id => Some(id.parse::<NoticeId>().map_err(|_| unknown())?),
    };
    must_be_on(webhook)?;
    let count = write.replay(webhook.id, one).await?;
    if count == 0 {
        return Err(unknown());
    }
    let detail = json!({ "name": webhook.name, "deliveries": count });
    Ok(("webhook.sent_again", detail))
}

async fn turn_on_in(write: &mut Write, webhook: &WebhookRecord) -> Result<Noted> {
    let on = WebhookRecord {
        state: WebhookState::On,
        failing_since: None,
        ..webhook.clone()
    };
    write.put_webhook(&on).await?;
    Ok(("webhook.turned_on", json!({ "name": webhook.name })))
}

/// Turns it off, keeping what waits to be sent again, or removes it with what waits.
async fn end_in(write: &mut Write, webhook: &WebhookRecord, state: WebhookState) -> Result<Noted> {
    write
        .put_webhook(&WebhookRecord {
            state,
            ..webhook.clone()
        })
        .await?;
    if state == WebhookState::Removed {
        write.end_waiting(webhook.id, false, "The webhook was removed.").await?;
        return Ok(("webhook.removed", described(webhook)));
    }
    write
        .end_waiting(webhook.id, true, "The webhook was turned off.")
        .await?;
    Ok(("webhook.turned_off", json!({ "name": webhook.name })))
}

fn webhook_id(id: &str) -> Result<WebhookId> {
    id.parse().map_err(|_| unknown_webhook())
}

fn unknown_webhook() -> AppError {
    AppError::NotFound("There is no such webhook.".into())
}

/// What the audit keeps of a webhook: of its address the machine alone, since the rest may hold what opens it.
fn described(webhook: &WebhookRecord) -> Value {
    let events: Vec<&str> = webhook.events.iter().map(|event| event.key()).collect();
    json!({ "name": webhook.name, "host": form::host(&webhook.address), "team": webhook.team, "events": events })
}

async fn note(write: &mut Write, action: &str, webhook: &WebhookRecord, detail: Value) -> Result<()> {
    Ok(write.audit(action, &format!("webhook {}", webhook.id), detail).await?)
}
