//! Parts of a request, whose faults are problems and never plain text.

use super::problem::Problem;
use crate::{
    Tandem,
    http::noted,
    limits::{Allowance, UsedUp},
    secret::fingerprint,
    services::{Actor, Desk, Faults, Right, Scopes},
    store::{RequestKey, TokenRecord},
};
use axum::extract::{FromRequestParts, Path, Query};
use domain::{Instant, TokenId};
use http::{HeaderMap, header, request::Parts};
use serde::de::DeserializeOwned;
use std::{num::NonZeroU32, sync::Arc};

/// Answers are made from memory that is looked after twice a second: from so many seconds on they say how old it is.
const STALE_SECONDS: u32 = 5;
const INVALID_TOKEN: &str = "Bearer realm=\"tandem\", error=\"invalid_token\"";

/// Whoever holds the request's token.
pub(super) struct Caller(pub(super) Desk);

impl FromRequestParts<Arc<Tandem>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, tandem: &Arc<Tandem>) -> Result<Self, Problem> {
        let token = known_token(&parts.headers, tandem)?;
        let scopes = Scopes::parse(&token.scopes);
        admit(tandem, token.id, scopes)?;
        tandem.token_marks.note(token.id, tandem.now());
        let actor = Actor::Token { id: token.id, scopes };
        let request = parts.extensions.get::<Arc<RequestKey>>().cloned();
        Ok(Self(Desk::new(Arc::clone(tandem), actor, None).for_request(request)))
    }
}

/// The token of a request, if it is a good one.
pub(super) fn known_token(headers: &HeaderMap, tandem: &Tandem) -> Result<Arc<TokenRecord>, Problem> {
    let secret = bearer(headers)?;
    let now = tandem.now();
    // Looked up by the hash of a long random secret: how long it takes says nothing about any token.
    tandem
        .snapshot()
        .token(&fingerprint(secret))
        .filter(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|expires| now < expires))
        .cloned()
        .ok_or_else(|| {
            let words = "This token is unknown, revoked or expired. An administrator can make a new one.";
            Problem::new("not-signed-in", words).challenging(INVALID_TOKEN)
        })
}

/// Counts a request of a token, and says in its answer how many are left and how old what it is answered from is.
pub(super) fn admit(tandem: &Tandem, token: TokenId, scopes: Scopes) -> Result<(), Problem> {
    if !scopes.unlimited {
        let taken = tandem.limits.take(token, tandem.now());
        let allowance = taken.unwrap_or_else(|UsedUp(allowance)| Some(allowance));
        noted::note(|noted| noted.allowance = allowance);
        if let Err(UsedUp(Allowance { limit, reset, .. })) = taken {
            let words =
                format!("This token has made the {limit} requests of its minute: ask again in {reset} seconds.");
            return Err(Problem {
                retry_after: NonZeroU32::new(reset),
                ..Problem::new("too-many", words)
            });
        }
    }
    let stale = tandem.stale_for();
    if stale >= STALE_SECONDS {
        noted::note(|noted| noted.stale_seconds = Some(stale));
    }
    if tandem.is_too_stale() {
        let words = format!(
            "The database has been out of reach for {stale} seconds, and what is remembered is too old to answer from."
        );
        return Err(Problem::new("unavailable", words));
    }
    Ok(())
}

/// Whoever holds the request's token, when it has the scope for a right: asked before anything else of the request is
/// looked at, so that nothing is learnt without it.
macro_rules! callers {
    ($($(#[$doc:meta])* $name:ident: $right:ident;)*) => {$(
        $(#[$doc])*
        pub(super) struct $name(pub(super) Desk);

        impl FromRequestParts<Arc<Tandem>> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, tandem: &Arc<Tandem>) -> Result<Self, Problem> {
                let Caller(desk) = Caller::from_request_parts(parts, tandem).await?;
                desk.machine_may(Right::$right)?;
                Ok(Self(desk))
            }
        }
    )*};
}

callers! {
    /// May look.
    Reader: Look;
    /// May report alerts.
    Monitor: Report;
    /// May change what managers of teams change.
    Writer: Change;
    /// May see and change pay.
    PayClerk: Pay;
    /// May administer.
    Administrator: Administer;
}

fn bearer(headers: &HeaderMap) -> Result<&str, Problem> {
    let missing = || Problem::new("not-signed-in", "Send a token: Authorization: Bearer tandem_…");
    let value = headers.get(header::AUTHORIZATION).ok_or_else(missing)?;
    let (scheme, secret) = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .ok_or_else(missing)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(secret.trim())
    } else {
        Err(missing())
    }
}

/// The part of the path that varies, or a tuple of several.
pub(super) struct Segment<T = String>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segment<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, state).await;
        path.map(|Path(part)| Self(part))
            .map_err(|_| Problem::new("not-found", "The address is not readable text."))
    }
}

/// The query.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|Query(asked)| Self(asked))
            .map_err(|error| Problem::new("invalid", error.body_text()))
    }
}

/// An instant in a query: nothing when it is absent or empty. A `+` that arrived as a space is one again.
pub(super) fn instant(faults: &mut Faults, field: &str, text: Option<&str>) -> Option<Instant> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    faults.take(field, text.replace(' ', "+").parse::<Instant>())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_offset_survives_a_query_that_was_not_encoded() {
        let mut faults = Faults::default();
        let at = instant(&mut faults, "at", Some("2027-03-28T02:30:00 01:00"));
        assert_eq!(at.unwrap().to_string(), "2027-03-28T01:30:00Z");
        assert_eq!(instant(&mut faults, "at", Some(" ")), None);
        assert!(faults.check().is_ok());
    }

    #[test]
    fn only_a_bearer_token_is_one() {
        let of = |value: &str| {
            let headers = HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())]);
            bearer(&headers).map(str::to_owned).ok()
        };
        assert_eq!(of("Bearer tandem_x").as_deref(), Some("tandem_x"));
        assert_eq!(of("bearer tandem_x").as_deref(), Some("tandem_x"));
        assert_eq!((of("Basic tandem_x"), of("tandem_x")), (None, None));
    }
}
