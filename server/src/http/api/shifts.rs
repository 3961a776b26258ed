//! `GET /api/v1/people/{id}/shifts`: what a person's own page shows.

use super::{
    extract::{Segment, Writer},
    problem::Problem,
};
use app::me::MyShifts;
use axum::Json;

/// A person's present and coming shifts, and their leave.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/shifts", tag = "Shifts and calendars", operation_id = "get_shifts", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "By month.", body = MyShifts)),
)]
pub(super) async fn of_person(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<MyShifts>, Problem> {
    Ok(Json(desk.shifts_of(&id).await?))
}
