//! `/api/v1/organisation`: its settings.

use super::{body::Form, extract::Administrator, problem::Problem};
use app::organisation::{OrganisationForm, OrganisationPage, Port as _};
use axum::Json;

/// The organisation's settings.
#[utoipa::path(
    get, path = "/api/v1/organisation", tag = "Organisation", operation_id = "get_organisation", security(("token" = ["admin"])),
    responses((status = 200, description = "What new people and rotas start with.", body = OrganisationPage)),
)]
pub(super) async fn show(Administrator(desk): Administrator) -> Result<Json<OrganisationPage>, Problem> {
    Ok(Json(desk.organisation_page().await?))
}

/// Changes the organisation's settings.
#[utoipa::path(
    put, path = "/api/v1/organisation", tag = "Organisation", operation_id = "change_organisation", security(("token" = ["admin"])),
    request_body(content = OrganisationForm, description = "All of them."),
    responses((status = 200, description = "As they are now.", body = OrganisationPage)),
)]
pub(super) async fn change(
    Administrator(desk): Administrator,
    Form(organisation): Form<OrganisationForm>,
) -> Result<Json<OrganisationPage>, Problem> {
    desk.change_organisation(organisation).await?;
    Ok(Json(desk.organisation_page().await?))
}
