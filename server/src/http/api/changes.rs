//! One's own changes, and taking them back.

use super::{
    extract::{Segment, Writer},
    problem::Problem,
};
use app::{
    AppError,
    changes::{ChangeOffer, Port as _, Undone},
};
use axum::Json;

fn revision(text: &str) -> Result<i64, AppError> {
    text.trim()
        .parse()
        .map_err(|_| AppError::NotFound(format!("There is no change ‘{text}’.")))
}

/// A change of the caller's own, and whether it can be undone.
#[utoipa::path(
    get, path = "/api/v1/changes/{id}", tag = "Covers", operation_id = "get_change", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The organisation's revision that the change made.")),
    responses(
        (status = 200, description = "What was done, and why it cannot be undone, if so.", body = ChangeOffer),
        (status = 409, description = "It is of a kind that cannot be undone.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(text): Segment) -> Result<Json<ChangeOffer>, Problem> {
    Ok(Json(desk.change(revision(&text)?).await?))
}

/// Undoes a change of the caller's own, by a new change: a cover, its withdrawal, leave, a publication or a correction.
///
/// Refused, naming it, when something builds on the change. What has passed stands.
#[utoipa::path(
    post, path = "/api/v1/changes/{id}/undo", tag = "Covers", operation_id = "undo_change", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The organisation's revision that the change made.")),
    responses(
        (status = 200, description = "It is undone.", body = Undone),
        (status = 409, description = "Something builds on it, or a rule says no.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "It has passed.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn undo(Writer(desk): Writer, Segment(text): Segment) -> Result<Json<Undone>, Problem> {
    Ok(Json(desk.undo(revision(&text)?).await?))
}
