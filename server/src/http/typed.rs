//! Keeps what was typed when a form without JavaScript comes back with an error.
//!
//! Such a form is answered by a redirect to its page with the error in the query; the fields travel beside it, except
//! secrets, for the page to fill in again.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

/// More than this does not fit an address; such a form comes back empty.
const KEPT_BYTES: usize = 7 * 1024;

/// Adds the fields to the redirect of a form that was not taken.
pub(super) async fn keep_typed(request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !is_plain_form(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, super::BODY_BYTES).await else {
        return (
            StatusCode::PAYLOAD_TOO_LARGE,
            "That is more than Tandem takes at once: 10 MB.",
        )
            .into_response();
    };
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    let location = response
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    if let Some(location) = location.filter(|location| location.contains("__err=")) {
        let kept = format!(
            "{}{}",
            without_earlier(location),
            typed(&String::from_utf8_lossy(&bytes))
        );
        if let Ok(kept) = HeaderValue::from_str(&kept) {
            response.headers_mut().insert(header::LOCATION, kept);
        }
    }
    response
}

fn is_plain_form(headers: &HeaderMap) -> bool {
    let has = |name: header::HeaderName, word: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains(word))
    };
    has(header::ACCEPT, "text/html") && has(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

/// The fields of a form as query parameters `typed.name`, without secrets.
fn typed(form: &str) -> String {
    let kept: String = form
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
            !name.is_empty() && !name.contains("password") && !name.contains("key")
        })
        .map(|pair| format!("&typed.{pair}"))
        .collect();
    if kept.len() > KEPT_BYTES { String::new() } else { kept }
}

/// An address without the fields and the error of earlier tries: the last error is the one to show.
fn without_earlier(location: &str) -> String {
    let Some((path, query)) = location.split_once('?') else {
        return location.to_owned();
    };
    let last_error = ["__path=", "__err="].map(|name| query.rsplit('&').find(|pair| pair.starts_with(name)));
    let rest = query
        .split('&')
        .filter(|pair| !pair.starts_with("typed.") && !pair.starts_with("__"));
    let kept: Vec<&str> = rest.chain(last_error.into_iter().flatten()).collect();
    format!("{path}?{}", kept.join("&"))
}

#[cfg(test)]
mod tests {
    use super::{typed, without_earlier};

    #[test]
    fn fields_are_kept_but_never_secrets() {
        assert_eq!(
            typed("email=a%40b.c&password=secret&organisation%5Bpassword%5D=x"),
            "&typed.email=a%40b.c"
        );
        assert_eq!(
            without_earlier("/x?a=b&__path=p&__err=1&typed.email=old&__path=p&__err=2"),
            "/x?a=b&__path=p&__err=2"
        );
    }
}
