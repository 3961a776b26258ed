//! Calendar feeds: a person's secret addresses.

use super::{
    extract::{Asked, Segment, Writer},
    problem::Problem,
};
use app::feeds::FeedView;
use axum::Json;
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Subject {
    /// Slug of the team or rota; nothing for the person's own duty.
    #[serde(default)]
    #[param(required = false)]
    subject: String,
}

/// The secret address of a person's calendar feed.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/feeds/{kind}", tag = "Shifts and calendars", operation_id = "get_feed", security(("token" = ["write"])),
    params(
        ("id" = String, Path, description = "The person's id."),
        ("kind" = String, Path, description = "`person` (their own duty), `team` or `rota`."),
        Subject,
    ),
    responses(
        (status = 200, description = "Its address.", body = FeedView),
        (status = 404, description = "There is no such thing, or no feed of it yet.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn show(
    Writer(desk): Writer,
    Segment((person, kind)): Segment<(String, String)>,
    Asked(of): Asked<Subject>,
) -> Result<Json<FeedView>, Problem> {
    let feed = desk.feed_of(&person, &kind, &of.subject)?;
    let missing = || Problem::new("not-found", "There is no such feed yet: make it with PUT.");
    feed.map(Json).ok_or_else(missing)
}

/// Makes a person's calendar feed, or answers the one there is.
///
/// It ends when it is renewed, and when the person is deactivated.
#[utoipa::path(
    put, path = "/api/v1/people/{id}/feeds/{kind}", tag = "Shifts and calendars", operation_id = "make_feed", security(("token" = ["write"])),
    params(
        ("id" = String, Path, description = "The person's id."),
        ("kind" = String, Path, description = "`person` (their own duty), `team` or `rota`."),
        Subject,
    ),
    responses((status = 200, description = "Its address.", body = FeedView)),
)]
pub(super) async fn make(
    Writer(desk): Writer,
    Segment((person, kind)): Segment<(String, String)>,
    Asked(of): Asked<Subject>,
) -> Result<Json<FeedView>, Problem> {
    Ok(Json(desk.make_feed_of(&person, &kind, &of.subject).await?))
}

/// Gives a person's calendar feed a new address: the old one ends.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/feeds/{kind}/renew", tag = "Shifts and calendars", operation_id = "renew_feed", security(("token" = ["write"])),
    params(
        ("id" = String, Path, description = "The person's id."),
        ("kind" = String, Path, description = "`person` (their own duty), `team` or `rota`."),
        Subject,
    ),
    responses((status = 200, description = "Its new address.", body = FeedView)),
)]
pub(super) async fn renew(
    Writer(desk): Writer,
    Segment((person, kind)): Segment<(String, String)>,
    Asked(of): Asked<Subject>,
) -> Result<Json<FeedView>, Problem> {
    Ok(Json(desk.renew_feed_of(&person, &kind, &of.subject).await?))
}
