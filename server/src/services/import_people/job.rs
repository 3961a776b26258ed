//! Imports that are under way or have just ended, so that whoever began one can see how far it is.

use super::import;
use crate::services::{Desk, Result, internal};
use app::{
    AppError,
    people::{ImportOutcome, ImportState},
};
use std::{
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use uuid::Uuid;

/// Imports that are remembered, the latest first to stay.
const REMEMBERED: usize = 50;

/// An import that ends this soon is answered at once.
const AT_ONCE: Duration = Duration::from_millis(700);

/// How far an import is.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    total: AtomicUsize,
    done: AtomicUsize,
}

impl Progress {
    pub(super) fn begin(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
    }

    pub(super) fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// An import: whose, how far, and what came of it.
struct Job {
    id: Uuid,
    maker: String,
    progress: Progress,
    end: OnceLock<Result<ImportOutcome>>,
}

/// The imports of this node.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<Vec<Arc<Job>>>);

impl Jobs {
    fn keep(&self, job: Arc<Job>) {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.push(job);
        let surplus = jobs.len().saturating_sub(REMEMBERED);
        jobs.drain(..surplus);
    }

    fn find(&self, id: Uuid, maker: &str) -> Option<Arc<Job>> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.iter().find(|job| job.id == id && job.maker == maker).cloned()
    }
}

impl Desk {
    /// Begins to import a people file, whether or not whoever asks stays to see the end; answers the import's id.
    ///
    /// # Errors
    /// `Forbidden`.
    pub(crate) async fn begin_import(&self, file: Vec<u8>) -> Result<String> {
        self.may_administer()?;
        let job = Arc::new(Job {
            id: self.tandem.new_id(),
            maker: self.actor.key(),
            progress: Progress::default(),
            end: OnceLock::new(),
        });
        self.tandem.imports.keep(Arc::clone(&job));
        let (desk, running) = (self.clone(), Arc::clone(&job));
        let work = tokio::spawn(async move {
            let worker = Arc::clone(&running);
            let work = tokio::spawn(async move { import(&desk, file, &worker.progress).await });
            let end = work.await.unwrap_or_else(|error| Err(internal(&error)));
            // Nobody else ends it.
            let _ = running.end.set(end);
        });
        // A small file is done before anybody could look how far it is.
        let _ = tokio::time::timeout(AT_ONCE, work).await;
        Ok(job.id.to_string())
    }

    /// How far an import of the actor's is.
    pub(crate) fn import_state_of(&self, id: &str) -> Result<ImportState> {
        self.may_administer()?;
        let found = Uuid::try_parse(id)
            .ok()
            .and_then(|id| self.tandem.imports.find(id, &self.actor.key()));
        let job = found.ok_or_else(|| {
            AppError::NotFound(
                "Nothing is known here of this import: it was begun on another node or before a restart. The people list and the audit log say what came of it."
                    .into(),
            )
        })?;
        let (outcome, error) = match job.end.get() {
            None => (None, None),
            Some(Ok(outcome)) => (Some(outcome.clone()), None),
            Some(Err(error)) => (None, Some(error.clone())),
        };
        Ok(ImportState {
            job: job.id.to_string(),
            total: job.progress.total.load(Ordering::Relaxed),
            done: job.progress.done.load(Ordering::Relaxed),
            outcome,
            error,
        })
    }
}
