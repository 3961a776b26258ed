//! `/api/v1/teams` and their members.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Administrator, Reader, Segment, Writer},
    problem::Problem,
};
use app::teams::{MemberForm, Port as _, TeamPage, TeamsPage};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

/// A team's name.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TeamName {
    /// Its name.
    name: String,
}

/// Every team.
#[utoipa::path(
    get, path = "/api/v1/teams", tag = "Teams", operation_id = "list_teams", security(("token" = ["read"])),
    responses((status = 200, description = "By name.", body = TeamsPage)),
)]
pub(super) async fn list(Reader(desk): Reader) -> Result<Json<TeamsPage>, Problem> {
    Ok(Json(desk.teams().await?))
}

/// Makes a team.
///
/// Its slug is made from its name and stays.
#[utoipa::path(
    post, path = "/api/v1/teams", tag = "Teams", operation_id = "create_team", security(("token" = ["admin"])),
    request_body(content = TeamName, description = "Its name."),
    responses((status = 201, description = "The team.", body = TeamPage)),
)]
pub(super) async fn create(
    Administrator(desk): Administrator,
    Form(team): Form<TeamName>,
) -> Result<Response, Problem> {
    let slug = desk.create_team(team.name).await?;
    let location = format!("/api/v1/teams/{slug}");
    Ok(created(location, desk.team_page(slug).await?))
}

/// One team: members, rotas and services.
#[utoipa::path(
    get, path = "/api/v1/teams/{slug}", tag = "Teams", operation_id = "get_team", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    responses((status = 200, description = "The team.", body = TeamPage)),
)]
pub(super) async fn show(Reader(desk): Reader, Segment(slug): Segment) -> Result<Json<TeamPage>, Problem> {
    Ok(Json(desk.team_page(slug).await?))
}

/// Renames a team.
///
/// Its slug stays, so that links do.
#[utoipa::path(
    patch, path = "/api/v1/teams/{slug}", tag = "Teams", operation_id = "rename_team", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    request_body(content = TeamName, description = "Its new name."),
    responses((status = 200, description = "The team.", body = TeamPage)),
)]
pub(super) async fn rename(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(team): Form<TeamName>,
) -> Result<Json<TeamPage>, Problem> {
    desk.rename_team(slug.clone(), team.name).await?;
    Ok(Json(desk.team_page(slug).await?))
}

/// Adds a member, or changes their place in the team.
#[utoipa::path(
    put, path = "/api/v1/teams/{slug}/members/{person}", tag = "Teams", operation_id = "put_member", security(("token" = ["write"])),
    params(
        ("slug" = String, Path, description = "The team's name in addresses."),
        ("person" = String, Path, description = "The person's id."),
    ),
    request_body(content = MemberForm, description = "Which roles they may hold, and how much of a full turn they serve."),
    responses((status = 204, description = "They are a member.")),
)]
pub(super) async fn put_member(
    Writer(desk): Writer,
    Segment((team, person)): Segment<(String, String)>,
    Form(member): Form<MemberForm>,
) -> Result<Response, Problem> {
    desk.put_member(MemberForm { team, person, ..member }).await?;
    Ok(nothing())
}

/// Takes somebody out of a team.
///
/// Duty that is published stays theirs.
#[utoipa::path(
    delete, path = "/api/v1/teams/{slug}/members/{person}", tag = "Teams", operation_id = "remove_member", security(("token" = ["write"])),
    params(
        ("slug" = String, Path, description = "The team's name in addresses."),
        ("person" = String, Path, description = "The person's id."),
    ),
    responses((status = 204, description = "They are not a member, whether they were or not.")),
)]
pub(super) async fn remove_member(
    Writer(desk): Writer,
    Segment((team, person)): Segment<(String, String)>,
) -> Result<Response, Problem> {
    desk.remove_member(team, person).await?;
    Ok(nothing())
}
