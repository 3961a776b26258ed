//! Finds out who asks, and gives the request its [`Desk`].

use crate::{
    Tandem,
    services::{self, Actor, Desk},
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::StatusCode;
use std::sync::Arc;
use tower_sessions::Session;

/// Puts a [`Desk`] for whoever is signed in into the request.
pub(super) async fn provide(
    State(tandem): State<Arc<Tandem>>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let person = match services::person_of(&session, &tandem.snapshot()).await {
        Ok(person) => person,
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, error.to_string()).into_response();
        }
    };
    let actor = person.as_ref().map_or(Actor::Nobody, Actor::of);
    request.extensions_mut().insert(Desk::new(tandem, actor, Some(session)));
    next.run(request).await
}
