//! What goes over the wire about drafts, and the server functions of their pages.

use super::{Comparison, Impact};
use crate::{
    planning::{LoadRow, Said, Unmet},
    rotas::{Named, RotaHeading},
    timeline::Chart,
};
use domain::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The drafts of a rota.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DraftsPage {
    /// The rota.
    pub heading: RotaHeading,
    /// Those that can be worked on, the newest first.
    pub open: Vec<DraftRow>,
    /// Those that were discarded or published, the newest first.
    pub earlier: Vec<DraftRow>,
    /// Whether anything is published to compare with.
    pub published: bool,
    /// Those that are compared, if that was asked.
    pub compared: Option<Comparison>,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who made it, and when.
    pub made: String,
    /// Its span in words.
    pub span: String,
    /// How many shifts it has.
    pub shifts: usize,
    /// How many roles stay a gap.
    pub gaps: usize,
    /// How good it is, such as `96 points off, within 4 points`; nothing in short lists.
    pub score: String,
    /// How many roles are locked.
    pub locked: usize,
    /// Whether published shifts in its time were changed since.
    pub moved: bool,
    /// `open`, `discarded` or `published`.
    pub state: String,
    /// Why it cannot be published any more.
    pub stale: Option<String>,
    /// Revision of its last change: what changes are asked with.
    pub revision: String,
}

/// A draft, laid open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DraftPage {
    /// The rota.
    pub heading: RotaHeading,
    /// Which draft.
    pub row: DraftRow,
    /// How far the loads are apart, in words.
    pub fairness: String,
    /// How many published shifts it would change.
    pub changes: String,
    /// The drawing.
    pub chart: Chart,
    /// What each person would carry.
    pub loads: Vec<LoadRow>,
    /// What could not be satisfied.
    pub unmet: Vec<Unmet>,
    /// Wishes that do not come true, turns that were passed on, unequal loads and long hours, with their reasons, as it
    /// was planned; nothing once it is edited.
    pub said: Vec<Said>,
    /// Its score, term by term.
    pub terms: Vec<TermWords>,
    /// What was locked or overridden and needs a look.
    pub trouble: Vec<String>,
    /// Its turns, in order.
    pub turns: Vec<DraftTurn>,
    /// What undoing would undo.
    pub undo: Option<String>,
    /// What doing again would do.
    pub redo: Option<String>,
    /// The edits in force, the latest first: what, and who when.
    pub edits: Vec<(String, String)>,
    /// First and last local date, for forms.
    pub dates: (String, String),
    /// What it would cost; none for a rota that no rate card pays.
    pub money: Option<DraftMoney>,
}

/// What a draft would cost, before call-outs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DraftMoney {
    /// The sum of each currency.
    pub total: Vec<String>,
    /// What is published in its time costs, in each currency.
    pub published: Vec<String>,
    /// What each person would be paid.
    pub people: Vec<MoneyRow>,
    /// The mean, in percent of the most that somebody is paid.
    pub mean: f64,
    /// The mean in words; empty where there are several currencies.
    pub mean_words: String,
    /// What could not be worked out, and why.
    pub faults: Vec<String>,
}

/// What somebody would be paid for a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MoneyRow {
    /// Who.
    pub person: Named,
    /// How much.
    pub amount: String,
    /// The same in percent of the most that somebody is paid.
    pub width: f64,
}

/// One term of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TermWords {
    /// Its name.
    pub term: String,
    /// What is missing, in words.
    pub words: String,
    /// What that costs.
    pub cost: i64,
}

/// A turn of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct DraftTurn {
    /// The month that begins with it: `November 2026`.
    pub month: Option<String>,
    /// When it begins, such as `Mon 30 Nov 09:00`.
    pub from: String,
    /// When it ends.
    pub to: String,
    /// What is special: a holiday's name.
    pub special: Option<String>,
    /// Whether it lies in the past.
    pub past: bool,
    /// Lead and Engineer.
    pub seats: Vec<SeatView>,
}

/// A role of a turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SeatView {
    /// What edits name it by.
    pub seat: String,
    /// The role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// Who; `None` for a gap.
    pub person: Option<Named>,
    /// Whether it is locked.
    pub locked: bool,
    /// The reason for which a rule was set aside.
    pub against: Option<String>,
    /// Who is published, when that is somebody else.
    pub published: Option<String>,
    /// What speaks against whoever is there, such as `is on leave`.
    pub trouble: Option<String>,
    /// Everything in words.
    pub label: String,
}

/// What can be done with one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Choices {
    /// What edits name it by.
    pub seat: String,
    /// The role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// The turn in words.
    pub when: String,
    /// Who is there; `None` for a gap.
    pub person: Option<Named>,
    /// Whether it is locked: then nothing can be chosen.
    pub locked: bool,
    /// The reason for which a rule was set aside.
    pub against: Option<String>,
    /// What speaks against whoever is there, such as `is on leave`: a reason sets it aside.
    pub trouble: Option<String>,
    /// Revision of the draft that these were worked out for.
    pub revision: String,
    /// Who could take it, the best first; without a person, making it a gap.
    pub people: Vec<Choice>,
    /// With which roles it could be exchanged, the best first.
    pub swaps: Vec<Choice>,
}

/// One thing that can be done, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Choice {
    /// The other role of an exchange.
    pub seat: Option<String>,
    /// Who would take the role; who comes in exchange.
    pub person: Option<Named>,
    /// The other turn and role in words, of an exchange.
    pub when: String,
    /// `sound`, `against` (it breaks a rule, and needs a reason) or `never`.
    pub verdict: String,
    /// Such as `better by 24`.
    pub change: String,
    /// What of the score changes, in words.
    pub terms: Vec<String>,
    /// The rules that it would break, or why it cannot be done.
    pub broken: Vec<String>,
}

