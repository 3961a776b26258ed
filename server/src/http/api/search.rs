//! `/api/v1/search`: what a word may mean.

use super::{
    extract::{Asked, Reader},
    problem::Problem,
};
use app::search::{Found, Port as _};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Words {
    /// Words of names; all of them have to be in one.
    query: String,
}

/// Rotas, teams, services and people by their names.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "People", operation_id = "search", security(("token" = ["read"])),
    params(Words),
    responses((status = 200, description = "The best matches first, with their pages.", body = Found)),
)]
pub(super) async fn find(Reader(desk): Reader, Asked(words): Asked<Words>) -> Result<Json<Found>, Problem> {
    Ok(Json(desk.find(words.query).await?))
}
