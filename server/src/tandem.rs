//! The running application: store, snapshot, clock and key, shared by every request and command.

use crate::{
    limits::Limits,
    mail::Mail,
    marks::Marks,
    outward::Outward,
    secret::{Key, Passwords, SecretError, fingerprint, random_id, random_secret},
    services::{
        ImportJobs,
        conflicts::KeptConflicts,
        planning::{self, Planners},
        tell_left_behind, tell_of_duty,
    },
    snapshot::Snapshot,
    store::{OrganisationRecord, OutboxFigures, SessionRecord, Store, StoreError, Write},
};
use arc_swap::ArcSwap;
use chrono::{Datelike as _, NaiveDate};
use domain::{Clock, FeedId, Instant, SessionId, TokenId};
use ipnet::IpNet;
use std::{
    num::NonZeroU32,
    sync::{
        Arc, PoisonError,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
};
use tokio::sync::{Mutex, Notify, watch};
use uuid::Uuid;

/// How long a set-up link works: one day.
const SETUP_LINK_SECONDS: i64 = 86_400;

/// The secret of a token or a link just made, until its maker has seen it: only in memory, for nobody else.
struct NewSecret {
    id: Uuid,
    maker: String,
    name: String,
    secret: String,
}

/// Where new ids come from.
enum Ids {
    /// The system's randomness.
    Random,
    /// A seed, for an example organisation that is the same each time.
    Seeded {
        /// The seed.
        seed: String,
        /// How many ids were given.
        given: AtomicU64,
    },
}

/// What the operator decides.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where people reach Tandem, without a slash at the end.
    pub base_url: String,
    /// Whose word is taken for where a request comes from.
    pub trusted_proxies: Vec<IpNet>,
    /// How mail is sent, if it is.
    pub mail: Option<Mail>,
    /// What webhooks may call.
    pub outward: Outward,
    /// How many requests each API token may make in a minute of one node; nothing is no limit.
    pub requests_per_minute: Option<NonZeroU32>,
    /// How many seconds old an answer of the API may be while the database is out of reach; nothing is no limit.
    pub stale_seconds: Option<NonZeroU32>,
}

impl Settings {
    /// Nothing in front, no mail, no calls inside, no limits.
    pub fn plain(base_url: String) -> Self {
        Self {
            base_url,
            trusted_proxies: Vec::new(),
            mail: None,
            outward: Outward::allowing(Vec::new()),
            requests_per_minute: None,
            stale_seconds: None,
        }
    }

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
    /// How many requests of tokens were answered.
    pub(crate) limits: Limits,
    /// When tokens were last seen.
    pub(crate) token_marks: Marks<TokenId>,
    /// When feeds were last fetched.
    pub(crate) feed_marks: Marks<FeedId>,
    /// When sessions were last seen.
    pub(crate) session_marks: Marks<SessionId>,
    /// Imports of people under way.
    pub(crate) imports: ImportJobs,
    /// The planning jobs of this node.
    pub(crate) planners: Planners,
    /// What of published duty has to be mended.
    pub(crate) conflicts: KeptConflicts,
    new_secrets: std::sync::Mutex<Vec<NewSecret>>,
    ids: Ids,
    draining: AtomicBool,
    checked_at: AtomicI64,
    /// The first day of the pay period of which everybody was told, as a number.
    statements_told: AtomicI64,
    snapshot: ArcSwap<Snapshot>,
    refreshing: Mutex<()>,
    /// Rung when there is something to send.
    pub(crate) post: Notify,
    /// Rung when there may be something for webhooks.
    pub(crate) hooks: Notify,
    outbox: ArcSwap<OutboxFigures>,
    hooked: ArcSwap<OutboxFigures>,
    /// The snapshot's revision, for those who wait for another.
    changes: watch::Sender<i64>,
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
    /// The same application on another clock, with ids that depend on `seed` alone: for playing an example through.
    /// This one sees what it wrote after [`Tandem::catch_up`].
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(crate) async fn replay(&self, clock: Arc<dyn Clock>, seed: String) -> Result<Arc<Self>, StartError> {
        let mut tandem = Self::new(self.store.clone(), self.key.clone(), clock, self.settings.clone()).await?;
        tandem.ids = Ids::Seeded {
            seed,
            given: AtomicU64::new(0),
        };
        Ok(Arc::new(tandem))
    }

