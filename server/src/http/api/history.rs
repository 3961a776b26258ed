//! `GET /api/v1/rotas/{slug}/history`.

use super::{
    extract::{Asked, Reader, Segment},
    problem::Problem,
};
use app::history::{HistoryAsked, HistoryPage};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

/// Changes of one answer, if the question does not say.
const CHANGES: usize = 25;
/// Changes of one answer at most.
const MOST_CHANGES: usize = 100;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Question {
    /// Id of the person who made the changes.
    person: Option<String>,
    /// `plans`, `covers`, `corrections` or `rules`.
    kind: Option<String>,
    /// First day of the changes, such as `2026-11-24`, in the rota's zone.
    from: Option<String>,
    /// Last day of the changes.
    to: Option<String>,
    /// Only changes before this one: `next` of the answer before.
    before: Option<String>,
    /// At which instant it is asked what was believed.
    at: Option<String>,
    /// First day of the fortnight of duty that was believed then; the day of `at`, if absent.
    day: Option<String>,
    /// How many changes at most: 25, or up to 100.
    limit: Option<u32>,
}

/// The changes of a rota, the newest first, each with the duty before and after it.
///
/// With `at`, the duty as it was believed at that instant too, beside today's.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/history", tag = "Rotas", operation_id = "get_history", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Question),
    responses((status = 200, description = "Positions and widths of charts are percent of their window.", body = HistoryPage)),
)]
pub(super) async fn of_rota(
    Reader(desk): Reader,
    Segment(slug): Segment,
    Asked(question): Asked<Question>,
) -> Result<Json<HistoryPage>, Problem> {
    let limit = question.limit.and_then(|limit| usize::try_from(limit).ok());
    let asked = HistoryAsked {
        person: question.person.unwrap_or_default(),
        kind: question.kind.unwrap_or_default(),
        from: question.from.unwrap_or_default(),
        to: question.to.unwrap_or_default(),
        before: question.before.unwrap_or_default(),
        at: question.at.unwrap_or_default(),
        day: question.day.unwrap_or_default(),
    };
    let limit = limit.unwrap_or(CHANGES).clamp(1, MOST_CHANGES);
    Ok(Json(desk.history_page(&slug, asked, limit).await?))
}
