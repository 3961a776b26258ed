//! What the list of conflicts shows and is asked for.

use crate::{components::percent_encode, rotas::Named};
use domain::{Instant, Role};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which conflicts are asked for; empty is all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ConflictFilter {
    /// Slug of the team.
    pub team: String,
    /// Slug of the rota.
    pub rota: String,
    /// `gap`, `left`, `not-qualified`, `on-leave`, `two-rotas`, `rest` or `unplanned`.
    pub kind: String,
    /// Id of the person.
    pub person: String,
    /// Anything, to see those too that were accepted with a reason.
    pub accepted: String,
    /// Only those after this one: `next` of the answer before.
    pub after: String,
}

impl ConflictFilter {
    /// The query of the page that shows them; the team is in its path.
    pub(super) fn query(&self) -> String {
        let pairs = [
            ("rota", &self.rota),
            ("kind", &self.kind),
            ("person", &self.person),
            ("accepted", &self.accepted),
            ("after", &self.after),
        ];
        let given = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let parts: Vec<String> = given
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        parts.join("&")
    }
}

/// One page of conflicts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConflictPage {
    /// What was asked for.
    pub filter: ConflictFilter,
    /// The team whose page it is: slug and name.
    pub team: Option<(String, String)>,
    /// The most urgent first.
    pub rows: Vec<ConflictRow>,
    /// How many there are in all.
    pub total: usize,
    /// How many were accepted with a reason.
    pub accepted: usize,
    /// What to ask for after these.
    pub next: Option<String>,
    /// What is said where there is none: `Nothing stands open until Thu 24 Dec`.
    pub clear: String,
    /// Slug and name of the teams to choose from.
    pub teams: Vec<(String, String)>,
    /// Slug and name of the rotas to choose from.
    pub rotas: Vec<(String, String)>,
}

/// One conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ConflictRow {
    /// Its id: the same for as long as it stands as it does.
    pub id: String,
    /// `gap`, `left`, `not-qualified`, `on-leave`, `two-rotas`, `rest` or `unplanned`.
    pub kind: String,
    /// What is wrong: `Ben is on leave`.
    pub what: String,
    /// The rota's slug.
    pub rota: String,
    /// The rota's name.
    pub rota_name: String,
    /// Slug of the rota's team.
    pub team: String,
    /// That team's name.
    pub team_name: String,
    /// In which role; none for time that is not planned.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<crate::schema::RoleWord>))]
    pub role: Option<Role>,
    /// Who holds it.
    pub person: Option<Named>,
    /// Whether it goes on at this moment.
    pub now: bool,
    /// From when; not before now.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub from: Instant,
    /// Until when; none for time that is not planned.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<String>, format = DateTime))]
    pub to: Option<Instant>,
    /// When, in the rota's zone: `until Wed 09:00`.
    pub when: String,
    /// How long it lasts or how soon it comes: `3 h 20 min left`.
    pub left: String,
    /// The reason with which it was accepted, if it was.
    pub accepted: Option<String>,
    /// What mends it, for somebody who may; the best first.
    pub fixes: Vec<Fix>,
}

/// What mends a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Fix {
    /// Such as `Find cover`.
    pub words: String,
    /// The page on which it is done.
    pub href: String,
}

/// Looking at conflicts.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Those that are asked for.
    async fn conflicts(&self, filter: ConflictFilter) -> crate::Answer<ConflictPage>;
}

/// The conflicts that are asked for.
#[server(endpoint = "conflicts/list")]
pub async fn load_conflicts(#[server(default)] filter: ConflictFilter) -> Result<ConflictPage, crate::AppError> {
    crate::ports::ports()?.conflicts(filter).await
}
