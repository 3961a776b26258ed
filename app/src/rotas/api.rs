//! What goes over the wire about rotas and their rules.

use crate::components::Stamp;
use domain::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Every rota, in the order of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaList {
    /// Whether the viewer may create one.
    pub may_create: bool,
    /// Own teams first, then by team and name.
    pub rotas: Vec<RotaRow>,
}

/// A rota in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaRow {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The team that serves it.
    pub team: String,
    /// The team's name in addresses.
    pub team_slug: String,
    /// `covered`, `off` or `unplanned`.
    pub state: String,
    /// The Lead now.
    pub lead: Option<Named>,
    /// The Engineer now.
    pub engineer: Option<Named>,
    /// Until when a gap lasts, if there is one now.
    pub gap_until: Option<Stamp>,
    /// The published end.
    pub published: Option<Stamp>,
    /// What is left of it, when it is little: `12 d`.
    pub running_out: Option<String>,
    /// Shifts from now on in which a role has nobody for some time.
    pub gaps_ahead: usize,
    /// Whether a draft waits to be published; only for those who may.
    pub draft: bool,
}

/// A person on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Named {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// What every page of one rota starts with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaHeading {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The team that serves it.
    pub team: String,
    /// The team's name in addresses.
    pub team_slug: String,
    /// Its IANA zone.
    pub zone: String,
    /// Its handovers, in words.
    pub handover: String,
    /// How far it is published, in words.
    pub published: String,
    /// Whether the viewer may change and plan it.
    pub may_manage: bool,
    /// Whether the viewer may make covers on it.
    pub may_cover: bool,
    /// Whether the viewer may read its handover notes.
    pub reads_handovers: bool,
}

/// What a rota's form offers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FormChoices {
    /// Slug and name of each team the viewer manages.
    pub teams: Vec<(String, String)>,
    /// Names of the zones.
    pub zones: Vec<String>,
    /// Key and name of each holiday calendar.
    pub holiday_calendars: Vec<(String, String)>,
}

/// A rota's form as it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaSettings {
    /// The rota; `None` for a new one.
    pub heading: Option<RotaHeading>,
    /// What there is to choose from.
    pub choices: FormChoices,
    /// What is filled in.
    pub form: RotaForm,
}

/// A rota's name and rules as they are typed; the server reads them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RotaForm {
    /// Its name.
    pub name: String,
    /// Slug of its team; fixed once the rota exists.
    pub team: String,
    /// Its IANA zone.
    pub zone: String,
    /// `out_of_hours`, `round_the_clock`, `office_hours` or `custom`.
    pub coverage: String,
    /// The weekly windows, for `custom`.
    pub windows: Vec<WindowRow>,
    /// `as_sunday`, `as_usual`, `all_day` or `uncovered`.
    pub holiday_rule: String,
    /// Key of its holiday calendar.
    pub holiday_calendar: String,
    /// Its office hours.
    pub office: Vec<WindowRow>,
    /// A handover as wall time, `2026-11-23T09:00`.
    pub first_handover: String,
    /// How many units lie between handovers.
    pub every: String,
    /// `hours`, `days`, `weeks` or `months`.
    pub unit: String,
    /// Further times of the same dates: `13:00, 21:00`.
    pub also_at: String,
    /// What the form was opened with: if it is otherwise now, it is refused. Empty for a new rota.
    pub revision: String,
    /// The very words by which this form was refused as out of date, to have it so over what they say.
    pub over: String,
    /// From when on other rules hold, a wall time of the rota or an instant: from now until the published end. Empty is the
    /// next handover after now.
    pub effective: String,
    /// The rota's name in addresses, for a preview of what of it would change; empty for a new rota.
    pub slug: String,
}

/// A weekly window as it is typed: ticked days are `on`. A row without days and times is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WindowRow {
    /// Starts on Mondays.
    pub mon: String,
    /// Starts on Tuesdays.
    pub tue: String,
    /// Starts on Wednesdays.
    pub wed: String,
    /// Starts on Thursdays.
    pub thu: String,
    /// Starts on Fridays.
    pub fri: String,
    /// Starts on Saturdays.
    pub sat: String,
    /// Starts on Sundays.
    pub sun: String,
    /// When it starts, `17:30`.
    pub from: String,
    /// When it ends.
    pub to: String,
    /// How many days later it ends; empty for the next time the clock shows `to`.
    pub plus: String,
}

impl WindowRow {
    /// Key and short name of each day, Monday first.
    pub const DAYS: [(&'static str, &'static str); 7] = [
        ("mon", "Mo"),
        ("tue", "Tu"),
        ("wed", "We"),
        ("thu", "Th"),
        ("fri", "Fr"),
        ("sat", "Sa"),
        ("sun", "Su"),
    ];

