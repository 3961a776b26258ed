//! `/api/v1/tokens`.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Administrator, Segment},
    problem::Problem,
};
use app::tokens::{NewToken, Port as _, TokenRow};
use axum::{Json, response::Response};
use domain::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// Every token.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokensAnswer {
    /// Those that are not revoked, by name.
    tokens: Vec<TokenRow>,
}

/// A token that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TokenAnswer {
    /// Opaque id.
    id: String,
    /// What uses it.
    name: String,
    /// `oncall`, `read`, `write`, `pay` or `admin`.
    scope: String,
    /// When it ends; null for never.
    #[schema(value_type = Option<String>, format = DateTime, required)]
    expires_at: Option<Instant>,
    /// The secret, shown this once.
    secret: String,
}

/// The tokens that are not revoked, without their secrets.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "Tokens", operation_id = "list_tokens", security(("token" = ["admin"])),
    responses((status = 200, description = "By name.", body = TokensAnswer)),
)]
pub(super) async fn list(Administrator(desk): Administrator) -> Result<Json<TokensAnswer>, Problem> {
    let page = desk.tokens_page(String::new()).await?;
    Ok(Json(TokensAnswer { tokens: page.tokens }))
}

/// Makes a token that may do no more than the one it is made with.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "Tokens", operation_id = "create_token", security(("token" = ["admin"])),
    request_body(content = NewToken, description = "What it is for, what it may do and when it ends."),
    responses((status = 201, description = "The token, with its secret.", body = TokenAnswer)),
)]
pub(super) async fn create(
    Administrator(desk): Administrator,
    Form(token): Form<NewToken>,
) -> Result<Response, Problem> {
    let (made, secret) = desk.make_token(&token.name, &token.scope, &token.days).await?;
    let answer = TokenAnswer {
        id: made.id.to_string(),
        name: made.name,
        scope: made.scopes,
        expires_at: made.expires_at,
        secret,
    };
    Ok(created(format!("/api/v1/tokens/{}", answer.id), answer))
}

/// Ends a token for good.
#[utoipa::path(
    delete, path = "/api/v1/tokens/{id}", tag = "Tokens", operation_id = "revoke_token", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The token's id.")),
    responses((status = 204, description = "Whatever used it is answered 401 from now on.")),
)]
pub(super) async fn revoke(Administrator(desk): Administrator, Segment(id): Segment) -> Result<Response, Problem> {
    desk.revoke_token(id).await?;
    Ok(nothing())
}
