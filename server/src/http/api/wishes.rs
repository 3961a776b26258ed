//! Wishes of a person, and withdrawing one.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use app::wishes::{Port as _, WishForm, WishRow};
use axum::{Json, response::Response};

/// What a person would like of the plans that are made.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/wishes", tag = "Plans", operation_id = "list_wishes", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "What comes each week, then what is about given days.", body = Vec<WishRow>)),
)]
pub(super) async fn list(Writer(desk): Writer, Segment(person): Segment) -> Result<Json<Vec<WishRow>>, Problem> {
    Ok(Json(desk.wishes_of(&person).await?))
}

/// Enters a wish of a person: about given days, or about what comes each week.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/wishes", tag = "Plans", operation_id = "enter_wish", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = WishForm, description = "`first_day` and `last_day`, or `weekday` and `part`."),
    responses(
        (status = 201, description = "The wish.", body = WishRow),
        (status = 409, description = "not-qualified: the person takes no turns on a rota.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn enter(
    Writer(desk): Writer,
    Segment(person): Segment,
    Form(form): Form<WishForm>,
) -> Result<Response, Problem> {
    let entered = desk.enter_wish(&person, form).await?;
    Ok(created(format!("/api/v1/people/{person}/wishes"), entered))
}

/// Withdraws a wish.
#[utoipa::path(
    delete, path = "/api/v1/wishes/{id}", tag = "Plans", operation_id = "withdraw_wish", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The wish's id.")),
    responses((status = 204, description = "It is withdrawn.")),
)]
pub(super) async fn withdraw(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.withdraw_wish(id).await?;
    Ok(nothing())
}
