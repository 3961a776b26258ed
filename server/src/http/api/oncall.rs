//! `GET /api/v1/rotas/{slug}/oncall`, and the same of many rotas.

use super::{
    extract::{Asked, Caller, Segment, instant},
    lookup::Wants,
    problem::Problem,
};
use crate::{
    answers::OnCallAnswer,
    kept::Lookup,
    services::{Faults, ManyRotas, json},
};
use axum::{Json, response::Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Rotas of one answer, if the question does not say.
const ROTAS: u32 = 100;
/// Rotas of one answer at most, and of one question.
const MOST_ROTAS: u32 = 1_000;
/// What can be chosen of each answer.
const FIELDS: [&str; 13] = [
    "rota",
    "team",
    "timezone",
    "at",
    "state",
    "in_hours",
    "lead",
    "engineer",
    "gap",
    "valid_until",
    "next",
    "planned_until",
    "revision",
];

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct When {
    /// The instant, in RFC 3339; now, if absent.
    #[param(format = DateTime)]
    at: Option<String>,
}

/// Who is on call on a rota.
///
/// `Accept: text/plain` answers the Lead and the Engineer on two lines.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/oncall", tag = "On call", operation_id = "get_on_call", security(("token" = ["oncall"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), When),
    responses(
        (status = 200, description = "Who, since when and until when, and what comes next.", content(
            (OnCallAnswer = "application/json"), (String = "text/plain; charset=utf-8"),
        )),
        (status = 304, description = "`If-None-Match` names the answer."),
    ),
)]
pub(super) async fn of_rota(
    Caller(desk): Caller,
    Segment(slug): Segment,
    Asked(when): Asked<When>,
    wants: Wants,
) -> Result<Response, Problem> {
    let mut faults = Faults::default();
    let at = instant(&mut faults, "at", when.at.as_deref());
    faults.check()?;
    if at.is_none() && !wants.text {
        return Ok(wants.json(desk.on_call_now(&slug)?));
    }
    let answer = desk.on_call(&slug, at)?;
    let bytes = if wants.text { Vec::new() } else { json(&answer)? };
    let now = at.is_none().then_some(answer.at);
    let lookup = Lookup::new(bytes, answer.revision, answer.valid_until, now);
    Ok(match wants.text {
        true => wants.plain(&lookup, desk.on_call_lines(&answer)),
        false => wants.json(lookup),
    })
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Many {
    /// Slugs of rotas, with commas between them; every rota, if absent.
    rotas: Option<String>,
    /// Slug of the team that serves them.
    team: Option<String>,
    /// The instant, in RFC 3339; now, if absent.
    #[param(format = DateTime)]
    at: Option<String>,
    /// Only these fields of each answer, with commas between them, such as `rota,lead,engineer`; all, if absent.
    fields: Option<String>,
    /// Only rotas after this one: `next` of the answer before.
    after: Option<String>,
    /// How many at most: 100, or up to 1,000.
    #[param(value_type = Option<u32>)]
    limit: Option<String>,
}

/// Who is on call on many rotas.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OnCallsAnswer {
    /// In order of their slugs, each as `GET /api/v1/rotas/{slug}/oncall` answers, or the fields that were asked for.
    #[schema(value_type = Vec<Object>)]
    rotas: Vec<Value>,
    /// What to send as `after` for those after these; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Who is on call on many rotas, in one call.
#[utoipa::path(
    get, path = "/api/v1/oncall", tag = "On call", operation_id = "list_on_call", security(("token" = ["oncall"])),
    params(Many),
    responses((status = 200, description = "In order of their slugs.", body = OnCallsAnswer)),
)]
pub(super) async fn of_many(Caller(desk): Caller, Asked(many): Asked<Many>) -> Result<Json<OnCallsAnswer>, Problem> {
    let mut faults = Faults::default();
    let slugs = words(many.rotas.as_deref());
    if slugs.len() > MOST_ROTAS as usize {
        faults.note(
            "rotas",
            format!("{} rotas: ask about {MOST_ROTAS} at most.", slugs.len()),
        );
    }
    let asked = ManyRotas {
        at: instant(&mut faults, "at", many.at.as_deref()),
        team: many.team.filter(|team| !team.is_empty()),
        after: many.after,
        slugs,
    };
    let fields = words(many.fields.as_deref());
    for field in fields.iter().filter(|field| !FIELDS.contains(&field.as_str())) {
        let known = FIELDS.join(", ");
        faults.note("fields", format!("There is no field ‘{field}’: there are {known}."));
    }
    let limit = faults.take("limit", read_limit(many.limit.as_deref()));
    faults.check()?;
    let (answers, next) = desk.on_call_of(&asked, limit.unwrap_or(ROTAS) as usize)?;
    let rotas = answers.iter().map(|answer| chosen(answer, &fields)).collect();
    Ok(Json(OnCallsAnswer { rotas, next }))
}

/// Words with commas between them.
fn words(text: Option<&str>) -> Vec<String> {
    let words = text.unwrap_or_default().split(',').map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn read_limit(text: Option<&str>) -> Result<u32, String> {
    match text.map(str::trim).unwrap_or_default() {
        "" => Ok(ROTAS),
        text => {
            let limit = text.parse().ok().filter(|limit| (1..=MOST_ROTAS).contains(limit));
            limit.ok_or_else(|| format!("‘{text}’: write a whole number from 1 to {MOST_ROTAS}."))
        }
    }
}

/// The answer, or those of its fields that were asked for.
fn chosen(answer: &OnCallAnswer, fields: &[String]) -> Value {
    let mut value = serde_json::to_value(answer).unwrap_or_default();
    if let Some(map) = value.as_object_mut().filter(|_| !fields.is_empty()) {
        map.retain(|key, _| fields.iter().any(|field| field == key));
    }
    value
}
