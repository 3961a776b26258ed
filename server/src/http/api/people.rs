//! `/api/v1/people`.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Administrator, Asked, Reader, Segment},
    problem::Problem,
};
use app::people::{NewPerson, PeoplePage, PersonEdit, PersonPage, Port as _};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Search {
    /// Words of name, address or team; everybody, if absent.
    query: Option<String>,
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
    let page = usize::try_from(search.page.unwrap_or(1)).unwrap_or(usize::MAX);
    Ok(Json(desk.people(search.query.unwrap_or_default(), page).await?))
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
