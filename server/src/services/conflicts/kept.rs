//! Conflicts are looked for once for each revision and minute, whoever asks.

use crate::snapshot::Snapshot;
use domain::{Instant, conflicts::Conflict};
use std::sync::{Arc, Mutex, PoisonError};

/// How long what was found holds without a change, in seconds.
const HOLDS_SECONDS: i64 = 60;

/// The conflicts that were found last.
#[derive(Default)]
pub(crate) struct KeptConflicts(Mutex<Option<Found>>);

struct Found {
    revision: i64,
    at: Instant,
    conflicts: Arc<Vec<Conflict>>,
}

impl KeptConflicts {
    /// The conflicts of a snapshot; those that are over by `now` are gone.
    pub(crate) fn of(&self, snapshot: &Snapshot, now: Instant) -> Arc<Vec<Conflict>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |found: &&Found| {
            let over = || found.conflicts.iter().any(|one| one.span.end() <= now);
            found.revision == snapshot.revision() && (0..HOLDS_SECONDS).contains(&(now - found.at)) && !over()
        };
        if let Some(found) = kept.as_ref().filter(fresh) {
            return Arc::clone(&found.conflicts);
        }
        let conflicts = Arc::new(super::find(snapshot, now));
        *kept = Some(Found {
            revision: snapshot.revision(),
            at: now,
            conflicts: Arc::clone(&conflicts),
        });
        conflicts
    }
}
