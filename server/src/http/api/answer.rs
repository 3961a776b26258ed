//! Answers that are not just JSON.

use axum::{
    Json,
    body::Bytes,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// 200, with JSON that is ready.
pub(super) fn ready(json: Bytes) -> Response {
    const JSON: HeaderValue = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, JSON)], json).into_response()
}

/// 201: where it is, and what it is.
pub(super) fn created(location: String, made: impl Serialize) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(made)).into_response()
}

/// 204: done, and nothing to say.
pub(super) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
