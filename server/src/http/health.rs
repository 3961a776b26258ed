//! Whether Tandem lives, and whether it can answer.

use crate::Tandem;
use axum::{Json, extract::State};
use serde_json::{Value, json};
use std::sync::Arc;

/// The process runs.
pub(super) async fn healthz() -> &'static str {
    "ok"
}

/// There is a snapshot to answer from; `degraded` when the database cannot be reached.
pub(super) async fn readyz(State(tandem): State<Arc<Tandem>>) -> Json<Value> {
    let snapshot = tandem.snapshot();
    let degraded = tandem.store.read().await.is_err();
    Json(json!({
        "status": if degraded { "degraded" } else { "ready" },
        "degraded": degraded,
        "revision": snapshot.revision(),
        "snapshot_taken_at": snapshot.taken_at().to_string(),
    }))
}
