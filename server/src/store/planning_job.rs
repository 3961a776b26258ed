//! Planning jobs: whichever node holds the lease of one works on it.

use super::{Result, Store, Write, codec::Columns};
use domain::{Instant, PlanningJobId, RotaId};
use sqlx::{AnyConnection, any::AnyRow};

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Nobody works on it yet.
    Queued,
    /// A node does.
    Running,
    /// There is a draft.
    Done,
    /// It cannot be planned.
    Failed,
    /// Somebody stopped it: with a draft when there was a plan by then.
    Cancelled,
    /// The nodes that worked on it went away.
    Interrupted,
}

impl JobState {
    /// Its word in the database and on the wire.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether it is still to come to an end.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }

    fn of(word: &str) -> Option<Self> {
        let all = [
            Self::Queued,
            Self::Running,
            Self::Done,
            Self::Failed,
            Self::Cancelled,
            Self::Interrupted,
        ];
        all.into_iter().find(|state| state.key() == word)
    }
}

/// A planning job.
#[derive(Debug, Clone)]
pub struct PlanningJobRecord {
    /// Identity.
    pub id: PlanningJobId,
    /// The rota that is planned.
    pub rota: RotaId,
    /// How far it has come.
    pub state: JobState,
    /// What was asked for, as JSON.
    pub asked: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Instant,
    /// How often a node has taken it up.
    pub attempts: i64,
    /// Whether somebody wants it stopped.
    pub cancel: bool,
    /// How much of the search is done, in thousandths.
    pub progress: i64,
    /// How good the best plan is so far, as JSON.
    pub best: Option<String>,
    /// The draft it has led to.
    pub draft: Option<String>,
    /// Why it failed, in words.
    pub problem: Option<String>,
    /// When it came to its end.
    pub ended_at: Option<Instant>,
}

impl PlanningJobRecord {
    /// One job.
    pub async fn find(connection: &mut AnyConnection, id: PlanningJobId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM planning_job WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// A rota's jobs that are open or were asked for since, the latest first.
    pub async fn of_rota(connection: &mut AnyConnection, rota: RotaId, since: Instant) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM planning_job WHERE rota_id = $1 AND (ended_at IS NULL OR asked_at >= $2)
             ORDER BY asked_at DESC, id",
        )
        .bind(rota.to_string())
        .bind(since.seconds())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The jobs that nobody works on at `now` and somebody should, the oldest first.
    pub async fn waiting(connection: &mut AnyConnection, now: Instant) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM planning_job WHERE ended_at IS NULL AND (lease_until IS NULL OR lease_until < $1)
             ORDER BY asked_at, id",
        )
        .bind(now.seconds())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("planning_job", row);
        let state = row.text("state")?;
        Ok(Self {
            id: row.parsed("id")?,
            rota: row.parsed("rota_id")?,
            state: JobState::of(&state).ok_or_else(|| row.bad("state", format!("‘{state}’")))?,
            asked: row.text("asked")?,
            asked_by: row.text("asked_by")?,
            asked_at: row.instant("asked_at")?,
            attempts: row.number("attempts")?,
            cancel: row.flag("cancel")?,
            progress: row.number("progress")?,
            best: row.text_option("best")?,
            draft: row.text_option("draft_id")?,
            problem: row.text_option("problem")?,
            ended_at: row.instant_option("ended_at")?,
        })
    }
}

/// How a job has come to its end.
#[derive(Debug, Clone)]
pub struct JobEnd {
    /// How.
    pub state: JobState,
    /// The draft it has led to.
    pub draft: Option<String>,
    /// Why it failed, in words.
    pub problem: Option<String>,
}

