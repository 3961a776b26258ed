//! Corrections of past duty: of a rota, one of them, and withdrawing it.

use super::{
    answer::created,
    body::{Body, Form},
    extract::{Asked, Reader, Segment, Writer},
    problem::Problem,
};
use app::corrections::{CorrectionAsked, CorrectionForm, CorrectionPage, CorrectionView, Port as _};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Choice {
    /// Id of the person who was Lead, or `nobody`; absent when the Lead was as the rota says.
    lead: Option<String>,
    /// Id of the person who was Engineer, or `nobody`; absent when the Engineer was as the rota says.
    engineer: Option<String>,
    /// From when: an instant, or a wall time of the rota's zone.
    from: Option<String>,
    /// Until when; now at the latest.
    to: Option<String>,
    /// `true` to see in `outcome` what it would change or why it is refused. Nothing is written.
    preview: Option<bool>,
}

/// The latest corrections of a rota, whom one can name, and what a new one would change.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/corrections", tag = "Covers", operation_id = "list_corrections", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Choice),
    responses((status = 200, description = "The newest corrections first.", body = CorrectionPage)),
)]
pub(super) async fn list(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Asked(choice): Asked<Choice>,
) -> Result<Json<CorrectionPage>, Problem> {
    let text = Option::unwrap_or_default;
    let asked = CorrectionAsked {
        lead: text(choice.lead),
        engineer: text(choice.engineer),
        from: text(choice.from),
        to: text(choice.to),
        preview: if choice.preview == Some(true) { "on" } else { "" }.to_owned(),
    };
    Ok(Json(desk.corrections(slug, asked).await?))
}

/// Corrects who was on duty in the past, with a reason.
///
/// The correction lies above plan and covers, and is visible in history, audit and pay. Refused while it would put one
/// person into both roles.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/corrections", tag = "Covers", operation_id = "make_correction", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = CorrectionForm, description = "Who was Lead, who was Engineer, or both; when; and why."),
    responses(
        (status = 201, description = "The past is corrected.", body = CorrectionView),
        (status = 409, description = "A rule says no: two-people, nothing-to-correct or nothing-changes.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A value cannot be used, or it is not past yet.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<CorrectionForm>,
) -> Result<Response, Problem> {
    let made = desk.correct(slug, form).await?;
    Ok(created(format!("/api/v1/corrections/{}", made.id), made))
}

/// A correction, withdrawn or not.
#[utoipa::path(
    get, path = "/api/v1/corrections/{id}", tag = "Covers", operation_id = "get_correction", security(("token" = ["read"])),
    params(("id" = String, Path, description = "The correction's id.")),
    responses((status = 200, description = "The correction.", body = CorrectionView)),
)]
pub(super) async fn show(Reader(desk): Reader, Segment(id): Segment) -> Result<Json<CorrectionView>, Problem> {
    Ok(Json(desk.correction(&id).await?))
}

/// Why a correction is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CorrectionReason {
    /// The reason.
    reason: String,
}

/// Withdraws a correction, with a reason: the past is again what lay below it.
#[utoipa::path(
    post, path = "/api/v1/corrections/{id}/withdrawal", tag = "Covers", operation_id = "withdraw_correction", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The correction's id.")),
    request_body(content = CorrectionReason, description = "Why it is withdrawn."),
    responses(
        (status = 200, description = "The correction, withdrawn.", body = CorrectionView),
        (status = 409, description = "Another correction or a cover stands in the way; it is named.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no reason.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn withdraw(
    Writer(desk): Writer,
    Segment(id): Segment,
    Body(why): Body<CorrectionReason>,
) -> Result<Json<CorrectionView>, Problem> {
    Ok(Json(desk.withdraw_correction(id, why.reason).await?))
}
