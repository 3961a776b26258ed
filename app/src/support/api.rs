//! What a support card shows and asks for.

use crate::{escalation::Call, now::Card};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A service's support card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SupportCardPage {
    /// The service's name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// The team that owns it.
    pub team: String,
    /// The team's name in addresses.
    pub team_slug: String,
    /// When this was said, in words.
    pub now: String,
    /// Office hours or not, which rota serves the service, and until when that holds.
    pub on_duty: String,
    /// The rota that serves it now, and who is on.
    pub card: Card,
    /// What is promised, the worst severity first.
    pub levels: Vec<LevelView>,
    /// When it is supported; may be empty.
    pub hours: String,
    /// Who hears of incidents; may be empty.
    pub stakeholders: String,
    /// How users raise an issue; may be empty.
    pub raise: String,
    /// Which system keeps track of issues; may be empty.
    pub tracker: String,
    /// Who decides how bad an issue is; may be empty.
    pub triage: String,
    /// What the Lead does.
    pub lead: Vec<String>,
    /// What the Engineer does.
    pub engineer: Vec<String>,
    /// Title and address of what to do when things break.
    pub runbooks: Vec<(String, String)>,
    /// Who would be called now, for each severity.
    pub escalation: Vec<SupportCall>,
    /// Whether the viewer may change the card.
    pub may_manage: bool,
    /// The card as a form.
    pub form: SupportForm,
}

/// What is promised about incidents of a severity, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LevelView {
    /// Which.
    pub severity: String,
    /// What such an incident is.
    pub definition: String,
    /// What it is like.
    pub examples: String,
    /// Time until somebody works on it; empty for no promise.
    pub response: String,
    /// Time between what stakeholders hear; empty for no promise.
    pub update: String,
    /// How they hear it.
    pub channel: String,
    /// Time until the service is there again; empty for no promise.
    pub restore: String,
}

/// Who would be called now about an incident of a severity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SupportCall {
    /// Which.
    pub severity: String,
    /// In order.
    pub calls: Vec<Call>,
}

/// A card as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SupportForm {
    /// One for each severity.
    pub levels: Vec<LevelForm>,
    /// When the service is supported.
    pub hours: String,
    /// Who hears of incidents.
    pub stakeholders: String,
    /// How users raise an issue.
    pub raise: String,
    /// Which system keeps track of issues.
    pub tracker: String,
    /// Who decides how bad an issue is.
    pub triage: String,
    /// What the Lead does, one thing in a line.
    pub lead: String,
    /// What the Engineer does, one thing in a line.
    pub engineer: String,
    /// A title and an address in each line.
    pub runbooks: String,
    /// Revision of the card the form was opened with; empty for none.
    pub seen: String,
}

/// What is promised about incidents of a severity, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LevelForm {
    /// `P1`, `P2` or `P3`.
    pub severity: String,
    /// What such an incident is.
    pub definition: String,
    /// What it is like.
    pub examples: String,
    /// Minutes until somebody works on it; empty for no promise.
    pub response: String,
    /// Minutes between what stakeholders hear; empty for no promise.
    pub update: String,
    /// How they hear it.
    pub channel: String,
    /// Minutes until the service is there again; empty for no promise.
    pub restore: String,
}

/// Support cards.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// A service's card.
    async fn support_card(&self, slug: String) -> crate::Answer<SupportCardPage>;
    /// Changes it.
    async fn put_support_card(&self, slug: String, form: SupportForm) -> crate::Answer<()>;
}

/// A service's support card.
#[server(endpoint = "support/show")]
pub async fn load_support_card(slug: String) -> Result<SupportCardPage, crate::AppError> {
    crate::ports::ports()?.support_card(slug).await
}

/// Changes a service's support card and shows it.
#[server(endpoint = "support/put")]
pub async fn put_support_card(slug: String, #[server(default)] form: SupportForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.put_support_card(slug.clone(), form).await?;
    leptos_axum::redirect(&format!("/services/{slug}/card?done=saved"));
    Ok(())
}
