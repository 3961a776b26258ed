//! Columns for payroll systems, saved by name.

use super::{
    answer::nothing,
    body::Form,
    extract::{PayClerk, Segment},
    problem::Problem,
};
use app::pay_mappings::{PayMappingForm, PayMappingsPage, Port as _};
use axum::{Json, response::Response};

/// All columns that are saved, and those that there are.
#[utoipa::path(
    get, path = "/api/v1/pay/columns", tag = "Pay", operation_id = "list_pay_columns", security(("token" = ["pay"])),
    responses((status = 200, description = "By name.", body = PayMappingsPage)),
)]
pub(super) async fn list(PayClerk(desk): PayClerk) -> Result<Json<PayMappingsPage>, Problem> {
    Ok(Json(desk.pay_mappings().await?))
}

/// Saves columns under a name, in place of those of the same name. Each export then has a file `NAME.csv`.
#[utoipa::path(
    put, path = "/api/v1/pay/columns/{name}", tag = "Pay", operation_id = "put_pay_columns", security(("token" = ["pay"])),
    params(("name" = String, Path, description = "What they are called.")),
    request_body(content = PayMappingForm, description = "The columns."),
    responses((status = 200, description = "All columns that are saved.", body = PayMappingsPage)),
)]
pub(super) async fn put(
    PayClerk(desk): PayClerk,
    Segment(name): Segment,
    Form(form): Form<PayMappingForm>,
) -> Result<Json<PayMappingsPage>, Problem> {
    desk.put_pay_mapping(PayMappingForm { name, ..form }).await?;
    Ok(Json(desk.pay_mappings().await?))
}

/// Removes the columns of a name. Exports that were made keep their other files.
#[utoipa::path(
    delete, path = "/api/v1/pay/columns/{name}", tag = "Pay", operation_id = "remove_pay_columns", security(("token" = ["pay"])),
    params(("name" = String, Path, description = "What they are called.")),
    responses((status = 204, description = "They are removed.")),
)]
pub(super) async fn remove(PayClerk(desk): PayClerk, Segment(name): Segment) -> Result<Response, Problem> {
    desk.remove_pay_mapping(name).await?;
    Ok(nothing())
}
