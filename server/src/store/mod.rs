//! All SQL: one set of statements that runs on SQLite and PostgreSQL.
//!
//! A write is a [`Write`]: it takes the organisation's revision first, which serialises writers on both engines.

mod alert;
mod audit;
mod calendar_event;
mod call_out;
mod change;
mod codec;
mod contact_code;
mod correction;
mod cover;
mod done;
mod draft;
mod draft_edit;
mod duty;
mod entry_link;
mod examination;
mod feed;
mod handover;
mod history;
mod holiday_calendar;
mod inbox;
mod keyed_request;
mod leave;
mod migrate;
mod notice_choice;
mod offer;
mod organisation;
mod outbox;
mod pay_cycle;
mod pay_export;
mod pay_mapping;
mod pay_query;
mod pay_statement;
mod person;
mod person_pay;
mod planning_job;
mod planning_people;
mod planning_rules;
mod policy;
mod preferences;
mod rate_card;
mod rate_card_use;
mod rota;
mod rota_order;
mod session;
mod setup_link;
mod shift;
mod sign_in_try;
mod team;
mod toil_taken;
mod token;
mod transfer;
mod webhook;
mod wish;
mod write;

pub use alert::{AlertEntry, AlertRecord, AlertState};
pub use audit::{AuditEntry, AuditPlace, AuditQuery, Occurrence};
pub use calendar_event::{EventContent, EventMark};
pub use call_out::CallOutRecord;
pub use change::{Changes, Part};
pub use contact_code::ContactCodeRecord;
pub use correction::{CorrectionRecord, WithdrawnCorrection};
pub use cover::{CoverRecord, InPlaceOf};
pub use done::{Done, Later, later_shifts};
pub use draft::DraftRecord;
pub use draft_edit::DraftEditRecord;
pub use duty::{duty_elsewhere, duty_since};
pub use entry_link::{EntryLinkRecord, OpenLink};
pub use examination::Examination;
pub use feed::{FeedKind, FeedRecord};
pub use handover::{Checklist, HandoverMark, HandoverNote, HandoverTaken, Ticked, rotas_without_notes};
pub use holiday_calendar::{CalendarsMark, HolidayCalendarRecord, calendars, calendars_mark};
pub use inbox::{InboxPlace, InboxRecord, NewEntry};
pub use keyed_request::{Claimed, KeptResponse, RequestKey};
pub use leave::LeaveRecord;
pub use notice_choice::kept_choices;
pub use offer::{OfferRecord, offers_need_approval};
pub use organisation::OrganisationRecord;
pub use outbox::{Channel, NewNotice, NoticeRecord, NoticeState, OutboxFigures, Outcome};
pub use pay_cycle::{pay_calendar, toil_expiry};
pub use pay_export::PayExportRecord;
pub use pay_mapping::PayMappingRecord;
pub use pay_query::PayQueryRecord;
pub use pay_statement::{DocumentRecord, StatementRecord};
pub use person::{OrganisationRole, PersonRecord};
pub use person_pay::PersonPayRecord;
pub use planning_job::{JobEnd, JobState, PlanningJobRecord};
pub use planning_people::{ApartRecord, MemberPlanningRecord};
pub use planning_rules::{Asker, PlanningRulesRecord};
pub use policy::{PolicyDraft, PolicyVersion, ServiceRecord};
pub use preferences::{Preferences, Theme};
pub use rate_card::RateCardVersionRecord;
pub use rate_card_use::{PaidFor, RateCardUseRecord};
pub use rota::{RotaRecord, RulesRecord};
pub use rota_order::RotaOrderRecord;
pub use session::SessionRecord;
pub use sign_in_try::TrySubject;
pub use sqlx::AnyConnection as Connection;
pub use team::{MemberRecord, TeamRecord};
pub use toil_taken::ToilTakenRecord;
pub use token::TokenRecord;
pub use transfer::{Column, Filling, Kind, Table, Value};
pub use webhook::{Delivery, NewDelivery, WebhookRecord, WebhookState};
pub use wish::{About, WishRecord};
pub use write::{DutyNews, Write};

