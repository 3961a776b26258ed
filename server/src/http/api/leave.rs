//! Leave: of a team, of a person, and withdrawing it.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use app::leave::{LeaveForm, LeaveRow, Port as _, TeamLeave};
use axum::{Json, response::Response};

/// Present and coming leave of a team's members, with the duty in it that needs cover.
#[utoipa::path(
    get, path = "/api/v1/teams/{slug}/leave", tag = "Leave", operation_id = "list_leave_of_team", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    responses((status = 200, description = "In order of start.", body = TeamLeave)),
)]
pub(super) async fn of_team(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<TeamLeave>, Problem> {
    Ok(Json(desk.team_leave(slug).await?))
}

/// Enters leave of a person: whole days, or a stretch from time to time, in the zone where they live.
///
/// Duty in it that is published stands until it is covered.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/leave", tag = "Leave", operation_id = "enter_leave", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = LeaveForm, description = "`first_day` and `last_day`, or `from` and `to`."),
    responses((status = 201, description = "The leave, with the duty in it that needs cover.", body = LeaveRow)),
)]
pub(super) async fn enter(
    Writer(desk): Writer,
    Segment(person): Segment,
    Form(form): Form<LeaveForm>,
) -> Result<Response, Problem> {
    let team = String::new();
    let entered = desk.enter_leave(LeaveForm { person, team, ..form }).await?;
    Ok(created(format!("/api/v1/leave/{}", entered.id), entered))
}

/// Withdraws leave.
#[utoipa::path(
    delete, path = "/api/v1/leave/{id}", tag = "Leave", operation_id = "withdraw_leave", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The leave's id.")),
    responses((status = 204, description = "It is withdrawn.")),
)]
pub(super) async fn withdraw(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.withdraw_leave(id).await?;
    Ok(nothing())
}
