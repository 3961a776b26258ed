//! What plans know of a team's members: days, dates, experience, what they carry in, and who is kept apart.

mod page;

use crate::rotas::Named;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::PlanningPeoplePage;

/// What plans know of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PlanningPeople {
    /// The team's name in addresses.
    pub slug: String,
    /// The team.
    pub team: String,
    /// Whether the viewer may change it.
    pub manages: bool,
    /// The members, by name; only the viewer themselves for somebody who does not manage the team.
    pub members: Vec<PlanningMember>,
    /// The pairs that are kept apart, likewise.
    pub apart: Vec<ApartRow>,
}

/// What plans know of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PlanningMember {
    /// Who.
    pub person: Named,
    /// In words, such as `80 % · new · never Fri · from 1 Dec`.
    pub words: String,
    /// What they carry in, such as `42 points in 13 weeks · 12 of bank holidays in 3 years`.
    pub carries: String,
    /// What can be changed and sent back.
    pub form: PlanningMemberForm,
}

/// Two members who are not planned on the same shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ApartRow {
    /// The pair's id.
    pub id: String,
    /// The one.
    pub one: Named,
    /// The other.
    pub other: Named,
}

/// What plans are to know of a member. Ticked days are `on`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PlanningMemberForm {
    /// The team's name in addresses.
    pub team: String,
    /// The person's id.
    pub person: String,
    /// Share of a full turn of duty in percent, 1 to 100; empty leaves it.
    pub share_percent: String,
    /// `newcomer`, `regular` or `experienced`; empty is experienced.
    pub experience: String,
    /// Never works on Mondays.
    pub mon: String,
    /// Never works on Tuesdays.
    pub tue: String,
    /// Never works on Wednesdays.
    pub wed: String,
    /// Never works on Thursdays.
    pub thu: String,
    /// Never works on Fridays.
    pub fri: String,
    /// Never works on Saturdays.
    pub sat: String,
    /// Never works on Sundays.
    pub sun: String,
    /// First day of duty; empty for always.
    pub joins_on: String,
    /// Last day of duty; empty for always.
    pub leaves_on: String,
    /// `seen` as it was when this was filled in: if something else is known now, it is refused; empty for no check.
    pub seen: String,
    /// The very words by which this form was refused as out of date, to have it so over what they say.
    pub over: String,
}

impl PlanningMemberForm {
    /// The ticks, Monday first.
    pub fn ticks(&self) -> [&str; 7] {
        [
            &self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun,
        ]
    }
}

/// Reading and changing what plans know of people.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// What plans know of a team.
    async fn planning_people(&self, team: String) -> crate::Answer<PlanningPeople>;
    /// Changes what they know of a member.
    async fn put_planning_member(&self, form: PlanningMemberForm) -> crate::Answer<()>;
    /// Keeps two members apart.
    async fn keep_apart(&self, team: String, one: String, other: String) -> crate::Answer<()>;
    /// Keeps them apart no longer.
    async fn end_apart(&self, id: String) -> crate::Answer<()>;
}

/// What plans know of a team.
#[server(endpoint = "planning-people/show")]
pub async fn load_planning_people(team: String) -> Result<PlanningPeople, crate::AppError> {
    crate::ports::ports()?.planning_people(team).await
}

/// Changes what plans know of a member.
#[server(endpoint = "planning-people/put")]
pub async fn put_planning_member(form: PlanningMemberForm) -> Result<(), crate::AppError> {
    let team = form.team.clone();
    crate::ports::ports()?.put_planning_member(form).await?;
    leptos_axum::redirect(&format!("/teams/{team}/planning?done=saved"));
    Ok(())
}

/// Keeps two members apart.
#[server(endpoint = "planning-people/keep-apart")]
pub async fn keep_apart(team: String, one: String, other: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.keep_apart(team.clone(), one, other).await?;
    leptos_axum::redirect(&format!("/teams/{team}/planning?done=apart"));
    Ok(())
}

/// Keeps two members apart no longer.
#[server(endpoint = "planning-people/end-apart")]
pub async fn end_apart(id: String, team: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.end_apart(id).await?;
    leptos_axum::redirect(&format!("/teams/{team}/planning?done=apart"));
    Ok(())
}