use sqlx::{AnyPool, Connection as _, Executor as _, any::AnyPoolOptions};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// The two database engines Tandem runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded: one writer, a pool of readers.
    Sqlite,
    /// For several nodes.
    Postgres,
}

/// What went wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine said no, or could not be reached.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("database schema: {0}")]
    Migrate(sqlx::migrate::MigrateError),
    /// The schema has a step that this version does not know.
    #[error(
        "this database was made by a newer Tandem (it has step {0} of the schema, which this one does not know), and is \
         left as it is: use that version, or a backup from before it"
    )]
    Newer(i64),
    /// There is nothing to look at.
    #[error("there is no Tandem database at {0}: `tandem serve` or `tandem demo` makes one")]
    Missing(String),
    /// A row holds what no version of Tandem wrote.
    #[error("the {table} table holds bad data in {column}: {reason}")]
    Inconsistent {
        /// The table read.
        table: &'static str,
        /// The column at fault.
        column: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Another has begun the request anew that this write belongs to: it was thought dead.
    #[error("another has begun this request anew, since it took too long")]
    TakenOver,
    /// The address of the database is not one Tandem understands.
    #[error("‘{0}’ is not a database address: use sqlite://path/to/file.db or postgres://…")]
    BadUrl(String),
    /// The folder of the database file could not be made.
    #[error("cannot make the folder {0}: {1}")]
    Folder(PathBuf, std::io::Error),
}

impl StoreError {
    /// Whether the database could not be asked at all, as opposed to saying no.
    pub fn is_out_of_reach(&self) -> bool {
        use sqlx::Error as E;
        matches!(
            self,
            Self::Database(E::PoolTimedOut | E::PoolClosed | E::Io(_) | E::WorkerCrashed)
        ) || self.is_locked()
            || self.is_file_out_of_reach()
    }

    /// Whether PostgreSQL refused a text because of a character that it cannot keep: U+0000.
    pub fn is_text_that_cannot_be_kept(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.code().as_deref() == Some("22021"))
    }

    /// Whether another program held SQLite's lock for longer than a write waits: `SQLITE_BUSY` and `SQLITE_LOCKED`.
    fn is_locked(&self) -> bool {
        matches!(self.sqlite_code(), Some(5 | 6))
    }

    /// Whether SQLite's file cannot be read, written or opened: `SQLITE_IOERR` and `SQLITE_CANTOPEN`.
    fn is_file_out_of_reach(&self) -> bool {
        matches!(self.sqlite_code(), Some(10 | 14))
    }

    /// The primary code of a fault of SQLite.
    fn sqlite_code(&self) -> Option<u32> {
        let Self::Database(sqlx::Error::Database(error)) = self else {
            return None;
        };
        primary_code(&error.code()?)
    }

    /// Whether a unique constraint refused the row: somebody else took the name first.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }
}

/// The primary code of SQLite in an extended one: its low byte. PostgreSQL's codes have five characters.
fn primary_code(code: &str) -> Option<u32> {
    let code = Some(code).filter(|code| code.len() < 5)?;
    Some(code.parse::<u32>().ok()? & 0xff)
}

/// A result whose error is a [`StoreError`].
pub type Result<T> = std::result::Result<T, StoreError>;

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    readers: AnyPool,
    writers: AnyPool,
}

impl Store {
    /// Opens the database at `url` and brings its schema up to date. A SQLite file is made when missing.
    ///
    /// # Errors
    /// [`StoreError::BadUrl`] for another kind of address, and whatever the engine reports.
    pub async fn open(url: &str) -> Result<Self> {
        let store = Self::connect(url).await?;
        migrate::run(&store, None).await?;
        Ok(store)
    }

