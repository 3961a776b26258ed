//! `tandem export`.

use super::{Place, import::what_moved};
use crate::{
    backup::NewFile,
    clock::SystemClock,
    store::Store,
    transfer::{Moved, TransferError, export},
};
use clap::{Args, Subcommand};
use domain::Clock as _;
use std::{
    io::{self, BufWriter},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Take data out to files.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The whole organisation as one file, for `tandem import organisation` into a database of either kind. Safe beside a
    /// running server; what is written after it began is not in it. The file holds password hashes and the secrets of webhooks.
    Organisation(Organisation),
}

#[derive(Debug, Args)]
struct Organisation {
    /// The file to make, or - for standard output. What is there already stays.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Export {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Organisation(organisation) => organisation.run().await,
        }
    }
}

impl Organisation {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let store = Store::open_to_read(&self.place.database_url).await?;
        let moved = self.write(&store).await;
        store.close().await;
        eprintln!("Exported: {}", what_moved(&moved?));
        eprintln!("The key is not in it: keep TANDEM_SECRET_KEY or tandem.key too.");
        Ok(ExitCode::SUCCESS)
    }

    async fn write(&self, store: &Store) -> Result<Moved, TransferError> {
        let now = SystemClock.now();
        if self.file == Path::new("-") {
            return export(store, now, &self.file, BufWriter::new(io::stdout().lock())).await;
        }
        let new = NewFile::beside(&self.file)?;
        let moved = export(store, now, &self.file, BufWriter::new(new.writer()?)).await?;
        new.take_its_place().await?;
        Ok(moved)
    }
}
