//! What teams' pages show and ask for.

use crate::{offers::OfferRow, people::ComingDuty, timeline::Unfit};
use domain::Qualification;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Every team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamsPage {
    /// By name.
    pub teams: Vec<TeamCard>,
    /// Those that are archived, by name.
    pub archived: Vec<TeamLink>,
    /// Whether the viewer may create a team.
    pub may_create: bool,
}

/// A team in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamCard {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Id and name of its first members.
    pub people: Vec<(String, String)>,
    /// How many members it has.
    pub members: usize,
    /// How many rotas.
    pub rotas: usize,
    /// How many services.
    pub services: usize,
    /// Roles with nobody in them now, over its rotas.
    pub gaps: usize,
    /// Gaps and conflicts of the coming quarter that stand open.
    pub conflicts: usize,
}

/// One team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamPage {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its members by name.
    pub members: Vec<MemberRow>,
    /// Its rotas by name.
    pub rotas: Vec<TeamLink>,
    /// Its services by name.
    pub services: Vec<TeamLink>,
    /// Id and name of active people who are not in it, for those who may add them.
    pub candidates: Vec<(String, String)>,
    /// Whether those are too many to list: then somebody is named by their e-mail address.
    pub many_candidates: bool,
    /// Whether the viewer may change the team.
    pub may_manage: bool,
    /// When it ends or has ended, if it is archived.
    pub end: Option<TeamEnd>,
    /// Gaps and conflicts of its rotas that stand open.
    pub conflicts: usize,
    /// What of its rotas is published beyond now, in words.
    pub duty_ahead: Vec<String>,
    /// Slug and name of each team that it can be merged into, for administrators.
    pub others: Vec<(String, String)>,
    /// Whether the viewer may merge, archive and restore it.
    pub may_administer: bool,
    /// Whether a manager has to approve what is accepted of offers.
    pub offers_need_approval: bool,
    /// Offers of duty on its rotas that are not over; for its members.
    pub offers: Vec<OfferRow>,
}

/// The end of a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamEnd {
    /// Such as `archived since Mon 30 Nov 09:00`.
    pub words: String,
    /// Whether it is reached.
    pub over: bool,
    /// Slug and name of the team that took everything over.
    pub into: Option<(String, String)>,
}

/// What merging a team into another would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MergePreview {
    /// The team that ends.
    pub from: String,
    /// The team that takes over.
    pub into: String,
    /// Its name in addresses.
    pub into_slug: String,
    /// What becomes of each member, by name.
    pub members: Vec<String>,
    /// The rotas that move.
    pub rotas: Vec<String>,
    /// The services that move.
    pub services: Vec<String>,
    /// How many subscribed calendars show the other team from then on.
    pub calendars: usize,
    /// Why it cannot be; empty when it can.
    pub refusals: Vec<String>,
}

/// A member of a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MemberRow {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Whether they are active.
    pub active: bool,
    /// The roles they may hold.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<crate::schema::QualificationWord>))]
    pub qualification: Option<Qualification>,
    /// Whether they manage the team.
    pub manager: bool,
    /// Share of a full turn of duty, 1 to 100.
    pub share_percent: u16,
    /// The first day on which they may be on duty, such as `2026-12-01`; empty for always.
    pub first_day: String,
    /// The last such day; empty for ever.
    pub last_day: String,
    /// Both in words, such as `until Thu 31 Dec`; empty for always.
    pub days: String,
    /// What a form that changes this sends back, so that one that is out of date is noticed.
    pub seen: String,
    /// Their next duty on the team's rotas.
    pub coming: Option<ComingDuty>,
}

/// A rota or a service of a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamLink {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// A few words on it; may be empty.
    pub note: String,
}

/// A member added or changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MemberForm {
    /// The team's name in addresses.
    #[serde(default)]
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub team: String,
    /// The person's id, or their e-mail address.
    #[serde(default)]
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub person: String,
    /// `on` when they may be Lead; left out, empty, `off` or `false` when not.
    pub lead: Option<String>,
    /// `on` when they may be Engineer.
    pub engineer: Option<String>,
    /// `on` when they manage the team.
    pub manager: Option<String>,
    /// Share of a full turn of duty: a whole number from 1 to 100.
    #[serde(default)]
    pub share_percent: String,
    /// The first day on which they may be on duty, where the rota is; empty for always, left out to leave it.
    pub first_day: Option<String>,
    /// The last such day; empty for ever, left out to leave it.
    pub last_day: Option<String>,
    /// `on` when both days are said: one that is left out is none then.
    pub days: Option<String>,
    /// `seen` of the member as they were when this was filled in: if they are otherwise now, it is refused.
    pub seen: Option<String>,
    /// The very words by which this form was refused as out of date, to have it so over what they say.
    pub over: Option<String>,
}

