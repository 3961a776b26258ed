//! Lookups: JSON or plain text, and nothing at all for whoever has the answer already.

use crate::kept::Lookup;
use axum::{
    extract::FromRequestParts,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use std::convert::Infallible;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const VARY: HeaderValue = HeaderValue::from_static("accept, authorization");

/// How whoever asks wants the answer.
pub(super) struct Wants {
    /// As plain text.
    pub(super) text: bool,
    /// The tags of answers that they have.
    known: Option<HeaderValue>,
}

impl<S: Send + Sync> FromRequestParts<S> for Wants {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            text: prefers_text(&parts.headers),
            known: parts.headers.get(header::IF_NONE_MATCH).cloned(),
        })
    }
}

impl Wants {
    /// The answer as JSON.
    pub(super) fn json(&self, lookup: Lookup) -> Response {
        let headers = headers(JSON, &lookup);
        if self.has(&lookup.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, lookup.bytes).into_response()
    }

    /// The answer as text.
    pub(super) fn plain(&self, lookup: &Lookup, text: String) -> Response {
        let headers = headers(TEXT, lookup);
        if self.has(&lookup.etag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        (headers, text).into_response()
    }

    fn has(&self, etag: &HeaderValue) -> bool {
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        let known = self.known.as_ref().and_then(|known| known.to_str().ok());
        let Some((known, own)) = known.zip(etag.to_str().ok()) else {
            return false;
        };
        known.split(',').any(|tag| tag.trim() == "*" || bare(tag) == bare(own))
    }
}

fn headers(kind: HeaderValue, lookup: &Lookup) -> [(HeaderName, HeaderValue); 4] {
    [
        (header::CONTENT_TYPE, kind),
        (header::ETAG, lookup.etag.clone()),
        (header::CACHE_CONTROL, lookup.cache.clone()),
        (header::VARY, VARY),
    ]
}

/// Whether text is asked for: by its name, and not less than JSON.
fn prefers_text(asked: &HeaderMap) -> bool {
    let accept = asked.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let Some(accept) = accept.filter(|accept| accept.contains("text/plain")) else {
        return false;
    };
    let weight = |wanted: &str| {
        let ranges = accept.split(',').filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let named = parts.next()?.eq_ignore_ascii_case(wanted);
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            named.then(|| weight.map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0)))
        });
        ranges.fold(0.0, f32::max)
    };
    let (text, json) = (weight("text/plain"), weight("application/json"));
    text > 0.0 && text >= json
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn text_is_answered_to_those_who_ask_for_it() {
        let of = |accept: &str| prefers_text(&HeaderMap::from_iter([(header::ACCEPT, accept.parse().unwrap())]));
        for accept in [
            "text/plain",
            "text/plain, */*",
            "application/json;q=0.5, text/plain;q=0.9",
        ] {
            assert!(of(accept), "{accept}");
        }
        for accept in [
            "*/*",
            "application/json",
            "text/plain;q=0, */*",
            "application/json, text/plain;q=0.9",
            "text/html",
        ] {
            assert!(!of(accept), "{accept}");
        }
        assert!(!prefers_text(&HeaderMap::new()));
    }

    #[test]
    fn a_tag_is_known_however_it_is_sent() {
        let of = |known: &'static str| Wants {
            text: false,
            known: Some(HeaderValue::from_static(known)),
        };
        let etag = HeaderValue::from_static("W/\"7-110\"");
        for known in ["W/\"7-110\"", "\"7-110\"", "\"1\", W/\"7-110\"", "*"] {
            assert!(of(known).has(&etag), "{known}");
        }
        assert!(!of("W/\"7-111\"").has(&etag));
    }
}
