//! Planning as a job: it is queued, a node takes it up, and whoever asked may close the page.

use super::{
    super::{Desk, Result, internal, rotas::find, wording},
    Asking, Task, job,
};
use crate::{
    Tandem,
    services::Actor,
    snapshot::Snapshot,
    store::{JobState, PlanningJobRecord, StoreError},
};
use app::{AppError, planning::JobView};
use domain::{PlanningJobId, RotaId, planner::Progress};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// The most plans that are searched for at once on a node, so that it goes on answering.
const AT_ONCE: usize = 2;
/// The most plans that somebody waits for at once on a node, those that are searched for included.
const MOST_WAITING: usize = 8;
/// The most jobs of one rota that are open at once.
const MOST_OPEN: usize = 5;
/// For how long what came of a job is shown: a day.
const SHOWN_SECONDS: i64 = 86_400;

/// The planning jobs of this node.
pub(crate) struct Planners {
    /// What this node is called in leases.
    pub(super) node: String,
    pub(super) places: Semaphore,
    waiting: Semaphore,
    live: Mutex<HashMap<PlanningJobId, Arc<Live>>>,
    leaving: AtomicBool,
    /// That a job of this node has come to an end, or is let go of.
    ended: Notify,
}

/// A job that this node works on.
#[derive(Default)]
pub(in super::super) struct Live {
    stopped: AtomicBool,
    progress: Mutex<Option<Progress>>,
}

impl Live {
    /// Lets the search end with the best plan so far.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    pub(super) fn note(&self, progress: Progress) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
    }

    /// How much of the search is done, in thousandths, and how good the best plan is.
    pub(super) fn reached(&self) -> (i64, Option<Best>) {
        let progress = *self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.map_or((0, None), |progress| {
            (thousandths(&progress), Some(Best::of(&progress)))
        })
    }
}

fn thousandths(progress: &Progress) -> i64 {
    let part = progress.iterations.saturating_mul(1000) / progress.planned.max(1);
    i64::try_from(part).unwrap_or(1000).clamp(0, 1000)
}

/// How good the best plan of a job is so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Best {
    unfilled: usize,
    cost: i64,
    bound: i64,
}

impl Best {
    fn of(progress: &Progress) -> Self {
        Self {
            unfilled: progress.unfilled,
            cost: progress.cost,
            bound: progress.bound,
        }
    }

    fn words(self) -> String {
        let gaps = match self.unfilled {
            0 => "no gaps".to_owned(),
            1 => "1 gap".to_owned(),
            many => format!("{many} gaps"),
        };
        format!(
            "Best so far: {gaps}, cost {} (none can be below {})",
            self.cost, self.bound
        )
    }
}

impl Planners {
    pub(crate) fn new(node: String) -> Self {
        Self {
            node,
            places: Semaphore::new(AT_ONCE),
            waiting: Semaphore::new(MOST_WAITING),
            live: Mutex::default(),
            leaving: AtomicBool::new(false),
            ended: Notify::new(),
        }
    }

    /// A place to search at, for somebody who waits for it.
    ///
    /// # Errors
    /// `too-many-plans` when too many wait already.
    pub(super) async fn place(&self) -> Result<(SemaphorePermit<'_>, SemaphorePermit<'_>)> {
        let waiting = self.waiting.try_acquire().map_err(|_| {
            let words = "Too many plans are being made at this moment. Try again in a minute.";
            AppError::refused("too-many-plans", words)
        })?;
        let place = self.places.acquire().await.map_err(|error| internal(&error))?;
        Ok((waiting, place))
    }

    /// Takes note of a job that this node begins to work on; `None` when it does already, or is going away.
    pub(super) fn begin(&self, id: PlanningJobId) -> Option<Arc<Live>> {
        if self.is_leaving() {
            return None;
        }
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        match live.entry(id) {
            std::collections::hash_map::Entry::Occupied(_) => None,
            std::collections::hash_map::Entry::Vacant(free) => Some(Arc::clone(free.insert(Arc::default()))),
        }
    }

    pub(super) fn end(&self, id: PlanningJobId) {
        self.live.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        self.ended.notify_waiters();
    }

