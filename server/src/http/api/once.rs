//! `Idempotency-Key`: a write that is sent again with its key is done once, and answered as it was.

use super::{
    extract::{admit, known_token},
    problem::{Problem, ProblemItem},
};
use crate::{
    Tandem,
    http::noted,
    secret::{digest, random_id},
    services::Scopes,
    store::{Claimed, KeptResponse, RequestKey},
};
use app::AppError;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::TokenId;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};
use std::sync::Arc;

/// The header.
pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The longest key.
const KEY_CHARACTERS: usize = 255;
/// The largest body that is sent with a key: a file of people.
const BODY_BYTES: usize = 11 * 1024 * 1024;
/// The longest answer that is kept.
const KEPT_BYTES: usize = 1024 * 1024;
/// The headers that belong to an answer, beside those that every answer has.
const KEPT_HEADERS: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, header::ETAG];
/// Operations whose answers hold a secret that is shown once: what they answer is not kept.
const SECRETS: [&str; 7] = [
    "/api/v1/tokens",
    "/api/v1/people/{id}/link",
    "/api/v1/people/{id}/feeds/{kind}",
    "/api/v1/people/{id}/feeds/{kind}/renew",
    "/api/v1/teams/{slug}/webhooks",
    "/api/v1/webhooks",
    "/api/v1/webhooks/{id}/secret",
];

/// Carries a write out once for each key of its token.
pub(super) async fn once(State(tandem): State<Arc<Tandem>>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    // Whoever has no token is told so where everybody is.
    let Some(token) = known_token(request.headers(), &tandem).ok().map(|token| token.id) else {
        return next.run(request).await;
    };
    keyed(&tandem, token, request, next)
        .await
        .unwrap_or_else(axum::response::IntoResponse::into_response)
}

async fn keyed(tandem: &Arc<Tandem>, token: TokenId, request: Request, next: Next) -> Result<Response, Problem> {
    let key = RequestKey {
        token,
        key: key_of(request.headers())?,
        claim: random_id().to_string(),
    };
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_BYTES)
        .await
        .map_err(|_| Problem::new("too-large", "The body is too large, or did not arrive whole."))?;
    let asked = digest_of(&parts, &body);
    let claimed = tandem.store.claim_request(&key, &asked, tandem.now()).await;
    match claimed.map_err(AppError::from)? {
        Claimed::New => {
            let secret = is_secret(&parts);
            parts.extensions.insert(Arc::new(key.clone()));
            let request = Request::from_parts(parts, Body::from(body));
            let tandem = Arc::clone(tandem);
            // Whoever hangs up finds the answer when they ask again.
            let work = async move {
                let response = noted::said(next.run(request)).await;
                keep(&tandem, &key, secret, response).await
            };
            tokio::spawn(work)
                .await
                .map_err(|_| Problem::new("internal", "Something went wrong on our side."))
        }
        Claimed::Answered(kept) => {
            let token = known_token(&parts.headers, tandem)?;
            admit(tandem, token.id, Scopes::parse(&token.scopes))?;
            Ok(again(kept))
        }
        Claimed::Busy => Err(Problem {
            retry_after: std::num::NonZeroU32::new(1),
            ..Problem::new(
                "conflict",
                "A request with this Idempotency-Key is being worked on: ask again in a moment.",
            )
        }),
        Claimed::Another => Err(misused(
            "This Idempotency-Key was sent with another request: use another key.",
        )),
        Claimed::Unanswered => Err(Problem::new(
            "conflict",
            "This request was carried out, and its answer was lost: look at what there is now.",
        )),
    }
}

fn misused(words: impl Into<String>) -> Problem {
    let detail: String = words.into();
    Problem {
        errors: vec![ProblemItem {
            kind: None,
            field: Some("Idempotency-Key".to_owned()),
            detail: detail.clone(),
        }],
        ..Problem::new("invalid", detail)
    }
}

/// The key, without the quotes that it may have.
fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let text = headers
        .get(KEY)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let key = text.trim().trim_matches('"');
    if key.is_empty() || key.len() > KEY_CHARACTERS {
        return Err(misused(format!(
            "An Idempotency-Key has 1 to {KEY_CHARACTERS} letters, digits and signs: a UUID is best."
        )));
    }
    Ok(key.to_owned())
}

/// What makes a request another one.
fn digest_of(parts: &Parts, body: &Bytes) -> String {
    let header = |name| parts.headers.get(name).map_or(&[][..], HeaderValue::as_bytes);
    let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
    digest(&[
        parts.method.as_str().as_bytes(),
        address.as_bytes(),
        header(header::CONTENT_TYPE),
        header(header::IF_MATCH),
        body,
    ])
}

fn is_secret(parts: &Parts) -> bool {
    let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
    route.is_some_and(|route| SECRETS.contains(&route))
}

/// Keeps an answer that stays one; what was refused before it was looked at, or failed, may be tried again.
async fn keep(tandem: &Tandem, key: &RequestKey, secret: bool, response: Response) -> Response {
    let status = response.status();
    let stays = status.is_success()
        || matches!(
            status,
            StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED | StatusCode::UNPROCESSABLE_ENTITY
        );
    if !stays {
        if let Err(error) = tandem.store.let_go_of_request(key).await {
            tracing::warn!(%error, "a request with a key was not let go of: its time runs out");
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Problem::new("internal", "Something went wrong on our side.").into_response();
    };
    let text = std::str::from_utf8(&bytes).ok().filter(|text| text.len() <= KEPT_BYTES);
    let header = |name: &HeaderName| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.to_string(), value.to_owned()))
    };
    let kept = KeptResponse {
        status: status.as_u16(),
        headers: KEPT_HEADERS.iter().filter_map(header).collect(),
        body: text.filter(|_| !secret || status.is_client_error()).map(str::to_owned),
    };
    if let Err(error) = tandem.store.keep_response(key, &kept).await {
        tracing::warn!(%error, "the answer to a request with a key was not kept");
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// An answer that was given before.
fn again(kept: KeptResponse) -> Response {
    let Some(body) = kept.body else {
        let words = "This request was carried out. Its answer is not kept, since it holds a secret or is very long.";
        return Problem::new("conflict", words).into_response();
    };
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    for (name, value) in kept.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
