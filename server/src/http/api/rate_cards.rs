//! `/api/v1/rate-cards`.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Asked, PayClerk, Segment},
    problem::Problem,
};
use app::rate_cards::{CardComparison, CardForm, CardPage, CardTrial, CardsPage, NewCard, Port as _, UseForm};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// Every rate card, and what each pays.
#[utoipa::path(
    get, path = "/api/v1/rate-cards", tag = "Pay", operation_id = "list_rate_cards", security(("token" = ["pay"])),
    responses((status = 200, description = "The cards, by name.", body = CardsPage)),
)]
pub(super) async fn list(PayClerk(desk): PayClerk) -> Result<Json<CardsPage>, Problem> {
    Ok(Json(desk.rate_cards().await?))
}

/// Makes a rate card, or a version of one.
///
/// From a preset, or from the text of a card's file.
#[utoipa::path(
    post, path = "/api/v1/rate-cards", tag = "Pay", operation_id = "make_rate_card", security(("token" = ["pay"])),
    request_body(content = NewCard, description = "`preset` or `text`; `card` for a version of a card that there is."),
    responses((status = 201, description = "The card.", body = CardPage, headers(("Location", description = "Where it is.")))),
)]
pub(super) async fn make(PayClerk(desk): PayClerk, Form(card): Form<NewCard>) -> Result<Response, Problem> {
    let (id, version) = desk.make_rate_card(card).await?;
    let page = desk.rate_card(id.clone(), version.to_string(), None).await?;
    Ok(created(format!("/api/v1/rate-cards/{id}"), page))
}

/// Which version.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WhichVersion {
    /// Its number; to look at the version in force it may be left out.
    version: String,
}

/// A rate card.
#[utoipa::path(
    get, path = "/api/v1/rate-cards/{id}", tag = "Pay", operation_id = "get_rate_card", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The card's id."), WhichVersion),
    responses((status = 200, description = "The card, in words and as its file.", body = CardPage)),
)]
pub(super) async fn show(
    PayClerk(desk): PayClerk,
    Segment(id): Segment,
    Asked(which): Asked<WhichVersion>,
) -> Result<Json<CardPage>, Problem> {
    Ok(Json(desk.rate_card(id, which.version, None).await?))
}

/// Takes back a version that has paid nobody.
#[utoipa::path(
    delete, path = "/api/v1/rate-cards/{id}", tag = "Pay", operation_id = "withdraw_rate_card_version", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The card's id."), WhichVersion),
    responses(
        (status = 204, description = "It is taken back."),
        (status = 409, description = "Somebody was paid by it.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn withdraw(
    PayClerk(desk): PayClerk,
    Segment(id): Segment,
    Asked(which): Asked<WhichVersion>,
) -> Result<Response, Problem> {
    desk.withdraw_rate_card(id, which.version).await?;
    Ok(nothing())
}

/// Lets a card pay something from a date on.
#[utoipa::path(
    put, path = "/api/v1/rate-card-uses", tag = "Pay", operation_id = "use_rate_card", security(("token" = ["pay"])),
    request_body = UseForm,
    responses((status = 200, description = "All that is said now.", body = CardsPage)),
)]
pub(super) async fn put_use(PayClerk(desk): PayClerk, Form(form): Form<UseForm>) -> Result<Json<CardsPage>, Problem> {
    desk.use_rate_card(form).await?;
    Ok(Json(desk.rate_cards().await?))
}

/// What is taken back.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WhichUse {
    /// `organisation`, `team SLUG` or `rota SLUG`.
    paid_for: String,
    /// The date: `2027-01-01`.
    from: String,
}

/// Takes back what was said of what pays something from a date on.
#[utoipa::path(
    delete, path = "/api/v1/rate-card-uses", tag = "Pay", operation_id = "end_rate_card_use", security(("token" = ["pay"])),
    params(WhichUse),
    responses(
        (status = 204, description = "It is taken back."),
        (status = 404, description = "Nothing of it is said.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn end_use(PayClerk(desk): PayClerk, Asked(which): Asked<WhichUse>) -> Result<Response, Problem> {
    desk.end_rate_card_use(which.paid_for, which.from).await?;
    Ok(nothing())
}

/// Changes a rate card.
///
/// A version that has paid nobody yet is replaced; `add` leaves it and adds another.
#[utoipa::path(
    put, path = "/api/v1/rate-cards/{id}", tag = "Pay", operation_id = "change_rate_card", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The card's id.")),
    request_body(content = CardForm, description = "All of it with the `version` that was read."),
    responses(
        (status = 200, description = "The card as it is now.", body = CardPage),
        (status = 409, description = "Duty is paid by that version: add another.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since `version`.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(
    PayClerk(desk): PayClerk,
    Segment(id): Segment,
    Form(card): Form<CardForm>,
) -> Result<Json<CardPage>, Problem> {
    let version = desk.change_rate_card(id.clone(), card).await?;
    Ok(Json(desk.rate_card(id, version.to_string(), None).await?))
}

/// Tries a card that is not kept: an example line by line, and a year by band.
#[utoipa::path(
    post, path = "/api/v1/rate-card-trials", tag = "Pay", operation_id = "try_rate_card", security(("token" = ["pay"])),
    request_body = CardForm,
    responses((status = 200, description = "What it comes to.", body = CardTrial)),
)]
pub(super) async fn try_out(PayClerk(desk): PayClerk, Form(card): Form<CardForm>) -> Result<Json<CardTrial>, Problem> {
    Ok(Json(desk.try_rate_card(card).await?))
}

/// Which two.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WhichTwo {
    /// The one, `ID` or `ID:VERSION`.
    one: String,
    /// The other.
    other: String,
}

/// What two cards, or two versions of one, would have paid for last quarter's duty.
#[utoipa::path(
    get, path = "/api/v1/rate-card-comparison", tag = "Pay", operation_id = "compare_rate_cards", security(("token" = ["pay"])),
    params(WhichTwo),
    responses(
        (status = 200, description = "What came of it.", body = CardComparison),
        (status = 404, description = "There is no such card.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn compare(
    PayClerk(desk): PayClerk,
    Asked(which): Asked<WhichTwo>,
) -> Result<Json<CardComparison>, Problem> {
    Ok(Json(desk.compare_rate_cards(which.one, which.other).await?))
}
