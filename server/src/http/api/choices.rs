//! `GET /api/v1/choices/…`: what there is to choose from before something is made.

use super::{
    extract::{Administrator, Writer},
    problem::Problem,
};
use app::{
    escalation::{Port as _, ServiceFormPage},
    people::{NewPersonPage, Port as _},
    rotas::{Port as _, RotaSettings},
};
use axum::Json;

/// What a new rota starts with: the organisation's defaults, teams, time zones and holiday calendars.
#[utoipa::path(
    get, path = "/api/v1/choices/rotas", tag = "Rotas", operation_id = "get_rota_choices", security(("token" = ["write"])),
    responses((status = 200, description = "`form` can be changed and sent to `POST /api/v1/rotas`.", body = RotaSettings)),
)]
pub(super) async fn rotas(Writer(desk): Writer) -> Result<Json<RotaSettings>, Problem> {
    Ok(Json(desk.rota_form(None).await?))
}

/// What a new service starts with: teams and rotas.
#[utoipa::path(
    get, path = "/api/v1/choices/services", tag = "Services", operation_id = "get_service_choices", security(("token" = ["write"])),
    responses((status = 200, description = "`form` can be filled in and sent to `POST /api/v1/services`.", body = ServiceFormPage)),
)]
pub(super) async fn services(Writer(desk): Writer) -> Result<Json<ServiceFormPage>, Problem> {
    Ok(Json(desk.service_form(String::new()).await?))
}

/// What a new person starts with: time zones, and the organisation's.
#[utoipa::path(
    get, path = "/api/v1/choices/people", tag = "People", operation_id = "get_person_choices", security(("token" = ["admin"])),
    responses((status = 200, description = "The zones.", body = NewPersonPage)),
)]
pub(super) async fn people(Administrator(desk): Administrator) -> Result<Json<NewPersonPage>, Problem> {
    Ok(Json(desk.new_person().await?))
}
