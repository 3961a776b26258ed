//! `/api/v1/people`.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Administrator, Asked, Reader, Segment},
    problem::Problem,
};
use app::people::{BulkCheck, BulkEdit, NewPerson, PeopleFilter, PeoplePage, PersonEdit, PersonPage, Port as _};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Search {
    /// Words of name, address or team; everybody, if absent.
    query: Option<String>,
    /// `active`, `deactivated`, `invited` or `never`, for those without a sign-in yet.
    state: Option<String>,
    /// `administrator`, `member` or `read_only`.
    role: Option<String>,
    /// Slug of a team, or `none`.
    team: Option<String>,
    /// `lead`, `engineer`, `both` or `none`, in that team or in any.
    qualification: Option<String>,
    /// Which page of fifty, from 1; the first, if absent.
    page: Option<u32>,
}

/// What changes of a person; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PersonChange {
    /// Name.
    name: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// IANA zone.
    zone: Option<String>,
    /// First telephone number in international form; empty for none.
    phone: Option<String>,
    /// `administrator`, `member` or `read_only`.
    role: Option<String>,
}

/// A password.
#[derive(Deserialize, ToSchema)]
pub(super) struct NewPassword {
    /// 12 to 128 characters.
    password: String,
}

/// People, with their teams and how to reach them.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "People", operation_id = "list_people", security(("token" = ["read"])),
    params(Search),
    responses((status = 200, description = "Active people first, then by name.", body = PeoplePage)),
)]
pub(super) async fn list(Reader(desk): Reader, Asked(search): Asked<Search>) -> Result<Json<PeoplePage>, Problem> {
    Ok(Json(desk.people(search.into()).await?))
}

impl From<Search> for PeopleFilter {
    fn from(search: Search) -> Self {
        Self {
            query: search.query.unwrap_or_default(),
            state: search.state.unwrap_or_default(),
            role: search.role.unwrap_or_default(),
            team: search.team.unwrap_or_default(),
            qualification: search.qualification.unwrap_or_default(),
            page: search.page.map(|page| page.to_string()).unwrap_or_default(),
        }
    }
}

/// A change to many people.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct BulkChange {
    /// Ids of the people.
    people: Vec<String>,
    /// `join`, `leave`, `qualify`, `role`, `deactivate` or `reactivate`.
    change: String,
    /// Slug of the team to join, to leave or to be qualified in.
    team: Option<String>,
    /// What they may be there: `lead`, `engineer`, `both` or `none`.
    qualification: Option<String>,
    /// The organisation role to have.
    role: Option<String>,
}

impl From<BulkChange> for BulkEdit {
    fn from(change: BulkChange) -> Self {
        Self {
            people: change.people.join(" "),
            change: change.change,
            team: change.team.unwrap_or_default(),
            qualification: change.qualification.unwrap_or_default(),
            role: change.role.unwrap_or_default(),
        }
    }
}

/// What one change to many people would do.
///
/// Nothing is written.
#[utoipa::path(
    post, path = "/api/v1/people/bulk/check", tag = "People", operation_id = "check_bulk_change", security(("token" = ["admin"])),
    request_body(content = BulkChange, description = "Who, and what."),
    responses(
        (status = 200, description = "What happens to each.", body = BulkCheck),
        (status = 409, description = "archived: the team takes nobody new.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn check_bulk(
    Administrator(desk): Administrator,
    Form(change): Form<BulkChange>,
) -> Result<Json<BulkCheck>, Problem> {
    Ok(Json(desk.check_bulk(change.into()).await?))
}

/// One change to many people: all of it, or nothing.
#[utoipa::path(
    post, path = "/api/v1/people/bulk", tag = "People", operation_id = "change_in_bulk", security(("token" = ["admin"])),
    request_body(content = BulkChange, description = "Who, and what."),
    responses(
        (status = 200, description = "What happened to each.", body = BulkCheck),
        (status = 409, description = "bulk: `errors` names everybody who is refused, and nobody is changed; archived: the team takes nobody new.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_bulk(
    Administrator(desk): Administrator,
    Form(change): Form<BulkChange>,
) -> Result<Json<BulkCheck>, Problem> {
    Ok(Json(desk.change_bulk(change.into()).await?))
}

/// People as a table that can be changed and imported again, a line for each of their teams.
#[utoipa::path(
    get, path = "/api/v1/people/export", tag = "People", operation_id = "export_people", security(("token" = ["admin"])),
    params(Search),
    responses((status = 200, description = "The table. Cells that a spreadsheet could take for formulas begin with an apostrophe.", body = String, content_type = "text/csv")),
)]
pub(super) async fn export(
    Administrator(desk): Administrator,
    Asked(search): Asked<Search>,
) -> Result<Response, Problem> {
    const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");
    let file = desk.people_file(&search.into())?;
    Ok(([(header::CONTENT_TYPE, CSV)], file).into_response())
}

