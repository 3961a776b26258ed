//! `GET /api/v1/board`, `/board/rotas` and `/board/services`: the present, as pages show it.

use super::{extract::Reader, problem::Problem};
use app::{
    escalation::{Port as _, ServicesPage},
    now::{Board, Port as _},
    rotas::{Port as _, RotaList},
};
use axum::Json;

/// Every rota as it stands now: who, until when, any gap, and the coming week.
#[utoipa::path(
    get, path = "/api/v1/board", tag = "Board", operation_id = "get_board", security(("token" = ["read"])),
    responses((status = 200, description = "Rotas with gaps first, then by name.", body = Board)),
)]
pub(super) async fn now(Reader(desk): Reader) -> Result<Json<Board>, Problem> {
    Ok(Json(desk.board().await?))
}

/// Every rota with who is on duty, how far it is published and what is amiss.
#[utoipa::path(
    get, path = "/api/v1/board/rotas", tag = "Board", operation_id = "get_board_of_rotas", security(("token" = ["read"])),
    responses((status = 200, description = "By team and name.", body = RotaList)),
)]
pub(super) async fn rotas(Reader(desk): Reader) -> Result<Json<RotaList>, Problem> {
    Ok(Json(desk.rotas().await?))
}

/// Every service with who would be called first now.
#[utoipa::path(
    get, path = "/api/v1/board/services", tag = "Board", operation_id = "get_board_of_services", security(("token" = ["read"])),
    responses((status = 200, description = "By name.", body = ServicesPage)),
)]
pub(super) async fn services(Reader(desk): Reader) -> Result<Json<ServicesPage>, Problem> {
    Ok(Json(desk.services_page().await?))
}
