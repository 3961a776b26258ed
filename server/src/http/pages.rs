//! Pages and server functions.

use super::site;
use crate::{Tandem, services::Desk};
use app::{App, ports::Ports};
use axum::Router;
use http::{HeaderValue, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes as _, ResponseOptions, generate_route_list};
use std::sync::Arc;

/// The app's routes, with what its pages need in their context.
pub(super) fn router(_tandem: &Arc<Tandem>) -> Router<Arc<Tandem>> {
    let options = LeptosOptions::builder().output_name("tandem").build();
    let routes = generate_route_list(App);
    Router::new()
        .leptos_routes_with_context(&options, routes, provide, app::shell)
        .with_state(options)
}

/// Gives pages and server functions their ports, assets and security policy.
pub(super) fn provide() {
    let parts = use_context::<Parts>();
    let desk = parts.as_ref().and_then(|parts| parts.extensions.get::<Desk>());
    if let Some(desk) = desk {
        provide_context::<Arc<dyn Ports>>(Arc::new(desk.clone()));
    }
    provide_context(app::Assets {
        folder: site::folder(),
        theme: desk
            .and_then(Desk::theme)
            .map(|theme| theme.key().to_owned())
            .unwrap_or_default(),
    });
    if let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) {
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
             connect-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
    }
}