/// One person, and their next duty.
#[utoipa::path(
    get, path = "/api/v1/people/{id}", tag = "People", operation_id = "get_person", security(("token" = ["read"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The person.", body = PersonPage)),
)]
pub(super) async fn show(Reader(desk): Reader, Segment(id): Segment) -> Result<Json<PersonPage>, Problem> {
    Ok(Json(desk.person_page(id).await?))
}

/// Adds a person.
#[utoipa::path(
    post, path = "/api/v1/people", tag = "People", operation_id = "add_person", security(("token" = ["admin"])),
    request_body(content = NewPerson, description = "Who."),
    responses((status = 201, description = "The person.", body = PersonPage)),
)]
pub(super) async fn add(
    Administrator(desk): Administrator,
    Form(person): Form<NewPerson>,
) -> Result<Response, Problem> {
    let id = desk.add_person(person).await?;
    let location = format!("/api/v1/people/{id}");
    Ok(created(location, desk.person_page(id).await?))
}

/// Changes a person.
#[utoipa::path(
    patch, path = "/api/v1/people/{id}", tag = "People", operation_id = "change_person", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = PersonChange, description = "What changes."),
    responses(
        (status = 200, description = "The person.", body = PersonPage),
        (status = 409, description = "last-administrator: nobody else could administer.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(
    Administrator(desk): Administrator,
    Segment(id): Segment,
    Form(change): Form<PersonChange>,
) -> Result<Json<PersonPage>, Problem> {
    let before = desk.person_page(id.clone()).await?;
    let edit = PersonEdit {
        id: id.clone(),
        name: change.name.unwrap_or(before.row.name),
        zone: change.zone.unwrap_or(before.row.zone),
        phone: change.phone,
        email: change.email,
        role: change.role,
    };
    desk.edit_person(edit).await?;
    Ok(Json(desk.person_page(id).await?))
}

/// Sets somebody's password and ends their sessions.
#[utoipa::path(
    put, path = "/api/v1/people/{id}/password", tag = "People", operation_id = "set_password", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = NewPassword, description = "The password."),
    responses((status = 204, description = "They sign in with it from now on.")),
)]
pub(super) async fn set_password(
    Administrator(desk): Administrator,
    Segment(id): Segment,
    Form(new): Form<NewPassword>,
) -> Result<Response, Problem> {
    desk.set_person_password(id, new.password).await?;
    Ok(nothing())
}

/// Deactivates somebody: they do no new duty and cannot sign in.
///
/// Their published duty stands until it is covered.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/deactivate", tag = "People", operation_id = "deactivate_person", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses(
        (status = 200, description = "The person.", body = PersonPage),
        (status = 409, description = "last-administrator: nobody else could administer.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn deactivate(
    Administrator(desk): Administrator,
    Segment(id): Segment,
) -> Result<Json<PersonPage>, Problem> {
    desk.deactivate_person(id.clone()).await?;
    Ok(Json(desk.person_page(id).await?))
}

/// Takes a deactivation back.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/reactivate", tag = "People", operation_id = "reactivate_person", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The person.", body = PersonPage)),
)]
pub(super) async fn reactivate(
    Administrator(desk): Administrator,
    Segment(id): Segment,
) -> Result<Json<PersonPage>, Problem> {
    desk.reactivate_person(id.clone()).await?;
    Ok(Json(desk.person_page(id).await?))
}
