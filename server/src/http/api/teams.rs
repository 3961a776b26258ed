//! `/api/v1/teams` and their members.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Administrator, Asked, Reader, Segment, Writer},
    problem::Problem,
};
use app::teams::{MemberForm, MemberImpact, MergePreview, Port as _, TeamPage, TeamsPage};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// A team's name.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TeamName {
    /// Its name.
    name: String,
}

/// The team that takes over.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct MergeTarget {
    /// Its slug.
    into: String,
}

/// When a team ends.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct LastDay {
    /// The last day of its duty, such as `2026-12-31`; what is published after it is taken back. Left out, it ends now,
    /// which is refused while there is duty ahead.
    last_day: Option<String>,
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
    responses(
        (status = 204, description = "They are a member."),
        (status = 412, description = "Somebody changed their place since `seen`.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "archived: the team takes nothing new.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn put_member(
    Writer(desk): Writer,
    Segment((team, person)): Segment<(String, String)>,
    Form(member): Form<MemberForm>,
) -> Result<Response, Problem> {
    desk.put_member(MemberForm { team, person, ..member }).await?;
    Ok(nothing())
}

/// What a member's place would make of their published duty.
///
/// Nothing is written. A body without roles is what taking them out would do.
#[utoipa::path(
    post, path = "/api/v1/teams/{slug}/members/{person}/preview", tag = "Teams", operation_id = "preview_member", security(("token" = ["write"])),
    params(
        ("slug" = String, Path, description = "The team's name in addresses."),
        ("person" = String, Path, description = "The person's id."),
    ),
    request_body(content = MemberForm, description = "Their place as it would be."),
    responses((status = 200, description = "The duty that they could not hold any more.", body = MemberImpact)),
)]
pub(super) async fn preview_member(
    Writer(desk): Writer,
    Segment((team, person)): Segment<(String, String)>,
    Form(member): Form<MemberForm>,
) -> Result<Json<MemberImpact>, Problem> {
    let share_percent = match member.share_percent.trim() {
        "" => "100".to_owned(),
        _ => member.share_percent,
    };
    let form = MemberForm {
        team,
        person,
        share_percent,
        ..member
    };
    Ok(Json(desk.preview_member(form).await?))
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
    desk.remove_member(team, person, None).await?;
    Ok(nothing())
}

/// What merging a team into another would do.
///
/// Nothing is written.
#[utoipa::path(
    get, path = "/api/v1/teams/{slug}/merge", tag = "Teams", operation_id = "preview_team_merge", security(("token" = ["admin"])),
    params(("slug" = String, Path, description = "The team's name in addresses."), MergeTarget),
    responses((status = 200, description = "What moves, and what stands in the way.", body = MergePreview)),
)]
pub(super) async fn preview_merge(
    Administrator(desk): Administrator,
    Segment(slug): Segment,
    Asked(other): Asked<MergeTarget>,
) -> Result<Json<MergePreview>, Problem> {
    Ok(Json(desk.preview_merge(slug, other.into).await?))
}

/// Merges a team into another: members, rotas, services and calendars move, and it is archived.
#[utoipa::path(
    post, path = "/api/v1/teams/{slug}/merge", tag = "Teams", operation_id = "merge_team", security(("token" = ["admin"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    request_body(content = MergeTarget, description = "The team that takes over."),
    responses(
        (status = 200, description = "The team that took over.", body = TeamPage),
        (status = 409, description = "same-team, archived, same-name: `errors` has every reason.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn merge(
    Administrator(desk): Administrator,
    Segment(slug): Segment,
    Form(other): Form<MergeTarget>,
) -> Result<Json<TeamPage>, Problem> {
    desk.merge_team(slug, other.into.clone()).await?;
    Ok(Json(desk.team_page(other.into).await?))
}

/// Archives a team: it leaves the lists and takes nothing new. Its history stays.
#[utoipa::path(
    post, path = "/api/v1/teams/{slug}/archive", tag = "Teams", operation_id = "archive_team", security(("token" = ["admin"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    request_body(content = LastDay, description = "When its duty ends."),
    responses(
        (status = 200, description = "The team.", body = TeamPage),
        (status = 409, description = "archived, serves-others, duty-ahead: `errors` has every reason.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn archive(
    Administrator(desk): Administrator,
    Segment(slug): Segment,
    Form(end): Form<LastDay>,
) -> Result<Json<TeamPage>, Problem> {
    desk.archive_team(slug.clone(), end.last_day.unwrap_or_default())
        .await?;
    Ok(Json(desk.team_page(slug).await?))
}

/// Takes an archiving back. Duty that was taken back is planned anew.
#[utoipa::path(
    post, path = "/api/v1/teams/{slug}/restore", tag = "Teams", operation_id = "restore_team", security(("token" = ["admin"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    responses(
        (status = 200, description = "The team.", body = TeamPage),
        (status = 409, description = "merged: another team has everything of it.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn restore(
    Administrator(desk): Administrator,
    Segment(slug): Segment,
) -> Result<Json<TeamPage>, Problem> {
    desk.restore_team(slug.clone()).await?;
    Ok(Json(desk.team_page(slug).await?))
}
