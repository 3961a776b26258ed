//! `/api/v1/people/{id}/contacts`: how to reach somebody, in order.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Administrator, Reader, Segment, Writer},
    problem::Problem,
};
use crate::services::Desk;
use app::contacts::{ContactChange, ContactsPage, Port as _};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

/// A contact method to add.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewContact {
    /// `phone`, `sms`, `email` or `chat`.
    kind: String,
    /// Number in international form, address, or name.
    value: String,
}

/// Where a contact method moves.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ContactDirection {
    /// `up` or `down`, one place.
    direction: String,
}

/// The code that was sent by a contact method.
#[derive(Deserialize, ToSchema)]
pub(super) struct ContactCode {
    /// Six digits.
    code: String,
}

/// What was done shows in the list.
async fn list_of(desk: &Desk, id: String) -> Result<Json<ContactsPage>, Problem> {
    Ok(Json(desk.contacts(id).await?))
}

/// How to reach somebody, in the order in which it is tried.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/contacts", tag = "People", operation_id = "list_contacts", security(("token" = ["read"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "Their contact methods.", body = ContactsPage)),
)]
pub(super) async fn list(Reader(desk): Reader, Segment(id): Segment) -> Result<Json<ContactsPage>, Problem> {
    list_of(&desk, id).await
}

/// Adds a contact method at the end.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/contacts", tag = "People", operation_id = "add_contact", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = NewContact, description = "Which."),
    responses(
        (status = 201, description = "Their contact methods.", body = ContactsPage),
        (status = 409, description = "too-many-contacts: one has to be removed first.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn add(
    Administrator(desk): Administrator,
    Segment(id): Segment,
    Form(new): Form<NewContact>,
) -> Result<Response, Problem> {
    let contact = desk.add_contact(id.clone(), new.kind, new.value).await?;
    let Json(page) = list_of(&desk, id.clone()).await?;
    Ok(created(format!("/api/v1/people/{id}/contacts/{contact}"), page))
}

/// Gives a contact method another value, which then has to be verified anew, or says what it is used for.
#[utoipa::path(
    patch, path = "/api/v1/people/{id}/contacts/{contact}", tag = "People", operation_id = "change_contact",
    security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id."), ("contact" = String, Path, description = "The contact method's id.")),
    request_body(content = ContactChange, description = "What changes."),
    responses((status = 200, description = "Their contact methods.", body = ContactsPage)),
)]
pub(super) async fn change(
    Administrator(desk): Administrator,
    Segment((id, contact)): Segment<(String, String)>,
    Form(change): Form<ContactChange>,
) -> Result<Json<ContactsPage>, Problem> {
    desk.change_contact(id.clone(), contact, change).await?;
    list_of(&desk, id).await
}

/// Removes a contact method.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/contacts/{contact}", tag = "People", operation_id = "remove_contact",
    security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id."), ("contact" = String, Path, description = "The contact method's id.")),
    responses((status = 204, description = "It is gone.")),
)]
pub(super) async fn remove(
    Administrator(desk): Administrator,
    Segment((id, contact)): Segment<(String, String)>,
) -> Result<Response, Problem> {
    desk.remove_contact(id, contact).await?;
    Ok(nothing())
}

/// Moves a contact method one place; at the end of the list it stays.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/contacts/{contact}/move", tag = "People", operation_id = "move_contact",
    security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id."), ("contact" = String, Path, description = "The contact method's id.")),
    request_body(content = ContactDirection, description = "Where to."),
    responses((status = 200, description = "Their contact methods.", body = ContactsPage)),
)]
pub(super) async fn shift(
    Administrator(desk): Administrator,
    Segment((id, contact)): Segment<(String, String)>,
    Form(wish): Form<ContactDirection>,
) -> Result<Json<ContactsPage>, Problem> {
    desk.move_contact(id.clone(), contact, wish.direction).await?;
    list_of(&desk, id).await
}

/// Sends six digits by a contact method, for its person to enter. They work for a quarter of an hour.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/contacts/{contact}/code", tag = "People", operation_id = "send_contact_code",
    security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id."), ("contact" = String, Path, description = "The contact method's id.")),
    responses(
        (status = 204, description = "A code is on its way."),
        (status = 409, description = "no-code: nothing can be sent by it.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Codes were asked for too often; Retry-After says how long to wait.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn send_code(
    Administrator(desk): Administrator,
    Segment((id, contact)): Segment<(String, String)>,
) -> Result<Response, Problem> {
    desk.send_contact_code(id, contact).await?;
    Ok(nothing())
}

/// Takes the digits that were sent by a contact method: they show that it reaches its person.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/contacts/{contact}/verify", tag = "People", operation_id = "verify_contact",
    security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id."), ("contact" = String, Path, description = "The contact method's id.")),
    request_body(content = ContactCode, description = "The digits."),
    responses((status = 200, description = "Their contact methods.", body = ContactsPage)),
)]
pub(super) async fn verify(
    Administrator(desk): Administrator,
    Segment((id, contact)): Segment<(String, String)>,
    Form(entered): Form<ContactCode>,
) -> Result<Json<ContactsPage>, Problem> {
    desk.verify_contact(id.clone(), contact, entered.code).await?;
    list_of(&desk, id).await
}

/// Marks a contact method as checked: somebody has tried it, and it reaches its person.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/contacts/{contact}/check", tag = "People", operation_id = "check_contact",
    security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id."), ("contact" = String, Path, description = "The contact method's id.")),
    responses((status = 200, description = "Their contact methods.", body = ContactsPage)),
)]
pub(super) async fn check(
    Writer(desk): Writer,
    Segment((id, contact)): Segment<(String, String)>,
) -> Result<Json<ContactsPage>, Problem> {
    desk.check_contact(id.clone(), contact).await?;
    list_of(&desk, id).await
}
