//! What stands in place of an answer when a session could not be read or kept, since the database is out of reach.
//!
//! The session layer would end such a request with a bare 500, and take the cookie away as if the session had ended.

use super::site;
use app::AppError;
use axum::{
    extract::Request,
    middleware::Next,
    response::{Html, IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::{cell::Cell, future::Future};

/// Seconds after which it is worth trying again.
const AGAIN: HeaderValue = HeaderValue::from_static("5");

/// The page needs its style alone.
const POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'");

tokio::task_local! {
    /// Whether the request's session was out of reach.
    static MISSED: Cell<bool>;
}

/// Notes that the session of the present request could not be reached.
pub(super) fn missed() {
    // Outside a request there is nobody to be told.
    let _ = MISSED.try_with(|missed| missed.set(true));
}

/// Answers 503 with words, and leaves the cookie alone, when the session could not be reached.
pub(super) async fn say_so(request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let (response, missed) = MISSED.scope(Cell::new(false), watched(next.run(request))).await;
    if missed { unavailable(&headers) } else { response }
}

async fn watched(work: impl Future<Output = Response>) -> (Response, bool) {
    let response = work.await;
    (response, MISSED.with(Cell::get))
}

fn unavailable(asked: &HeaderMap) -> Response {
    let accept = asked.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let error = AppError::Unavailable;
    let body = if accept.is_some_and(|accept| accept.contains("text/html")) {
        let html = Html(page(&error.to_string()));
        ([(header::CONTENT_SECURITY_POLICY, POLICY)], html).into_response()
    } else if accept.is_some_and(|accept| accept.contains("json")) {
        axum::Json(&error).into_response()
    } else {
        error.to_string().into_response()
    };
    let headers = [
        (header::RETRY_AFTER, AGAIN),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response()
}

fn page(words: &str) -> String {
    let folder = site::folder();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>One moment · Tandem</title>\
         <link rel=\"stylesheet\" href=\"{folder}/tandem.css\"></head>\
         <body><main class=\"alone\" id=\"main\"><div class=\"empty\" role=\"alert\"><h1>One moment</h1><p>{words}</p>\
         <p><a class=\"button button--primary\" href=\"\">Try again</a></p></div></main></body></html>"
    )
}
