//! HTTP: the router, and what every request passes through.

mod api;
mod calendar;
mod counted;
mod desk;
mod downloads;
mod events;
mod finish;
mod headers;
mod health;
mod holidays;
mod import_people;
mod noted;
mod origin;
mod pages;
mod plan_events;
mod rate_cards;
mod reach;
mod server_functions;
mod sessions;
mod site;
mod theme;
mod typed;
mod visitor;

use crate::{Tandem, secret::random_id};
use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    middleware,
    routing::get,
    serve::ListenerExt as _,
};
use std::{net::SocketAddr, sync::Arc};
use tokio::net::TcpListener;
use tower_http::trace::TraceLayer;

/// The largest form or file anyone may send: 10 MB and its multipart dressing.
const BODY_BYTES: usize = 11 * 1024 * 1024;

/// Everything Tandem answers.
pub fn router(tandem: Arc<Tandem>) -> Router {
    let pages = pages::router(&tandem)
        .route("/theme", axum::routing::post(theme::choose))
        .route("/settings/audit/{file}", get(downloads::audit))
        .route("/pay/exports/{id}/{file}", get(downloads::pay))
        .route("/people/export.csv", get(downloads::people))
        .route("/people/import", axum::routing::post(import_people::upload))
        .route("/pay/holidays/import", axum::routing::post(holidays::upload))
        .route("/pay/cards/import", axum::routing::post(rate_cards::upload))
        .route("/pay/cards/{id}", axum::routing::post(rate_cards::save))
        .route("/pay/cards/{id}/{file}", get(rate_cards::download))
        .route("/rotas/{slug}/plan/jobs/{job}/events", get(plan_events::of_job))
        .route("/events", get(events::of_page))
        .layer(middleware::from_fn(typed::keep_typed))
        .layer(middleware::from_fn(server_functions::say_the_status))
        .layer(middleware::from_fn_with_state(Arc::clone(&tandem), desk::provide))
        .layer(sessions::layer(&tandem))
        .layer(middleware::from_fn(reach::say_so))
        .layer(middleware::from_fn_with_state(Arc::clone(&tandem), origin::check));
    let calendars = calendar::router(&tandem);
    let rendered = Router::new()
        .merge(pages)
        .merge(site::router())
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .layer(middleware::from_fn(finish::what_was_begun))
        .layer(TraceLayer::new_for_http().make_span_with(said_of_request));
    // Machines have no session and no page to finish: nothing stands between them and their answer.
    Router::new()
        .merge(api::router(&tandem))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::figures))
        .merge(rendered)
        .with_state(tandem)
        .merge(calendars)
        .layer(middleware::from_fn(headers::secure))
        .layer(middleware::from_fn(counted::count))
}

/// What the log says of a request: its route, never the address asked for, which may hold a secret or a name.
fn said_of_request(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("other", MatchedPath::as_str);
    tracing::info_span!("request", id = %random_id().simple(), method = %request.method(), route)
}

/// Serves until `stop` ends, then lets running requests finish.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    tandem: Arc<Tandem>,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    // Without TCP_NODELAY a page waits 40 ms for the reader's delayed acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
    });
    let service = router(tandem).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
