//! Time off in lieu: of a person, and what becomes of it.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use app::toil::{Port as _, ToilChoiceForm, ToilForm, ToilPage};
use axum::{Json, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Somebody's time off in lieu: the balance, and each line of its ledger.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/toil", tag = "Pay", operation_id = "get_toil", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The latest line first.", body = ToilPage)),
)]
pub(super) async fn of_person(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<ToilPage>, Problem> {
    Ok(Json(desk.toil(id).await?))
}

/// Time off that was entered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ToilTaken {
    /// Its id.
    id: String,
}

/// Enters that somebody takes time off on a date. It has to be earned by then.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/toil", tag = "Pay", operation_id = "take_toil", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = ToilForm, description = "When and how much."),
    responses(
        (status = 201, description = "It is entered.", body = ToilTaken),
        (status = 409, description = "toil-short: less is there than that; or withdrawn.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn take(
    Writer(desk): Writer,
    Segment(person): Segment,
    Form(form): Form<ToilForm>,
) -> Result<Response, Problem> {
    let id = desk
        .take_toil(ToilForm {
            person: person.clone(),
            ..form
        })
        .await?;
    Ok(created(format!("/api/v1/people/{person}/toil"), ToilTaken { id }))
}

/// Withdraws that somebody takes time off.
#[utoipa::path(
    delete, path = "/api/v1/toil/{id}", tag = "Pay", operation_id = "withdraw_toil", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The id of what was entered.")),
    responses((status = 204, description = "It is withdrawn.")),
)]
pub(super) async fn withdraw(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.withdraw_toil(id).await?;
    Ok(nothing())
}

/// Chooses for somebody, from a date on, between time off and money where a rate card leaves the choice.
#[utoipa::path(
    put, path = "/api/v1/people/{id}/toil/choice", tag = "Pay", operation_id = "choose_toil", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = ToilChoiceForm, description = "What, and from when on."),
    responses((status = 200, description = "Their time off, as it is then.", body = ToilPage)),
)]
pub(super) async fn choose(
    Writer(desk): Writer,
    Segment(person): Segment,
    Form(form): Form<ToilChoiceForm>,
) -> Result<Json<ToilPage>, Problem> {
    desk.choose_toil(ToilChoiceForm {
        person: person.clone(),
        ..form
    })
    .await?;
    Ok(Json(desk.toil(person).await?))
}