    /// Waits until a job of this node ends, at most so long.
    async fn ended(&self, at_most: Duration) {
        drop(tokio::time::timeout(at_most, self.ended.notified()).await);
    }

    fn find(&self, id: PlanningJobId) -> Option<Arc<Live>> {
        self.live
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned()
    }

    /// Whether this node is going away: its jobs are left for another, or for itself when it is back.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving.load(Ordering::SeqCst)
    }

    /// Stops every search and lets go of the jobs.
    pub(crate) async fn leave(&self, tandem: &Tandem) -> std::result::Result<(), StoreError> {
        self.leaving.store(true, Ordering::SeqCst);
        for live in self.live.lock().unwrap_or_else(PoisonError::into_inner).values() {
            live.stop();
        }
        tandem.store.release_planning_jobs(&self.node).await
    }
}

/// Takes up the jobs that nobody works on: new ones, and those of nodes that went away.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn take_up_waiting(tandem: &Arc<Tandem>) -> std::result::Result<(), StoreError> {
    let now = tandem.now();
    let waiting = PlanningJobRecord::waiting(&mut *tandem.store.read().await?, now).await?;
    for record in waiting {
        tokio::spawn(job::run(Arc::clone(tandem), record.id));
    }
    Ok(())
}

impl Desk {
    /// Queues a plan and answers the job's id; the same asked for twice, such as by a button pressed twice, is one job.
    ///
    /// # Errors
    /// As [`Desk::plan_rota`], and `too-many-plans` when as many are open already.
    pub(super) async fn start(&self, slug: &str, asking: Asking) -> Result<String> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        // What cannot be planned is said at once, and not by a job that fails.
        self.prepare(&snapshot, &rota, &asking).await?;
        let task = Task { asking, again: None };
        self.start_task(rota.record.id, &task).await
    }

    /// Queues what can be planned, and answers the job's id.
    ///
    /// # Errors
    /// `too-many-plans` when as many are open already.
    pub(in super::super) async fn start_task(&self, rota: RotaId, task: &Task) -> Result<String> {
        let asked = serde_json::to_string(task).map_err(|error| internal(&error))?;
        let desk = self.clone();
        let job = self.to_the_end(async move { desk.queue(rota, &asked).await }).await?;
        tokio::spawn(job::run(Arc::clone(&self.tandem), job));
        Ok(job.to_string())
    }

    async fn queue(&self, rota: RotaId, asked: &str) -> Result<PlanningJobId> {
        let id = PlanningJobId::from_uuid(self.tandem.new_id());
        let mut write = self.begin().await?;
        let now = write.at();
        let jobs = PlanningJobRecord::of_rota(write.connection(), rota, now).await?;
        let by = self.actor.key();
        let same =
            |job: &&PlanningJobRecord| job.state.is_open() && !job.cancel && job.asked_by == by && job.asked == asked;
        if let Some(job) = jobs.iter().find(same) {
            return Ok(job.id);
        }
        let open = jobs.iter().filter(|job| job.state.is_open()).count();
        if open >= MOST_OPEN {
            return Err(AppError::refused(
                "too-many-plans",
                format!("{open} plans of this rota are being made already. Wait for one, or cancel it."),
            ));
        }
        write.insert_planning_job(id, rota, asked).await?;
        let detail = serde_json::json!({ "job": id, "asked": serde_json::from_str::<serde_json::Value>(asked).ok() });
        write.audit("plan.started", &format!("rota {rota}"), detail).await?;
        self.tandem.commit(write).await?;
        Ok(id)
    }

    /// Stops a job; the best plan so far becomes a draft, when there is one.
    pub(super) async fn cancel(&self, id: &str) -> Result<()> {
        let record = self.known_job(id).await?;
        let mut write = self.begin().await?;
        if write.cancel_planning_job(record.id).await? {
            let detail = serde_json::json!({ "job": record.id });
            write
                .audit("plan.cancelled", &format!("rota {}", record.rota), detail)
                .await?;
            self.tandem.commit(write).await?;
        }
        if let Some(live) = self.tandem.planners.find(record.id) {
            live.stop();
        }
        Ok(())
    }

    /// The job of an id, for whoever may plan its rota.
    async fn known_job(&self, id: &str) -> Result<PlanningJobRecord> {
        let unknown = || AppError::NotFound("There is no such plan in the making.".to_owned());
        self.may_try()?;
        let id: PlanningJobId = id.parse().map_err(|_| unknown())?;
        let record = PlanningJobRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        let record = record.ok_or_else(unknown)?;
        let snapshot = self.tandem.snapshot();
        let rota = snapshot.rotas().find(|rota| rota.record.id == record.rota);
        let rota = rota.ok_or_else(unknown)?;
        self.may_manage(&snapshot, rota.record.team)?;
        Ok(record)
    }

    /// One job.
    ///
    /// # Errors
    /// For somebody who may not plan its rota, and when there is no such job.
    pub(crate) async fn one_job(&self, id: &str) -> Result<JobView> {
        let record = self.known_job(id).await?;
        self.job_view(&self.tandem.snapshot(), &record)
    }

    /// Waits until some job of this node ends, at most so long.
    pub(crate) async fn job_ended(&self, at_most: Duration) {
        self.tandem.planners.ended(at_most).await;
    }

    /// A running job of this node with how far it has come by now, without asking the database; `None` for any other.
    pub(crate) fn still_running(&self, known: &JobView) -> Option<JobView> {
        let id = known
            .id
            .parse()
            .ok()
            .filter(|_| known.state == JobState::Running.key())?;
        let (progress, best) = self.tandem.planners.find(id)?.reached();
        Some(JobView {
            progress: u32::try_from(progress).unwrap_or(0),
            best: best.map(Best::words),
            ..known.clone()
        })
    }

    /// A rota's jobs that are open or came to their end not long ago, the latest first.
    pub(super) async fn jobs_of(&self, snapshot: &Snapshot, rota: RotaId) -> Result<Vec<JobView>> {
        let since = self.tandem.now() - SHOWN_SECONDS;
        let records = PlanningJobRecord::of_rota(&mut *self.tandem.store.read().await?, rota, since).await?;
        records.iter().map(|record| self.job_view(snapshot, record)).collect()
    }

    fn job_view(&self, snapshot: &Snapshot, record: &PlanningJobRecord) -> Result<JobView> {
        let rota = snapshot.rotas().find(|rota| rota.record.id == record.rota);
        let zone = rota.map_or_else(domain::Zone::utc, |rota| rota.ahead.zone.clone());
        let task: Task = serde_json::from_str(&record.asked).map_err(|error| internal(&error))?;
        let live = self.tandem.planners.find(record.id).filter(|_| record.state.is_open());
        let kept = || {
            let best = record.best.as_deref();
            (record.progress, best.and_then(|best| serde_json::from_str(best).ok()))
        };
        let (progress, best): (i64, Option<Best>) = live.map_or_else(kept, |live| live.reached());
        Ok(JobView {
            id: record.id.to_string(),
            state: record.state.key().to_owned(),
            what: what(&task),
            by: Actor::describe(&record.asked_by, snapshot),
            at: wording::stamp(record.asked_at, &zone, &self.reader(snapshot)),
            progress: u32::try_from(progress).unwrap_or(0),
            best: best.map(Best::words),
            stopping: record.state == JobState::Running && record.cancel,
            draft: record.draft.clone(),
            problem: record.problem.clone(),
        })
    }
}

/// Such as `13 weeks, thorough, with rules of its own`, or `Again around what is locked, quick`.
fn what(task: &Task) -> String {
    let Task { asking, again } = task;
    if again.is_some() {
        return format!("Again around what is locked, {}", asking.effort.key());
    }
    let long = match (asking.until, asking.weeks) {
        (Some(until), _) => format!("until {until}"),
        (None, 1) => "1 week".to_owned(),
        (None, weeks) => format!("{weeks} weeks"),
    };
    let from = asking.from.map(|from| format!("from {from}"));
    let rules = asking.rules.is_some().then(|| "with rules of its own".to_owned());
    let parts = [from, Some(long), Some(asking.effort.key().to_owned()), rules];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
