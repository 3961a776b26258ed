//! `/api/v1/rotas/{slug}/draft`: planning, and what becomes of a plan.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Asked, Segment, Writer},
    problem::Problem,
};
use crate::answers::RotaDetailAnswer;
use app::planning::{PlanForm, PlanView, Port as _};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// A rota's draft, with its loads and what could not be satisfied; what a plan may be asked for.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/draft", tag = "Plans", operation_id = "get_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 200, description = "`draft` is null when there is none.", body = PlanView)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<PlanView>, Problem> {
    Ok(Json(desk.plan_view(slug).await?))
}

/// Plans a rota.
///
/// The plan is a draft, in place of the one before, and binds nobody until it is published.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/draft", tag = "Plans", operation_id = "make_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = PlanForm, description = "From when, and for how many weeks."),
    responses(
        (status = 201, description = "The draft.", body = PlanView),
        (status = 409, description = "too-few: the team has not the people for any pairing; archived: the team ends before that.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The rules were changed while it was planned.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<PlanForm>,
) -> Result<Response, Problem> {
    desk.make_draft(slug.clone(), form).await?;
    let location = format!("/api/v1/rotas/{slug}/draft");
    Ok(created(location, desk.plan_view(slug).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Seen {
    /// Revision of the draft that was looked at: another one is not published. Whichever there is, if absent.
    #[serde(default)]
    #[param(required = false)]
    draft: String,
}

/// Publishes the draft: from then on it is binding.
///
/// What began before now stands as it is.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/draft/publish", tag = "Plans", operation_id = "publish_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Seen),
    responses(
        (status = 200, description = "The rota, and until when it is planned.", body = RotaDetailAnswer),
        (status = 409, description = "two-people, on-leave, not-qualified or archived: something has changed since the draft was made.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The rules were changed since, or all of it lies in the past.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn publish(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Asked(seen): Asked<Seen>,
) -> Result<Json<RotaDetailAnswer>, Problem> {
    desk.publish(slug.clone(), seen.draft).await?;
    Ok(Json(desk.one_rota(&slug)?))
}

/// Throws the draft away.
#[utoipa::path(
    delete, path = "/api/v1/rotas/{slug}/draft", tag = "Plans", operation_id = "discard_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 204, description = "There is no draft any more.")),
)]
pub(super) async fn discard(Writer(desk): Writer, Segment(slug): Segment) -> Result<Response, Problem> {
    desk.discard(slug).await?;
    Ok(nothing())
}
