//! `tandem serve`.

use super::Place;
use crate::{
    Settings, Tandem,
    backup::{self, BackupError, Schedule},
    http,
    mail::{LETTER, Mail},
    metrics,
    outward::{CALL, Outward},
    services::{expire_offers, remind, run_courier, run_webhooks, walk_alerts},
};
use anyhow::Context as _;
use clap::Args;
use domain::Instant;
use ipnet::IpNet;
use secrecy::SecretString;
use std::{
    io::IsTerminal as _,
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// How often writes of other nodes and commands are looked for.
const POLL: Duration = Duration::from_millis(500);
/// How often marks such as "last used" are written down.
const MARKS: Duration = Duration::from_secs(10);
/// How often offers whose time is over are looked for.
const OFFERS: Duration = Duration::from_secs(30);
/// How often it is looked whether somebody is to be called about an alert.
const ALERTS: Duration = Duration::from_secs(1);
/// How often planning jobs that nobody works on are looked for.
const PLANS: Duration = Duration::from_secs(2);
/// How often ended sessions and forgotten tries are cleared away.
const CLEAN_UP: Duration = Duration::from_secs(3600);
/// Seconds that notices are kept after their end: 30 days.
const NOTICES_KEPT: i64 = 30 * 86_400;
/// Seconds that inboxes keep what people were told: a year.
const INBOX_KEPT: i64 = 366 * 86_400;

/// Serve pages, calendars and the API.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "TANDEM_LISTEN", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Seconds between saying on /readyz that this node is going away and going, for load balancers to notice.
    #[arg(long, env = "TANDEM_DRAIN_SECONDS", default_value_t = 0)]
    drain_seconds: u64,
    /// A proxy in front of this node, by address or network such as `10.0.0.0/8`: its X-Forwarded-For is believed. Several
    /// are separated by commas. Without it, requests come from whoever connects.
    #[arg(long = "trusted-proxy", env = "TANDEM_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',', value_parser = network)]
    trusted_proxies: Vec<IpNet>,
    /// The mail server: `smtps://user:password@host` (TLS), or `smtp://user:password@host:587` (STARTTLS), or
    /// `smtp://localhost:25?tls=none` for a relay on this machine. Better in the variable than in the flag, where other
    /// programs see it. Without it Tandem sends no mail.
    #[arg(long, env = "TANDEM_SMTP_URL", hide_env_values = true, value_name = "URL")]
    smtp_url: Option<SecretString>,
    /// Whom mail is from, such as `Tandem <tandem@example.org>`.
    #[arg(long, env = "TANDEM_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// A network inside that webhooks may call, such as `10.0.0.0/8`; several are separated by commas. Without it they reach
    /// the open internet alone. With `127.0.0.0/8` they may call programs on this machine, those without https too.
    #[arg(long = "webhooks-inside", env = "TANDEM_WEBHOOKS_INSIDE", value_name = "ADDRESS", value_delimiter = ',', value_parser = network)]
    webhooks_inside: Vec<IpNet>,
    /// A folder for backups that this server makes by itself; SQLite only. Without it, it makes none.
    #[arg(long, env = "TANDEM_BACKUP_FOLDER", value_name = "FOLDER")]
    backup_folder: Option<PathBuf>,
    /// Hours from one backup to the next.
    #[arg(long, env = "TANDEM_BACKUP_HOURS", default_value_t = 24, value_parser = clap::value_parser!(i64).range(1..=8_760), requires = "backup_folder")]
    backup_hours: i64,
    /// How many of the newest backups stay.
    #[arg(long, env = "TANDEM_BACKUP_KEEP", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..), requires = "backup_folder")]
    backup_keep: u16,
    /// Seconds between looks at what lies ahead: shifts that start soon, and gaps.
    #[arg(long, env = "TANDEM_LOOK_AHEAD_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    look_ahead_seconds: u64,
    /// How many requests each API token may make in a minute of this node; 0 for as many as they like.
    #[arg(long, env = "TANDEM_REQUESTS_PER_MINUTE", value_name = "N", default_value_t = 6_000)]
    requests_per_minute: u32,
    /// How many seconds old answers of the API may be while the database is out of reach; 0 for as old as it takes.
    #[arg(long, env = "TANDEM_STALE_SECONDS", value_name = "SECONDS", default_value_t = 0)]
    stale_seconds: u32,
    /// How the log is written: for people, or one JSON object a line for programs.
    #[arg(long, env = "TANDEM_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    #[command(flatten)]
    place: Place,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

impl LogFormat {
    /// Writes what is logged from now on to standard error.
    fn begin(self) {
        let filter = EnvFilter::try_from_env("TANDEM_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
        let log = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr);
        match self {
            // Colours are for people who look on.
            Self::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
            Self::Json => log.json().flatten_event(true).init(),
        }
    }
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        self.log_format.begin();
        let listener = TcpListener::bind(self.listen).await.map_err(|error| {
            anyhow::anyhow!(
                "cannot listen on {}: {error}. Choose another with --listen",
                self.listen
            )
        })?;
        let address = listener.local_addr()?;
        let (mail, backups) = (self.mail()?, self.backups()?);
        let settings = Settings {
            base_url: format!("http://{address}"),
            trusted_proxies: self.trusted_proxies,
            mail,
            outward: Outward::allowing(self.webhooks_inside),
            requests_per_minute: NonZeroU32::new(self.requests_per_minute),
            stale_seconds: NonZeroU32::new(self.stale_seconds),
        };
        let tandem = self.place.open_with(settings).await?;
        println!("Tandem listens on {}", tandem.settings.base_url);
        match &tandem.settings.mail {
            Some(mail) => tracing::info!(through = mail.through(), from = mail.from(), "mail is set up"),
            None => tracing::info!("mail is not set up: see --smtp-url"),
        }
        if let Some(link) = tandem.new_setup_link().await? {
            println!("\nSet Tandem up within a day through this link (it works once):\n\n    {link}\n");
        }
        let jobs = [
            tokio::spawn(follow(Arc::clone(&tandem))),
            tokio::spawn(clean_up(Arc::clone(&tandem))),
            tokio::spawn(keep_marks(Arc::clone(&tandem))),
            tokio::spawn(plan(Arc::clone(&tandem))),
            tokio::spawn(end_offers(Arc::clone(&tandem))),
            tokio::spawn(call_people(Arc::clone(&tandem))),
            tokio::spawn(look_ahead(
                Arc::clone(&tandem),
                Duration::from_secs(self.look_ahead_seconds),
            )),
        ];
        let backups = backups.map(|schedule| tokio::spawn(backup::run(Arc::clone(&tandem), schedule)));
        let courier = tokio::spawn(run_courier(Arc::clone(&tandem)));
        let hooks = tokio::spawn(run_webhooks(Arc::clone(&tandem)));
        let stop = drained(Arc::clone(&tandem), Duration::from_secs(self.drain_seconds));
        http::serve(Arc::clone(&tandem), listener, stop).await?;
        jobs.iter().chain(&backups).for_each(tokio::task::JoinHandle::abort);
        // What is being sent is sent to its end, or it would be sent twice.
        if tokio::time::timeout(LETTER, courier).await.is_err() {
            tracing::warn!("a notice was being sent for too long: another node will send it again");
        }
        if tokio::time::timeout(CALL, hooks).await.is_err() {
            tracing::warn!("a webhook was called for too long: another node will call it again");
        }
        if let Err(error) = tandem.leave_planning().await {
            tracing::warn!(%error, "planning jobs were not let go of; they are taken up again when their leases end");
        }
        if let Err(error) = tandem.flush_marks().await {
            tracing::warn!(%error, "the last marks were not written");
        }
        tandem.store.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

impl Serve {
    /// What backups are made, if any.
    fn backups(&self) -> anyhow::Result<Option<Schedule>> {
        let Some(folder) = self.backup_folder.clone() else {
            return Ok(None);
        };
        if !self.place.database_url.starts_with("sqlite:") {
            return Err(BackupError::PostgresBackup).context("--backup-folder is for SQLite");
        }
        Ok(Some(Schedule {
            folder,
            every: self.backup_hours * 3600,
            keep: usize::from(self.backup_keep),
        }))
    }

    /// How mail is sent, if it is.
    fn mail(&self) -> anyhow::Result<Option<Mail>> {
        match (&self.smtp_url, &self.mail_from) {
            (None, None) => Ok(None),
            (Some(url), Some(from)) => Ok(Some(Mail::new(url, from)?)),
            (Some(_), None) => anyhow::bail!("say whom mail is from: --mail-from 'Tandem <tandem@example.org>'"),
            (None, Some(_)) => anyhow::bail!("say where mail goes through: --smtp-url smtps://user:password@host"),
        }
    }
}

/// A network, or an address as the network that holds it alone.
fn network(text: &str) -> Result<IpNet, String> {
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    text.parse::<IpNet>()
        .or_else(|_| address())
        .map_err(|_| format!("‘{text}’ is not an address or a network: write 10.0.0.1 or 10.0.0.0/8"))
}

/// Shows writes of other nodes and commands on this one.
async fn follow(tandem: Arc<Tandem>) {
    loop {
        tokio::time::sleep(POLL).await;
        if let Err(error) = tandem.catch_up().await {
            tracing::warn!(%error, "the database cannot be read: answering from memory");
        }
    }
}

/// Works on planning jobs that nobody works on.
async fn plan(tandem: Arc<Tandem>) {
    loop {
        if let Err(error) = tandem.take_up_plans().await {
            tracing::warn!(%error, "planning jobs cannot be read");
        }
        tokio::time::sleep(PLANS).await;
    }
}

/// Ends offers whose time is over.
async fn end_offers(tandem: Arc<Tandem>) {
    loop {
        if let Err(error) = expire_offers(&tandem).await {
            tracing::warn!(%error, "offers whose time is over were not ended; it will be tried again");
        }
        tokio::time::sleep(OFFERS).await;
    }
}

/// Calls people about alerts that nobody has taken.
async fn call_people(tandem: Arc<Tandem>) {
    loop {
        if let Err(error) = walk_alerts(&tandem).await {
            tracing::warn!(%error, "alerts did not go on; it will be tried again");
        }
        tokio::time::sleep(ALERTS).await;
    }
}

/// Tells people of shifts that start soon and of gaps ahead.
async fn look_ahead(tandem: Arc<Tandem>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        if let Err(error) = remind(&tandem).await {
            tracing::warn!(%error, "nobody was told of what lies ahead; it will be tried again");
        }
    }
}

/// Ends once this node was told to stop and load balancers had time to notice.
async fn drained(tandem: Arc<Tandem>, patience: Duration) {
    stop_signal().await;
    tandem.drain();
    tokio::time::sleep(patience).await;
}

/// Writes marks down and keeps figures small.
async fn keep_marks(tandem: Arc<Tandem>) {
    loop {
        tokio::time::sleep(MARKS).await;
        metrics::upkeep();
        if let Err(error) = tandem.look_into_outbox().await {
            tracing::warn!(%error, "the outbox cannot be looked into");
        }
        if let Err(error) = tandem.flush_marks().await {
            tracing::warn!(%error, "marks were not written; they will be tried again");
        }
    }
}

async fn clean_up(tandem: Arc<Tandem>) {
    loop {
        if let Err(error) = tandem.store.remove_ended_sessions(tandem.now()).await {
            tracing::warn!(%error, "ended sessions were not cleared away");
        }
        if let Err(error) = tandem.store.remove_forgotten_tries(tandem.now()).await {
            tracing::warn!(%error, "tries to sign in were not cleared away");
        }
        let long_ago: Instant = tandem.now() - NOTICES_KEPT;
        if let Err(error) = tandem.store.remove_ended_notices(long_ago).await {
            tracing::warn!(%error, "notices that ended long ago were not cleared away");
        }
        if let Err(error) = tandem.store.remove_old_entries(tandem.now() - INBOX_KEPT).await {
            tracing::warn!(%error, "old entries of inboxes were not cleared away");
        }
        if let Err(error) = tandem.store.remove_old_requests(tandem.now()).await {
            tracing::warn!(%error, "answers to requests with keys were not cleared away");
        }
        if let Err(error) = tandem.store.remove_expired_codes(tandem.now()).await {
            tracing::warn!(%error, "codes that have run out were not cleared away");
        }
        tokio::time::sleep(CLEAN_UP).await;
    }
}

/// Ends at Ctrl-C or SIGTERM.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Serve;
    use clap::Args as _;

    #[test]
    fn the_documentation_has_a_row_for_every_flag_with_its_variable_and_default() {
        let table = include_str!("../../../docs/running.md");
        let command = Serve::augment_args(clap::Command::new("serve"));
        let flags: Vec<_> = command
            .get_arguments()
            .filter(|flag| flag.get_long().is_some())
            .collect();
        assert!(flags.len() > 12, "{} flags", flags.len());
        for flag in flags {
            let name = format!("| `--{}` |", flag.get_long().unwrap());
            let row = table.lines().find(|row| row.starts_with(&name));
            let row = row.unwrap_or_else(|| panic!("docs/running.md has no row that begins with {name}"));
            let variable = flag.get_env().unwrap().to_str().unwrap();
            assert!(row.contains(&format!("| `{variable}` |")), "{variable}: {row}");
            for default in flag.get_default_values() {
                let default = format!("`{}`", default.to_str().unwrap());
                assert!(row.contains(&default), "{default}: {row}");
            }
        }
    }
}
