//! `/api/v1/people/{id}/link` and `/sessions`: how somebody gets in, and where they are.

use super::{
    answer::{created, nothing},
    extract::{Administrator, Asked, Segment},
    problem::Problem,
};
use app::{entry::MadeEntryLink, entry::Port as _, security::Port as _, security::SessionsPage};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Sending {
    /// Whether the link is sent to them by mail too; not, if absent.
    mail: Option<bool>,
}

/// Makes a link by which somebody sets their password: an invitation, or a reset for somebody who has one.
///
/// It works once, and ends the link they had. Its address is answered this once: give it to them alone.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/link", tag = "People", operation_id = "make_entry_link", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id."), Sending),
    responses(
        (status = 201, description = "The link.", body = MadeEntryLink),
        (status = 409, description = "deactivated: they cannot sign in at all. no-mail: Tandem sends none here.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make_link(
    Administrator(desk): Administrator,
    Segment(id): Segment,
    Asked(sending): Asked<Sending>,
) -> Result<Response, Problem> {
    let (_, made) = desk.new_entry_link(&id, sending.mail.unwrap_or_default()).await?;
    Ok(created(format!("/api/v1/people/{id}/link"), made))
}

/// Ends the link by which somebody could set their password.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/link", tag = "People", operation_id = "revoke_entry_link", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 204, description = "It no longer works.")),
)]
pub(super) async fn revoke_link(Administrator(desk): Administrator, Segment(id): Segment) -> Result<Response, Problem> {
    desk.revoke_entry_link(id).await?;
    Ok(nothing())
}

/// Where somebody is signed in.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/sessions", tag = "People", operation_id = "list_sessions", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The latest seen first.", body = SessionsPage)),
)]
pub(super) async fn sessions(
    Administrator(desk): Administrator,
    Segment(id): Segment,
) -> Result<Json<SessionsPage>, Problem> {
    Ok(Json(desk.sessions(id).await?))
}

/// Ends all sessions of somebody's.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/sessions", tag = "People", operation_id = "end_sessions", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 204, description = "They have to sign in again, everywhere.")),
)]
pub(super) async fn end_sessions(
    Administrator(desk): Administrator,
    Segment(id): Segment,
) -> Result<Response, Problem> {
    desk.end_sessions(id).await?;
    Ok(nothing())
}

/// Ends one session of somebody's.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/sessions/{session}", tag = "People", operation_id = "end_session",
    security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id."), ("session" = String, Path, description = "The session's id.")),
    responses((status = 204, description = "Whoever used it has to sign in again.")),
)]
pub(super) async fn end_session(
    Administrator(desk): Administrator,
    Segment((id, session)): Segment<(String, String)>,
) -> Result<Response, Problem> {
    desk.end_session(id, session).await?;
    Ok(nothing())
}
