//! What duty costs, and what pay knows of people.

use super::{
    answer::nothing,
    body::Form,
    extract::{Asked, PayClerk, Segment},
    problem::Problem,
};
use app::{
    costs::{CostsPage, Port as _},
    pay_people::{PayPeoplePage, PayPersonForm, Port as _},
};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which quarter.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WhichQuarter {
    /// `last`, `this`, or `next` when it is left out.
    quarter: String,
}

/// What all duty costs.
#[utoipa::path(
    get, path = "/api/v1/costs", tag = "Pay", operation_id = "get_costs", security(("token" = ["pay"])),
    params(WhichQuarter),
    responses((status = 200, description = "By team and month; currencies are never added up.", body = CostsPage)),
)]
pub(super) async fn all(
    PayClerk(desk): PayClerk,
    Asked(which): Asked<WhichQuarter>,
) -> Result<Json<CostsPage>, Problem> {
    Ok(Json(desk.costs(which.quarter).await?))
}

/// What a team's duty costs.
#[utoipa::path(
    get, path = "/api/v1/teams/{slug}/costs", tag = "Pay", operation_id = "get_team_costs", security(("token" = ["pay"])),
    params(("slug" = String, Path, description = "The team's name in addresses."), WhichQuarter),
    responses((status = 200, description = "By rota and month; currencies are never added up.", body = CostsPage)),
)]
pub(super) async fn of_team(
    PayClerk(desk): PayClerk,
    Segment(slug): Segment,
    Asked(which): Asked<WhichQuarter>,
) -> Result<Json<CostsPage>, Problem> {
    Ok(Json(desk.team_costs(slug, which.quarter).await?))
}

/// Whom to look for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Whom {
    /// A part of a name.
    query: String,
}

/// What pay knows of people.
#[utoipa::path(
    get, path = "/api/v1/pay-people", tag = "Pay", operation_id = "list_pay_people", security(("token" = ["pay"])),
    params(Whom),
    responses((status = 200, description = "People who are active, by name.", body = PayPeoplePage)),
)]
pub(super) async fn people(PayClerk(desk): PayClerk, Asked(whom): Asked<Whom>) -> Result<Json<PayPeoplePage>, Problem> {
    Ok(Json(desk.pay_people(whom.query, String::new()).await?))
}

/// Changes what pay knows of somebody from a date on.
///
/// Whether they prepare pay is said by tokens of scope `admin` alone.
#[utoipa::path(
    put, path = "/api/v1/pay-people", tag = "Pay", operation_id = "put_pay_person", security(("token" = ["pay"])),
    request_body = PayPersonForm,
    responses(
        (status = 204, description = "It is known."),
        (status = 404, description = "There is no such person.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn put_person(PayClerk(desk): PayClerk, Form(form): Form<PayPersonForm>) -> Result<Response, Problem> {
    desk.put_pay_person(form).await?;
    Ok(nothing())
}