/// What somebody does to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct EditForm {
    /// `give`, `swap`, `lock`, `unlock`, `undo`, `redo` or `rename`.
    pub what: String,
    /// Revision of the draft that was looked at.
    pub seen: String,
    /// The role that is given or exchanged, or locked by itself.
    pub seat: String,
    /// The role that it is exchanged with.
    pub other: String,
    /// Who gets it; empty makes it a gap. Whoever has it already stays, locked or not, for the `reason`.
    pub person: String,
    /// Why a rule is set aside; empty for not.
    pub reason: String,
    /// First local date of what is locked, where no role is named.
    pub from: String,
    /// Last local date of what is locked.
    pub to: String,
    /// `lead`, `engineer`, or both when empty: what is locked from one date to another.
    pub role: String,
    /// The new name.
    pub name: String,
}

/// How a rota is planned again around what is locked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AgainForm {
    /// `draft` or `published`: what should change little.
    pub keep: String,
    /// `little`, or `usual` for as much as a better plan is worth.
    pub change: String,
    /// Another seed gives another plan that is about as good.
    pub seed: String,
    /// How long to search: `quick`, or `thorough`.
    pub effort: String,
    /// What the new draft is called; it is given a number when empty.
    pub name: String,
}

/// Which part of a draft is published.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PublishForm {
    /// First local date; empty for all that lies ahead.
    pub from: String,
    /// Last local date.
    pub to: String,
    /// Revision of the draft that was looked at; empty publishes whatever it is.
    pub seen: String,
    /// Ids of covers in the way to withdraw in the same change, with commas between them.
    pub withdraw: String,
}

/// Drafts.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// A rota's drafts; those named are compared: ids, or `published`.
    async fn drafts(&self, slug: String, compare: Vec<String>) -> crate::Answer<DraftsPage>;
    /// A draft.
    async fn draft(&self, slug: String, id: String) -> crate::Answer<DraftPage>;
    /// What can be done with one role of a draft.
    async fn draft_choices(&self, slug: String, id: String, seat: String) -> crate::Answer<Choices>;
    /// Edits a draft.
    async fn edit_draft(&self, slug: String, id: String, form: EditForm) -> crate::Answer<()>;
    /// Begins to plan again around what is locked, and answers the job's id.
    async fn plan_again(&self, slug: String, id: String, form: AgainForm) -> crate::Answer<String>;
    /// What publishing a part would do.
    async fn draft_impact(&self, slug: String, id: String, form: PublishForm) -> crate::Answer<Impact>;
    /// Makes a part of a draft binding.
    async fn publish_draft(&self, slug: String, id: String, form: PublishForm) -> crate::Answer<()>;
    /// Discards a draft.
    async fn discard_draft(&self, slug: String, id: String) -> crate::Answer<()>;
    /// Takes a discarded draft back.
    async fn restore_draft(&self, slug: String, id: String) -> crate::Answer<()>;
}

/// A rota's drafts; those named are compared.
#[server(endpoint = "drafts/list")]
pub async fn load_drafts(slug: String, #[server(default)] compare: Vec<String>) -> Result<DraftsPage, crate::AppError> {
    crate::ports::ports()?.drafts(slug, compare).await
}

/// A draft.
#[server(endpoint = "drafts/show")]
pub async fn load_draft(slug: String, id: String) -> Result<DraftPage, crate::AppError> {
    crate::ports::ports()?.draft(slug, id).await
}

/// What can be done with one role of a draft.
#[server(endpoint = "drafts/choices")]
pub async fn load_choices(slug: String, id: String, seat: String) -> Result<Choices, crate::AppError> {
    crate::ports::ports()?.draft_choices(slug, id, seat).await
}

/// Edits a draft.
#[server(endpoint = "drafts/edit")]
pub async fn edit_draft(slug: String, id: String, form: EditForm) -> Result<(), crate::AppError> {
    let seat = form.seat.clone();
    crate::ports::ports()?
        .edit_draft(slug.clone(), id.clone(), form)
        .await?;
    let at = if seat.is_empty() { seat } else { format!("?at={seat}") };
    leptos_axum::redirect(&format!("/rotas/{slug}/drafts/{id}{at}"));
    Ok(())
}

/// Begins to plan again around what is locked: the plan page shows how far it has come.
#[server(endpoint = "drafts/again")]
pub async fn plan_again(slug: String, id: String, form: AgainForm) -> Result<(), crate::AppError> {
    let job = crate::ports::ports()?.plan_again(slug.clone(), id, form).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/plan?job={job}"));
    Ok(())
}

/// What publishing a part would do.
#[server(endpoint = "drafts/impact")]
pub async fn load_impact(slug: String, id: String, form: PublishForm) -> Result<Impact, crate::AppError> {
    crate::ports::ports()?.draft_impact(slug, id, form).await
}

/// Makes a part of a draft binding.
#[server(endpoint = "drafts/publish")]
pub async fn publish_draft(slug: String, id: String, form: PublishForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.publish_draft(slug.clone(), id, form).await?;
    let back = format!("/rotas/{slug}?done=published");
    leptos_axum::redirect(&crate::changes::after_saving(&back).await?);
    Ok(())
}

/// Discards a draft.
#[server(endpoint = "drafts/discard")]
pub async fn discard_draft(slug: String, id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.discard_draft(slug.clone(), id).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/drafts"));
    Ok(())
}

/// Takes a discarded draft back.
#[server(endpoint = "drafts/restore")]
pub async fn restore_draft(slug: String, id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.restore_draft(slug.clone(), id).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/drafts"));
    Ok(())
}