    /// Notes that everybody was told that their statement of the period that begins then waits.
    pub(crate) fn statements_told(&self, first: NaiveDate) {
        self.statements_told
            .store(first.num_days_from_ce().into(), Ordering::Relaxed);
    }

    /// Whether this node has noted that.
    pub(crate) fn told_of_statements(&self, first: NaiveDate) -> bool {
        self.statements_told.load(Ordering::Relaxed) == i64::from(first.num_days_from_ce())
    }

    /// Opens everything and takes the first snapshot.
    ///
    /// # Errors
    /// When the database cannot be read or the system has no randomness.
    pub async fn start(
        store: Store,
        key: Key,
        clock: Arc<dyn Clock>,
        settings: Settings,
    ) -> Result<Arc<Self>, StartError> {
        Ok(Arc::new(Self::new(store, key, clock, settings).await?))
    }

    async fn new(store: Store, key: Key, clock: Arc<dyn Clock>, settings: Settings) -> Result<Self, StartError> {
        let snapshot = Snapshot::load(&store, clock.now()).await?;
        let (checked_at, revision) = (snapshot.taken_at().seconds(), snapshot.revision());
        Ok(Self {
            store,
            clock,
            key,
            passwords: Passwords::new()?,
            limits: Limits::new(settings.requests_per_minute),
            settings,
            token_marks: Marks::default(),
            feed_marks: Marks::default(),
            session_marks: Marks::default(),
            imports: ImportJobs::default(),
            planners: Planners::new(random_id().to_string()),
            conflicts: KeptConflicts::default(),
            new_secrets: std::sync::Mutex::default(),
            ids: Ids::Random,
            draining: AtomicBool::new(false),
            checked_at: AtomicI64::new(checked_at),
            statements_told: AtomicI64::new(0),
            snapshot: ArcSwap::from_pointee(snapshot),
            refreshing: Mutex::new(()),
            post: Notify::new(),
            hooks: Notify::new(),
            outbox: ArcSwap::default(),
            hooked: ArcSwap::default(),
            changes: watch::Sender::new(revision),
        })
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// When the snapshot was last known to show what the database holds.
    pub fn checked_at(&self) -> Instant {
        Instant::from_seconds(self.checked_at.load(Ordering::SeqCst))
    }

    /// For how many seconds nobody has known whether the snapshot shows what the database holds.
    pub(crate) fn stale_for(&self) -> u32 {
        u32::try_from((self.now() - self.checked_at()).max(0)).unwrap_or(u32::MAX)
    }

    /// Whether the snapshot is older than the operator lets answers be.
    pub(crate) fn is_too_stale(&self) -> bool {
        self.settings
            .stale_seconds
            .is_some_and(|most| self.stale_for() > most.get())
    }

    /// A new id.
    pub(crate) fn new_id(&self) -> Uuid {
        match &self.ids {
            Ids::Random => random_id(),
            Ids::Seeded { seed, given } => {
                let number = given.fetch_add(1, Ordering::SeqCst);
                Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("tandem {seed} {number}").as_bytes())
            }
        }
    }

    /// Holds the secret of a new token or link for its maker; the oldest of more than `most` are forgotten.
    pub(crate) fn keep_new_secret(&self, id: Uuid, maker: String, name: String, secret: String, most: usize) {
        let mut waiting = self.new_secrets.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(NewSecret {
            id,
            maker,
            name,
            secret,
        });
        let surplus = waiting.len().saturating_sub(most);
        waiting.drain(..surplus);
    }

    /// The name and secret of what `maker` has just made: once.
    pub(crate) fn take_new_secret(&self, id: Uuid, maker: &str) -> Option<(String, String)> {
        let mut waiting = self.new_secrets.lock().unwrap_or_else(PoisonError::into_inner);
        let place = waiting.iter().position(|one| one.id == id && one.maker == maker)?;
        let taken = waiting.remove(place);
        Some((taken.name, taken.secret))
    }