    /// The tick of each day, Monday first.
    pub fn ticks(&self) -> [&str; 7] {
        [
            &self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun,
        ]
        .map(String::as_str)
    }

    /// Where the tick of each day is kept, Monday first.
    pub fn ticks_mut(&mut self) -> [&mut String; 7] {
        [
            &mut self.mon,
            &mut self.tue,
            &mut self.wed,
            &mut self.thu,
            &mut self.fri,
            &mut self.sat,
            &mut self.sun,
        ]
    }

    /// Whether nothing is filled in.
    pub fn is_blank(&self) -> bool {
        self.ticks().iter().all(|tick| tick.is_empty()) && self.from.trim().is_empty() && self.to.trim().is_empty()
    }
}

/// What rules lead to: the next turns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = RulesPreview))]
pub struct Preview {
    /// The zone of every time in it.
    pub zone: String,
    /// The coverage in words, window by window.
    pub coverage: Vec<String>,
    /// The next turns in order.
    pub turns: Vec<PreviewTurn>,
    /// What becomes of what is published; nothing when that stays as it is.
    pub impact: Option<RotaImpact>,
}

/// What other rules make of what is published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RotaImpact {
    /// From when on they hold.
    pub from: Stamp,
    /// How many published shifts stay as they are.
    pub kept: usize,
    /// What becomes of the others, in order of start; the first of many.
    pub rows: Vec<ImpactRow>,
    /// How many further shifts change.
    pub more: usize,
    /// Covers below which duty is another.
    pub covers: Vec<String>,
    /// Offers that would be cancelled, because their duty moves.
    pub offers: Vec<String>,
    /// Why it would be refused: one person would be in both roles.
    pub refused: Vec<String>,
}

/// What becomes of a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImpactRow {
    /// `changed`, `cut`, `new` or `dropped`.
    pub fate: String,
    /// When, and who.
    pub words: String,
}

/// What a form's rules lead to, or why they lead to nothing.
pub type LivePreview = Result<Preview, crate::AppError>;

/// One turn of a [`Preview`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PreviewTurn {
    /// Its handover.
    pub at: Stamp,
    /// How much it covers: `127 h 30 min of coverage`.
    pub length: String,
    /// Its stretches in words.
    pub stretches: Vec<String>,
    /// Holidays and clock changes in it.
    pub notes: Vec<String>,
}

impl RotaRow {
    /// Whoever holds a role now.
    pub fn holder(&self, role: Role) -> Option<&Named> {
        match role {
            Role::Lead => self.lead.as_ref(),
            Role::Engineer => self.engineer.as_ref(),
        }
    }
}

/// Rotas and their rules.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Every rota.
    async fn rotas(&self) -> crate::Answer<RotaList>;
    /// A rota's form, or that of a new one.
    async fn rota_form(&self, slug: Option<String>) -> crate::Answer<RotaSettings>;
    /// What the rules in a form lead to. Nothing is written.
    async fn preview(&self, rota: RotaForm) -> crate::Answer<Preview>;
    /// Makes a rota, with a service; answers its slug.
    async fn create(&self, rota: RotaForm) -> crate::Answer<String>;
    /// Changes a rota's name and rules.
    async fn save(&self, slug: String, rota: RotaForm) -> crate::Answer<()>;
}

/// Every rota.
#[server(endpoint = "rotas/list")]
pub async fn load_rotas() -> Result<RotaList, crate::AppError> {
    crate::ports::ports()?.rotas().await
}

/// A rota's form, or that of a new one.
#[server(endpoint = "rotas/form")]
pub async fn load_rota_form(slug: Option<String>) -> Result<RotaSettings, crate::AppError> {
    crate::ports::ports()?.rota_form(slug).await
}

/// What the rules in a form lead to.
#[server(endpoint = "rotas/preview")]
pub async fn preview_rules(rota: RotaForm) -> Result<Preview, crate::AppError> {
    crate::ports::ports()?.preview(rota).await
}

/// Makes a rota and goes on to planning it.
#[server(endpoint = "rotas/create")]
pub async fn create_rota(rota: RotaForm) -> Result<(), crate::AppError> {
    let slug = crate::ports::ports()?.create(rota).await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/plan"));
    Ok(())
}

/// Changes a rota's name and rules.
#[server(endpoint = "rotas/save")]
pub async fn save_rota(slug: String, rota: RotaForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.save(slug.clone(), rota).await?;
    leptos_axum::redirect(&crate::changes::after_saving(&format!("/rotas/{slug}")).await?);
    Ok(())
}
