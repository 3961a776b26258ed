//! `GET /api/v1/services/{slug}/escalation`.

use super::{
    extract::{Asked, Caller, Segment, instant},
    lookup::Wants,
    problem::Problem,
};
use crate::{
    answers::EscalationAnswer,
    kept::Lookup,
    services::{Faults, escalation_lines, json},
};
use axum::response::Response;
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
    /// Also say how the answer came about, and what may go wrong.
    #[param(value_type = Option<bool>)]
    explain: Option<String>,
}

/// Whom to call about an incident, in what order.
///
/// There is always somebody: a gap falls to the last resort. `Accept: text/plain` answers a line for each person.
#[utoipa::path(
    get, path = "/api/v1/services/{slug}/escalation", tag = "Services", operation_id = "get_escalation", security(("token" = ["oncall"])),
    params(("slug" = String, Path, description = "The service's name in addresses."), Incident),
    responses(
        (status = 200, description = "Steps in order of time; contacts for scopes read and write.", content(
            (EscalationAnswer = "application/json"), (String = "text/plain; charset=utf-8"),
        )),
        (status = 304, description = "`If-None-Match` names the answer."),
    ),
)]
pub(super) async fn of_service(
    Caller(desk): Caller,
    Segment(slug): Segment,
    Asked(incident): Asked<Incident>,
    wants: Wants,
) -> Result<Response, Problem> {
    let mut faults = Faults::default();
    let severity = incident
        .severity
        .as_deref()
        .filter(|text| !text.trim().is_empty())
        .unwrap_or("P1");
    let severity = faults.take("severity", severity.parse::<Severity>());
    let at = instant(&mut faults, "at", incident.at.as_deref());
    let explain = faults.take("explain", yes(incident.explain.as_deref()));
    faults.check()?;
    let (severity, explain) = (severity.unwrap_or(Severity::P1), explain.unwrap_or_default());
    if at.is_none() && !explain && !wants.text {
        return Ok(wants.json(desk.escalation_now(&slug, severity)?));
    }
    let answer = desk.escalation_explained(&slug, severity, at, explain)?;
    let bytes = if wants.text { Vec::new() } else { json(&answer)? };
    let now = at.is_none().then_some(answer.at);
    let lookup = Lookup::new(bytes, answer.revision, answer.valid_until, now);
    Ok(match wants.text {
        true => wants.plain(&lookup, escalation_lines(&answer)),
        false => wants.json(lookup),
    })
}

/// `true` or `false`, which is what nothing means.
fn yes(text: Option<&str>) -> Result<bool, String> {
    match text.map(str::trim).unwrap_or_default() {
        "" | "false" | "0" => Ok(false),
        "true" | "1" => Ok(true),
        other => Err(format!("‘{other}’: write true or false.")),
    }
}
