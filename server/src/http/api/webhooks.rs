//! `/api/v1/webhooks`: other programs that are told what happens.

use super::{
    answer::{created, nothing},
    body::{Body, Form},
    extract::{Administrator, Segment, Writer},
    problem::Problem,
};
use crate::services::Desk;
use app::webhooks::{Port as _, WebhookForm, WebhookPage, WebhooksPage};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

/// The webhooks of a team, without their secrets.
#[utoipa::path(
    get, path = "/api/v1/teams/{slug}/webhooks", tag = "Webhooks", operation_id = "list_webhooks", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    responses((status = 200, description = "By name.", body = WebhooksPage)),
)]
pub(super) async fn list(Writer(desk): Writer, Segment(team): Segment) -> Result<Json<WebhooksPage>, Problem> {
    Ok(Json(desk.webhooks(named(team)?).await?))
}

/// Makes a webhook that is told of a team's rotas.
#[utoipa::path(
    post, path = "/api/v1/teams/{slug}/webhooks", tag = "Webhooks", operation_id = "make_webhook", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    request_body(content = WebhookForm, description = "Where it is and what it is told."),
    responses(
        (status = 201, description = "The webhook, with its secret.", body = WebhookPage),
        (status = 409, description = "enough-webhooks: there are fifty already.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make(
    Writer(desk): Writer,
    Segment(team): Segment,
    Form(form): Form<WebhookForm>,
) -> Result<Response, Problem> {
    made(&desk, named(team)?, form).await
}

/// The webhooks that are told of every team, without their secrets.
#[utoipa::path(
    get, path = "/api/v1/webhooks", tag = "Webhooks", operation_id = "list_organisation_webhooks", security(("token" = ["admin"])),
    responses((status = 200, description = "By name.", body = WebhooksPage)),
)]
pub(super) async fn list_all(Administrator(desk): Administrator) -> Result<Json<WebhooksPage>, Problem> {
    Ok(Json(desk.webhooks(String::new()).await?))
}

/// Makes a webhook that is told of every team's rotas.
#[utoipa::path(
    post, path = "/api/v1/webhooks", tag = "Webhooks", operation_id = "make_organisation_webhook", security(("token" = ["admin"])),
    request_body(content = WebhookForm, description = "Where it is and what it is told."),
    responses(
        (status = 201, description = "The webhook, with its secret.", body = WebhookPage),
        (status = 409, description = "enough-webhooks: there are fifty already.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make_all(
    Administrator(desk): Administrator,
    Form(form): Form<WebhookForm>,
) -> Result<Response, Problem> {
    made(&desk, String::new(), form).await
}

async fn made(desk: &Desk, team: String, form: WebhookForm) -> Result<Response, Problem> {
    let id = desk.make_webhook(team, form).await?;
    let made = desk.webhook_with_secret(&id).await?;
    Ok(created(format!("/api/v1/webhooks/{id}"), made))
}

/// A team's name, which is never empty: that would be the organisation's.
fn named(team: String) -> Result<String, Problem> {
    if team.trim().is_empty() {
        return Err(Problem::new("not-found", "There is no team without a name."));
    }
    Ok(team)
}

/// A webhook, with what went to it.
#[utoipa::path(
    get, path = "/api/v1/webhooks/{id}", tag = "Webhooks", operation_id = "get_webhook", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The webhook's id.")),
    responses((status = 200, description = "The latest deliveries, newest first.", body = WebhookPage)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<WebhookPage>, Problem> {
    Ok(Json(desk.webhook(id).await?))
}

/// Says how a webhook is from now on.
#[utoipa::path(
    put, path = "/api/v1/webhooks/{id}", tag = "Webhooks", operation_id = "change_webhook", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The webhook's id.")),
    request_body(content = WebhookForm, description = "Where it is and what it is told."),
    responses((status = 200, description = "The webhook, as it is then.", body = WebhookPage)),
)]
pub(super) async fn change(
    Writer(desk): Writer,
    Segment(id): Segment,
    Form(form): Form<WebhookForm>,
) -> Result<Json<WebhookPage>, Problem> {
    desk.change_webhook(id.clone(), form).await?;
    Ok(Json(desk.webhook(id).await?))
}

/// Removes a webhook; what waits for it is not sent.
#[utoipa::path(
    delete, path = "/api/v1/webhooks/{id}", tag = "Webhooks", operation_id = "remove_webhook", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The webhook's id.")),
    responses((status = 204, description = "It is gone.")),
)]
pub(super) async fn remove(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.remove_webhook(id).await?;
    Ok(nothing())
}

/// Replaces the secret of a webhook. For a day both sign.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/secret", tag = "Webhooks", operation_id = "rotate_webhook_secret", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The webhook's id.")),
    responses((status = 200, description = "The webhook, with its new secret.", body = WebhookPage)),
)]
pub(super) async fn rotate(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<WebhookPage>, Problem> {
    desk.rotate_webhook(id.clone()).await?;
    Ok(Json(desk.webhook_with_secret(&id).await?))
}

/// Sends a test to a webhook.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/test", tag = "Webhooks", operation_id = "test_webhook", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The webhook's id.")),
    responses(
        (status = 204, description = "It is on its way."),
        (status = 409, description = "off: the webhook is off.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn test(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.test_webhook(id).await?;
    Ok(nothing())
}

/// What is sent again.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct Replay {
    /// Id of a delivery that was given up; nothing for all of them.
    delivery: String,
}

/// Sends again what was given up for a webhook.
#[utoipa::path(
    post, path = "/api/v1/webhooks/{id}/replay", tag = "Webhooks", operation_id = "replay_webhook", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The webhook's id.")),
    request_body(content = Replay, description = "One delivery, or all of them."),
    responses(
        (status = 204, description = "Each is sent with the id that it had, and tried as often as at first."),
        (status = 409, description = "off: the webhook is off.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn replay(
    Writer(desk): Writer,
    Segment(id): Segment,
    Body(body): Body<Replay>,
) -> Result<Response, Problem> {
    desk.replay_webhook(id, body.delivery).await?;
    Ok(nothing())
}

/// Whether a webhook is told anything.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Switch {
    /// Whether it is.
    on: bool,
}

/// Turns a webhook on or off.
#[utoipa::path(
    put, path = "/api/v1/webhooks/{id}/state", tag = "Webhooks", operation_id = "switch_webhook", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The webhook's id.")),
    request_body(content = Switch, description = "How it is from now on."),
    responses((status = 204, description = "It is so.")),
)]
pub(super) async fn switch(
    Writer(desk): Writer,
    Segment(id): Segment,
    Body(switch): Body<Switch>,
) -> Result<Response, Problem> {
    desk.switch_webhook(id, switch.on).await?;
    Ok(nothing())
}
