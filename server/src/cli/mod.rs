//! The command line.

mod backup;
mod demo;
mod doctor;
mod export;
mod generate;
mod import;
mod pay;
mod serve;
mod token;
mod user;
mod who;

use clap::{Args, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode, sync::Arc};

use crate::{
    Settings, Tandem,
    clock::SystemClock,
    secret::Key,
    services::{Actor, Desk},
    store::{Store, sqlite_path},
};

/// Support rotas with two people on every shift.
#[derive(Debug, Parser)]
#[command(name = "tandem", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages, calendars and the API. On an empty database, print a one-time set-up link.
    Serve(serve::Serve),
    /// Fill an empty database with an example organisation.
    Demo(demo::Demo),
    /// Bring people or a whole organisation in from a file.
    Import(import::Import),
    /// Take a whole organisation out to a file.
    Export(export::Export),
    /// Add people, set their passwords and list them.
    User(user::User),
    /// Make, list and revoke API tokens.
    Token(token::Token),
    /// Say who is on call on a rota, or whom to call about a service.
    Who(who::Who),
    /// Plan a rota from a file, without a database.
    Generate(generate::Generate),
    /// Work out what duty is paid.
    Pay(pay::Pay),
    /// Copy the database to a file while it is in use.
    Backup(backup::Backup),
    /// Put a copy of the database into an empty place.
    Restore(backup::Restore),
    /// Check that duty is what shifts and covers make it, and that the database is whole.
    Doctor(doctor::Doctor),
}

/// Where the organisation is kept.
#[derive(Debug, Args)]
pub struct Place {
    /// The database: `sqlite://path/to/file.db` or `postgres://…`.
    #[arg(
        long,
        env = "TANDEM_DATABASE_URL",
        default_value = "sqlite://data/tandem.db",
        global = true
    )]
    database_url: String,
    /// The server's key, at least 32 characters. Without it, a file beside the SQLite database keeps one.
    #[arg(long, env = "TANDEM_SECRET_KEY", hide_env_values = true, global = true)]
    secret_key: Option<String>,
    /// Where people reach Tandem, such as `https://tandem.example.org`. Defaults to the address served.
    #[arg(long, env = "TANDEM_BASE_URL", global = true)]
    base_url: Option<String>,
}

impl Place {
    /// Opens what is there, making it when it is missing.
    async fn open(&self, base_url: &str) -> anyhow::Result<Arc<Tandem>> {
        self.open_with(Settings::plain(base_url.to_owned())).await
    }

    /// The same, as the operator has decided; the address that people use is the one in `settings` unless one was named.
    async fn open_with(&self, settings: Settings) -> anyhow::Result<Arc<Tandem>> {
        let store = Store::open(&self.database_url).await?;
        let base_url = self.base_url.as_ref().unwrap_or(&settings.base_url);
        let settings = Settings {
            base_url: base_url.trim_end_matches('/').to_owned(),
            ..settings
        };
        Ok(Tandem::start(store, self.key()?, Arc::new(SystemClock), settings).await?)
    }

    fn key(&self) -> anyhow::Result<Key> {
        if let Some(text) = &self.secret_key {
            return Ok(Key::new(text)?);
        }
        let folder = sqlite_path(&self.database_url)
            .and_then(|file| file.parent().map(PathBuf::from))
            .ok_or_else(|| {
                anyhow::anyhow!(
                    "TANDEM_SECRET_KEY is needed with PostgreSQL, the same on every node: at least 32 random characters"
                )
            })?;
        Ok(Key::from_file(&folder.join("tandem.key"))?)
    }
}

/// The operator's desk in an organisation that is set up.
async fn console(place: &Place) -> anyhow::Result<Desk> {
    let tandem = place.open("http://localhost").await?;
    if tandem.snapshot().organisation().is_none() {
        anyhow::bail!("Tandem is not set up yet: run `tandem serve` and open the link that it prints");
    }
    Ok(Desk::new(tandem, Actor::Console, None))
}

/// Rows of cells under each other, two spaces apart.
fn columns<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: Vec<[String; N]> = rows.collect();
    let mut widths = [0; N];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &[String; N]| {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

/// Runs a command to its end: 0 good, 1 failed, with the reason on stderr.
pub fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        // One thread is promised, and no database is needed.
        Command::Generate(generate) => generate.run(),
        Command::Pay(pay) => pay.run(),
        command => run_with_database(command),
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("tandem: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run_with_database(command: Command) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        // Rendering pages is reported to stall with a single worker.
        .worker_threads(std::thread::available_parallelism().map_or(4, usize::from).max(4))
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match command {
            Command::Serve(serve) => serve.run().await,
            Command::Demo(demo) => demo.run().await,
            Command::Import(import) => import.run().await,
            Command::Export(export) => export.run().await,
            Command::User(user) => user.run().await,
            Command::Token(token) => token.run().await,
            Command::Who(who) => who.run().await,
            Command::Generate(generate) => generate.run(),
            Command::Pay(pay) => pay.run(),
            Command::Backup(backup) => backup.run().await,
            Command::Restore(restore) => restore.run().await,
            Command::Doctor(doctor) => doctor.run().await,
        }
    })
}
