//! What the audit log shows and is asked.

use crate::components::{Stamp, percent_encode};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which entries are asked for. What is empty asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AuditFilter {
    /// Who did it: a part of a name or an e-mail address, an id, the name of an API token, or `operator`.
    pub who: String,
    /// Key of a kind of thing, such as `covers`.
    pub kind: String,
    /// Slug of the team that it is about.
    pub team: String,
    /// Slug of the rota that it is about.
    pub rota: String,
    /// First day, such as `2026-11-24`, in the viewer's zone.
    pub from: String,
    /// Last day.
    pub to: String,
    /// A text in it.
    pub text: String,
    /// Only entries before this one: `next` of the page before.
    pub before: String,
}

impl AuditFilter {
    /// The same as a query, without the fields that are empty: `who=Ben&kind=covers`.
    ///
    /// ```
    /// let filter = app::audit::AuditFilter { who: "Ben Okafor".into(), kind: "covers".into(), ..Default::default() };
    /// assert_eq!(filter.query(), "who=Ben%20Okafor&kind=covers");
    /// ```
    pub fn query(&self) -> String {
        let fields = [
            ("who", &self.who),
            ("kind", &self.kind),
            ("team", &self.team),
            ("rota", &self.rota),
            ("from", &self.from),
            ("to", &self.to),
            ("text", &self.text),
            ("before", &self.before),
        ];
        let asked = fields.iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> = asked
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        pairs.join("&")
    }
}

/// A page of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// What was asked for.
    pub filter: AuditFilter,
    /// The newest first.
    pub rows: Vec<AuditRow>,
    /// What to send as `before` for the rows after these; nothing at the end.
    pub next: Option<String>,
    /// Key and words of each kind of thing.
    pub kinds: Vec<(String, String)>,
    /// Slug and name of each team that the viewer may ask about.
    pub teams: Vec<(String, String)>,
    /// Slug and name of each rota that the viewer may ask about.
    pub rotas: Vec<(String, String)>,
    /// The zone of the times, as people say it.
    pub zone: String,
    /// Whether the viewer sees all there is, and not just what is about teams that they manage.
    pub everything: bool,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AuditRow {
    /// Its place in the log.
    pub id: String,
    /// When.
    pub at: Stamp,
    /// Who did it, in words.
    pub who: String,
    /// Id of the person who did it, if it was one.
    pub person: Option<String>,
    /// Key of what was done, such as `cover.made`.
    pub action: String,
    /// The same in words: `Cover made`.
    pub what: String,
    /// To what it was done, in words.
    pub subject: String,
    /// The page of what it was done to.
    pub link: Option<String>,
    /// What it changed.
    pub changes: Vec<AuditChange>,
}

/// One thing that an entry changed or says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AuditChange {
    /// What.
    pub field: String,
    /// As it was; null where there was nothing, or where nothing changed.
    pub before: Option<String>,
    /// As it is; null where there is nothing any more.
    pub after: Option<String>,
}

/// The audit log.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The latest entries that are asked for, a page of them.
    async fn audit_page(&self, filter: AuditFilter) -> crate::Answer<AuditPage>;
}

/// The latest entries that are asked for, a page of them.
#[server(endpoint = "audit/list")]
pub async fn load_audit(#[server(default)] filter: AuditFilter) -> Result<AuditPage, crate::AppError> {
    crate::ports::ports()?.audit_page(filter).await
}
