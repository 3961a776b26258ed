//! Counts and times every answer.

use super::noted;
use crate::metrics;
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// Counts the answer under its route, never under the address asked for: those are without number.
pub(super) async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();
    let response = noted::said(next.run(request)).await;
    let route = route.as_ref().map_or("other", MatchedPath::as_str);
    metrics::answered(route, response.status().as_u16(), begun.elapsed());
    response
}