    /// Opens the database as it is.
    async fn connect(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        Ok(if url.starts_with("sqlite:") {
            Self::open_sqlite(url).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // Writers queue behind one row, each with a connection in its hand: in a pool of their own they queue for
            // that connection, and what is read meanwhile, by a writer too, finds one.
            Self {
                engine: Engine::Postgres,
                readers: postgres_pool(12, 5).connect(url).await?,
                writers: postgres_pool(4, 10).connect(url).await?,
            }
        } else {
            return Err(StoreError::BadUrl(url.to_owned()));
        })
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        if let Some(folder) = sqlite_path(url).and_then(|path| path.parent().map(PathBuf::from)) {
            std::fs::create_dir_all(&folder).map_err(|error| StoreError::Folder(folder, error))?;
        }
        let separator = if url.contains('?') { '&' } else { '?' };
        let url = if url.contains("mode=") {
            url.to_owned()
        } else {
            format!("{url}{separator}mode=rwc")
        };
        let writers = sqlite_pool(1).connect(&url).await?;
        let readers = sqlite_pool(8).connect(&url).await?;
        Ok(Self {
            engine: Engine::Sqlite,
            readers,
            writers,
        })
    }

    /// The engine behind it.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// How many connections are open, and how many of them nobody uses.
    pub fn connections(&self) -> (usize, usize) {
        let of = |pool: &sqlx::AnyPool| (pool.size() as usize, pool.num_idle());
        let ((open, idle), (writers, idle_writers)) = (of(&self.readers), of(&self.writers));
        (open + writers, idle + idle_writers)
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Any>> {
        Ok(self.readers.acquire().await?)
    }

    /// Copies a SQLite database into an empty file, as it is at one moment, while others go on writing.
    ///
    /// # Errors
    /// When the database cannot be read or the file not be written.
    pub async fn copy_into(&self, file: &Path) -> Result<()> {
        let mut connection = self.readers.acquire().await?.detach();
        // Of a database opened to look at it, this connection alone may write, and only to the copy.
        connection.execute("PRAGMA query_only = OFF").await?;
        let copied = sqlx::query("VACUUM INTO $1")
            .bind(file.display().to_string())
            .execute(&mut connection)
            .await;
        connection.close().await?;
        copied?;
        Ok(())
    }

    /// Closes every connection, after letting running statements end.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

/// The file behind a `sqlite:` address; `None` for a database in memory.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"))?;
    let path = path.split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// Connections on which nothing waits for ever: not for a statement, not for a lock, not for a node that died.
fn postgres_pool(connections: u32, seconds: u64) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(seconds))
        .after_connect(|connection, _| {
            Box::pin(async move {
                for setting in [
                    "SET statement_timeout = '60s'",
                    "SET lock_timeout = '10s'",
                    "SET idle_in_transaction_session_timeout = '60s'",
                ] {
                    connection.execute(setting).await?;
                }
                Ok(())
            })
        })
}

fn sqlite_pool(connections: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .after_connect(|connection, _| {
            Box::pin(async move {
                for pragma in [
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = FULL",
                    "PRAGMA foreign_keys = ON",
                    "PRAGMA busy_timeout = 5000",
                ] {
                    connection.execute(pragma).await?;
                }
                Ok(())
            })
        })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use sqlx::ConnectOptions as _;

    #[tokio::test]
    async fn a_file_that_cannot_be_opened_is_out_of_reach() {
        sqlx::any::install_default_drivers();
        let nowhere = std::env::temp_dir().join("tandem-nowhere/at-all/tandem.db");
        let url = format!("sqlite://{}", nowhere.display());
        let options: sqlx::any::AnyConnectOptions = url.parse().unwrap();
        let error = StoreError::from(options.connect().await.unwrap_err());
        assert!(error.is_out_of_reach(), "{error}");
    }

    #[test]
    fn the_low_byte_of_a_code_says_what_happened() {
        // SQLITE_IOERR_READ, SQLITE_IOERR_FSYNC, SQLITE_CANTOPEN_ISDIR and a unique violation.
        assert_eq!(
            ["266", "1034", "526", "2067"].map(|code| primary_code(code).unwrap()),
            [10, 10, 14, 19]
        );
        assert_eq!(primary_code("23505"), None, "of PostgreSQL");
    }
}
