//! A set-up organisation in a throw-away database, for tests of services.

use super::{Actor, Desk};
use crate::{
    Settings, Tandem,
    clock::SystemClock,
    secret::{Key, random_id},
    store::Store,
};
use app::{
    people::{NewPerson, Port as _},
    setup::{NewOrganisation, Port as _},
};
use std::{path::PathBuf, sync::Arc};

/// An organisation with one administrator, `ada@example.org`. Its database is removed at the end.
pub(crate) struct TestOrganisation {
    pub(crate) tandem: Arc<Tandem>,
    folder: PathBuf,
}

impl Drop for TestOrganisation {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl TestOrganisation {
    pub(crate) async fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("tandem-{}", random_id()));
        let store = Store::open(&format!("sqlite://{}/tandem.db", folder.display()))
            .await
            .unwrap();
        let settings = Settings::plain("http://localhost".into());
        let tandem = Tandem::start(
            store,
            Key::new(&"k".repeat(32)).unwrap(),
            Arc::new(SystemClock),
            settings,
        )
        .await
        .unwrap();
        let link = tandem.new_setup_link().await.unwrap().unwrap();
        let new = NewOrganisation {
            key: link.split_once("key=").unwrap().1.into(),
            organisation: "Example".into(),
            zone: "Europe/London".into(),
            holiday_calendar: "GB-ENG".into(),
            name: "Ada".into(),
            email: "ada@example.org".into(),
            password: "a long enough sentence".into(),
            example: None,
        };
        // Without a browser there is no session to begin: the organisation is made all the same.
        let _ = Desk::new(Arc::clone(&tandem), Actor::Nobody, None).set_up(new).await;
        Self { tandem, folder }
    }

    /// The operator's desk.
    pub(crate) fn console(&self) -> Desk {
        Desk::new(Arc::clone(&self.tandem), Actor::Console, None)
    }

    /// The desk of the person with this address.
    pub(crate) fn of(&self, email: &str) -> Desk {
        let snapshot = self.tandem.snapshot();
        let person = snapshot
            .directory()
            .people()
            .find(|person| person.email == email)
            .unwrap();
        Desk::new(Arc::clone(&self.tandem), Actor::of(person), None)
    }

    /// The id of the person with this address.
    pub(crate) fn id(&self, email: &str) -> String {
        self.of(email).actor.person().unwrap().to_string()
    }

    /// Adds a member of the organisation; answers their id.
    pub(crate) async fn add(&self, name: &str, email: &str, role: &str) -> String {
        let person = NewPerson {
            name: name.into(),
            email: email.into(),
            zone: "Europe/London".into(),
            phone: "+44 20 7946 0101".into(),
            role: role.into(),
            password: String::new(),
        };
        self.console().add_person(person).await.unwrap()
    }
}
