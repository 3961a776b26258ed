//! Answers that are not just JSON.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use http::{StatusCode, header};
use serde::Serialize;

/// 201: where it is, and what it is.
pub(super) fn created(location: String, made: impl Serialize) -> Response {
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(made)).into_response()
}

/// 204: done, and nothing to say.
pub(super) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
