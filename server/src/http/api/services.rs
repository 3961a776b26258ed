//! `GET /api/v1/services`.

use super::{extract::Caller, problem::Problem};
use crate::answers::ServicesAnswer;
use axum::Json;

/// Every service.
#[utoipa::path(
    get, path = "/api/v1/services", tag = "Services",
    responses(
        (status = 200, description = "In order of their names.", body = ServicesAnswer),
        (status = 401, description = "No token, or not a good one.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(Caller(desk): Caller) -> Result<Json<ServicesAnswer>, Problem> {
    Ok(Json(desk.all_services()?))
}
