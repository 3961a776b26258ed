//! What the page of alerts shows and asks for.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which alerts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AlertsQuestion {
    /// Only this one; empty for many.
    pub id: String,
    /// `open` (or empty) for those that are not over, `all` for all.
    pub state: String,
    /// Only those after these: `next` of the answer before; empty for the latest.
    pub after: String,
}

/// Alerts, the latest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AlertsPage {
    /// The latest first.
    pub alerts: Vec<AlertView>,
    /// How many are not over, of all.
    pub unresolved: i64,
    /// What to send as `after` for those after these; null at the end.
    #[cfg_attr(feature = "ssr", schema(required))]
    pub next: Option<String>,
    /// `open` or `all`.
    pub state: String,
    /// Whether one alert was asked for.
    pub one: bool,
    /// Whether the viewer may take and end alerts.
    pub may_act: bool,
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AlertView {
    /// Opaque id.
    pub id: String,
    /// The service it is about.
    pub service: String,
    /// The service's name in addresses.
    pub service_slug: String,
    /// How bad it is.
    pub severity: String,
    /// What is wrong.
    pub title: String,
    /// What else its source says; may be empty.
    pub detail: String,
    /// `open`, `acknowledged` or `resolved`.
    pub state: String,
    /// When it was opened, in words.
    pub opened: String,
    /// The same as an instant.
    pub opened_at: String,
    /// Who has taken it; empty for nobody.
    pub taken_by: String,
    /// When its escalation goes on, in words; empty when it does not.
    pub next: String,
    /// How often its source has reported it.
    pub seen: u32,
    /// What became of it, in order.
    pub log: Vec<AlertLine>,
}

/// Something that became of an alert.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AlertLine {
    /// When, in words.
    pub at: String,
    /// `opened`, `round`, `called`, `not-sent`, `nobody`, `last-resort`, `acknowledged` or `resolved`.
    pub kind: String,
    /// What, in words.
    pub words: String,
}

/// Alerts.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The latest alerts, or one.
    async fn alerts(&self, asked: AlertsQuestion) -> crate::Answer<AlertsPage>;
    /// Takes an alert (`acknowledge`) or ends it (`resolve`).
    async fn act_on_alert(&self, id: String, act: String) -> crate::Answer<()>;
}

/// The latest alerts, or one.
#[server(endpoint = "alerts/list")]
pub async fn load_alerts(#[server(default)] asked: AlertsQuestion) -> Result<AlertsPage, crate::AppError> {
    crate::ports::ports()?.alerts(asked).await
}

/// Takes an alert or ends it, and shows it.
#[server(endpoint = "alerts/act")]
pub async fn act_on_alert(id: String, act: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.act_on_alert(id.clone(), act.clone()).await?;
    leptos_axum::redirect(&format!("/alerts?id={id}&done={act}"));
    Ok(())
}
