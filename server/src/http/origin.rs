//! Refuses changes that another site's page asks for.

use crate::Tandem;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, Method, StatusCode, header};
use std::sync::Arc;

/// Lets a change through only from our own pages, or from a client without cookies.
pub(super) async fn check(State(tandem): State<Arc<Tandem>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_ours(request.headers(), &tandem.settings.base_url) {
        return next.run(request).await;
    }
    (
        StatusCode::FORBIDDEN,
        "This change was asked for by another site's page, so it was not made.",
    )
        .into_response()
}

fn is_ours(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(origin) = text(header::ORIGIN) {
        let host = origin.split_once("://").map(|(_, host)| host);
        return origin == base_url || (host.is_some() && host == text(header::HOST));
    }
    match headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => !headers.contains_key(header::COOKIE),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::is_ours;
    use http::{HeaderMap, HeaderName};

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        let base = "https://tandem.example.org";
        assert!(is_ours(&headers(&[("origin", base)]), base));
        assert!(is_ours(
            &headers(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]),
            base
        ));
        assert!(!is_ours(
            &headers(&[("origin", "https://evil.example"), ("host", "tandem.example.org")]),
            base
        ));
        assert!(!is_ours(
            &headers(&[("origin", "null"), ("host", "tandem.example.org")]),
            base
        ));
        assert!(!is_ours(&headers(&[("sec-fetch-site", "cross-site")]), base));
        assert!(!is_ours(&headers(&[("cookie", "tandem=1")]), base));
        assert!(is_ours(&headers(&[]), base));
    }
}
