//! Pay: of a person, and the organisation's pay periods.

use super::{
    body::Form,
    extract::{Administrator, Segment},
    problem::Problem,
};
use app::payroll::{MyPay, PaySettings, PaySettingsForm, Port as _};
use axum::Json;

/// Somebody's pay.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/pay", tag = "Pay", operation_id = "get_pay", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The present period, and what was entered for it.", body = MyPay)),
)]
pub(super) async fn of_person(
    Administrator(desk): Administrator,
    Segment(id): Segment,
) -> Result<Json<MyPay>, Problem> {
    Ok(Json(desk.pay_of(&id).await?))
}

/// How often people are paid, and how long time off is kept.
#[utoipa::path(
    get, path = "/api/v1/pay/settings", tag = "Pay", operation_id = "get_pay_settings", security(("token" = ["admin"])),
    responses((status = 200, description = "The cycle, with the periods around today.", body = PaySettings)),
)]
pub(super) async fn settings(Administrator(desk): Administrator) -> Result<Json<PaySettings>, Problem> {
    Ok(Json(desk.pay_settings().await?))
}

/// Changes how often people are paid from a date on, and how long time off is kept.
#[utoipa::path(
    put, path = "/api/v1/pay/settings", tag = "Pay", operation_id = "change_pay_settings", security(("token" = ["admin"])),
    request_body(content = PaySettingsForm, description = "How it is from then on."),
    responses((status = 200, description = "The cycle, with the periods around today.", body = PaySettings)),
)]
pub(super) async fn change_settings(
    Administrator(desk): Administrator,
    Form(form): Form<PaySettingsForm>,
) -> Result<Json<PaySettings>, Problem> {
    desk.change_pay_settings(form).await?;
    Ok(Json(desk.pay_settings().await?))
}
