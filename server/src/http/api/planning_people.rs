//! What plans know of people.

use super::{
    answer::nothing,
    body::{Body, Form},
    extract::{Segment, Writer},
    problem::Problem,
};
use app::planning_people::{PlanningMemberForm, PlanningPeople, Port as _};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

/// Two people.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Pair {
    /// The id of the one.
    one: String,
    /// The id of the other.
    other: String,
}

/// What plans know of a team's members: shares, days, dates, experience, what they carry in, and who is kept apart.
#[utoipa::path(
    get, path = "/api/v1/teams/{slug}/planning", tag = "Plans", operation_id = "get_planning_people", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    responses((status = 200, description = "By name.", body = PlanningPeople)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<PlanningPeople>, Problem> {
    Ok(Json(desk.planning_people(slug).await?))
}

/// Changes what plans know of a member.
#[utoipa::path(
    put, path = "/api/v1/teams/{slug}/members/{person}/planning", tag = "Plans", operation_id = "put_planning_member", security(("token" = ["write"])),
    params(
        ("slug" = String, Path, description = "The team's name in addresses."),
        ("person" = String, Path, description = "The person's id."),
    ),
    request_body(content = PlanningMemberForm, description = "All of it: what is left out is as usual."),
    responses((status = 204, description = "Plans know.")),
)]
pub(super) async fn put(
    Writer(desk): Writer,
    Segment((team, person)): Segment<(String, String)>,
    Form(form): Form<PlanningMemberForm>,
) -> Result<Response, Problem> {
    desk.put_planning_member(PlanningMemberForm { team, person, ..form })
        .await?;
    Ok(nothing())
}

/// Keeps two members apart: no plan has them on the same shift.
#[utoipa::path(
    post, path = "/api/v1/teams/{slug}/apart", tag = "Plans", operation_id = "keep_apart", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    request_body(content = Pair, description = "Two members of the team."),
    responses((status = 204, description = "They are kept apart.")),
)]
pub(super) async fn keep_apart(
    Writer(desk): Writer,
    Segment(team): Segment,
    Body(Pair { one, other }): Body<Pair>,
) -> Result<Response, Problem> {
    desk.keep_apart(team, one, other).await?;
    Ok(nothing())
}

/// Keeps two members apart no longer.
#[utoipa::path(
    delete, path = "/api/v1/apart/{id}", tag = "Plans", operation_id = "end_apart", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The pair's id.")),
    responses((status = 204, description = "They may be on duty together.")),
)]
pub(super) async fn end_apart(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.end_apart(id).await?;
    Ok(nothing())
}
