//! Plans in the making, and what can be said beforehand.

use super::{
    answer::nothing,
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use crate::services::Desk;
use app::planning::{JobView, OutlookView, PlanForm, Port as _};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use http::{StatusCode, header};

/// Begins to plan a rota.
///
/// The answer comes at once: the job says how far it has come, and which draft it has led to.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/plans", tag = "Plans", operation_id = "start_plan", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = PlanForm, description = "From when to when, how long to search, and rules for this plan alone."),
    responses(
        (status = 202, description = "The job.", body = JobView),
        (status = 409, description = "too-few: nobody in the team is qualified. too-many-plans: as many are open already.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn start(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<PlanForm>,
) -> Result<Response, Problem> {
    started(&desk, desk.start_plan(slug, form).await?).await
}

/// A job that was begun, with its address.
pub(super) async fn started(desk: &Desk, id: String) -> Result<Response, Problem> {
    let location = [(header::LOCATION, format!("/api/v1/planning-jobs/{id}"))];
    Ok((StatusCode::ACCEPTED, location, Json(desk.planning_job(id).await?)).into_response())
}

/// A plan in the making.
#[utoipa::path(
    get, path = "/api/v1/planning-jobs/{id}", tag = "Plans", operation_id = "get_planning_job", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The job's id.")),
    responses((status = 200, description = "How far it has come.", body = JobView)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<JobView>, Problem> {
    Ok(Json(desk.planning_job(id).await?))
}

/// Stops planning: the best plan so far becomes the draft, when there is one.
#[utoipa::path(
    delete, path = "/api/v1/planning-jobs/{id}", tag = "Plans", operation_id = "cancel_plan", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The job's id.")),
    responses((status = 204, description = "It stops, or had come to its end.")),
)]
pub(super) async fn cancel(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.cancel_plan(id).await?;
    Ok(nothing())
}

/// What can be said of a plan before it is made: who could serve, and what no plan can have.
///
/// Nothing is written.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/outlook", tag = "Plans", operation_id = "get_outlook", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = PlanForm, description = "What a plan would be asked for."),
    responses(
        (status = 200, description = "The outlook.", body = OutlookView),
        (status = 409, description = "too-few: nobody in the team is qualified.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn outlook(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<PlanForm>,
) -> Result<Json<OutlookView>, Problem> {
    Ok(Json(desk.look_ahead(slug, form).await?))
}
