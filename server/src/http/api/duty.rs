//! `GET /api/v1/rotas/{slug}/duty`.

use super::{
    extract::{Asked, Caller, Segment, instant},
    problem::Problem,
};
use crate::{answers::DutyAnswer, services::Faults};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Window {
    /// The first instant, in RFC 3339; now, if absent.
    #[param(format = DateTime)]
    from: Option<String>,
    /// The first instant after it; a week later, if absent. At most 400 days.
    #[param(format = DateTime)]
    to: Option<String>,
}

/// Duty of a rota, clipped to a window.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/duty", tag = "On call", operation_id = "get_duty", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Window),
    responses(
        (status = 200, description = "Stretches that tile the window.", body = DutyAnswer),
    ),
)]
pub(super) async fn of_rota(
    Caller(desk): Caller,
    Segment(slug): Segment,
    Asked(window): Asked<Window>,
) -> Result<Json<DutyAnswer>, Problem> {
    let mut faults = Faults::default();
    let from = instant(&mut faults, "from", window.from.as_deref());
    let to = instant(&mut faults, "to", window.to.as_deref());
    faults.check()?;
    Ok(Json(desk.duty_between(&slug, from, to)?))
}
