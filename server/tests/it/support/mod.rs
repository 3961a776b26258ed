//! What tests stand on: a database of their own on either engine, an application, and clients.

pub mod api;
mod client;
pub mod hooks;
pub mod nights;
mod postgres;
pub mod servers;
pub mod smtp;

pub use client::{Answer, Client};
use smtp::MailServer;

use domain::{Clock, Instant, time::FixedClock};
use server::{
    Settings, Tandem,
    mail::Mail,
    outward::Outward,
    secret::Key,
    services::{Actor, Desk},
    store::Store,
};
use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// Tuesday 24 November 2026, 09:00 in London.
pub const NOW: &str = "2026-11-24T09:00:00Z";

/// The instant that an RFC 3339 text names.
pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// An empty database, removed when the last who holds it lets go.
#[derive(Clone)]
pub struct Database {
    /// Its address.
    pub url: String,
    _folder: Option<Arc<Folder>>,
}

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

impl Database {
    /// A new file.
    pub fn sqlite() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("tandem-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            url: format!("sqlite://{}/tandem.db", folder.display()),
            _folder: Some(Arc::new(Folder(folder))),
        }
    }

    /// Another file in the same folder, made when it is opened.
    pub fn beside(&self, name: &str) -> Self {
        let file = server::store::sqlite_path(&self.url).unwrap().with_file_name(name);
        Self {
            url: format!("sqlite://{}", file.display()),
            _folder: self._folder.clone(),
        }
    }

    /// Its file, which a database in PostgreSQL has not.
    pub fn file(&self) -> PathBuf {
        server::store::sqlite_path(&self.url).unwrap()
    }

    /// A new database in the cluster that this test run has started.
    pub async fn postgres() -> Self {
        Self {
            url: postgres::new_database().await,
            _folder: None,
        }
    }

    /// One on each engine.
    pub async fn both() -> [Self; 2] {
        [Self::sqlite(), Self::postgres().await]
    }

    /// Opens it.
    pub async fn store(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}

/// The application on this database and clock, behind these proxies.
pub async fn tandem(database: &Database, clock: Arc<dyn Clock>, trusted_proxies: Vec<ipnet::IpNet>) -> Arc<Tandem> {
    start(database, clock, trusted_proxies, None).await
}

/// How long the application waits for programs that it calls.
const PATIENCE: Duration = Duration::from_secs(5);

/// The key of every application here.
pub const KEY: &str = "a key for tests that is long enough";

async fn start(
    database: &Database,
    clock: Arc<dyn Clock>,
    trusted_proxies: Vec<ipnet::IpNet>,
    mail: Option<Mail>,
) -> Arc<Tandem> {
    say_what_goes_wrong();
    let key = Key::new(KEY).unwrap();
    let settings = Settings {
        // Programs on this machine stand for those outside.
        outward: Outward::allowing(vec!["127.0.0.0/8".parse().unwrap()]).waiting(PATIENCE),
        trusted_proxies,
        mail,
        ..Settings::plain("http://tandem.test".to_owned())
    };
    Tandem::start(database.store().await, key, clock, settings)
        .await
        .unwrap()
}

/// A test that fails shows what the application put into its log.
fn say_what_goes_wrong() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::WARN)
            .with_test_writer()
            .init();
    });
}

/// An application whose clock stands where tests set it.
pub struct App {
    /// The application.
    pub tandem: Arc<Tandem>,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// Built once: that takes longer than most requests.
    router: axum::Router,
    /// A pool opens further connections when it likes: the database has to be there for as long as the application.
    _database: Database,
}

impl App {
    /// On this database, at [`NOW`].
    pub async fn on(database: &Database) -> Self {
        let clock = Arc::new(FixedClock::at(at(NOW)));
        let tandem = tandem(database, clock.clone(), Vec::new()).await;
        let router = server::http::router(Arc::clone(&tandem));
        Self {
            tandem,
            clock,
            router,
            _database: database.clone(),
        }
    }

    /// The same with mail through a server, beside whatever else is on this database.
    pub async fn mailing(database: &Database, server: &MailServer) -> Self {
        Self::mailing_through(database, server.mail()).await
    }

    /// The same with other mail.
    pub async fn mailing_through(database: &Database, mail: Mail) -> Self {
        let clock = Arc::new(FixedClock::at(at(NOW)));
        let tandem = start(database, clock.clone(), Vec::new(), Some(mail)).await;
        let router = server::http::router(Arc::clone(&tandem));
        Self {
            tandem,
            clock,
            router,
            _database: database.clone(),
        }
    }

    /// Delivers until nothing is due.
    pub async fn deliver(&self) {
        while server::services::deliver(&self.tandem).await.unwrap() > 0 {}
    }

    /// Calls webhooks until nothing is due.
    pub async fn call_webhooks(&self) {
        while server::services::deliver_webhooks(&self.tandem).await.unwrap() > 0 {}
    }

    /// The desk of whoever has this address.
    pub fn desk_of(&self, email: &str) -> Desk {
        let snapshot = self.tandem.snapshot();
        let person = snapshot.directory().people().find(|person| person.email == email);
        Desk::new(Arc::clone(&self.tandem), Actor::of(person.unwrap()), None)
    }

    /// The same organisation after a restart, at the same instant.
    pub async fn restarted(&self, database: &Database) -> Self {
        let again = Self::on(database).await;
        again.clock.set(self.tandem.now());
        again
    }

    /// Sets the organisation up and answers a client signed in as its administrator.
    pub async fn set_up(&self) -> Client {
        let link = self
            .tandem
            .new_setup_link()
            .await
            .unwrap()
            .expect("the database is empty");
        let key = link.split_once("key=").unwrap().1.to_owned();
        let mut client = self.client();
        let answer = client
            .form(
                "/fn/setup/create",
                &[
                    ("organisation[key]", &key),
                    ("organisation[organisation]", "Northwind"),
                    ("organisation[zone]", "Europe/London"),
                    ("organisation[holiday_calendar]", "GB-ENG"),
                    ("organisation[name]", "Ada Lovelace"),
                    ("organisation[email]", "ada@example.org"),
                    ("organisation[password]", "a sentence is good"),
                ],
            )
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        client
    }

    /// A client that nobody has signed in with.
    pub fn client(&self) -> Client {
        Client::new(self.router.clone())
    }
}
