//! Looking at everything at one moment, without changing anything.

use super::{Engine, Result, Store, StoreError, duty, shift, sqlite_path};
use domain::{Instant, RotaId, Span, rota::Shift, timeline::DutyRow};
use sqlx::{Any, AnyConnection, Executor as _, Row as _, Transaction, any::AnyPoolOptions};

/// A transaction that only reads, so that what it sees cannot change under it.
pub struct Examination {
    transaction: Transaction<'static, Any>,
    engine: Engine,
}

impl Store {
    /// Opens a database to look at it: never makes one, never changes its schema.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is none, or none of this version.
    pub async fn open_to_read(url: &str) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Engine::Sqlite,
            Some("postgres" | "postgresql") => Engine::Postgres,
            _ => return Err(StoreError::BadUrl(url.to_owned())),
        };
        if sqlite_path(url).is_some_and(|file| !file.is_file()) {
            return Err(StoreError::Missing(url.to_owned()));
        }
        // The write-ahead log of a server that runs beside can only be read by a connection that could write.
        let separator = if url.contains('?') { '&' } else { '?' };
        let address = match engine {
            Engine::Sqlite if !url.contains("mode=") => format!("{url}{separator}mode=rw"),
            _ => url.to_owned(),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(2)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if engine == Engine::Sqlite {
                        connection.execute("PRAGMA query_only = ON").await?;
                    }
                    Ok(())
                })
            })
            .connect(&address)
            .await?;
        let store = Self {
            engine,
            readers: pool.clone(),
            writers: pool,
        };
        let found = sqlx::query("SELECT COUNT(*) FROM duty")
            .fetch_one(&mut *store.read().await?)
            .await;
        if found.is_err() {
            return Err(StoreError::Missing(url.to_owned()));
        }
        Ok(store)
    }
}

impl Examination {
    /// Begins to look.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin(store: &Store) -> Result<Self> {
        let mut transaction = store.readers.begin().await?;
        if store.engine == Engine::Postgres {
            transaction
                .execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await?;
        }
        Ok(Self {
            transaction,
            engine: store.engine,
        })
    }

    /// The engine that is looked at.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// For reading records.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// All duty of a rota.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn duty(&mut self, rota: RotaId) -> Result<Vec<DutyRow>> {
        duty::duty_since(&mut self.transaction, rota, Instant::MIN).await
    }

    /// The current shifts of a rota that overlap `window`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn shifts(&mut self, rota: RotaId, window: Span) -> Result<Vec<Shift>> {
        shift::current(&mut self.transaction, rota, window).await
    }

    /// What the engine itself finds wrong: damaged pages and rows that refer to nothing. PostgreSQL keeps both right by
    /// itself.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn integrity(&mut self) -> Result<Vec<String>> {
        if self.engine == Engine::Postgres {
            return Ok(Vec::new());
        }
        let mut complaints = Vec::new();
        for row in sqlx::query("PRAGMA integrity_check")
            .fetch_all(&mut *self.transaction)
            .await?
        {
            let words: String = row.try_get(0)?;
            if words != "ok" {
                complaints.push(format!("database: {words}"));
            }
        }
        for row in sqlx::query("PRAGMA foreign_key_check")
            .fetch_all(&mut *self.transaction)
            .await?
        {
            let (table, parent): (String, String) = (row.try_get(0)?, row.try_get(2)?);
            complaints.push(format!(
                "database: a row of {table} refers to a row of {parent} that is not there"
            ));
        }
        Ok(complaints)
    }
}
