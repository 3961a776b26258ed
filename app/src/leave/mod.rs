//! Leave: when somebody is unavailable.

mod form;
mod page;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use form::{LeaveEntry, LeaveList};
pub use page::TeamLeavePage;

/// One entry of leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LeaveRow {
    /// The entry's id.
    pub id: String,
    /// Id of whoever is away.
    pub person: String,
    /// Their name.
    pub name: String,
    /// From when to when, where they live.
    pub when: String,
    /// A word of theirs, for those who plan; may be empty.
    pub note: String,
    /// Whether the viewer may withdraw it.
    pub may_withdraw: bool,
    /// Duty inside it that needs cover.
    pub warnings: Vec<LeaveWarning>,
}

/// Duty that falls into leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct LeaveWarning {
    /// Which.
    pub words: String,
    /// The page that finds cover for it.
    pub cover: String,
}

/// What the form sends: whole days, or a stretch from time to time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct LeaveForm {
    /// Id of whoever is away; empty is oneself.
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub person: String,
    /// First whole day.
    pub first_day: String,
    /// Last whole day; empty is the first.
    pub last_day: String,
    /// From this wall time on, instead of whole days.
    pub from: String,
    /// Up to this wall time.
    pub to: String,
    /// A word; may be empty.
    pub note: String,
    /// The id that the entry is to have, a UUID, so that a form sent twice makes one entry; empty for none.
    pub key: String,
    /// The revision at which the person's leave was looked at: leave entered since that overlaps this is refused; empty for
    /// no check.
    pub seen: String,
    /// Slug of the team whose page the form is on; empty is My shifts.
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub team: String,
}

/// The leave of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TeamLeave {
    /// The team's slug.
    pub slug: String,
    /// The team's name.
    pub team: String,
    /// Whether the viewer enters leave for others.
    pub manages: bool,
    /// Id and name of those the viewer may enter leave for.
    pub people: Vec<(String, String)>,
    /// Present and coming leave, in order of start.
    pub rows: Vec<LeaveRow>,
    /// Who never works on which days, which is said with what plans know: name and days.
    pub days_off: Vec<(String, String)>,
    /// The key for the form that enters leave.
    pub key: String,
    /// What that form sends back, so that leave entered meanwhile is noticed.
    pub seen: String,
}

/// Entering and withdrawing leave.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Present and coming leave of a team's members.
    async fn team_leave(&self, slug: String) -> crate::Answer<TeamLeave>;
    /// Enters leave; answers its id.
    async fn add_leave(&self, form: LeaveForm) -> crate::Answer<String>;
    /// Withdraws leave.
    async fn withdraw_leave(&self, id: String) -> crate::Answer<()>;
}

/// Present and coming leave of a team's members.
#[server(endpoint = "leave/team")]
pub async fn load_team_leave(slug: String) -> Result<TeamLeave, crate::AppError> {
    crate::ports::ports()?.team_leave(slug).await
}

/// Enters leave.
#[server(endpoint = "leave/add")]
pub async fn add_leave(form: LeaveForm) -> Result<String, crate::AppError> {
    let back = page_of(&form.team);
    let id = crate::ports::ports()?.add_leave(form).await?;
    let back = format!("{back}?entered={id}");
    leptos_axum::redirect(&crate::changes::after_saving(&back).await?);
    Ok(id)
}

/// Withdraws leave.
#[server(endpoint = "leave/withdraw")]
pub async fn withdraw_leave(id: String, #[server(default)] team: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.withdraw_leave(id).await?;
    leptos_axum::redirect(&crate::changes::after_saving(&page_of(&team)).await?);
    Ok(())
}

/// The page a form of leave is on.
#[cfg(feature = "ssr")]
fn page_of(team: &str) -> String {
    let plain = !team.is_empty() && team.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if plain {
        format!("/teams/{team}/leave")
    } else {
        "/me".to_owned()
    }
}
