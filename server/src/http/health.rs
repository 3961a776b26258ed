//! Whether Tandem lives, whether it can answer, and its figures.

use crate::{Tandem, metrics, store::OrganisationRecord};
use axum::{Json, extract::State, response::IntoResponse};
use http::{StatusCode, header};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

/// How long the database may take before the node counts as degraded.
const PATIENCE: Duration = Duration::from_secs(1);

/// The process runs.
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// There is a snapshot to answer from; `degraded` when the database cannot be reached, 503 while going away, and when what
/// is remembered is older than the operator lets answers be.
pub(super) async fn readyz(State(tandem): State<Arc<Tandem>>) -> (StatusCode, Json<Value>) {
    let (snapshot, draining) = (tandem.snapshot(), tandem.is_draining());
    let degraded = !reaches_database(&tandem).await;
    let stale = tandem.is_too_stale();
    let word = match (draining, stale, degraded) {
        (true, ..) => "draining",
        (false, true, _) => "stale",
        (false, false, true) => "degraded",
        (false, false, false) => "ready",
    };
    let status = if draining || stale {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::OK
    };
    let answer = json!({
        "status": word,
        "degraded": degraded,
        "revision": snapshot.revision(),
        "snapshot_taken_at": snapshot.taken_at().to_string(),
        "snapshot_age_seconds": (tandem.now() - tandem.checked_at()).max(0),
    });
    (status, Json(answer))
}

async fn reaches_database(tandem: &Tandem) -> bool {
    let ask = async { OrganisationRecord::revision(&mut *tandem.store.read().await?).await };
    matches!(tokio::time::timeout(PATIENCE, ask).await, Ok(Ok(_)))
}

/// Everything Prometheus asks for.
pub(super) async fn figures(State(tandem): State<Arc<Tandem>>) -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        metrics::render(&tandem),
    )
}
