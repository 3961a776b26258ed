//! `GET /api/v1/services/{slug}/escalation`.

use super::{
    answer::ready,
    extract::{Asked, Caller, Segment, instant},
    problem::Problem,
};
use crate::{answers::EscalationAnswer, services::Faults};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use domain::escalation::Severity;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Incident {
    /// `P1`, `P2` or `P3`; `P1`, if absent.
    severity: Option<String>,
    /// The instant, in RFC 3339; now, if absent.
    #[param(format = DateTime)]
    at: Option<String>,
}

/// Whom to call about an incident, in what order.
///
/// There is always somebody: a gap falls to the last resort.
#[utoipa::path(
    get, path = "/api/v1/services/{slug}/escalation", tag = "Services", operation_id = "get_escalation", security(("token" = ["oncall"])),
    params(("slug" = String, Path, description = "The service's name in addresses."), Incident),
    responses(
        (status = 200, description = "Steps in order of time; contacts for scopes read and write.", body = EscalationAnswer),
    ),
)]
pub(super) async fn of_service(
    Caller(desk): Caller,
    Segment(slug): Segment,
    Asked(incident): Asked<Incident>,
) -> Result<Response, Problem> {
    let mut faults = Faults::default();
    let severity = incident
        .severity
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .unwrap_or("P1");
    let severity = faults.take("severity", severity.parse::<Severity>());
    let at = instant(&mut faults, "at", incident.at.as_deref());
    faults.check()?;
    let severity = severity.unwrap_or(Severity::P1);
    Ok(match at {
        Some(at) => Json(desk.escalation(&slug, severity, Some(at))?).into_response(),
        None => ready(desk.escalation_now(&slug, severity)?),
    })
}
