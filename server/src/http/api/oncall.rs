//! `GET /api/v1/rotas/{slug}/oncall`.

use super::{
    answer::ready,
    extract::{Asked, Caller, Segment, instant},
    problem::Problem,
};
use crate::{answers::OnCallAnswer, services::Faults};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct When {
    /// The instant, in RFC 3339; now, if absent.
    #[param(format = DateTime)]
    at: Option<String>,
}

/// Who is on call on a rota.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/oncall", tag = "On call", operation_id = "get_on_call", security(("token" = ["oncall"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), When),
    responses(
        (status = 200, description = "Who, since when and until when, and what comes next.", body = OnCallAnswer),
    ),
)]
pub(super) async fn of_rota(
    Caller(desk): Caller,
    Segment(slug): Segment,
    Asked(when): Asked<When>,
) -> Result<Response, Problem> {
    let mut faults = Faults::default();
    let at = instant(&mut faults, "at", when.at.as_deref());
    faults.check()?;
    Ok(match at {
        Some(at) => Json(desk.on_call(&slug, Some(at))?).into_response(),
        None => ready(desk.on_call_now(&slug)?),
    })
}
