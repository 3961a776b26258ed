//! `GET /api/v1/rotas`, `GET /api/v1/rotas/{slug}`.

use super::{
    extract::{Caller, Segment},
    problem::Problem,
};
use crate::answers::{RotaDetailAnswer, RotasAnswer};
use axum::Json;

/// Every rota.
#[utoipa::path(
    get, path = "/api/v1/rotas", tag = "Rotas", operation_id = "list_rotas", security(("token" = ["read"])),
    responses(
        (status = 200, description = "In order of their names.", body = RotasAnswer),
    ),
)]
pub(super) async fn list(Caller(desk): Caller) -> Result<Json<RotasAnswer>, Problem> {
    Ok(Json(desk.all_rotas()?))
}

/// One rota, and who may serve on it.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}", tag = "Rotas", operation_id = "get_rota", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses(
        (status = 200, description = "The rota.", body = RotaDetailAnswer),
    ),
)]
pub(super) async fn one(Caller(desk): Caller, Segment(slug): Segment) -> Result<Json<RotaDetailAnswer>, Problem> {
    Ok(Json(desk.one_rota(&slug)?))
}
