//! Working on one planning job, under a lease that says whose it is.

use super::{
    super::{Actor, Desk, Result, rotas},
    Planned, Prepared, Task,
    jobs::Live,
};
use crate::{
    Tandem, metrics,
    store::{DraftRecord, JobEnd, JobState, PlanningJobRecord},
};
use app::AppError;
use domain::{
    PlanningJobId,
    planner::{Progress, Watch},
};
use std::{sync::Arc, time::Duration};

/// For how long a node that is not heard of still has a job: then another takes it up.
const LEASE_SECONDS: i64 = 15;
/// How often the lease is kept, and how far the search has come is written down.
const BEAT: Duration = Duration::from_secs(2);
/// A job that was taken up so often and never came to its end is given up.
const MOST_ATTEMPTS: i64 = 3;

/// Works on a job, unless another node does: from taking it up to its draft.
pub(super) async fn run(tandem: Arc<Tandem>, id: PlanningJobId) {
    let Some(live) = tandem.planners.begin(id) else {
        return;
    };
    if let Err(error) = work(&tandem, id, &live).await {
        tracing::error!(%error, %id, "a planning job could not be brought to its end; it will be taken up again");
    }
    tandem.planners.end(id);
}

async fn work(tandem: &Arc<Tandem>, id: PlanningJobId, live: &Arc<Live>) -> Result<()> {
    let Ok(_place) = tandem.planners.places.acquire().await else {
        return Ok(());
    };
    let (now, node) = (tandem.now(), &tandem.planners.node);
    let Some(record) = PlanningJobRecord::find(&mut *tandem.store.read().await?, id).await? else {
        return Ok(());
    };
    if record.cancel || record.attempts >= MOST_ATTEMPTS {
        let state = if record.cancel {
            JobState::Cancelled
        } else {
            JobState::Interrupted
        };
        tandem.store.give_up_planning_job(id, state, now).await?;
        return Ok(());
    }
    if !tandem
        .store
        .take_planning_job(id, node, now, now + LEASE_SECONDS)
        .await?
    {
        return Ok(());
    }
    let desk = Desk::new(Arc::clone(tandem), actor(tandem, &record.asked_by), None);
    let beat = tokio::spawn(keep(Arc::clone(tandem), id, Arc::clone(live)));
    let begun = std::time::Instant::now();
    let planned = desk.search(&record, live).await;
    beat.abort();
    if tandem.planners.is_leaving() {
        return Ok(());
    }
    metrics::planned(if planned.is_ok() { "done" } else { "failed" }, begun.elapsed());
    desk.finish(&record, planned).await
}

/// Keeps the lease while the search goes on; stops the search when the job is cancelled or another node has it.
async fn keep(tandem: Arc<Tandem>, id: PlanningJobId, live: Arc<Live>) {
    while !live.is_stopped() {
        tokio::time::sleep(BEAT).await;
        let (progress, best) = live.reached();
        let best = best.and_then(|best| serde_json::to_string(&best).ok());
        let until = tandem.now() + LEASE_SECONDS;
        let node = &tandem.planners.node;
        match tandem.store.keep_planning_job(id, node, until, (progress, best)).await {
            Ok(true) => {}
            Ok(false) => live.stop(),
            Err(error) => {
                tracing::warn!(%error, %id, "the lease of a planning job was not kept; it will be tried again")
            }
        }
    }
}

/// Whoever asked for a job, with what they may do by now.
fn actor(tandem: &Tandem, key: &str) -> Actor {
    let snapshot = tandem.snapshot();
    let person = key.parse().ok().and_then(|id| snapshot.directory().person(id));
    if let Some(person) = person.filter(|person| person.deactivated_at.is_none()) {
        return Actor::of(person);
    }
    let token = key.strip_prefix("token ");
    let token = token.and_then(|id| snapshot.tokens().find(|token| token.id.to_string() == id));
    match token.filter(|token| token.revoked_at.is_none()) {
        Some(token) => Actor::Token {
            id: token.id,
            scopes: super::super::Scopes::parse(&token.scopes),
        },
        None if key == Actor::Console.key() => Actor::Console,
        None => Actor::Nobody,
    }
}

/// Shows how far a search has come, and lets it be stopped.
struct Watching(Arc<Live>);

impl Prepared {
    /// Plans in a thread of its own, where `live` shows how far it has come and may stop it.
    ///
    /// # Errors
    /// `Internal` when the search came to a bad end.
    pub(in super::super) async fn watched(self, live: &Arc<Live>) -> Result<Planned> {
        let mut watching = Watching(Arc::clone(live));
        tokio::task::spawn_blocking(move || self.plan(&mut watching))
            .await
            .map_err(|error| super::super::internal(&error))
    }
}

impl Watch for Watching {
    fn goes_on(&mut self, progress: &Progress) -> bool {
        self.0.note(*progress);
        !self.0.is_stopped()
    }
}

impl Desk {
    /// The draft that a job leads to, not kept yet.
    async fn search(&self, record: &PlanningJobRecord, live: &Arc<Live>) -> Result<DraftRecord> {
        let task: Task = serde_json::from_str(&record.asked).map_err(|error| super::super::internal(&error))?;
        let snapshot = self.tandem.snapshot();
        let rota = rotas::known(&snapshot, record.rota)?;
        let Some(again) = &task.again else {
            let prepared = self.prepare(&snapshot, &rota, &task.asking).await?;
            return self.draft_of(&rota, &task.asking, prepared.watched(live).await?);
        };
        let prepared = self.prepare_again(&rota, again).await?;
        prepared.draft(self, live).await
    }

    /// Keeps the draft and ends the job in one write, if the job is still this node's; a job that cannot be planned ends
    /// with the reason.
    async fn finish(&self, record: &PlanningJobRecord, draft: Result<DraftRecord>) -> Result<()> {
        let problem = match draft {
            Ok(draft) => match self.keep_planned(record, draft).await {
                Err(AppError::Unavailable) => return Err(AppError::Unavailable),
                Err(error) => error,
                Ok(()) => return Ok(()),
            },
            Err(error) => error,
        };
        let end = JobEnd {
            state: JobState::Failed,
            draft: None,
            problem: Some(problem.to_string()),
        };
        let mut write = self.begin().await?;
        if write
            .end_planning_job(record.id, &self.tandem.planners.node, &end)
            .await?
        {
            self.tandem.commit(write).await?;
        }
        Ok(())
    }

    async fn keep_planned(&self, record: &PlanningJobRecord, draft: DraftRecord) -> Result<()> {
        let mut write = self.begin().await?;
        let kept = PlanningJobRecord::find(write.connection(), record.id).await?;
        let cancelled = kept.is_some_and(|kept| kept.cancel);
        let end = JobEnd {
            state: if cancelled { JobState::Cancelled } else { JobState::Done },
            draft: Some(self.keep_draft_in(&mut write, draft).await?.to_string()),
            problem: None,
        };
        if write
            .end_planning_job(record.id, &self.tandem.planners.node, &end)
            .await?
        {
            self.tandem.commit(write).await?;
        }
        Ok(())
    }
}
