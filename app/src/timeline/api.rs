//! What goes over the wire to draw a rota's time. Positions and widths are percent of the window.

use crate::{
    components::Stamp,
    covers::CoverRow,
    rotas::{Named, RotaHeading},
};
use domain::{Instant, Role, Zone};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A rota over a window of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaTimeline {
    /// The rota.
    pub heading: RotaHeading,
    /// How much of it: `day`, `week`, `month`, `quarter` or `year`.
    pub view: String,
    /// How it is laid out: `roles`, `people`, `calendar` or `agenda`.
    pub layout: String,
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
    /// The same with a lane for each person, when that is the layout.
    #[serde(default)]
    pub people: Vec<PersonLane>,
    /// The same week by week, when that is the layout.
    #[serde(default)]
    pub weeks: Vec<CalendarWeek>,
    /// The same by day.
    pub days: Vec<AgendaDay>,
    /// The coming turns.
    pub handovers: Vec<Turn>,
    /// Coming duty that its holder should not have, the earliest first.
    pub unfit: Vec<Unfit>,
    /// What is offered of the rota's duty, for those who see it.
    #[serde(default)]
    pub offered: Vec<Offered>,
    /// Whether anything is published at all.
    pub anything: bool,
    /// The cover that was just made or changed, and whether it was changed.
    #[serde(default)]
    pub news: Option<(CoverRow, bool)>,
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

/// An offer that is open, or waits for approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Offered {
    /// Whose duty, and when.
    pub words: String,
    /// The offer's page.
    pub href: String,
}

/// A person's time to scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PersonLane {
    /// Who; `None` for the lane of gaps.
    pub person: Option<Named>,
    /// How much duty they have in the window: `31 h 30 min`.
    pub words: String,
    /// Their duty, in order of drawing.
    pub bars: Vec<Bar>,
    /// When they are on leave, for those who may see it.
    pub leave: Vec<Shade>,
}

/// A week of a calendar: positions are percent of that week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CalendarWeek {
    /// Its days in words.
    pub label: String,
    /// Its days.
    pub days: Vec<CalendarDay>,
    /// Weekends and holidays.
    pub shades: Vec<Shade>,
    /// The present instant, when it lies inside.
    pub now: Option<f64>,
    /// Who is there, in order of drawing.
    pub bars: Vec<Bar>,
}

/// A day of a calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CalendarDay {
    /// Where it starts, in percent of the week.
    pub x: f64,
    /// How long it is.
    pub width: f64,
    /// `24`, and on the first of a month `1 Dec`.
    pub date: String,
    /// Such as `2026-11-24`.
    pub day: String,
    /// Whether it is today.
    pub today: bool,
    /// Whether it belongs to another month.
    pub outside: bool,
    /// A holiday's name, or how long the day is when clocks change.
    pub note: Option<String>,
}

/// Time to scale, with a lane for each role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Chart {
    /// The zone of every time in it.
    pub zone: String,
    /// `day`, `week`, `month`, `quarter` or `year`: how much room it needs.
    pub zoom: String,
    /// Its first instant.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub start: Instant,
    /// Where it ends.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub end: Instant,
    /// The zone's clock within the window.
    #[cfg_attr(feature = "ssr", schema(value_type = Object))]
    pub clock: Zone,
    /// How the viewer reads dates and times: the keys of their order of dates and of their clock.
    pub style: [String; 2],
    /// The hours of a day, in the zone and on the viewer's clock where that shows others.
    #[serde(default)]
    pub hours: Vec<(f64, String, Option<String>)>,
    /// The viewer's zone, where it differs.
    #[serde(default)]
    pub own_zone: Option<String>,
    /// Where clocks change, with what they do.
    #[serde(default)]
    pub clock_changes: Vec<(f64, String)>,
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
    /// `weekend`, `night`, `holiday`, `unplanned` or `leave`.
    pub kind: String,
    /// The holiday's name, that nothing is planned yet, or whose leave it is.
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
    /// `Mon 23 Nov 09:00 – Thu 26 Nov 17:30`, with the viewer's own time where that differs.
    #[serde(default)]
    pub when: String,
    /// `80 h 30 min`.
    #[serde(default)]
    pub length: String,
    /// Whom a cover covers for, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The cover, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<CoverRef>,
    /// The page of the offer that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// Whether the viewer may offer it.
    #[serde(default)]
    pub may_offer: bool,
}

/// A cover that a bar shows, whole or in part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CoverRef {
    /// Its id.
    pub id: String,
    /// From when all of it holds.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub from: Instant,
    /// Until when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub to: Instant,
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
    /// How long, and whom a cover covers for: `15 h 30 min · covers for Ben`.
    #[serde(default)]
    pub detail: String,
    /// The page of the offer that it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// Whether the viewer may offer it.
    #[serde(default)]
    pub may_offer: bool,
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

/// What of a rota's time is asked for; empty is the usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// First local date, such as `2026-11-23`; around today, if empty.
    pub from: String,
    /// How much of it: `day`, `week`, `month`, `quarter` or `year`; `month`, if empty.
    pub view: String,
    /// How it is laid out: `roles`, `people`, `calendar` or `agenda`; `roles`, if empty.
    pub layout: String,
    /// Id of a cover that was just made.
    pub made: String,
    /// Id of a cover that was just changed.
    pub changed: String,
}

/// A page of the organisation's rotas over a window that they share: positions are percent of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ManyRotas {
    /// How much time: `day`, `week`, `month` or `quarter`.
    pub view: String,
    /// The window in words.
    pub title: String,
    /// The zone whose days are drawn.
    pub zone: String,
    /// First local date of the window.
    pub from: String,
    /// First local date of the window before.
    pub earlier: String,
    /// First local date of the window after.
    pub later: String,
    /// Where each month begins, with its name.
    pub months: Vec<(f64, String)>,
    /// The middle of each day or week, with its date and whether it is today.
    pub days: Vec<(f64, String, bool)>,
    /// Where days or weeks meet.
    pub grid: Vec<f64>,
    /// Weekends and nights.
    pub shades: Vec<Shade>,
    /// The present instant, when it lies inside.
    pub now: Option<f64>,
    /// The rotas of this page, own teams first.
    pub rotas: Vec<RotaLane>,
    /// Which page this is, from 1.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
    /// How many rotas are on a page.
    pub rows: usize,
    /// How many rotas there are.
    pub total: usize,
}

/// A rota among many.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaLane {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The team that serves it.
    pub team: String,
    /// Whether the viewer may make covers on it.
    pub may_cover: bool,
    /// How many gaps the window shows.
    pub gaps: usize,
    /// Who is there, in order of drawing.
    pub bars: Vec<Bar>,
}

/// Looking at a rota's time.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// A rota over a window.
    async fn timeline(&self, slug: String, look: Look) -> crate::Answer<RotaTimeline>;
    /// A page of the organisation's rotas over a window, from 1.
    async fn many(&self, look: Look, page: usize) -> crate::Answer<ManyRotas>;
}

/// A rota over a window.
#[server(endpoint = "timeline/load")]
pub async fn load_timeline(slug: String, #[server(default)] look: Look) -> Result<RotaTimeline, crate::AppError> {
    crate::ports::ports()?.timeline(slug, look).await
}

/// A page of the organisation's rotas over a window.
#[server(endpoint = "timeline/many")]
pub async fn load_many(
    #[server(default)] look: Look,
    #[server(default)] page: usize,
) -> Result<ManyRotas, crate::AppError> {
    crate::ports::ports()?.many(look, page).await
}
