//! Figures for Prometheus.

use crate::{Tandem, services::conflicts, snapshot::Snapshot};
use domain::{
    Instant, Span,
    timeline::{Duty, DutyRow, on_call},
};
use metrics::{Counter, Histogram, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::{
    cell::RefCell,
    collections::HashMap,
    sync::{Mutex, OnceLock},
    time::Duration,
};

/// Upper ends of the duration histogram's buckets, in seconds.
const BUCKETS: [f64; 12] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 5.0,
];

const REQUESTS: &str = "tandem_http_requests_total";
const DURATION: &str = "tandem_http_request_duration_seconds";
const REBUILD: &str = "tandem_snapshot_rebuild_seconds";
const PLANNING: &str = "tandem_planning_job_seconds";

/// How far ahead gaps are counted, in words and seconds.
const AHEAD: [(&str, i64); 2] = [("24h", 24 * 3600), ("7d", 7 * 24 * 3600)];

/// The recorder of this process, made at first use; `None` when something else records already.
fn handle() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let handle = PrometheusBuilder::new()
                .set_buckets(&BUCKETS)
                .ok()?
                .install_recorder()
                .ok()?;
            describe_counter!(REQUESTS, "Requests answered, by route and status.");
            describe_histogram!(DURATION, "Seconds from a request to its answer, by route.");
            describe_gauge!(
                "tandem_snapshot_age_seconds",
                "Age of the image that lookups are answered from."
            );
            describe_gauge!("tandem_revision", "Revision of the organisation that this node shows.");
            describe_histogram!(REBUILD, "Seconds that it took to bring the snapshot up to date.");
            describe_histogram!(
                PLANNING,
                "Seconds that planning jobs of this node took, by how they ended."
            );
            describe_gauge!(
                "tandem_database_connections",
                "Connections of this node to its database, by state."
            );
            describe_gauge!("tandem_gaps", "Roles with nobody in them now, over all rotas.");
            describe_gauge!(
                "tandem_gaps_ahead",
                "Published stretches in which a role has nobody, that begin or go on within so long."
            );
            describe_gauge!("tandem_conflicts", "Open conflicts of the coming quarter, by kind.");
            describe_gauge!("tandem_rotas", "Rotas.");
            describe_gauge!("tandem_outbox_queued", "Notices to send.");
            describe_gauge!("tandem_outbox_failed", "Notices given up in the last 30 days.");
            describe_gauge!("tandem_outbox_oldest_seconds", "Age of the oldest notice to send.");
            describe_gauge!("tandem_webhooks_queued", "Deliveries that wait for webhooks.");
            describe_gauge!("tandem_webhooks_failed", "Deliveries given up in the last 30 days.");
            describe_gauge!(
                "tandem_webhooks_oldest_seconds",
                "Age of the oldest delivery that waits."
            );
            describe_gauge!("tandem_backup_timestamp_seconds", "When this node last made a backup.");
            Some(handle)
        })
        .as_ref()
}

