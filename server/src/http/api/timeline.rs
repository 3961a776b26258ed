//! `GET /api/v1/rotas/{slug}/timeline`.

use super::{
    extract::{Asked, Reader, Segment},
    problem::Problem,
};
use app::timeline::{Look, Port as _, RotaTimeline};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Window {
    /// First local date, such as `2026-11-23`; around today, if absent.
    from: Option<String>,
    /// `day`, `week`, `month`, `quarter` or `year`; `month`, if absent.
    view: Option<String>,
    /// `roles`, `people`, `calendar` or `agenda`; `roles`, if absent.
    layout: Option<String>,
}

/// A rota's time, drawn to scale and by day, as its page shows it.
///
/// For the plain facts ask for its duty.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/timeline", tag = "Rotas", operation_id = "get_timeline", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Window),
    responses((status = 200, description = "Positions and widths are percent of the window.", body = RotaTimeline)),
)]
pub(super) async fn of_rota(
    Reader(desk): Reader,
    Segment(slug): Segment,
    Asked(window): Asked<Window>,
) -> Result<Json<RotaTimeline>, Problem> {
    let look = Look {
        from: window.from.unwrap_or_default(),
        view: window.view.unwrap_or_default(),
        layout: window.layout.unwrap_or_default(),
        ..Look::default()
    };
    Ok(Json(desk.timeline(slug, look).await?))
}
