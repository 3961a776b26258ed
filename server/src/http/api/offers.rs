//! Offers: of a rota, of a person, and what becomes of one.

use super::{
    answer::{created, nothing},
    body::{Body, Form},
    extract::{Asked, Segment, Writer},
    problem::Problem,
};
use app::offers::{OfferChoices, OfferForm, OfferPage, OffersPage, Port as _};
use axum::{Json, response::Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Stretch {
    /// `lead` or `engineer`.
    role: String,
    /// From when: an instant, or a wall time of the rota's zone.
    from: String,
    /// Until when.
    to: String,
}

/// What may be offered of a rota and to whom, the best first, and its offers that are not over.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/offers", tag = "Offers", operation_id = "get_offer_choices", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Stretch),
    responses((status = 200, description = "Each candidate with what is for and against them.", body = OfferChoices)),
)]
pub(super) async fn choices(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Asked(stretch): Asked<Stretch>,
) -> Result<Json<OfferChoices>, Problem> {
    Ok(Json(
        desk.offer_choices(slug, stretch.role, stretch.from, stretch.to).await?,
    ))
}

/// Offers a stretch of somebody's duty: to one person, to several, to anyone qualified, or in return for another stretch.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/offers", tag = "Offers", operation_id = "make_offer", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = OfferForm, description = "What is offered, to whom, until when."),
    responses(
        (status = 201, description = "The offer is open.", body = OfferPage),
        (status = 409, description = "not-held: somebody does not hold what they would give.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A value cannot be used, or it lies in the past.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<OfferForm>,
) -> Result<Response, Problem> {
    let id = desk.make_offer(slug, form).await?;
    let made = desk.offer(id.clone()).await?;
    Ok(created(format!("/api/v1/offers/{id}"), made))
}

/// An offer, over or not.
#[utoipa::path(
    get, path = "/api/v1/offers/{id}", tag = "Offers", operation_id = "get_offer", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The offer's id.")),
    responses((status = 200, description = "The offer, with who has answered.", body = OfferPage)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<OfferPage>, Problem> {
    Ok(Json(desk.offer(id).await?))
}

/// Takes an offer back.
#[utoipa::path(
    delete, path = "/api/v1/offers/{id}", tag = "Offers", operation_id = "withdraw_offer", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The offer's id.")),
    responses(
        (status = 204, description = "It is taken back."),
        (status = 409, description = "offer-over: it has ended already.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn withdraw(Writer(desk): Writer, Segment(id): Segment) -> Result<Response, Problem> {
    desk.withdraw_offer(id).await?;
    Ok(nothing())
}

/// Somebody's answer to an offer.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OfferAnswer {
    /// Id of the person who answers.
    person: String,
    /// `accept` or `decline`.
    answer: String,
}

/// Accepts or declines an offer for somebody it went to. The first to accept has it.
#[utoipa::path(
    post, path = "/api/v1/offers/{id}/answers", tag = "Offers", operation_id = "answer_offer", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The offer's id.")),
    request_body(content = OfferAnswer, description = "Who answers what."),
    responses(
        (status = 200, description = "The offer, as it stands then.", body = OfferPage),
        (status = 409, description = "offer-over, not-for-you, moved, or what a cover is refused for.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn answer(
    Writer(desk): Writer,
    Segment(id): Segment,
    Body(body): Body<OfferAnswer>,
) -> Result<Json<OfferPage>, Problem> {
    desk.answer_offer_for(&id, &body.person, &body.answer).await?;
    Ok(Json(desk.offer(id).await?))
}

/// What a manager decides.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OfferDecision {
    /// `approve` or `refuse`.
    decision: String,
}

/// Approves or refuses what was accepted, in a team that asks for it.
#[utoipa::path(
    post, path = "/api/v1/offers/{id}/decision", tag = "Offers", operation_id = "decide_offer", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The offer's id.")),
    request_body(content = OfferDecision, description = "Whether it is done."),
    responses(
        (status = 200, description = "The offer, as it stands then.", body = OfferPage),
        (status = 409, description = "offer-over, not-accepted, moved, or what a cover is refused for.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn decide(
    Writer(desk): Writer,
    Segment(id): Segment,
    Body(body): Body<OfferDecision>,
) -> Result<Json<OfferPage>, Problem> {
    desk.decide_offer(id.clone(), body.decision).await?;
    Ok(Json(desk.offer(id).await?))
}

/// Somebody's offers: to answer, to approve, under way, and over within the last weeks.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/offers", tag = "Offers", operation_id = "list_offers", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The first to begin first.", body = OffersPage)),
)]
pub(super) async fn of_person(Writer(desk): Writer, Segment(person): Segment) -> Result<Json<OffersPage>, Problem> {
    Ok(Json(desk.offers_of(&person).await?))
}

/// How many offers were made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OffersMade {
    /// One for each stretch of duty that somebody can take.
    made: usize,
}

/// Offers the duty that falls into a leave to those who could best take it.
#[utoipa::path(
    post, path = "/api/v1/leave/{id}/offers", tag = "Offers", operation_id = "find_cover", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The leave's id.")),
    responses((status = 200, description = "How many offers were made: none for what is offered already.", body = OffersMade)),
)]
pub(super) async fn find_cover(Writer(desk): Writer, Segment(leave): Segment) -> Result<Json<OffersMade>, Problem> {
    let made = desk.find_cover(leave).await?;
    Ok(Json(OffersMade { made }))
}

/// How a team handles offers.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OfferSettings {
    /// Whether a manager approves what is accepted.
    needs_approval: bool,
}

/// Says whether a manager of the team has to approve what is accepted of offers made from now on.
#[utoipa::path(
    put, path = "/api/v1/teams/{slug}/offer-settings", tag = "Offers", operation_id = "change_offer_settings", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The team's name in addresses.")),
    request_body(content = OfferSettings, description = "How it is from now on."),
    responses((status = 204, description = "It is so.")),
)]
pub(super) async fn change_settings(
    Writer(desk): Writer,
    Segment(team): Segment,
    Body(settings): Body<OfferSettings>,
) -> Result<Response, Problem> {
    desk.change_offer_settings(team, settings.needs_approval).await?;
    Ok(nothing())
}
