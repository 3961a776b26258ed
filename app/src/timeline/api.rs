//! What goes over the wire to draw a rota's time. Positions and widths are percent of the window.

use crate::{
    components::Stamp,
    rotas::{Named, RotaHeading},
};
use domain::{Instant, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A rota over a window of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaTimeline {
    /// The rota.
    pub heading: RotaHeading,
    /// `week`, `month` or `quarter`.
    pub view: String,
    /// The window in words: `23 Nov – 20 Dec 2026`.
    pub title: String,
    /// First local date of the window.
    pub from: String,
    /// First local date of the window before.
    pub earlier: String,
    /// First local date of the window after.
    pub later: String,
    /// The drawing.
    pub chart: Chart,
    /// The same by day.
    pub days: Vec<AgendaDay>,
    /// The coming turns.
    pub handovers: Vec<Turn>,
    /// Coming duty that its holder should not have, the earliest first.
    pub unfit: Vec<Unfit>,
    /// Whether anything is published at all.
    pub anything: bool,
}

/// Published duty of somebody who is on leave, not qualified, or gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Unfit {
    /// Who, why and when.
    pub words: String,
    /// The page that finds cover for it.
    pub cover: String,
}

/// Time to scale, with a lane for each role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Chart {
    /// The zone of every time in it.
    pub zone: String,
    /// `week`, `month`, `quarter` or `year`: how much room it needs.
    pub zoom: String,
    /// Where each month begins, with its name.
    pub months: Vec<(f64, String)>,
    /// The middle of each day or week, with its date and whether it is today.
    pub days: Vec<(f64, String, bool)>,
    /// Weekends, nights and holidays.
    pub shades: Vec<Shade>,
    /// Where days or weeks meet.
    pub grid: Vec<f64>,
    /// The present instant, when it lies inside.
    pub now: Option<f64>,
    /// What stands beside each lane: Lead, then Engineer.
    pub lanes: [Option<String>; 2],
    /// Who is there, in order of drawing.
    pub bars: Vec<Bar>,
}

/// A stretch of time that is different.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Shade {
    /// `weekend`, `night` or `holiday`.
    pub kind: String,
    /// The holiday's name.
    pub title: Option<String>,
    /// Where it starts.
    pub x: f64,
    /// How long it is.
    pub width: f64,
}

/// What a bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BarKind {
    /// Somebody as planned.
    Plan,
    /// Somebody whose role another has taken.
    Covered,
    /// Whoever has taken it.
    Cover,
    /// Whoever was really there, by a correction.
    Corrected,
    /// Nobody.
    Gap,
    /// Somebody in a draft.
    Draft,
}

/// A role over a stretch of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Bar {
    /// The lane it lies in.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// What it stands for.
    pub kind: BarKind,
    /// Whether the viewer is in it.
    pub mine: bool,
    /// Whether a draft's role is not as published.
    #[serde(default)]
    pub changed: bool,
    /// Whether a draft's role is locked.
    #[serde(default)]
    pub locked: bool,
    /// Who.
    pub person: Option<Named>,
    /// Where it starts.
    pub x: f64,
    /// How long it is.
    pub width: f64,
    /// From when, whatever the window.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub from: Instant,
    /// Until when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub to: Instant,
    /// Everything in words: `Priya Raghunathan, Lead, Mon 23 Nov 09:00 – Thu 26 Nov 17:30`.
    pub label: String,
}

/// A local day on which something begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AgendaDay {
    /// Such as `Tue`.
    pub weekday: String,
    /// Such as `24`.
    pub date: String,
    /// Such as `Nov`.
    pub month: String,
    /// Whether it is today.
    pub today: bool,
    /// A holiday's name.
    pub holiday: Option<String>,
    /// What begins on it, or is under way where the window begins.
    pub items: Vec<AgendaItem>,
}

/// Somebody, or nobody, from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AgendaItem {
    /// The role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// What it stands for.
    pub kind: BarKind,
    /// Who; `None` for a gap.
    pub person: Option<Named>,
    /// `17:30 – Mon 30 Nov 09:00`.
    pub when: String,
    /// The same in the viewer's zone, where that shows another time: `London · 12:30 – Mon 04:00 New York`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
    /// From when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub from: Instant,
    /// Until when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub to: Instant,
}

/// A turn in the list of the coming ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Turn {
    /// Its handover.
    pub at: Stamp,
    /// Its end.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub to: Instant,
    /// Planned as Lead.
    pub lead: Option<Named>,
    /// Planned as Engineer.
    pub engineer: Option<Named>,
    /// Whether it is only a draft.
    pub draft: bool,
}

/// Looking at a rota's time.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// A rota over a window: `from` a local date, `view` one of `week`, `month` and `quarter`.
    async fn timeline(&self, slug: String, from: Option<String>, view: Option<String>) -> crate::Answer<RotaTimeline>;
}

/// A rota over a window: `from` a local date, `view` one of `week`, `month` and `quarter`.
#[server(endpoint = "timeline/load")]
pub async fn load_timeline(
    slug: String,
    from: Option<String>,
    view: Option<String>,
) -> Result<RotaTimeline, crate::AppError> {
    crate::ports::ports()?.timeline(slug, from, view).await
}
