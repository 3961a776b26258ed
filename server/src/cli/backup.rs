//! `tandem backup` and `tandem restore`.

use super::Place;
use crate::{
    backup::{BackupError, Copied, back_up, restore},
    store::{Store, sqlite_path},
};
use clap::Args;
use std::{path::PathBuf, process::ExitCode};

/// Copy the SQLite database to a new file while it is in use, and examine the copy.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// The file to make. What is there already stays.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Put a copy into the place of the database, where nothing may be yet, and examine it.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The copy, made by `tandem backup`.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Backup {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let url = &self.place.database_url;
        if sqlite_path(url).is_none() && url.starts_with("postgres") {
            return Err(BackupError::PostgresBackup.into());
        }
        let store = Store::open_to_read(url).await?;
        let copied = back_up(&store, &self.file).await;
        store.close().await;
        println!("Backed up: {}", words(&copied?));
        println!("The key is not in it: keep TANDEM_SECRET_KEY or tandem.key too.");
        Ok(ExitCode::SUCCESS)
    }
}

impl Restore {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let Some(file) = sqlite_path(&self.place.database_url) else {
            return Err(BackupError::PostgresRestore.into());
        };
        println!("Restored: {}", words(&restore(&self.file, &file).await?));
        let key = file.with_file_name("tandem.key");
        if self.place.secret_key.is_none() && !key.exists() {
            eprintln!(
                "There is no key at {}: put the backed-up server's there before Tandem starts, or a new one is made and \
                 every calendar address ends.",
                key.display()
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn words(copied: &Copied) -> String {
    let Copied { file, bytes, report } = copied;
    format!(
        "{} ({bytes} bytes; {} rotas, {} shifts, {} covers, {} rows of duty, all sound)",
        file.display(),
        report.rotas,
        report.shifts,
        report.covers,
        report.rows
    )
}
