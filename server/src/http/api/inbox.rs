//! `/api/v1/people/{id}/inbox`: what somebody was told.

use super::{
    answer::nothing,
    body::Form,
    extract::{Asked, Segment, Writer},
    problem::Problem,
};
use app::{
    inbox::InboxPage,
    notice_choices::{NoticeChoices, NoticeChoicesForm},
};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// Where in an inbox.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Below {
    /// `next` of the page before; the latest entries without it.
    #[serde(default)]
    below: String,
}

/// What somebody was told, newest first.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/inbox", tag = "Notices", operation_id = "list_inbox", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id."), Below),
    responses((status = 200, description = "A page of their inbox, worded as they read.", body = InboxPage)),
)]
pub(super) async fn list(
    Writer(desk): Writer,
    Segment(id): Segment,
    Asked(Below { below }): Asked<Below>,
) -> Result<Json<InboxPage>, Problem> {
    Ok(Json(desk.inbox_of(&id, &below).await?))
}

/// Marks everything that somebody was told as read.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/inbox", tag = "Notices", operation_id = "read_inbox", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 204, description = "Nothing of it is unread.")),
)]
pub(super) async fn read_all(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.mark_inbox(&id).await?;
    Ok(nothing())
}

/// Marks one entry as read.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/inbox/{entry}", tag = "Notices", operation_id = "read_inbox_entry",
    security(("token" = ["write"])),
    params(
        ("id" = String, Path, description = "The person's id."),
        ("entry" = String, Path, description = "The entry's id."),
    ),
    responses((status = 204, description = "It is read.")),
)]
pub(super) async fn read(
    Writer(desk): Writer,
    Segment((id, entry)): Segment<(String, String)>,
) -> Result<Response, Problem> {
    desk.mark_entry(&id, &entry).await?;
    Ok(nothing())
}

/// Of what somebody is told by mail, and when.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/notice-choices", tag = "Notices", operation_id = "get_notice_choices",
    security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "What is chosen, with what may be chosen.", body = NoticeChoices)),
)]
pub(super) async fn choices(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<NoticeChoices>, Problem> {
    Ok(Json(desk.notice_choices_of(&id).await?))
}

/// Chooses of what somebody is told by mail, and when: all of it at once.
#[utoipa::path(
    put, path = "/api/v1/people/{id}/notice-choices", tag = "Notices", operation_id = "choose_notices",
    security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = NoticeChoicesForm, description = "All choices: what is left out is not wanted."),
    responses((status = 200, description = "What is chosen.", body = NoticeChoices)),
)]
pub(super) async fn choose(
    Writer(desk): Writer,
    Segment(id): Segment,
    Form(form): Form<NoticeChoicesForm>,
) -> Result<Json<NoticeChoices>, Problem> {
    desk.choose_notices(&id, form).await?;
    Ok(Json(desk.notice_choices_of(&id).await?))
}