impl Write {
    /// Puts a new job into the queue.
    pub async fn insert_planning_job(&mut self, id: PlanningJobId, rota: RotaId, asked: &str) -> Result<()> {
        let (at, actor) = (self.at(), self.actor().to_owned());
        sqlx::query(
            "INSERT INTO planning_job (id, rota_id, state, asked, asked_by, asked_at) VALUES ($1, $2, 'queued', $3, $4, $5)",
        )
        .bind(id.to_string())
        .bind(rota.to_string())
        .bind(asked.to_owned())
        .bind(actor)
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Asks whoever works on a job to stop; answers whether it was still open. One that nobody works on ends at once.
    pub async fn cancel_planning_job(&mut self, id: PlanningJobId) -> Result<bool> {
        let at = self.at();
        let ended = sqlx::query(
            "UPDATE planning_job SET state = 'cancelled', cancel = 1, ended_at = $2 WHERE id = $1 AND state = 'queued'",
        )
        .bind(id.to_string())
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        let asked = sqlx::query("UPDATE planning_job SET cancel = 1 WHERE id = $1 AND state = 'running'")
            .bind(id.to_string())
            .execute(self.connection())
            .await?;
        Ok(ended.rows_affected() + asked.rows_affected() > 0)
    }

    /// Ends a job that `node` holds, in the same write as what it has led to; answers whether the node still held it.
    pub async fn end_planning_job(&mut self, id: PlanningJobId, node: &str, end: &JobEnd) -> Result<bool> {
        let at = self.at();
        let done = sqlx::query(
            "UPDATE planning_job SET state = $3, draft_id = $4, problem = $5, ended_at = $6, lease_until = NULL
             WHERE id = $1 AND node = $2 AND state = 'running'",
        )
        .bind(id.to_string())
        .bind(node.to_owned())
        .bind(end.state.key())
        .bind(end.draft.clone())
        .bind(end.problem.clone())
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() > 0)
    }
}

impl Store {
    /// Takes a job that nobody works on; answers whether this node got it. A mark, not a write of the organisation's.
    pub async fn take_planning_job(&self, id: PlanningJobId, node: &str, now: Instant, until: Instant) -> Result<bool> {
        let taken = sqlx::query(
            "UPDATE planning_job SET state = 'running', node = $2, lease_until = $4, attempts = attempts + 1, progress = 0
             WHERE id = $1 AND ended_at IS NULL AND (lease_until IS NULL OR lease_until < $3)",
        )
        .bind(id.to_string())
        .bind(node.to_owned())
        .bind(now.seconds())
        .bind(until.seconds())
        .execute(&self.writers)
        .await?;
        Ok(taken.rows_affected() > 0)
    }

    /// Keeps the lease of a job that `node` works on, with how far it has come; answers whether it goes on: nobody has
    /// stopped it or taken it over.
    pub async fn keep_planning_job(
        &self,
        id: PlanningJobId,
        node: &str,
        until: Instant,
        (progress, best): (i64, Option<String>),
    ) -> Result<bool> {
        let kept = sqlx::query(
            "UPDATE planning_job SET lease_until = $3, progress = $4, best = $5
             WHERE id = $1 AND node = $2 AND state = 'running' AND cancel = 0",
        )
        .bind(id.to_string())
        .bind(node.to_owned())
        .bind(until.seconds())
        .bind(progress)
        .bind(best)
        .execute(&self.writers)
        .await?;
        Ok(kept.rows_affected() > 0)
    }

    /// Lets go of every job that `node` works on, as if it had not been taken up: another node may at once.
    pub async fn release_planning_jobs(&self, node: &str) -> Result<()> {
        sqlx::query(
            "UPDATE planning_job SET lease_until = 0, attempts = attempts - 1 WHERE node = $1 AND state = 'running'",
        )
        .bind(node.to_owned())
        .execute(&self.writers)
        .await?;
        Ok(())
    }

    /// Ends a job without a draft when nobody works on it; answers whether it did.
    pub async fn give_up_planning_job(&self, id: PlanningJobId, state: JobState, now: Instant) -> Result<bool> {
        let ended = sqlx::query(
            "UPDATE planning_job SET state = $2, ended_at = $3, lease_until = NULL
             WHERE id = $1 AND ended_at IS NULL AND (lease_until IS NULL OR lease_until < $3)",
        )
        .bind(id.to_string())
        .bind(state.key())
        .bind(now.seconds())
        .execute(&self.writers)
        .await?;
        Ok(ended.rows_affected() > 0)
    }
}
