//! What the page and the API say about corrections of past duty, and the server functions of the page.

use crate::{components::Stamp, covers::Outcome, rotas::RotaHeading};
use domain::{Instant, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A correction as the API answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CorrectionView {
    /// The correction's id.
    pub id: String,
    /// The rota's slug.
    pub rota: String,
    /// What it says of each role that it speaks of, Lead first.
    pub says: Vec<CorrectionSays>,
    /// From when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub from: Instant,
    /// Until when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub to: Instant,
    /// Why.
    pub reason: String,
    /// Who made it.
    pub by: String,
    /// When it was made.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub made_at: Instant,
    /// How it was withdrawn; nothing while it holds.
    pub withdrawn: Option<CorrectionWithdrawal>,
    /// The organisation's revision that this answer shows.
    pub revision: i64,
}

/// What a correction says of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CorrectionSays {
    /// Which.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// Id of the person who held it; nothing when nobody did.
    pub person: Option<String>,
    /// Their name.
    pub name: Option<String>,
}

/// How a correction was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CorrectionWithdrawal {
    /// By whom.
    pub by: String,
    /// When.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Why.
    pub reason: String,
}

/// What the page's address asks for; empty is not given. Times are wall times in the rota's zone, or instants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CorrectionAsked {
    /// Id of the person who was Lead, or `nobody`.
    pub lead: String,
    /// Id of the person who was Engineer, or `nobody`.
    pub engineer: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// Anything, to see what it would change.
    pub preview: String,
}

/// Who was on duty after all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CorrectionForm {
    /// Id of the person who was Lead, or `nobody`; empty when the Lead was as the rota says.
    pub lead: String,
    /// Id of the person who was Engineer, or `nobody`; empty when the Engineer was as the rota says.
    pub engineer: String,
    /// From when: an instant, or a wall time in the rota's zone.
    pub from: String,
    /// Until when; now at the latest.
    pub to: String,
    /// Why.
    pub reason: String,
    /// What the preview showed of duty: refused when that is another now; empty for whatever it is.
    pub seen: String,
}

/// Everything the page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CorrectionPage {
    /// The rota.
    pub heading: RotaHeading,
    /// The rota's zone, as people say it.
    pub zone: String,
    /// Id of the person chosen as Lead, or `nobody`; empty for as it was.
    pub lead: String,
    /// Id of the person chosen as Engineer, or `nobody`; empty for as it was.
    pub engineer: String,
    /// Wall time in the rota's zone.
    pub from: String,
    /// Wall time in the rota's zone.
    pub to: String,
    /// Id and name of everybody who can be named, and `nobody`.
    pub people: Vec<(String, String)>,
    /// What the choice would change, when that was asked.
    pub outcome: Option<Outcome>,
    /// The rota's latest corrections, the newest first.
    pub corrections: Vec<CorrectionRow>,
}

/// A correction in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CorrectionRow {
    /// The correction's id.
    pub id: String,
    /// What it says of each role that it speaks of.
    pub says: Vec<CorrectionSays>,
    /// From when to when, in the rota's zone.
    pub when: String,
    /// Why.
    pub reason: String,
    /// Who made it.
    pub by: String,
    /// When it was made.
    pub at: Stamp,
    /// By whom, when and why it was withdrawn; nothing while it holds.
    pub withdrawn: Option<String>,
}

/// Correcting the past.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Everything the page of a rota's corrections shows.
    async fn corrections(&self, slug: String, asked: CorrectionAsked) -> crate::Answer<CorrectionPage>;
    /// Corrects who was on duty.
    async fn correct(&self, slug: String, form: CorrectionForm) -> crate::Answer<CorrectionView>;
    /// Withdraws a correction.
    async fn withdraw_correction(&self, id: String, reason: String) -> crate::Answer<CorrectionView>;
}

/// Everything the page of a rota's corrections shows.
#[server(endpoint = "corrections/page")]
pub async fn load_corrections(
    slug: String,
    #[server(default)] asked: CorrectionAsked,
) -> Result<CorrectionPage, crate::AppError> {
    crate::ports::ports()?.corrections(slug, asked).await
}

/// Corrects who was on duty.
#[server(endpoint = "corrections/make")]
pub async fn correct(slug: String, form: CorrectionForm) -> Result<CorrectionView, crate::AppError> {
    let made = crate::ports::ports()?.correct(slug, form).await?;
    leptos_axum::redirect(&format!("/rotas/{}/correct?saved={}", made.rota, made.revision));
    Ok(made)
}

/// Withdraws a correction.
#[server(endpoint = "corrections/withdraw")]
pub async fn withdraw_correction(
    id: String,
    #[server(default)] reason: String,
) -> Result<CorrectionView, crate::AppError> {
    let withdrawn = crate::ports::ports()?.withdraw_correction(id, reason).await?;
    leptos_axum::redirect(&format!(
        "/rotas/{}/correct?saved={}",
        withdrawn.rota, withdrawn.revision
    ));
    Ok(withdrawn)
}
