//! Copies of a SQLite database: made while it is in use, kept for a while, put back where nothing is.
//!
//! A copy is whole or not there: it is made under another name beside its place, examined as `tandem doctor` does, made
//! durable, and only then given its name. The server's key is not part of it.

mod place;
mod schedule;

pub(crate) use place::NewFile;
pub use schedule::{Schedule, run};

use crate::{
    services::{Report, examine},
    store::{Engine, Store, StoreError},
};
use std::{
    io,
    path::{Path, PathBuf},
};

/// A copy that was made or put back.
#[derive(Debug)]
pub struct Copied {
    /// Where it is now.
    pub file: PathBuf,
    /// How long it is.
    pub bytes: u64,
    /// What it holds.
    pub report: Report,
}

/// Why a copy cannot be made or put back. Nothing was left behind.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has tools of its own.
    #[error("PostgreSQL keeps its own backups: pg_dump --format=custom DATABASE > backup.dump")]
    PostgresBackup,
    /// And for the way back.
    #[error(
        "a backup goes back into a SQLite file. For PostgreSQL: pg_restore --dbname=DATABASE backup.dump, into an empty \
         database"
    )]
    PostgresRestore,
    /// Something is in the way.
    #[error("there is something at {0} already, and it stays. Choose another place, or move it away first")]
    Taken(PathBuf),
    /// A file that cannot be read or written.
    #[error("{0}: {1}")]
    File(PathBuf, io::Error),
    /// A database that cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was copied is not sound.
    #[error("the copy of {file} is not sound, so it was thrown away: {}", .complaints.join("; "))]
    NotSound {
        /// What was copied.
        file: String,
        /// What is wrong with it.
        complaints: Vec<String>,
    },
}

/// Copies the database to a file that must not be there yet, while others go on writing.
///
/// # Errors
/// [`BackupError::PostgresBackup`], [`BackupError::Taken`], and what keeps the database or the file from being read or
/// written.
pub async fn back_up(store: &Store, file: &Path) -> Result<Copied, BackupError> {
    if store.engine() == Engine::Postgres {
        return Err(BackupError::PostgresBackup);
    }
    let new = NewFile::beside(file)?;
    store.copy_into(new.path()).await?;
    let copy = Store::open_to_read(&new.url()).await?;
    let report = sound(&copy, "the database").await?;
    let bytes = new.take_its_place().await?;
    Ok(Copied {
        file: file.to_owned(),
        bytes,
        report,
    })
}

/// Puts a copy into a place where nothing is, and brings its schema up to date.
///
/// # Errors
/// [`BackupError::Taken`] where something is, also the remains of a database; what is not a sound Tandem database, or one
/// of a newer Tandem, is refused.
pub async fn restore(copy: &Path, file: &Path) -> Result<Copied, BackupError> {
    // Says that it is none of ours before anything is copied.
    let original = Store::open_to_read(&place::url_of(copy)).await?;
    original.close().await;
    for remains in place::beside(file) {
        place::must_be_free(&remains)?;
    }
    let new = NewFile::beside(file)?;
    new.fill_from(copy).await?;
    let store = Store::open(&new.url()).await?;
    let report = sound(&store, &copy.display().to_string()).await?;
    let bytes = new.take_its_place().await?;
    Ok(Copied {
        file: file.to_owned(),
        bytes,
        report,
    })
}

/// Examines a copy and closes it, which folds its write-ahead log into it.
async fn sound(store: &Store, of: &str) -> Result<Report, BackupError> {
    let report = examine(store).await;
    store.close().await;
    let report = report?;
    if report.complaints.is_empty() {
        return Ok(report);
    }
    Err(BackupError::NotSound {
        file: of.to_owned(),
        complaints: report.complaints,
    })
}
