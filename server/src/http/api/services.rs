//! `/api/v1/services`, their settings and their escalation policies.

use super::{
    answer::created,
    body::Form,
    extract::{Asked, Caller, Reader, Segment, Writer},
    problem::Problem,
};
use crate::answers::ServicesAnswer;
use app::{
    AppError,
    escalation::{PolicyForm, Port as _, ServiceForm, ServiceFormPage, ServicePage},
};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Incident {
    /// `P1`, `P2` or `P3`; `P1`, if absent.
    severity: Option<String>,
    /// An instant, or a wall time of the rota's zone; now, if absent.
    at: Option<String>,
    /// A policy to try, as JSON in the shape of `policy`: `calls` are then what it would lead to. For scope write.
    draft: Option<String>,
}

/// Every service.
#[utoipa::path(
    get, path = "/api/v1/services", tag = "Services", operation_id = "list_services", security(("token" = ["oncall"])),
    responses((status = 200, description = "In order of their names.", body = ServicesAnswer)),
)]
pub(super) async fn list(Caller(desk): Caller) -> Result<Json<ServicesAnswer>, Problem> {
    Ok(Json(desk.all_services()?))
}

/// One service: who is on, its policy, and who would be called, in words.
///
/// For the plain facts ask for its escalation.
#[utoipa::path(
    get, path = "/api/v1/services/{slug}", tag = "Services", operation_id = "get_service", security(("token" = ["read"])),
    params(("slug" = String, Path, description = "The service's name in addresses."), Incident),
    responses((status = 200, description = "The service.", body = ServicePage)),
)]
pub(super) async fn show(
    Reader(desk): Reader,
    Segment(slug): Segment,
    Asked(incident): Asked<Incident>,
) -> Result<Json<ServicePage>, Problem> {
    let text = Option::unwrap_or_default;
    let (severity, at, draft) = (text(incident.severity), text(incident.at), text(incident.draft));
    Ok(Json(desk.service_page(slug, severity, at, draft).await?))
}

/// Makes a service with the default escalation policy.
#[utoipa::path(
    post, path = "/api/v1/services", tag = "Services", operation_id = "create_service", security(("token" = ["write"])),
    request_body(content = ServiceForm, description = "Its name, the team that owns it and the rotas that serve it. `slug` is made from the name."),
    responses((status = 201, description = "The service.", body = ServicePage)),
)]
pub(super) async fn create(Writer(desk): Writer, Form(service): Form<ServiceForm>) -> Result<Response, Problem> {
    let slug = String::new();
    let slug = desk.put_service(ServiceForm { slug, ..service }).await?;
    let (location, none) = (format!("/api/v1/services/{slug}"), String::new);
    Ok(created(
        location,
        desk.service_page(slug, none(), none(), none()).await?,
    ))
}

/// A service's settings, and the rotas to choose from.
#[utoipa::path(
    get, path = "/api/v1/services/{slug}/settings", tag = "Services", operation_id = "get_service_settings", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The service's name in addresses.")),
    responses((status = 200, description = "`form` can be changed and sent back.", body = ServiceFormPage)),
)]
pub(super) async fn settings(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<ServiceFormPage>, Problem> {
    Ok(Json(desk.service_form(slug).await?))
}

/// Changes a service's name, description and rotas.
///
/// Its slug and its team stay.
#[utoipa::path(
    put, path = "/api/v1/services/{slug}/settings", tag = "Services", operation_id = "change_service_settings", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The service's name in addresses.")),
    request_body(content = ServiceForm, description = "All of it. `slug` and `team` are left as they are."),
    responses((status = 200, description = "As they are now.", body = ServiceFormPage)),
)]
pub(super) async fn change(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(service): Form<ServiceForm>,
) -> Result<Json<ServiceFormPage>, Problem> {
    let slug = desk.put_service(ServiceForm { slug, ..service }).await?;
    Ok(Json(desk.service_form(slug).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct PolicyAct {
    /// `save` puts the policy in force, which is what nothing means; `draft` keeps it without putting it in force;
    /// `publish` puts the kept one in force and `discard` forgets it, whatever the body says.
    act: Option<String>,
}

/// Puts an escalation policy in force in place of the one before, or works with the one that is kept as a draft.
#[utoipa::path(
    put, path = "/api/v1/services/{slug}/policy", tag = "Services", operation_id = "change_policy", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The service's name in addresses."), PolicyAct),
    request_body(content = PolicyForm, description = "All of it, in the shape of `policy` in `GET /api/v1/services/{slug}`; `targets` there is whom a step may call."),
    responses((status = 200, description = "The service, with the policy and whom it leads to now.", body = ServicePage)),
)]
pub(super) async fn change_policy(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Asked(PolicyAct { act }): Asked<PolicyAct>,
    Form(policy): Form<PolicyForm>,
) -> Result<Json<ServicePage>, Problem> {
    let none = String::new;
    let act = act.unwrap_or_default();
    if !["", "save", "draft", "publish", "discard"].contains(&act.as_str()) {
        let words = format!("‘{act}’: write save, draft, publish or discard.");
        return Err(AppError::field("act", words).into());
    }
    desk.change_policy(slug.clone(), policy, act).await?;
    Ok(Json(desk.service_page(slug, none(), none(), none()).await?))
}
