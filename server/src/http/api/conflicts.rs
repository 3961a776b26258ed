//! `GET /api/v1/conflicts`: gaps and conflicts.

use super::{
    extract::{Asked, Reader},
    problem::Problem,
};
use app::conflicts::{ConflictFilter, ConflictRow};
use axum::Json;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Conflicts of one answer, if the question does not say.
const CONFLICTS: usize = 100;
/// Conflicts of one answer at most.
const MOST_CONFLICTS: usize = 1_000;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Question {
    /// Slug of the team.
    team: Option<String>,
    /// Slug of the rota.
    rota: Option<String>,
    /// `gap`, `left`, `not-qualified`, `on-leave`, `two-rotas`, `rest` or `unplanned`.
    kind: Option<String>,
    /// Id of the person who should not be on duty.
    person: Option<String>,
    /// `true` to see those too that were accepted with a reason.
    accepted: Option<bool>,
    /// Only those after this one: `next` of the answer before.
    after: Option<String>,
    /// How many at most: 100, or up to 1,000.
    limit: Option<u32>,
}

/// Gaps and conflicts.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ConflictsAnswer {
    /// The most urgent first: what goes on now, then by start.
    conflicts: Vec<ConflictRow>,
    /// How many there are in all.
    total: usize,
    /// What to send as `after` for those after these; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// What of published duty has to be mended in the coming quarter: gaps, people who should not be on duty, too little rest,
/// and published time that ends soon.
#[utoipa::path(
    get, path = "/api/v1/conflicts", tag = "Board", operation_id = "list_conflicts", security(("token" = ["read"])),
    params(Question),
    responses(
        (status = 200, description = "The most urgent first.", body = ConflictsAnswer),
        (status = 404, description = "There is no such team or rota.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A condition cannot be read.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(
    Reader(desk): Reader,
    Asked(question): Asked<Question>,
) -> Result<Json<ConflictsAnswer>, Problem> {
    let limit = question.limit.and_then(|limit| usize::try_from(limit).ok());
    let filter = ConflictFilter {
        team: question.team.unwrap_or_default(),
        rota: question.rota.unwrap_or_default(),
        kind: question.kind.unwrap_or_default(),
        person: question.person.unwrap_or_default(),
        accepted: if question.accepted == Some(true) { "yes" } else { "" }.to_owned(),
        after: question.after.unwrap_or_default(),
    };
    let limit = limit.unwrap_or(CONFLICTS).clamp(1, MOST_CONFLICTS);
    let (conflicts, total, next) = desk.conflict_rows(&filter, limit)?;
    Ok(Json(ConflictsAnswer { conflicts, total, next }))
}
