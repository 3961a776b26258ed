//! `/api/v1/audit`.

use super::{
    extract::{Administrator, Asked},
    problem::Problem,
};
use app::audit::{AuditFilter, AuditRow};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Entries of one answer, if the question does not say.
const ENTRIES: usize = 100;
/// Entries of one answer at most.
const MOST_ENTRIES: usize = 1_000;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Question {
    /// Who did it: a part of a name or an e-mail address, an id, the name of an API token, or `operator`.
    who: Option<String>,
    /// `sign-ins`, `people`, `teams`, `rotas`, `covers`, `leave`, `services`, `organisation`, `machines` or `other`.
    kind: Option<String>,
    /// Slug of the team that it is about.
    team: Option<String>,
    /// Slug of the rota that it is about.
    rota: Option<String>,
    /// First day, such as `2026-11-24` (UTC).
    from: Option<String>,
    /// Last day.
    to: Option<String>,
    /// A text in it.
    text: Option<String>,
    /// Only entries before this one: `next` of the answer before.
    before: Option<String>,
    /// How many entries at most: 100, or up to 1,000.
    limit: Option<u32>,
}

/// Entries of the audit log.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AuditAnswer {
    /// The newest first.
    entries: Vec<AuditRow>,
    /// What to send as `before` for the entries after these; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Who did what, and what it changed, the newest first.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "Audit", operation_id = "list_audit", security(("token" = ["admin"])),
    params(Question),
    responses((status = 200, description = "The entries.", body = AuditAnswer)),
)]
pub(super) async fn list(
    Administrator(desk): Administrator,
    Asked(question): Asked<Question>,
) -> Result<Json<AuditAnswer>, Problem> {
    let limit = question.limit.and_then(|limit| usize::try_from(limit).ok());
    let filter = AuditFilter {
        who: question.who.unwrap_or_default(),
        kind: question.kind.unwrap_or_default(),
        team: question.team.unwrap_or_default(),
        rota: question.rota.unwrap_or_default(),
        from: question.from.unwrap_or_default(),
        to: question.to.unwrap_or_default(),
        text: question.text.unwrap_or_default(),
        before: question.before.unwrap_or_default(),
    };
    let limit = limit.unwrap_or(ENTRIES).clamp(1, MOST_ENTRIES);
    let (entries, next) = desk.audit_rows(&filter, limit).await?;
    Ok(Json(AuditAnswer { entries, next }))
}
