//! What goes over the wire about planning.

use crate::{
    components::Stamp,
    drafts::DraftRow,
    planning_rules::RulesForm,
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
    /// What to mind, such as a holiday calendar that ends soon.
    pub warnings: Vec<String>,
    /// `rota` when the rules of plans are the rota's own, `organisation` when it follows the organisation.
    pub rules_from: String,
    /// Whether the rota is planned as a plain rotation.
    pub rotation: bool,
    /// What the form is filled with.
    pub form: PlanForm,
    /// Plans in the making, and what came of those of the last day; the latest first.
    pub jobs: Vec<JobView>,
    /// What can be said beforehand of what is asked for.
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

/// What a plan is asked for. What is left empty is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PlanForm {
    /// First local date; empty for the published end.
    pub from: String,
    /// How many weeks, 1 to 104; needed where `until` is empty.
    pub weeks: String,
    /// Last local date, in place of the weeks.
    pub until: String,
    /// `quick` or `thorough`.
    pub effort: String,
    /// Another seed gives another plan that is about as good.
    pub seed: String,
    /// Rules and weights for this plan alone: a preset, or the rota's where none is named, with the fields that are given
    /// in place of its own. `0` or `none` takes a rule away, `off` ends `back_to_back`, one limit with `max` as `none` ends
    /// all limits. All of it empty for the rota's.
    pub rules: RulesForm,
}

/// A plan in the making.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct JobView {
    /// The job's id.
    pub id: String,
    /// `queued`, `running`, `done`, `failed`, `cancelled` or `interrupted`.
    pub state: String,
    /// What was asked for: `13 weeks, quick`.
    pub what: String,
    /// Who asked.
    pub by: String,
    /// When.
    pub at: Stamp,
    /// How much of the search is done, in thousandths.
    pub progress: u32,
    /// How good the best plan is so far.
    pub best: Option<String>,
    /// Whether it is about to stop, because somebody has cancelled it.
    pub stopping: bool,
    /// The draft it has led to.
    pub draft: Option<String>,
    /// Why it failed.
    pub problem: Option<String>,
}

impl JobView {
    /// Whether it is still to come to its end.
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "queued" | "running")
    }
}

/// Something that is to be said of a plan, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Said {
    /// `wish`, `load`, `passed` or `hours`.
    pub kind: String,
    /// What is so.
    pub title: String,
    /// Why.
    pub why: String,
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
    /// The plan page with this in its form, and the outlook on it.
    async fn plan_view_of(&self, slug: String, asked: PlanForm) -> crate::Answer<PlanView>;
    /// What can be said beforehand of what is asked for.
    async fn look_ahead(&self, slug: String, asked: PlanForm) -> crate::Answer<OutlookView>;
    /// Begins to plan, and answers the job's id.
    async fn start_plan(&self, slug: String, form: PlanForm) -> crate::Answer<String>;
    /// Stops planning: the best plan so far becomes the draft.
    async fn cancel_plan(&self, job: String) -> crate::Answer<()>;
    /// A plan in the making.
    async fn planning_job(&self, job: String) -> crate::Answer<JobView>;
    /// Plans while whoever asks waits: makes a draft beside the others, and answers its id.
    async fn make_draft(&self, slug: String, form: PlanForm) -> crate::Answer<String>;
}

/// The plan page of a rota, with `asked` in its form.
#[server(endpoint = "planning/view")]
pub async fn load_plan(slug: String, #[server(default)] asked: PlanForm) -> Result<PlanView, crate::AppError> {
    crate::ports::ports()?.plan_view_of(slug, asked).await
}

/// What can be said beforehand of what is asked for.
#[server(endpoint = "planning/outlook")]
pub async fn look_ahead(slug: String, form: PlanForm) -> Result<OutlookView, crate::AppError> {
    crate::ports::ports()?.look_ahead(slug, form).await
}

/// Begins to plan: the plan page shows how far it has come.
#[server(endpoint = "planning/start")]
pub async fn start_plan(slug: String, form: PlanForm) -> Result<(), crate::AppError> {
    let job = crate::ports::ports()?.start_plan(slug.clone(), form).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/plan?job={job}"));
    Ok(())
}

/// Stops planning: the best plan so far becomes the draft.
#[server(endpoint = "planning/cancel")]
pub async fn cancel_plan(slug: String, job: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.cancel_plan(job.clone()).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/plan?job={job}"));
    Ok(())
}
