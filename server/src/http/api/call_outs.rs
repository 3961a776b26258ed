//! Call-outs: of a person, and what becomes of one.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use app::call_outs::{CallOutForm, CallOutsPage, Port as _};
use axum::{Json, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody's call-outs of the last three months, the one that goes on first.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/call-outs", tag = "Pay", operation_id = "list_call_outs", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The latest first.", body = CallOutsPage)),
)]
pub(super) async fn of_person(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<CallOutsPage>, Problem> {
    Ok(Json(desk.call_outs(id).await?))
}

/// A call-out that was entered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CallOutEntered {
    /// Its id.
    id: String,
}

/// Enters a call-out of somebody: `from` and `to`, or how many `minutes` it took until now; without any of them it begins
/// now and goes on until it is ended. It has to begin within their duty.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/call-outs", tag = "Pay", operation_id = "enter_call_out", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = CallOutForm, description = "When, where and what about."),
    responses(
        (status = 201, description = "It is entered.", body = CallOutEntered),
        (status = 409, description = "not-on-duty, call-outs-overlap, call-out-running or withdrawn.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn enter(
    Writer(desk): Writer,
    Segment(person): Segment,
    Form(form): Form<CallOutForm>,
) -> Result<Response, Problem> {
    let id = desk.enter_call_out(CallOutForm { person, ..form }).await?;
    Ok(created(format!("/api/v1/call-outs/{id}"), CallOutEntered { id }))
}

/// Changes a call-out: what is sent is what it says then.
#[utoipa::path(
    put, path = "/api/v1/call-outs/{id}", tag = "Pay", operation_id = "change_call_out", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The call-out's id.")),
    request_body(content = CallOutForm, description = "When, where and what about."),
    responses(
        (status = 204, description = "It is changed."),
        (status = 409, description = "not-on-duty, call-outs-overlap, call-out-running or pay-locked.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(
    Writer(desk): Writer,
    Segment(id): Segment,
    Form(form): Form<CallOutForm>,
) -> Result<Response, Problem> {
    desk.change_call_out(id, form).await?;
    Ok(nothing())
}

/// Says that a call-out that goes on is over now.
#[utoipa::path(
    post, path = "/api/v1/call-outs/{id}/end", tag = "Pay", operation_id = "end_call_out", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The call-out's id.")),
    responses((status = 204, description = "It is over.")),
)]
pub(super) async fn end(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.finish_call_out(id).await?;
    Ok(nothing())
}

/// Withdraws a call-out.
#[utoipa::path(
    delete, path = "/api/v1/call-outs/{id}", tag = "Pay", operation_id = "withdraw_call_out", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The call-out's id.")),
    responses(
        (status = 204, description = "It is withdrawn."),
        (status = 409, description = "pay-locked: a statement that has been approved counts it.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn withdraw(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.withdraw_call_out(id).await?;
    Ok(nothing())
}
