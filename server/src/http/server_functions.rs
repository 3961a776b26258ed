//! Server functions answer every error with 500; this says which it was.

use app::AppError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use http::{StatusCode, header};

/// When to try again while the database is away.
const AGAIN_SECONDS: u32 = 5;

/// An error's JSON is small; a larger body is not one.
const ERROR_BYTES: usize = 64 * 1024;

/// Sets the status that the error in the body stands for.
pub(super) async fn say_the_status(request: Request, next: Next) -> Response {
    let is_server_function = request.uri().path().starts_with("/fn/");
    let response = next.run(request).await;
    if !is_server_function || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, ERROR_BYTES).await.unwrap_or_default();
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        parts.headers.remove(header::CONTENT_LENGTH);
        let again = match error {
            AppError::TooMany { seconds, .. } => Some(seconds),
            AppError::Unavailable => Some(AGAIN_SECONDS),
            _ => None,
        };
        if let Some(seconds) = again {
            parts.headers.insert(header::RETRY_AFTER, seconds.into());
        }
    }
    Response::from_parts(parts, Body::from(bytes))
}
