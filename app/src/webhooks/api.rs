//! What pages of webhooks are made of, and what they do.

use crate::components::Stamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The webhooks of a team, or of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WebhooksPage {
    /// The team's name in addresses; empty for the organisation.
    pub team: String,
    /// The team's name; empty for the organisation.
    pub team_name: String,
    /// By name.
    pub webhooks: Vec<WebhookRow>,
}

/// A webhook, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WebhookRow {
    /// Id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// The machine in that address.
    pub host: String,
    /// Keys of what it is told, such as `duty.changed`.
    pub events: Vec<String>,
    /// The same in words.
    pub told: String,
    /// `on`, `off` (by hand) or `failed` (turned off since nothing was taken for long).
    pub state: String,
    /// Deliveries that wait.
    pub waiting: i64,
    /// Deliveries given up in the last 30 days.
    pub given_up: i64,
}

/// A webhook to make, or how it is to be from now on; an event that is left out is not told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WebhookForm {
    /// What it is for.
    pub name: String,
    /// Where it is: an https address.
    pub address: String,
    /// That a rota was published: `on`.
    pub published: Option<String>,
    /// That duty has changed otherwise: `on`.
    pub duty: Option<String>,
    /// That a role has nobody, soon: `on`.
    pub gap: Option<String>,
    /// That somebody on duty will be away: `on`.
    pub conflict: Option<String>,
    /// That an offer was made, or what became of it: `on`.
    pub offer: Option<String>,
    /// That handover notes were written or acknowledged: `on`.
    pub handover: Option<String>,
}

/// A webhook, with what went to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WebhookPage {
    /// The webhook.
    pub webhook: WebhookRow,
    /// Its team's name in addresses; empty for the organisation.
    pub team: String,
    /// Its team's name; empty for the organisation.
    pub team_name: String,
    /// What may be changed, as it is.
    pub form: WebhookForm,
    /// Who answers for it.
    pub owner: String,
    /// The secret that signs, for its owner alone.
    pub secret: Option<String>,
    /// Until when the secret before signs, too.
    pub overlap_until: Option<Stamp>,
    /// Since when nothing was taken.
    pub failing_since: Option<Stamp>,
    /// The zone of the times, as people say it.
    pub zone: String,
    /// The latest deliveries, newest first.
    pub deliveries: Vec<DeliveryRow>,
}

/// Something that went to a webhook, or will.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DeliveryRow {
    /// Id, by which the receiver knows repetitions.
    pub id: String,
    /// Key of the event.
    pub event: String,
    /// The event in words.
    pub what: String,
    /// `queued`, `sent`, `failed` (given up) or `dropped` (of no use any more).
    pub state: String,
    /// When it happened.
    pub made: Stamp,
    /// When it was taken, given up or dropped.
    pub ended: Option<Stamp>,
    /// Whether it is being sent just now.
    pub sending: bool,
    /// When it is tried next, while it waits.
    pub next: Option<Stamp>,
    /// How many times it was tried.
    pub tries: i64,
    /// After how many it is given up.
    pub most_tries: i64,
    /// The status that was answered the last time.
    pub answered: Option<i64>,
    /// Why it was not taken, the last time.
    pub reason: Option<String>,
}

/// Webhooks.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The webhooks of a team; of the organisation when that is empty.
    async fn webhooks(&self, team: String) -> crate::Answer<WebhooksPage>;
    /// Makes one; answers its id.
    async fn make_webhook(&self, team: String, form: WebhookForm) -> crate::Answer<String>;
    /// One of them.
    async fn webhook(&self, id: String) -> crate::Answer<WebhookPage>;
    /// Changes it.
    async fn change_webhook(&self, id: String, form: WebhookForm) -> crate::Answer<()>;
    /// Removes it; answers its team, or nothing for the organisation.
    async fn remove_webhook(&self, id: String) -> crate::Answer<String>;
    /// Replaces its secret.
    async fn rotate_webhook(&self, id: String) -> crate::Answer<()>;
    /// Sends it a test.
    async fn test_webhook(&self, id: String) -> crate::Answer<()>;
    /// Sends again what was given up: one delivery, or all of them when that is empty.
    async fn replay_webhook(&self, id: String, delivery: String) -> crate::Answer<()>;
    /// Turns it on or off.
    async fn switch_webhook(&self, id: String, on: bool) -> crate::Answer<()>;
}

/// The webhooks of a team, or of the organisation.
#[server(endpoint = "webhooks/list")]
pub async fn load_webhooks(#[server(default)] team: String) -> Result<WebhooksPage, crate::AppError> {
    crate::ports::ports()?.webhooks(team).await
}

/// Makes a webhook and shows it.
#[server(endpoint = "webhooks/make")]
pub async fn make_webhook(#[server(default)] team: String, form: WebhookForm) -> Result<(), crate::AppError> {
    let id = crate::ports::ports()?.make_webhook(team, form).await?;
    leptos_axum::redirect(&format!("/webhooks/{id}?done=made"));
    Ok(())
}

/// A webhook.
#[server(endpoint = "webhooks/show")]
pub async fn load_webhook(id: String) -> Result<WebhookPage, crate::AppError> {
    crate::ports::ports()?.webhook(id).await
}

/// Changes a webhook.
#[server(endpoint = "webhooks/change")]
pub async fn change_webhook(id: String, form: WebhookForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.change_webhook(id.clone(), form).await?;
    leptos_axum::redirect(&format!("/webhooks/{id}?done=changed"));
    Ok(())
}

/// Removes a webhook.
#[server(endpoint = "webhooks/remove")]
pub async fn remove_webhook(id: String) -> Result<(), crate::AppError> {
    let team = crate::ports::ports()?.remove_webhook(id).await?;
    if team.is_empty() {
        leptos_axum::redirect("/settings/webhooks?done=removed");
    } else {
        leptos_axum::redirect(&format!("/teams/{team}/webhooks?done=removed"));
    }
    Ok(())
}

/// Replaces the secret of a webhook.
#[server(endpoint = "webhooks/rotate")]
pub async fn rotate_webhook(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.rotate_webhook(id.clone()).await?;
    leptos_axum::redirect(&format!("/webhooks/{id}?done=rotated"));
    Ok(())
}

/// Sends a test to a webhook.
#[server(endpoint = "webhooks/test")]
pub async fn test_webhook(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.test_webhook(id.clone()).await?;
    leptos_axum::redirect(&format!("/webhooks/{id}?done=test"));
    Ok(())
}

/// Sends again what was given up.
#[server(endpoint = "webhooks/replay")]
pub async fn replay_webhook(id: String, #[server(default)] delivery: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.replay_webhook(id.clone(), delivery).await?;
    leptos_axum::redirect(&format!("/webhooks/{id}?done=again"));
    Ok(())
}

/// Turns a webhook on or off.
#[server(endpoint = "webhooks/switch")]
pub async fn switch_webhook(id: String, #[server(default)] on: Option<String>) -> Result<(), crate::AppError> {
    let on = on.is_some();
    crate::ports::ports()?.switch_webhook(id.clone(), on).await?;
    leptos_axum::redirect(&format!("/webhooks/{id}?done={}", if on { "on" } else { "off" }));
    Ok(())
}
