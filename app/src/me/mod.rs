//! My shifts: the next one, those to come, leave and the calendar.

mod page;

use crate::{components::Stamp, handover::HandoverCard, leave::LeaveRow, wishes::WishRow};
use domain::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::MePage;

/// What the viewer has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyShifts {
    /// The viewer's zone, as people say it.
    pub zone: String,
    /// What is on now, or comes first.
    pub next: Option<NextTurn>,
    /// Handovers that wait for the viewer.
    pub handovers: Vec<HandoverCard>,
    /// Present and coming shifts by month.
    pub months: Vec<Month>,
    /// The viewer's leave.
    pub leave: Vec<LeaveRow>,
    /// The key for the form that enters leave.
    pub leave_key: String,
    /// What it sends back, so that leave entered meanwhile is noticed.
    pub leave_seen: String,
    /// On which days the viewer never works: team and days.
    pub days_off: Vec<(String, String)>,
    /// The viewer's wishes; `None` for somebody who takes no turns on a rota.
    pub wishes: Option<Vec<WishRow>>,
}

/// The next stretch of duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NextTurn {
    /// The role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// The rota's name.
    pub rota: String,
    /// The rota's slug.
    pub slug: String,
    /// Whether it has begun.
    pub on_now: bool,
    /// When it ends, if it has begun, else when it begins.
    pub at: Stamp,
    /// How far that is, such as `2 d 4 h left`.
    pub left: String,
    /// Such as `with Tomás Oliveira`.
    pub partners: String,
    /// The page that finds cover for it.
    pub cover: String,
    /// The page that offers it.
    pub offer: String,
}

/// The shifts that begin in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Month {
    /// Such as `December`.
    pub title: String,
    /// Such as `2 shifts · 214 h`.
    pub summary: String,
    /// In order of start.
    pub turns: Vec<TurnRow>,
}

/// One role of one shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct TurnRow {
    /// Such as `Mon`.
    pub weekday: String,
    /// Day of the month.
    pub day: String,
    /// The rota's name.
    pub rota: String,
    /// The rota's slug.
    pub slug: String,
    /// The role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// From when to when.
    pub when: String,
    /// The same in the rota's zone, where that shows another time: `New York · 17:30 – 09:00 London`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// Such as `with Tomás Oliveira`.
    pub partners: String,
    /// Hours on duty.
    pub length: String,
    /// A bank holiday that it serves.
    pub holiday: Option<String>,
    /// The page that finds cover for it.
    pub cover: String,
    /// The page that offers it.
    pub offer: String,
}

/// Looking at one's own duty.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The viewer's duty and leave.
    async fn my_shifts(&self) -> crate::Answer<MyShifts>;
}

/// The viewer's duty and leave.
#[server(endpoint = "me/shifts")]
pub async fn load_my_shifts() -> Result<MyShifts, crate::AppError> {
    crate::ports::ports()?.my_shifts().await
}