/// Everything, in Prometheus' text format.
pub(crate) fn render(tandem: &Tandem) -> String {
    /// Two that are asked at once would mix their figures where one process serves two databases.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let Some(handle) = handle() else { return String::new() };
    let _alone = ONE_AT_A_TIME.lock();
    let (snapshot, now) = (tandem.snapshot(), tandem.now());
    // Counts of people and rotas, far below where a double loses precision.
    gauge!("tandem_snapshot_age_seconds").set((now - tandem.checked_at()).max(0) as f64);
    gauge!("tandem_revision").set(snapshot.revision() as f64);
    gauge!("tandem_gaps").set(gaps(&snapshot, now) as f64);
    for (within, seconds) in AHEAD {
        gauge!("tandem_gaps_ahead", "within" => within).set(gaps_ahead(&snapshot, now, seconds) as f64);
    }
    let (open, idle) = tandem.store.connections();
    gauge!("tandem_database_connections", "state" => "used").set(open.saturating_sub(idle) as f64);
    gauge!("tandem_database_connections", "state" => "idle").set(idle as f64);
    for (kind, open) in conflicts::figures(tandem) {
        gauge!("tandem_conflicts", "kind" => kind).set(open as f64);
    }
    gauge!("tandem_rotas").set(snapshot.rotas().count() as f64);
    let outbox = tandem.outbox();
    gauge!("tandem_outbox_queued").set(outbox.queued as f64);
    gauge!("tandem_outbox_failed").set(outbox.failed as f64);
    gauge!("tandem_outbox_oldest_seconds").set(outbox.oldest.map_or(0, |oldest| (now - oldest).max(0)) as f64);
    let hooked = tandem.hooked();
    gauge!("tandem_webhooks_queued").set(hooked.queued as f64);
    gauge!("tandem_webhooks_failed").set(hooked.failed as f64);
    gauge!("tandem_webhooks_oldest_seconds").set(hooked.oldest.map_or(0, |oldest| (now - oldest).max(0)) as f64);
    handle.render()
}

/// Notes that a backup was made.
pub(crate) fn backed_up(at: Instant) {
    if handle().is_some() {
        gauge!("tandem_backup_timestamp_seconds").set(at.seconds() as f64);
    }
}

/// Notes that the snapshot was brought up to date.
pub(crate) fn rebuilt(took: Duration) {
    if handle().is_some() {
        histogram!(REBUILD).record(took.as_secs_f64());
    }
}

/// Notes that a planning job came to an end: `done`, or `failed` when nothing could be planned.
pub(crate) fn planned(end: &'static str, took: Duration) {
    if handle().is_some() {
        histogram!(PLANNING, "end" => end).record(took.as_secs_f64());
    }
}

/// Folds recorded durations into their buckets, so that they take no memory until somebody asks.
pub(crate) fn upkeep() {
    if let Some(handle) = handle() {
        handle.run_upkeep();
    }
}

/// Roles with nobody in them.
fn gaps(snapshot: &Snapshot, now: Instant) -> usize {
    snapshot.rotas().map(|rota| on_call(&rota.duty, now).gap.len()).sum()
}

/// Stretches with nobody in a role, from now on and so many seconds ahead.
fn gaps_ahead(snapshot: &Snapshot, now: Instant, seconds: i64) -> usize {
    let Ok(ahead) = Span::new(now, now + seconds) else {
        return 0;
    };
    let of_rota = |duty: &[DutyRow]| Duty::from_rows(ahead, duty).gaps().count();
    snapshot.rotas().map(|rota| of_rota(&rota.duty)).sum()
}

/// Counts an answer.
pub(crate) fn answered(route: &str, status: u16, took: Duration) {
    if handle().is_none() {
        return;
    }
    RECORDERS.with_borrow_mut(|recorders| {
        if !recorders.contains_key(route) {
            recorders.insert(route.to_owned(), Recorders::new(route));
        }
        if let Some(recorders) = recorders.get_mut(route) {
            recorders.record(route, status, took);
        }
    });
}

thread_local! {
    /// A thread's own recorders: looking them up in the registry costs more than some answers.
    static RECORDERS: RefCell<HashMap<String, Recorders>> = RefCell::default();
}

struct Recorders {
    duration: Histogram,
    requests: HashMap<u16, Counter>,
}

impl Recorders {
    fn new(route: &str) -> Self {
        Self {
            duration: histogram!(DURATION, "route" => route.to_owned()),
            requests: HashMap::new(),
        }
    }

    fn record(&mut self, route: &str, status: u16, took: Duration) {
        self.duration.record(took.as_secs_f64());
        self.requests
            .entry(status)
            .or_insert_with(|| counter!(REQUESTS, "route" => route.to_owned(), "status" => status.to_string()))
            .increment(1);
    }
}