    /// Works on the planning jobs that no node works on.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn take_up_plans(self: &Arc<Self>) -> Result<(), StoreError> {
        planning::take_up_waiting(self).await
    }

    /// Stops the plans that this node makes and lets go of them, for another node or for the next start.
    ///
    /// # Errors
    /// When the database cannot be reached: then the leases run out.
    pub async fn leave_planning(&self) -> Result<(), StoreError> {
        self.planners.leave(self).await
    }

    /// From now on `/readyz` says that this node is going away.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
        // Those who wait for changes look up.
        self.changes.send_modify(|_| {});
    }

    /// Whether this node is going away.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// A session with the latest mark of it, written down or not.
    pub(crate) fn session_seen(&self, session: &SessionRecord) -> SessionRecord {
        let marked = self.session_marks.latest(session.id);
        SessionRecord {
            seen_at: marked.map_or(session.seen_at, |at| at.max(session.seen_at)),
            ..session.clone()
        }
    }

    /// Writes down when tokens, feeds and sessions were last used; what cannot be written now is kept for the next time.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn flush_marks(&self) -> Result<(), StoreError> {
        let marks = self.token_marks.unwritten();
        if !marks.is_empty() {
            self.store.mark_tokens_used(&marks).await?;
            self.token_marks.written(&marks);
        }
        let marks = self.feed_marks.unwritten();
        if !marks.is_empty() {
            self.store.mark_feeds_fetched(&marks).await?;
            self.feed_marks.written(&marks);
        }
        let marks = self.session_marks.unwritten();
        if !marks.is_empty() {
            self.store.mark_sessions_seen(&marks).await?;
            self.session_marks.written(&marks);
        }
        Ok(())
    }

    /// How full the outbox was when that was last looked at.
    pub(crate) fn outbox(&self) -> OutboxFigures {
        **self.outbox.load()
    }

    /// How much waited for webhooks then.
    pub(crate) fn hooked(&self) -> OutboxFigures {
        **self.hooked.load()
    }

    /// Looks how full the outbox is.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn look_into_outbox(&self) -> Result<OutboxFigures, StoreError> {
        let figures = self.store.outbox_figures().await?;
        self.outbox.store(Arc::new(figures));
        self.hooked.store(Arc::new(self.store.webhook_figures().await?));
        Ok(figures)
    }

    /// The latest snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Tells those whose duty a write changes, makes it durable and the snapshot show it; answers its revision.
    ///
    /// # Errors
    /// When the database refuses the commit: then nothing was written.
    pub async fn commit(&self, mut write: Write) -> Result<i64, StoreError> {
        tell_left_behind(self, &mut write).await?;
        tell_of_duty(self, &mut write).await?;
        let brings_post = write.brings_post();
        let revision = write.commit().await?;
        if brings_post {
            self.post.notify_one();
            self.hooks.notify_one();
        }
        let _one_at_a_time = self.refreshing.lock().await;
        // The write is durable: a snapshot that cannot be refreshed now is caught up with by the poll.
        match self.refreshed().await {
            Ok(next) => {
                self.show(next);
                self.checked_at.store(self.now().seconds(), Ordering::SeqCst);
            }
            Err(error) => tracing::error!(%error, revision, "the snapshot could not be refreshed"),
        }
        Ok(revision)
    }

    /// Answers from a snapshot from now on.
    fn show(&self, next: Snapshot) {
        let revision = next.revision();
        self.snapshot.store(Arc::new(next));
        self.changes.send_replace(revision);
    }

    /// Wakes whenever the snapshot is another, whoever wrote, and when this node is going away.
    pub(crate) fn changes(&self) -> watch::Receiver<i64> {
        self.changes.subscribe()
    }

    /// How many wait for changes.
    pub(crate) fn pages_told(&self) -> usize {
        self.changes.receiver_count()
    }

    /// Catches up with writes of other nodes and commands; answers whether there were any.
    ///
    /// # Errors
    /// When the database cannot be read: the snapshot stays as it was.
    pub async fn catch_up(&self) -> Result<bool, StoreError> {
        let revision = OrganisationRecord::revision(&mut *self.store.read().await?).await?;
        self.checked_at.store(self.now().seconds(), Ordering::SeqCst);
        let _one_at_a_time = self.refreshing.lock().await;
        let shown = self.snapshot();
        if revision == shown.revision() && shown.turning_over(self.now()).is_empty() {
            return Ok(false);
        }
        let next = self.refreshed().await?;
        self.show(next);
        Ok(true)
    }

    /// The snapshot as it is after all writes so far.
    async fn refreshed(&self) -> Result<Snapshot, StoreError> {
        let begun = std::time::Instant::now();
        let next = self.snapshot().refreshed(&self.store, self.now()).await?;
        crate::metrics::rebuilt(begun.elapsed());
        Ok(next)
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
        self.store
            .replace_setup_link(&fingerprint(&secret), now, now + SETUP_LINK_SECONDS)
            .await?;
        Ok(Some(format!("{}/setup?key={secret}", self.settings.base_url)))
    }
}
