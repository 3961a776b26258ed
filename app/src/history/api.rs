//! What goes over the wire to show a rota's history.

use crate::{
    audit::AuditChange,
    components::{Stamp, percent_encode},
    covers::Chart,
    now::WeekDay,
    rotas::RotaHeading,
};
use domain::{Instant, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is asked for; empty is not given. Times are in the rota's zone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct HistoryAsked {
    /// Id of the person who made the changes.
    pub person: String,
    /// `plans`, `covers`, `corrections` or `rules`.
    pub kind: String,
    /// First day of the changes, such as `2026-11-24`.
    pub from: String,
    /// Last day of the changes.
    pub to: String,
    /// Only changes before this one: `next` of the page before.
    pub before: String,
    /// At which time it is asked what was believed: a wall time such as `2026-11-24T10:00`, or an instant.
    pub at: String,
    /// From which day on the duty is shown that was believed then; the day of `at`, if empty.
    pub day: String,
}

impl HistoryAsked {
    /// The same as a query, without the fields that are empty.
    ///
    /// ```
    /// let asked = app::history::HistoryAsked { kind: "covers".into(), at: "2026-11-24T10:00".into(), ..Default::default() };
    /// assert_eq!(asked.query(), "kind=covers&at=2026-11-24T10%3A00");
    /// ```
    pub fn query(&self) -> String {
        let fields = [
            ("person", &self.person),
            ("kind", &self.kind),
            ("from", &self.from),
            ("to", &self.to),
            ("before", &self.before),
            ("at", &self.at),
            ("day", &self.day),
        ];
        let given = fields.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = given
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        pairs.join("&")
    }
}

/// A page of a rota's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HistoryPage {
    /// The rota.
    pub heading: RotaHeading,
    /// What was asked for.
    pub asked: HistoryAsked,
    /// The newest first.
    pub changes: Vec<HistoryChange>,
    /// What to send as `before` for the changes after these; nothing at the end.
    pub next: Option<String>,
    /// Id and name of each member who may have made changes.
    pub people: Vec<(String, String)>,
    /// Key and words of each kind of change.
    pub kinds: Vec<(String, String)>,
    /// The rota's zone, as people say it.
    pub zone: String,
    /// What was believed at the time that was asked about.
    pub belief: Option<Belief>,
}

/// A change of a rota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HistoryChange {
    /// Its place in the audit.
    pub id: String,
    /// The organisation's revision that it made.
    pub revision: i64,
    /// When.
    pub at: Stamp,
    /// Who made it.
    pub who: String,
    /// Key of what was done, such as `cover.made`.
    pub action: String,
    /// The same in words: `Cover made`.
    pub what: String,
    /// Why, if a reason was given.
    pub reason: String,
    /// The duty that it changed, in order of time; the first of many.
    pub duty: Vec<ChangedDuty>,
    /// How many further stretches of duty it changed.
    pub more: usize,
    /// What it changed beside duty, such as rules.
    pub fields: Vec<AuditChange>,
}

/// A stretch of duty that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ChangedDuty {
    /// The role.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// When, in the rota's zone.
    pub when: String,
    /// From when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub from: Instant,
    /// Until when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub to: Instant,
    /// Who held it, in words.
    pub before: String,
    /// Who holds it, in words.
    pub after: String,
}

/// Duty as it was believed at an earlier time, beside today's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Belief {
    /// The time that was asked about.
    pub at: Stamp,
    /// The organisation's revision then.
    pub revision: i64,
    /// The first day that is shown.
    pub day: String,
    /// The days that are shown, in words.
    pub when: String,
    /// Who was to hold what, as it was believed.
    pub duty: Vec<BelievedDuty>,
    /// As it was believed, drawn.
    pub believed: Chart,
    /// As it is.
    pub today: Chart,
    /// The days of both charts.
    pub days: Vec<WeekDay>,
    /// What differs, from then to today.
    pub changes: Vec<ChangedDuty>,
}

/// A stretch of duty as it was believed at an earlier time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BelievedDuty {
    /// From when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub from: Instant,
    /// Until when.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub to: Instant,
    /// Id of the Lead; none for a gap.
    pub lead: Option<String>,
    /// Id of the Engineer; none for a gap.
    pub engineer: Option<String>,
}

/// Looking back.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The latest changes of a rota that are asked for, and what was believed at a time.
    async fn history(&self, slug: String, asked: HistoryAsked) -> crate::Answer<HistoryPage>;
}

/// The latest changes of a rota that are asked for, and what was believed at a time.
#[server(endpoint = "history/show")]
pub async fn load_history(
    slug: String,
    #[server(default)] asked: HistoryAsked,
) -> Result<HistoryPage, crate::AppError> {
    crate::ports::ports()?.history(slug, asked).await
}
