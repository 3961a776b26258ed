//! Finds out who asks, and gives the request its [`Desk`].

use super::{theme, visitor};
use crate::{
    Tandem,
    services::{self, Actor, Browser, Desk},
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
    let person = match services::person_of(&session, &tandem).await {
        Ok(person) => person,
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, error.to_string()).into_response();
        }
    };
    let (id, kept) = (
        person.as_ref().map(|person| person.id),
        theme::of_browser(request.headers()),
    );
    let actor = person.as_ref().map_or(Actor::Nobody, Actor::of);
    let browser = Browser {
        session,
        address: visitor::address(&request, &tandem.settings.trusted_proxies),
        device: visitor::device(&request),
        theme: kept,
    };
    request
        .extensions_mut()
        .insert(Desk::new(Arc::clone(&tandem), actor, Some(browser)));
    let mut response = next.run(request).await;
    if let Some(id) = id {
        theme::follow(&tandem, id, kept, &mut response);
    }
    response
}
