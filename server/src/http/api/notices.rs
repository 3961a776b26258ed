//! `/api/v1/notices`: what people are told by mail, and what became of it.

use super::{
    answer::nothing,
    extract::{Administrator, Segment},
    problem::Problem,
};
use app::notices::{MailPage, Port as _};
use axum::{Json, response::Response};

/// Whether mail is set up, what waits to be sent, and what was given up and why.
#[utoipa::path(
    get, path = "/api/v1/notices", tag = "Notices", operation_id = "list_notices", security(("token" = ["admin"])),
    responses((status = 200, description = "The latest of each state.", body = MailPage)),
)]
pub(super) async fn list(Administrator(desk): Administrator) -> Result<Json<MailPage>, Problem> {
    Ok(Json(desk.mail_page().await?))
}

/// Queues a notice that was given up anew.
#[utoipa::path(
    post, path = "/api/v1/notices/{id}/send-again", tag = "Notices", operation_id = "send_notice_again",
    security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The notice's id.")),
    responses((status = 204, description = "It is tried again at once, and then as often as at first.")),
)]
pub(super) async fn send_again(Administrator(desk): Administrator, Segment(id): Segment) -> Result<Response, Problem> {
    desk.send_notice_again(id).await?;
    Ok(nothing())
}
