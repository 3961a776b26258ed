//! `/api/v1/permissions`.

use super::{extract::Reader, problem::Problem};
use app::permissions::{PermissionTable, Port as _};
use axum::Json;

/// Who may do what, and which scope machines need.
#[utoipa::path(
    get, path = "/api/v1/permissions", tag = "Organisation", operation_id = "list_permissions", security(("token" = ["read"])),
    responses((status = 200, description = "Each thing that may be done.", body = PermissionTable)),
)]
pub(super) async fn list(Reader(desk): Reader) -> Result<Json<PermissionTable>, Problem> {
    Ok(Json(desk.permissions().await?))
}
