//! `GET /api/v1/rotas/{slug}/timeline` and `GET /api/v1/timelines`.

use super::{
    extract::{Asked, Reader, Segment},
    problem::Problem,
};
use app::timeline::{Look, ManyRotas, Port as _, RotaTimeline};
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

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// First local date, such as `2026-11-23`; around today, if absent.
    from: Option<String>,
    /// `day`, `week`, `month` or `quarter`; `week`, if absent.
    view: Option<String>,
    /// Which page, from 1.
    page: Option<u32>,
}

/// The organisation's rotas under each other, ten on a page, drawn to one scale.
#[utoipa::path(
    get, path = "/api/v1/timelines", tag = "Rotas", operation_id = "list_timelines", security(("token" = ["read"])),
    params(Page),
    responses((status = 200, description = "Positions and widths are percent of the window.", body = ManyRotas)),
)]
pub(super) async fn of_many(Reader(desk): Reader, Asked(page): Asked<Page>) -> Result<Json<ManyRotas>, Problem> {
    let look = Look {
        from: page.from.unwrap_or_default(),
        view: page.view.unwrap_or_default(),
        ..Look::default()
    };
    let page = page.page.and_then(|page| usize::try_from(page).ok()).unwrap_or(1);
    Ok(Json(desk.many(look, page).await?))
}
