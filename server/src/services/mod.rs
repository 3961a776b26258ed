//! What Tandem does: each service authorises, loads, lets `domain` decide, saves and audits, in that order.

mod access;
mod actor;
mod alerts;
mod audit;
mod call_outs;
mod changes;
mod coming;
mod conflict;
pub(crate) mod conflicts;
mod contacts;
mod corrections;
mod covers;
mod demo;
mod directory;
mod doctor;
mod drafts;
mod duty;
mod entry;
mod escalation;
pub(crate) mod events;
pub(crate) mod feeds;
mod handover;
mod history;
mod holidays;
mod import_people;
mod leave;
mod live;
mod me;
mod notices;
mod now;
mod offers;
mod oncall;
mod organisation;
mod passwords;
mod pay;
mod payroll;
mod people;
mod plain;
pub(crate) mod planning;
mod planning_people;
mod planning_rules;
mod profile;
mod reader;
mod rota_change;
mod rota_form;
mod rota_preview;
mod rota_seen;
mod rota_words;
mod rotas;
mod rotation;
mod search;
mod security;
mod session;
mod setup;
mod sign_in_try;
mod slug;
mod spreadsheet;
mod support;
mod teams;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod testing;
mod timeline;
mod tokens;
mod webhooks;
mod wishes;
mod wording;

pub use access::{Others, Own, Permission, Right, Standing, Who, permissions};
pub use actor::{Actor, Scopes};
pub use alerts::walk_alerts;
pub(crate) use alerts::{Reported, Taken};
pub(crate) use audit::Format;
pub(crate) use covers::cover_id;
pub use covers::{CoverChange, CoverRequest, Seen};
pub(crate) use demo::{Example, Made, make_example};
pub use doctor::{Report, examine};
pub(crate) use holidays::FILE_BYTES as HOLIDAY_FILE_BYTES;
pub(crate) use import_people::{FILE_BYTES as PEOPLE_FILE_BYTES, Jobs as ImportJobs, people_file_text};
pub(crate) use live::{Following, News};
pub use notices::{deliver, remind};
pub(crate) use notices::{run as run_courier, tell_of_duty};
pub use offers::expire_offers;
pub(crate) use offers::tell_left_behind;
pub(crate) use oncall::{ManyRotas, json};
pub(crate) use pay::{CARD_BYTES, faults_of};
pub(crate) use plain::escalation_lines;
pub(crate) use reader::Reader;
pub use session::person_of;
pub(crate) use session::{SESSION, SessionData};
pub use webhooks::deliver_webhooks;
pub(crate) use webhooks::run_webhooks;

use crate::{
    Tandem,
    secret::SecretError,
    snapshot::Snapshot,
    store::{RequestKey, StoreError, Theme, Write},
};
use app::AppError;
use domain::Zone;
use std::{net::IpAddr, sync::Arc};

/// A result whose error is for people.
pub type Result<T> = std::result::Result<T, AppError>;

/// Tandem on behalf of one actor: what a request or a command works with.
#[derive(Clone)]
pub struct Desk {
    tandem: Arc<Tandem>,
    actor: Actor,
    browser: Option<Browser>,
    request: Option<Arc<RequestKey>>,
}

/// The browser that a request comes from.
#[derive(Clone)]
pub struct Browser {
    /// Its session.
    pub session: tower_sessions::Session,
    /// Where it is.
    pub address: IpAddr,
    /// What it is and runs on, in words.
    pub device: String,
    /// The theme that it keeps, if any.
    pub theme: Option<Theme>,
}

impl Desk {
    /// On behalf of `actor`, in a browser if there is one.
    pub fn new(tandem: Arc<Tandem>, actor: Actor, browser: Option<Browser>) -> Self {
        Self {
            tandem,
            actor,
            browser,
            request: None,
        }
    }

    /// The same for a request with a key: its write notes that it was led to by it.
    pub(crate) fn for_request(self, request: Option<Arc<RequestKey>>) -> Self {
        Self { request, ..self }
    }

    /// The application.
    pub fn tandem(&self) -> &Arc<Tandem> {
        &self.tandem
    }

    /// Whoever acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The zone of whoever acts: UTC for machines.
    pub(crate) fn own_zone(&self, snapshot: &Snapshot) -> Zone {
        let person = self.actor.person();
        person.map_or_else(Zone::utc, |person| snapshot.directory().zone(person))
    }

    /// Begins a write in the actor's name.
    pub(crate) async fn begin(&self) -> Result<Write> {
        let mut write = self.tandem.store.begin(&self.actor.key(), self.tandem.now()).await?;
        write.belong_to(self.request.clone());
        Ok(write)
    }

    /// Runs a write to its end even when whoever asked hangs up.
    pub(crate) async fn to_the_end<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        tokio::spawn(work).await.unwrap_or_else(|error| Err(internal(&error)))
    }
}

/// An error that is ours: the log gets everything, the person a reference.
fn internal(error: &dyn std::fmt::Display) -> AppError {
    let reference = crate::secret::random_id().simple().to_string()[..8].to_owned();
    tracing::error!(%reference, %error, "internal error");
    AppError::Internal(reference)
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        if error.is_out_of_reach() {
            tracing::error!(%error, "the database is out of reach");
            AppError::Unavailable
        } else if matches!(error, StoreError::TakenOver) {
            AppError::refused(
                "conflict",
                "It took too long and was begun anew by whoever asked again: nothing was written by this one.",
            )
        } else if error.is_text_that_cannot_be_kept() {
            AppError::field(
                "text",
                "What was sent holds the character U+0000, which cannot be kept. Leave it out.",
            )
        } else {
            internal(&error)
        }
    }
}

impl From<SecretError> for AppError {
    fn from(error: SecretError) -> Self {
        internal(&error)
    }
}

/// Collects what is wrong with a form, so that all of it is said at once.
#[derive(Default)]
pub struct Faults(Vec<app::FieldError>);

impl Faults {
    /// Notes a fault of a field.
    pub fn note(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(app::FieldError {
            field: field.to_owned(),
            message: message.into(),
        });
    }

    /// The value, or `None` with its fault noted.
    pub fn take<T, E: std::fmt::Display>(&mut self, field: &str, value: std::result::Result<T, E>) -> Option<T> {
        value.map_err(|error| self.note(field, error.to_string())).ok()
    }

    /// The value, or `None` with the faults of its error noted beside the others.
    ///
    /// # Errors
    /// The error, when it is of another kind.
    fn all<T>(&mut self, value: Result<T>) -> Result<Option<T>> {
        match value {
            Ok(value) => Ok(Some(value)),
            Err(AppError::Invalid(faults)) => {
                self.0.extend(faults);
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }

    /// Everything noted, as one error; fine when there is nothing.
    pub fn check(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(AppError::Invalid(self.0))
        }
    }
}
