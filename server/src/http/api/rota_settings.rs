//! Making a rota, its settings, and what rules would lead to.

use super::{
    answer::created,
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use crate::answers::RotaDetailAnswer;
use app::rotas::{Port as _, Preview, RotaForm, RotaSettings};
use axum::{Json, response::Response};

/// Makes a rota, and a service of the same name that it serves.
///
/// Nothing is planned yet.
#[utoipa::path(
    post, path = "/api/v1/rotas", tag = "Rotas", operation_id = "create_rota", security(("token" = ["write"])),
    request_body(content = RotaForm, description = "Name, team and rules: start from `GET /api/v1/choices/rotas`."),
    responses(
        (status = 201, description = "The rota.", body = RotaDetailAnswer),
        (status = 409, description = "archived: the team takes nothing new.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn create(Writer(desk): Writer, Form(rota): Form<RotaForm>) -> Result<Response, Problem> {
    let slug = desk.create(rota).await?;
    Ok(created(format!("/api/v1/rotas/{slug}"), desk.one_rota(&slug)?))
}

/// A rota's name and rules.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/settings", tag = "Rotas", operation_id = "get_rota_settings", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 200, description = "`form` can be changed and sent back.", body = RotaSettings)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<RotaSettings>, Problem> {
    Ok(Json(desk.rota_form(Some(slug)).await?))
}

/// Changes a rota's name and rules.
///
/// Other rules hold from `effective` on, the next handover after now if it is empty: published shifts from then on are cut
/// anew, and what lies before stands.
#[utoipa::path(
    put, path = "/api/v1/rotas/{slug}/settings", tag = "Rotas", operation_id = "change_rota_settings", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = RotaForm, description = "All of it, with the `revision` that was read."),
    responses(
        (status = 200, description = "As they are now.", body = RotaSettings),
        (status = 409, description = "A cover and the shifts together would put one person into both roles.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The rules were changed since `revision`.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(rota): Form<RotaForm>,
) -> Result<Json<RotaSettings>, Problem> {
    desk.save(slug.clone(), rota).await?;
    Ok(Json(desk.rota_form(Some(slug)).await?))
}

/// What rules would lead to: the next turns, and with `slug` what they would make of what is published.
///
/// Nothing is written.
#[utoipa::path(
    post, path = "/api/v1/previews/rota", tag = "Rotas", operation_id = "preview_rota", security(("token" = ["write"])),
    request_body(content = RotaForm, description = "The rules."),
    responses((status = 200, description = "Coverage in words, and the next turns.", body = Preview)),
)]
pub(super) async fn preview(Writer(desk): Writer, Form(rota): Form<RotaForm>) -> Result<Json<Preview>, Problem> {
    Ok(Json(desk.preview(rota).await?))
}
