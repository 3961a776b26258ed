//! `GET /api/v1/rotas/{slug}/covers`: the covers of a rota, who may take a role, and what a cover would change.

use super::{
    extract::{Asked, Reader, Segment},
    problem::Problem,
};
use app::covers::{self, CoverPage, Port as _};
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Choice {
    /// `lead`, `engineer` or `both`; `lead`, if absent.
    role: Option<String>,
    /// Id of the person who would take the Lead.
    lead: Option<String>,
    /// Id of the person who would take the Engineer.
    engineer: Option<String>,
    /// From when: an instant, or a wall time of the rota's zone; now, if absent.
    from: Option<String>,
    /// Until when; to the end of the shift, if absent.
    to: Option<String>,
    /// `true` to see in `outcome` what it would change or why it is refused. Nothing is written.
    preview: Option<bool>,
    /// Id of a cover of this rota: what is left out is as it is, and the outcome is that of changing it.
    change: Option<String>,
    /// Which page of the covers, from 1.
    page: Option<u32>,
}

/// A rota's present and coming covers, and what a new one could be: who may take a role, the best first, and what it would
/// change.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/covers", tag = "Covers", operation_id = "list_covers", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Choice),
    responses(
        (status = 200, description = "Covers are in order of start.", body = CoverPage),
        (status = 403, description = "The token lacks the scope read; a preview needs write.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(
    Reader(desk): Reader,
    Segment(slug): Segment,
    Asked(choice): Asked<Choice>,
) -> Result<Json<CoverPage>, Problem> {
    let text = Option::unwrap_or_default;
    let asked = covers::Asked {
        role: text(choice.role),
        lead: text(choice.lead),
        engineer: text(choice.engineer),
        from: text(choice.from),
        to: text(choice.to),
        preview: if choice.preview == Some(true) { "on" } else { "" }.to_owned(),
        change: text(choice.change),
        page: choice.page.map(|page| page.to_string()).unwrap_or_default(),
        ..covers::Asked::default()
    };
    Ok(Json(desk.cover_page(slug, asked).await?))
}
