//! A whole organisation as one file, out of a database and into an empty one, on either engine.
//!
//! The file is JSON, a line each: what it is, then for every table its columns and rows, and at the end how many rows there
//! are and the digest of all that stands before. What belongs to one server stays behind: who is signed in, tries to sign
//! in, the set-up link. The server's key is not part of it either.

mod export;
mod file;
mod import;

pub use export::export;
pub use import::import;

use crate::{backup::BackupError, services::Report, store::StoreError};
use std::{io, path::PathBuf};

/// An organisation that was written or read.
#[derive(Debug)]
pub struct Moved {
    /// How many tables have rows.
    pub tables: usize,
    /// How many rows there are in them.
    pub rows: u64,
    /// What was examined on the side of the database.
    pub report: Report,
}

/// Why an organisation cannot be moved. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// What keeps a file from being made.
    #[error(transparent)]
    Place(#[from] BackupError),
    /// A database that cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stream that cannot be read or written.
    #[error("{0}: {1}")]
    Stream(PathBuf, io::Error),
    /// The database is not sound.
    #[error("the database is not sound, so nothing is exported: {}", .0.join("; "))]
    NotSound(Vec<String>),
    /// The file's last line is missing.
    #[error(
        "the file ends in the middle: its last line, which counts the rows, is missing. Copy it again, or export again"
    )]
    CutOff,
    /// The file is not what was exported.
    #[error("the file is not as it was exported: {0}. Copy it again, or export again")]
    Changed(&'static str),
    /// A line that does not belong into such a file.
    #[error("line {line}: {reason}")]
    Line {
        /// Which, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A row that the database does not take.
    #[error("line {line}, a row of {table}: {error}")]
    Refused {
        /// Which, from 1.
        line: u64,
        /// Where it would go.
        table: String,
        /// What the database said.
        error: StoreError,
    },
    /// The file is of a newer Tandem.
    #[error(
        "this file was made by a newer Tandem (its schema has step {0}, which this one does not know): use that version"
    )]
    Newer(i64),
    /// The place has a newer schema than the file.
    #[error(
        "the database has step {0} of the schema already, and the file is older than that: give the address of a database \
         that is not there yet, and it is brought up to date after the import"
    )]
    Older(i64),
    /// Something is in the database.
    #[error("the database is not empty: there are rows in {0}. An organisation is only imported into an empty one")]
    NotEmpty(String),
    /// What was imported is not sound; only a file that was changed by hand can come to that.
    #[error("what was imported is not sound; throw that database away: {}", .0.join("; "))]
    Unsound(Vec<String>),
}
