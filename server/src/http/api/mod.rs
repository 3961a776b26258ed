//! The HTTP API: one file for each endpoint.

mod covers;
mod docs;
mod duty;
mod escalation;
mod extract;
mod oncall;
mod problem;
mod rotas;
mod services;

use crate::Tandem;
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, OriginalUri},
    routing::{any, get},
};
use problem::Problem;
use std::sync::Arc;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The largest JSON body: nothing that is sent comes near.
const BODY_BYTES: usize = 64 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tandem",
        description = "Who is on call, whom to call, and covers. Instants are UTC, ids are opaque strings, errors are \
                       RFC 9457 problem details whose `type` is stable."
    ),
    modifiers(&Bearer),
    security(("token" = [])),
)]
struct Description;

/// Tokens are sent as bearer tokens.
struct Bearer;

impl Modify for Bearer {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some(
                "A token made under Settings → API tokens, or by `tandem token create`. Its scope is `oncall` (who is \
                 on call, without contacts), `read` (rotas and contacts too) or `write` (covers too).",
            ))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Everything under `/api`.
pub(super) fn router() -> Router<Arc<Tandem>> {
    let (endpoints, spec) = OpenApiRouter::<Arc<Tandem>>::with_openapi(Description::openapi())
        .routes(routes!(rotas::list))
        .routes(routes!(rotas::one))
        .routes(routes!(oncall::of_rota))
        .routes(routes!(duty::of_rota))
        .routes(routes!(covers::make))
        .routes(routes!(covers::show, covers::withdraw))
        .routes(routes!(services::list))
        .routes(routes!(escalation::of_service))
        .split_for_parts();
    let page: Arc<str> = docs::page(&spec).into();
    let spec = Arc::new(spec);
    endpoints
        .route("/api/openapi.json", get(move || async move { Json(Arc::clone(&spec)) }))
        .route("/api/docs", get(move || docs::answer(Arc::clone(&page))))
        .route("/api", any(nothing_here))
        .route("/api/", any(nothing_here))
        .route("/api/{*rest}", any(nothing_here))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
}

async fn nothing_here(OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(
        "not-found",
        format!("There is no ‘{}’ in the API: see /api/docs.", uri.path()),
    )
}

async fn wrong_method(method: http::Method, OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(
        "method-not-allowed",
        format!("‘{}’ does not take {method}: see /api/docs.", uri.path()),
    )
}
