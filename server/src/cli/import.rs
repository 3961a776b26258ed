//! `tandem import`.

use super::{Place, console};
use crate::{
    store::sqlite_path,
    transfer::{Moved, import},
};
use app::people::{ImportFault, ImportOutcome, Port as _};
use clap::{Args, Subcommand};
use std::{
    fs::File,
    io::{self, BufReader},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Bring data in from files.
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// People and their teams from a CSV file with the columns name, email, time_zone, phone, team, qualifications and
    /// fte_percent, and if you like id, manager, role and state, as the people page exports it. All of it, or nothing when a
    /// line is bad; it can be imported again.
    People(People),
    /// A whole organisation that `tandem export organisation` wrote, into an empty database of either kind. All of it, or
    /// nothing.
    Organisation(Organisation),
}

#[derive(Debug, Args)]
struct People {
    /// The file: separated by commas, semicolons or tabs; in UTF-8, UTF-16 or Windows-1252.
    file: PathBuf,
    /// Say what would happen, and write nothing.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
struct Organisation {
    /// The file, or - for standard input.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::People(people) => people.run().await,
            What::Organisation(organisation) => organisation.run().await,
        }
    }
}

impl People {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let file = std::fs::read(&self.file)
            .map_err(|error| anyhow::anyhow!("cannot read {}: {error}", self.file.display()))?;
        let desk = console(&self.place).await?;
        let outcome = if self.check {
            desk.check_people_file(file).await?
        } else {
            desk.import_people_file(file).await?
        };
        desk.tandem().store.close().await;
        for note in &outcome.notes {
            eprintln!("tandem: {note}");
        }
        if outcome.faults.is_empty() {
            println!("{}{}", if self.check { "Would be: " } else { "" }, outcome.summary());
            return Ok(ExitCode::SUCCESS);
        }
        eprint!("{}", table(&outcome));
        eprintln!(
            "tandem: nothing was imported: {} to correct in {}",
            outcome.faults.len(),
            self.file.display()
        );
        Ok(ExitCode::FAILURE)
    }
}

impl Organisation {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let url = &self.place.database_url;
        let moved = if self.file == Path::new("-") {
            import(url, &self.file, io::stdin().lock()).await?
        } else {
            let file = File::open(&self.file)
                .map_err(|error| anyhow::anyhow!("cannot read {}: {error}", self.file.display()))?;
            import(url, &self.file, BufReader::new(file)).await?
        };
        println!("Imported: {}", what_moved(&moved));
        let key = sqlite_path(url).map(|file| file.with_file_name("tandem.key"));
        if let Some(key) = key.filter(|key| self.place.secret_key.is_none() && !key.exists()) {
            eprintln!(
                "There is no key at {}: put the other server's there before Tandem starts, or a new one is made and every \
                 calendar address ends.",
                key.display()
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// How much was moved, and that it is sound.
pub(super) fn what_moved(moved: &Moved) -> String {
    let Moved { tables, rows, report } = moved;
    format!(
        "{rows} rows of {tables} tables ({} rotas, {} shifts, {} covers, {} rows of duty, all sound)",
        report.rotas, report.shifts, report.covers, report.rows
    )
}

/// What is wrong, as a table of line, column, value and what to do.
fn table(outcome: &ImportOutcome) -> String {
    let cells = |fault: &ImportFault| {
        let line = if fault.line == 0 {
            "-".to_owned()
        } else {
            fault.line.to_string()
        };
        [line, dash(&fault.column), dash(&fault.value), fault.message.clone()]
    };
    let head = ["line", "column", "value", "what to do"].map(str::to_owned);
    super::columns(std::iter::once(head).chain(outcome.faults.iter().map(cells)))
}

fn dash(text: &str) -> String {
    if text.is_empty() {
        "-".to_owned()
    } else {
        text.to_owned()
    }
}
