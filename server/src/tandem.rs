//! The running application: store, snapshot, clock and key, shared by every request and command.

use crate::{
    secret::{Key, Passwords, SecretError, fingerprint, random_secret},
    snapshot::Snapshot,
    store::{OrganisationRecord, Store, StoreError, Write},
};
use arc_swap::ArcSwap;
use domain::{Clock, Instant};
use std::sync::Arc;
use tokio::sync::Mutex;

/// How long a set-up link works: one day.
const SETUP_LINK_SECONDS: i64 = 86_400;

/// What the operator decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where people reach Tandem, without a slash at the end.
    pub base_url: String,
}

impl Settings {
    /// Whether people reach Tandem over https, so that cookies must be too.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// The running application.
pub struct Tandem {
    /// The database.
    pub store: Store,
    /// The present instant.
    pub clock: Arc<dyn Clock>,
    /// The server's key.
    pub key: Key,
    /// Hashes passwords.
    pub passwords: Passwords,
    /// What the operator decides.
    pub settings: Settings,
    snapshot: ArcSwap<Snapshot>,
    refreshing: Mutex<()>,
}

/// Why Tandem cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key or the hashing.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

impl Tandem {
    /// Opens everything and takes the first snapshot.
    ///
    /// # Errors
    /// When the database cannot be read or the system has no randomness.
    pub async fn start(store: Store, key: Key, clock: Arc<dyn Clock>, settings: Settings) -> Result<Arc<Self>, StartError> {
        let snapshot = Snapshot::load(&store, clock.now()).await?;
        Ok(Arc::new(Self {
            store,
            clock,
            key,
            passwords: Passwords::new()?,
            settings,
            snapshot: ArcSwap::from_pointee(snapshot),
            refreshing: Mutex::new(()),
        }))
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The latest snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Makes a write durable and the snapshot show it; answers its revision.
    ///
    /// # Errors
    /// When the database refuses the commit: then nothing was written.
    pub async fn commit(&self, write: Write) -> Result<i64, StoreError> {
        let (revision, touched) = write.commit().await?;
        let _one_at_a_time = self.refreshing.lock().await;
        // The write is durable: a snapshot that cannot be refreshed now is caught up with by the poll.
        match self.snapshot().refreshed(&self.store, &touched, self.now()).await {
            Ok(next) => self.snapshot.store(Arc::new(next)),
            Err(error) => tracing::error!(%error, revision, "the snapshot could not be refreshed"),
        }
        Ok(revision)
    }

    /// Catches up with writes of other nodes and commands; answers whether there were any.
    ///
    /// # Errors
    /// When the database cannot be read: the snapshot stays as it was.
    pub async fn catch_up(&self) -> Result<bool, StoreError> {
        let revision = OrganisationRecord::revision(&mut *self.store.read().await?).await?;
        let _one_at_a_time = self.refreshing.lock().await;
        if revision == self.snapshot().revision() {
            return Ok(false);
        }
        self.snapshot.store(Arc::new(Snapshot::load(&self.store, self.now()).await?));
        Ok(true)
    }

    /// A new set-up link in place of any before; `None` when the organisation is set up already.
    ///
    /// # Errors
    /// When the database or the random source fails.
    pub async fn new_setup_link(&self) -> Result<Option<String>, StartError> {
        if self.snapshot().organisation().is_some() {
            return Ok(None);
        }
        let (secret, now) = (random_secret()?, self.now());
        self.store.replace_setup_link(&fingerprint(&secret), now, now + SETUP_LINK_SECONDS).await?;
        Ok(Some(format!("{}/setup?key={secret}", self.settings.base_url)))
    }
}
