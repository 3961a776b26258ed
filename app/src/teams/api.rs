//! What teams' pages show and ask for.

use crate::people::ComingDuty;
use domain::Qualification;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Every team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamsPage {
    /// By name.
    pub teams: Vec<TeamCard>,
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
    /// Whether the viewer may change the team.
    pub may_manage: bool,
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
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MemberForm {
    /// The team's name in addresses.
    #[serde(default)]
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub team: String,
    /// The person's id.
    #[serde(default)]
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub person: String,
    /// `on` when they may be Lead.
    pub lead: Option<String>,
    /// `on` when they may be Engineer.
    pub engineer: Option<String>,
    /// `on` when they manage the team.
    pub manager: Option<String>,
    /// Share of a full turn of duty: a whole number from 1 to 100.
    pub share_percent: String,
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
    /// Takes somebody out of a team. Duty that is published stays theirs.
    async fn remove_member(&self, team: String, person: String) -> crate::Answer<()>;
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

/// Takes somebody out of a team.
#[server(endpoint = "teams/remove-member")]
pub async fn remove_member(team: String, person: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.remove_member(team.clone(), person).await?;
    leptos_axum::redirect(&format!("/teams/{team}?done=removed"));
    Ok(())
}
