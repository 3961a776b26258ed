//! `/api/v1/services/{slug}/card`: support cards.

use super::{
    body::Form,
    extract::{Reader, Segment, Writer},
    problem::Problem,
};
use app::support::{Port as _, SupportCardPage, SupportForm};
use axum::Json;

/// A service's support card: what it promises, who is on, what they do, and who would be called now.
#[utoipa::path(
    get, path = "/api/v1/services/{slug}/card", tag = "Services", operation_id = "get_support_card", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The service's name in addresses.")),
    responses((status = 200, description = "The card.", body = SupportCardPage)),
)]
pub(super) async fn show(Reader(desk): Reader, Segment(slug): Segment) -> Result<Json<SupportCardPage>, Problem> {
    Ok(Json(desk.support_card(slug).await?))
}

/// Changes a service's support card.
#[utoipa::path(
    put, path = "/api/v1/services/{slug}/card", tag = "Services", operation_id = "put_support_card", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The service's name in addresses.")),
    request_body(content = SupportForm, description = "All of it, in the shape of `form` in the card."),
    responses(
        (status = 200, description = "The card, as it is then.", body = SupportCardPage),
        (status = 412, description = "Somebody else has changed it since `seen`.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<SupportForm>,
) -> Result<Json<SupportCardPage>, Problem> {
    desk.put_support_card(slug.clone(), form).await?;
    Ok(Json(desk.support_card(slug).await?))
}
