//! What goes over the wire about planning.

use crate::{
    components::Stamp,
    drafts::DraftRow,
    rotas::{Named, RotaHeading},
};
use domain::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The plan page of a rota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PlanView {
    /// The rota.
    pub heading: RotaHeading,
    /// Why no plan is possible at all.
    pub impossible: Option<String>,
    /// The rules in words: what, and how it is.
    pub rules: Vec<(String, String)>,
    /// What the form is filled with.
    pub form: PlanForm,
    /// What can be said beforehand.
    pub outlook: Option<OutlookView>,
    /// The drafts that can be worked on, the newest first.
    pub drafts: Vec<DraftRow>,
}

/// What can be said before anything is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OutlookView {
    /// What the form asks for when it opens: `13 shifts, Mon 30 Nov 09:00 – Mon 1 Mar 09:00`.
    pub what: String,
    /// What no plan can have, in sentences.
    pub impossible: Vec<String>,
    /// Who could serve, by name.
    pub people: Vec<Prospect>,
}

/// How many turns somebody could take, if nothing else were planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Prospect {
    /// Who.
    pub person: Named,
    /// Turns as Lead, such as `12 of 13`; `None` for somebody who is not qualified.
    pub lead: Option<String>,
    /// Turns as Engineer.
    pub engineer: Option<String>,
}

/// What a plan is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PlanForm {
    /// First local date; empty for the published end.
    pub from: String,
    /// How many weeks.
    pub weeks: String,
    /// Another seed gives another plan that is about as good.
    pub seed: String,
}

/// What one person would carry. Widths are percent of the largest load.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LoadRow {
    /// Who.
    pub person: Named,
    /// Such as `68 points, 2 under`.
    pub words: String,
    /// Such as `3 as Lead, 2 as Engineer`.
    pub shifts: String,
    /// `day`, `night`, `weekend` and `holiday`, each with its width.
    pub parts: Vec<(String, f64)>,
    /// Where the fair share lies.
    pub fair: f64,
}

/// A role that stays a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Unmet {
    /// Which.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// When the turn begins.
    pub at: Stamp,
    /// The turn in words.
    pub when: String,
    /// Why, person by person.
    pub why: Vec<String>,
}

/// Planning.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The plan page of a rota.
    async fn plan_view(&self, slug: String) -> crate::Answer<PlanView>;
    /// Makes a draft beside the others, and answers its id.
    async fn make_draft(&self, slug: String, form: PlanForm) -> crate::Answer<String>;
}

/// The plan page of a rota.
#[server(endpoint = "planning/view")]
pub async fn load_plan(slug: String) -> Result<PlanView, crate::AppError> {
    crate::ports::ports()?.plan_view(slug).await
}

/// Makes a draft beside the others.
#[server(endpoint = "planning/draft")]
pub async fn make_draft(slug: String, form: PlanForm) -> Result<(), crate::AppError> {
    let made = crate::ports::ports()?.make_draft(slug.clone(), form).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/drafts/{made}?done=planned"));
    Ok(())
}
