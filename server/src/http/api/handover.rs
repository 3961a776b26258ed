//! Handovers of a rota: the present ones, those before, and what is gone through at each.

use super::{
    answer::nothing,
    body::{Body, Form},
    extract::{Asked, Segment, Writer},
    problem::Problem,
};
use app::handover::{AcknowledgeForm, ChecklistForm, HandoverForm, HandoverHistory, HandoverPage, Port as _};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// The latest and the next handover of a rota, with their notes.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/handover", tag = "Handovers", operation_id = "get_handover", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 200, description = "Either may be missing.", body = HandoverPage)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<HandoverPage>, Problem> {
    Ok(Json(desk.handover(slug).await?))
}

/// Writes the notes of the latest or the next handover: at least until an hour after it, and until they are acknowledged.
///
/// Whoever has acknowledged what they said before is told, and asked again.
#[utoipa::path(
    put, path = "/api/v1/rotas/{slug}/handover", tag = "Handovers", operation_id = "write_handover", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = HandoverForm, description = "Of which handover, in place of which version, and what."),
    responses(
        (status = 200, description = "The handovers, as they are then.", body = HandoverPage),
        (status = 409, description = "acknowledged: the notes stay as they are; no-handover-notes: the rota does without.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "Somebody else has changed them since `seen`, or the handover has moved.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn write(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<HandoverForm>,
) -> Result<Json<HandoverPage>, Problem> {
    desk.write_handover(slug.clone(), form).await?;
    Ok(Json(desk.handover(slug).await?))
}

/// Acknowledges the notes of a handover, as they were read.
///
/// A token does so in the name of one of those who come and have not: `person` is one of `may_take_for`.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/handover/acknowledgement", tag = "Handovers", operation_id = "acknowledge_handover", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = AcknowledgeForm, description = "Of which handover, which version of its notes, and for whom."),
    responses(
        (status = 200, description = "The handovers, as they are then.", body = HandoverPage),
        (status = 409, description = "acknowledged, no-notes, too-early (more than an hour before), or no-handover-notes.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The notes have changed since `seen`: they are to be read again; or the handover has moved.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn acknowledge(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<AcknowledgeForm>,
) -> Result<Json<HandoverPage>, Problem> {
    desk.acknowledge_handover(slug.clone(), form).await?;
    Ok(Json(desk.handover(slug).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Before {
    /// `next` of the page before; nothing for the latest.
    before: String,
}

/// The handovers of a rota that had notes, with every version.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/handovers", tag = "Handovers", operation_id = "list_handovers", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Before),
    responses((status = 200, description = "The latest first.", body = HandoverHistory)),
)]
pub(super) async fn list(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Asked(asked): Asked<Before>,
) -> Result<Json<HandoverHistory>, Problem> {
    Ok(Json(desk.handovers(slug, asked.before).await?))
}

/// Whether a rota uses handover notes.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Uses {
    /// Whether it does.
    uses: bool,
}

/// Says whether a rota uses handover notes.
#[utoipa::path(
    put, path = "/api/v1/rotas/{slug}/handover/use", tag = "Handovers", operation_id = "use_handover_notes", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = Uses, description = "How it is from now on."),
    responses((status = 204, description = "It is so.")),
)]
pub(super) async fn uses(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Body(body): Body<Uses>,
) -> Result<Response, Problem> {
    desk.use_handover_notes(slug, body.uses).await?;
    Ok(nothing())
}

/// Says what a team goes through at each handover, and when unacknowledged notes are told of again.
#[utoipa::path(
    put, path = "/api/v1/teams/{slug}/handover-checklist", tag = "Handovers", operation_id = "change_handover_checklist", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    request_body(content = ChecklistForm, description = "One item a line, and the minutes."),
    responses(
        (status = 204, description = "It is gone through at each handover from now on."),
        (status = 412, description = "Somebody else has changed it since `seen`.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_checklist(
    Writer(desk): Writer,
    Segment(team): Segment,
    Form(form): Form<ChecklistForm>,
) -> Result<Response, Problem> {
    desk.change_checklist(team, form).await?;
    Ok(nothing())
}
