//! `/api/v1/holiday-calendars`.

use super::{
    answer::nothing,
    body::Form,
    extract::{Asked, PayClerk, Segment},
    problem::Problem,
};
use app::holidays::{HolidayCalendarForm, HolidayCalendarPage, HolidayDayForm, HolidaysPage, Port as _};
use axum::{Json, response::Response};

/// All holiday calendars: the organisation's own, and those that come with Tandem, each with the last day that it knows.
#[utoipa::path(
    get, path = "/api/v1/holiday-calendars", tag = "Pay", operation_id = "list_holiday_calendars", security(("token" = ["pay"])),
    responses((status = 200, description = "The organisation's own first.", body = HolidaysPage)),
)]
pub(super) async fn list(PayClerk(desk): PayClerk) -> Result<Json<HolidaysPage>, Problem> {
    Ok(Json(desk.holiday_calendars().await?))
}

/// A holiday calendar with its days, and with what follows it.
#[utoipa::path(
    get, path = "/api/v1/holiday-calendars/{key}", tag = "Pay", operation_id = "get_holiday_calendar", security(("token" = ["pay"])),
    params(("key" = String, Path, description = "Its key, such as `GB-ENG`.")),
    responses((status = 200, description = "The calendar.", body = HolidayCalendarPage)),
)]
pub(super) async fn show(
    PayClerk(desk): PayClerk,
    Segment(key): Segment,
) -> Result<Json<HolidayCalendarPage>, Problem> {
    Ok(Json(desk.holiday_calendar(key).await?))
}

/// Makes a holiday calendar of the organisation's own, or adds the holidays of a file to one.
///
/// Rotas, rate cards and people that name it follow it from then on. What it changes of statements that are approved is made
/// good in the next.
#[utoipa::path(
    put, path = "/api/v1/holiday-calendars/{key}", tag = "Pay", operation_id = "put_holiday_calendar", security(("token" = ["pay"])),
    params(("key" = String, Path, description = "Its key, such as `IE`.")),
    request_body(content = HolidayCalendarForm, description = "What it is called, and a file's text: at most 2 MB."),
    responses(
        (status = 200, description = "The calendar as it is now.", body = HolidayCalendarPage),
        (status = 409, description = "`two-people`: it would put one person into both roles of a rota.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn put(
    PayClerk(desk): PayClerk,
    Segment(key): Segment,
    Form(form): Form<HolidayCalendarForm>,
) -> Result<Json<HolidayCalendarPage>, Problem> {
    let key = desk.put_holiday_calendar(HolidayCalendarForm { key, ..form }).await?;
    Ok(Json(desk.holiday_calendar(key).await?))
}

/// Removes a holiday calendar that nothing follows.
#[utoipa::path(
    delete, path = "/api/v1/holiday-calendars/{key}", tag = "Pay", operation_id = "remove_holiday_calendar", security(("token" = ["pay"])),
    params(("key" = String, Path, description = "Its key.")),
    responses(
        (status = 204, description = "It is removed."),
        (status = 409, description = "`calendar-used`: something follows it; `built-in`: it comes with Tandem.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn remove(PayClerk(desk): PayClerk, Segment(key): Segment) -> Result<Response, Problem> {
    desk.remove_holiday_calendar(key).await?;
    Ok(nothing())
}

/// Adds a holiday to a calendar of the organisation's own, or calls it otherwise.
#[utoipa::path(
    put, path = "/api/v1/holiday-calendars/{key}/days", tag = "Pay", operation_id = "put_holiday", security(("token" = ["pay"])),
    params(("key" = String, Path, description = "The calendar's key.")),
    request_body(content = HolidayDayForm, description = "The date, and what it is called."),
    responses(
        (status = 200, description = "The calendar as it is now.", body = HolidayCalendarPage),
        (status = 409, description = "`built-in`: it comes with Tandem.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn put_day(
    PayClerk(desk): PayClerk,
    Segment(key): Segment,
    Form(form): Form<HolidayDayForm>,
) -> Result<Json<HolidayCalendarPage>, Problem> {
    desk.put_holiday(HolidayDayForm {
        key: key.clone(),
        ..form
    })
    .await?;
    Ok(Json(desk.holiday_calendar(key).await?))
}

/// Which day is taken out.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WhichDay {
    /// The date: `2027-03-17`.
    date: String,
}

/// Takes a holiday out of a calendar of the organisation's own.
#[utoipa::path(
    delete, path = "/api/v1/holiday-calendars/{key}/days", tag = "Pay", operation_id = "remove_holiday", security(("token" = ["pay"])),
    params(("key" = String, Path, description = "The calendar's key."), WhichDay),
    responses(
        (status = 204, description = "It is taken out."),
        (status = 404, description = "It is no holiday of this calendar.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`built-in`: it comes with Tandem.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn remove_day(
    PayClerk(desk): PayClerk,
    Segment(key): Segment,
    Asked(which): Asked<WhichDay>,
) -> Result<Response, Problem> {
    desk.remove_holiday(key, which.date).await?;
    Ok(nothing())
}