/// What a member's place would make of their published duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MemberImpact {
    /// Their name.
    pub name: String,
    /// The duty that they could not hold any more, the earliest first, each with the page that finds cover.
    pub rows: Vec<Unfit>,
    /// How much more of it there is.
    pub more: usize,
    /// How many such stretches there are already.
    pub before: usize,
}

/// Teams.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Every team.
    async fn teams(&self) -> crate::Answer<TeamsPage>;
    /// One team.
    async fn team_page(&self, slug: String) -> crate::Answer<TeamPage>;
    /// Creates a team; answers its slug.
    async fn create_team(&self, name: String) -> crate::Answer<String>;
    /// Renames a team; its slug stays, so that links do.
    async fn rename_team(&self, slug: String, name: String) -> crate::Answer<()>;
    /// Adds a member, or changes their place in the team.
    async fn put_member(&self, member: MemberForm) -> crate::Answer<()>;
    /// What a member's place as the form has it would make of their published duty; nothing is written.
    async fn preview_member(&self, member: MemberForm) -> crate::Answer<MemberImpact>;
    /// Takes somebody out of a team. Duty that is published stays theirs.
    async fn remove_member(&self, team: String, person: String, seen: Option<String>) -> crate::Answer<()>;
    /// What merging a team into another would do.
    async fn preview_merge(&self, slug: String, into: String) -> crate::Answer<MergePreview>;
    /// Merges a team into another, all of it or nothing.
    async fn merge_team(&self, slug: String, into: String) -> crate::Answer<()>;
    /// Archives a team after its last day of duty; at once, if none is said.
    async fn archive_team(&self, slug: String, last_day: String) -> crate::Answer<()>;
    /// Takes an archiving back.
    async fn restore_team(&self, slug: String) -> crate::Answer<()>;
}

/// Every team.
#[server(endpoint = "teams/list")]
pub async fn load_teams() -> Result<TeamsPage, crate::AppError> {
    crate::ports::ports()?.teams().await
}

/// One team.
#[server(endpoint = "teams/show")]
pub async fn load_team(slug: String) -> Result<TeamPage, crate::AppError> {
    crate::ports::ports()?.team_page(slug).await
}

/// Creates a team and goes to its page.
#[server(endpoint = "teams/create")]
pub async fn create_team(name: String) -> Result<(), crate::AppError> {
    let slug = crate::ports::ports()?.create_team(name).await?;
    leptos_axum::redirect(&format!("/teams/{slug}"));
    Ok(())
}

/// Renames a team.
#[server(endpoint = "teams/rename")]
pub async fn rename_team(slug: String, name: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.rename_team(slug.clone(), name).await?;
    leptos_axum::redirect(&format!("/teams/{slug}?done=renamed"));
    Ok(())
}

/// Adds a member, or changes their place in the team.
#[server(endpoint = "teams/put-member")]
pub async fn put_member(member: MemberForm) -> Result<(), crate::AppError> {
    let page = format!("/teams/{}?done=member", member.team);
    crate::ports::ports()?.put_member(member).await?;
    leptos_axum::redirect(&page);
    Ok(())
}

/// What a member's place as the form has it would make of their published duty.
#[server(endpoint = "teams/preview-member")]
pub async fn preview_member(member: MemberForm) -> Result<MemberImpact, crate::AppError> {
    crate::ports::ports()?.preview_member(member).await
}

/// Takes somebody out of a team.
#[server(endpoint = "teams/remove-member")]
pub async fn remove_member(
    team: String,
    person: String,
    #[server(default)] seen: Option<String>,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.remove_member(team.clone(), person, seen).await?;
    leptos_axum::redirect(&format!("/teams/{team}?done=removed"));
    Ok(())
}

/// What merging a team into another would do.
#[server(endpoint = "teams/merge-preview")]
pub async fn load_merge(slug: String, into: String) -> Result<MergePreview, crate::AppError> {
    crate::ports::ports()?.preview_merge(slug, into).await
}

/// Merges a team into another and goes there.
#[server(endpoint = "teams/merge")]
pub async fn merge_team(slug: String, into: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.merge_team(slug, into.clone()).await?;
    leptos_axum::redirect(&format!("/teams/{into}?done=merged"));
    Ok(())
}

/// Archives a team after its last day of duty; at once, if none is said.
#[server(endpoint = "teams/archive")]
pub async fn archive_team(slug: String, #[server(default)] last_day: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.archive_team(slug.clone(), last_day).await?;
    leptos_axum::redirect(&format!("/teams/{slug}?done=archived"));
    Ok(())
}

/// Takes an archiving back.
#[server(endpoint = "teams/restore")]
pub async fn restore_team(slug: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.restore_team(slug.clone()).await?;
    leptos_axum::redirect(&format!("/teams/{slug}?done=restored"));
    Ok(())
}
