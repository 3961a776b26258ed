//! Backups that a server makes by itself.

use super::{BackupError, back_up};
use crate::Tandem;
use chrono::{DateTime, Utc};
use domain::Instant;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

/// How often it is looked whether one is due.
const LOOK: Duration = Duration::from_secs(60);

/// What names begin and end with.
const NAME: (&str, &str) = ("tandem-", "Z.db");
const STAMP: &str = "%Y%m%dT%H%M%S";

/// Where backups go, how often, and how many stay.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The folder, which is made when it is missing.
    pub folder: PathBuf,
    /// Seconds from one to the next.
    pub every: i64,
    /// How many of the newest stay.
    pub keep: usize,
}

impl Schedule {
    /// Makes a backup if one is due, and removes those that need not stay.
    ///
    /// # Errors
    /// When none can be made: those that are there stay.
    pub async fn keep_up(&self, tandem: &Tandem) -> Result<Option<PathBuf>, BackupError> {
        let now = tandem.now();
        let latest = made(&self.folder)?.into_iter().map(|(at, _)| at).max();
        // One from the future is from before the clock was put right: it does not keep others from being made.
        let due = latest.is_none_or(|latest| now - latest >= self.every || latest > now);
        if !due {
            return Ok(None);
        }
        let file = self.folder.join(name(now));
        let copied = back_up(&tandem.store, &file).await?;
        self.remove_oldest(&file)?;
        Ok(Some(copied.file))
    }

    /// Removes all but the newest: never the one just made.
    fn remove_oldest(&self, just_made: &Path) -> Result<(), BackupError> {
        let mut others = made(&self.folder)?;
        others.retain(|(_, file)| file != just_made);
        others.sort();
        let surplus = (others.len() + 1).saturating_sub(self.keep.max(1));
        for (_, file) in others.into_iter().take(surplus) {
            fs::remove_file(&file).map_err(|error| BackupError::File(file, error))?;
        }
        Ok(())
    }
}

/// Keeps to a schedule for as long as the server runs.
pub async fn run(tandem: Arc<Tandem>, schedule: Schedule) {
    loop {
        match schedule.keep_up(&tandem).await {
            Ok(Some(file)) => {
                crate::metrics::backed_up(tandem.now());
                tracing::info!(file = %file.display(), "backed up");
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "no backup could be made"),
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn name(at: Instant) -> String {
    let at = DateTime::<Utc>::from_timestamp(at.seconds(), 0).unwrap_or_default();
    format!("{}{}{}", NAME.0, at.format(STAMP), NAME.1)
}

/// The backups in a folder, with when each was made by its name.
fn made(folder: &Path) -> Result<Vec<(Instant, PathBuf)>, BackupError> {
    let fault = |error| BackupError::File(folder.to_owned(), error);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fault)?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fault)?;
        if let Some(at) = entry.file_name().to_str().and_then(made_at) {
            found.push((at, entry.path()));
        }
    }
    Ok(found)
}

fn made_at(name: &str) -> Option<Instant> {
    let stamp = name.strip_prefix(NAME.0)?.strip_suffix(NAME.1)?;
    let at = chrono::NaiveDateTime::parse_from_str(stamp, STAMP).ok()?;
    Some(Instant::from_seconds(at.and_utc().timestamp()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_says_when_it_was_made_and_nothing_else_is_taken_for_one() {
        let at: Instant = "2026-03-29T01:30:00Z".parse().unwrap();
        assert_eq!(name(at), "tandem-20260329T013000Z.db");
        assert_eq!(made_at(&name(at)), Some(at));
        for other in [
            "tandem.db",
            "tandem-latest.db",
            "tandem-20260230T013000Z.db",
            ".tandem-1.part",
        ] {
            assert_eq!(made_at(other), None, "{other}");
        }
    }
}
