//! `tandem doctor`.

use super::Place;
use crate::{services::examine, store::Store};
use clap::Args;
use std::process::ExitCode;

/// Check that duty is what shifts, covers and corrections make it, and that the database is whole. Changes nothing, and is safe
/// beside a running server.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    place: Place,
}

impl Doctor {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let store = Store::open_to_read(&self.place.database_url).await?;
        let report = examine(&store).await?;
        store.close().await;
        for complaint in &report.complaints {
            eprintln!("{complaint}");
        }
        if report.complaints.is_empty() {
            println!(
                "Sound: {} rotas, {} shifts, {} covers, {} corrections, {} rows of duty",
                report.rotas, report.shifts, report.covers, report.corrections, report.rows
            );
            Ok(ExitCode::SUCCESS)
        } else {
            println!("Not sound: {} complaints", report.complaints.len());
            Ok(ExitCode::FAILURE)
        }
    }
}
