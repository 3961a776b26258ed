//! What is asked of plans.

use super::{
    body::Form,
    extract::{Administrator, Segment, Writer},
    problem::Problem,
};
use app::planning_rules::{Port as _, RulesForm, RulesPage};
use axum::Json;

/// What the organisation asks of plans.
#[utoipa::path(
    get, path = "/api/v1/organisation/planning-rules", tag = "Plans", operation_id = "get_planning_defaults", security(("token" = ["admin"])),
    responses((status = 200, description = "`form` can be changed and sent back.", body = RulesPage)),
)]
pub(super) async fn defaults(Administrator(desk): Administrator) -> Result<Json<RulesPage>, Problem> {
    Ok(Json(desk.planning_defaults().await?))
}

/// Changes what the organisation asks of plans.
///
/// It holds for what is planned from now on, on every rota without rules of its own.
#[utoipa::path(
    put, path = "/api/v1/organisation/planning-rules", tag = "Plans", operation_id = "change_planning_defaults", security(("token" = ["admin"])),
    request_body(content = RulesForm, description = "All of it with the `revision` that was read, or a `preset`."),
    responses(
        (status = 200, description = "As they are now.", body = RulesPage),
        (status = 412, description = "They were changed since `revision`.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_defaults(
    Administrator(desk): Administrator,
    Form(rules): Form<RulesForm>,
) -> Result<Json<RulesPage>, Problem> {
    desk.change_planning_defaults(rules).await?;
    Ok(Json(desk.planning_defaults().await?))
}

/// What a rota asks of its plans.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/planning-rules", tag = "Plans", operation_id = "get_rota_planning_rules", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 200, description = "`form` can be changed and sent back.", body = RulesPage)),
)]
pub(super) async fn of_rota(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<RulesPage>, Problem> {
    Ok(Json(desk.rota_planning_rules(slug).await?))
}

/// Changes what a rota asks of its plans.
#[utoipa::path(
    put, path = "/api/v1/rotas/{slug}/planning-rules", tag = "Plans", operation_id = "change_rota_planning_rules", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = RulesForm, description = "All of it with the `revision` that was read; a `preset`; or `follow`: `organisation`."),
    responses(
        (status = 200, description = "As they are now.", body = RulesPage),
        (status = 412, description = "They were changed since `revision`.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change_of_rota(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(rules): Form<RulesForm>,
) -> Result<Json<RulesPage>, Problem> {
    desk.change_rota_planning_rules(slug.clone(), rules).await?;
    Ok(Json(desk.rota_planning_rules(slug).await?))
}
