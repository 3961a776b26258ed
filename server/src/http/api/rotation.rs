//! The order of a rota that is planned as a plain rotation.

use super::{
    answer::nothing,
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use app::rotation::{OrderForm, OrderPage, Port as _};
use axum::{Json, response::Response};

/// A rota's order: who comes after whom, and from when.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/order", tag = "Plans", operation_id = "get_rota_order", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 200, description = "`on` is false for a rota that is planned fairly.", body = OrderPage)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<OrderPage>, Problem> {
    Ok(Json(desk.rota_order(slug).await?))
}

/// Lets an order apply from a day on: the rota is planned as a rotation.
///
/// What is published is never reshuffled; turns before that day keep to the order before.
#[utoipa::path(
    put, path = "/api/v1/rotas/{slug}/order", tag = "Plans", operation_id = "put_rota_order", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = OrderForm, description = "From when, and everybody's place."),
    responses((status = 200, description = "As it is now.", body = OrderPage)),
)]
pub(super) async fn put(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(order): Form<OrderForm>,
) -> Result<Json<OrderPage>, Problem> {
    desk.put_rota_order(slug.clone(), order).await?;
    Ok(Json(desk.rota_order(slug).await?))
}

/// Plans the rota fairly again.
#[utoipa::path(
    delete, path = "/api/v1/rotas/{slug}/order", tag = "Plans", operation_id = "end_rota_order", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 204, description = "There is no order any more.")),
)]
pub(super) async fn end(Writer(desk): Writer, Segment(slug): Segment) -> Result<Response, Problem> {
    desk.end_rota_order(slug).await?;
    Ok(nothing())
}
