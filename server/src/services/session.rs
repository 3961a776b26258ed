//! Signing in and out.

use super::{Actor, Desk, Others, Result, internal, people::subject};
use crate::{
    Tandem,
    secret::Passwords,
    snapshot::Snapshot,
    store::{OrganisationRole, PersonRecord, SessionRecord},
};
use app::{
    AppError,
    session::{Viewer, Visit},
};
use async_trait::async_trait;
use domain::{Instant, PersonId, Role, SessionId};
use serde::{Deserialize, Serialize};

/// Where a browser's session keeps its [`SessionData`].
pub(crate) const SESSION: &str = "session";

/// A session that is used is marked as seen this often, in seconds.
const SEEN_AGAIN: i64 = 60;

/// Longer than any password may be: worked out for nothing.
const TOO_LONG: usize = 129;

/// What a browser's session holds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SessionData {
    /// Which session.
    pub(crate) id: SessionId,
    /// Whose.
    pub(crate) person: PersonId,
    /// The person's epoch that it was begun in: their sessions end when it is raised.
    pub(crate) epoch: i64,
    /// Browser and device, in words.
    pub(crate) device: String,
    /// When it was begun.
    pub(crate) begun_at: Instant,
    /// When it was last marked as seen.
    pub(crate) seen_at: Instant,
}

impl SessionData {
    pub(crate) fn of(record: &SessionRecord) -> Self {
        Self {
            id: record.id,
            person: record.person,
            epoch: record.epoch,
            device: record.device.clone(),
            begun_at: record.begun_at,
            seen_at: record.seen_at,
        }
    }
}

/// Whom an e-mail address and a password prove somebody to be.
pub(super) enum Proof {
    /// This person, who may sign in.
    Is(PersonRecord),
    /// Nobody who may sign in; with whose address it is, if it is somebody's.
    None(Option<PersonId>),
}

/// The person a session belongs to, unless it has been ended meanwhile. Marks it as seen.
///
/// # Errors
/// When the session's store cannot be reached.
pub async fn person_of(session: &tower_sessions::Session, tandem: &Tandem) -> Result<Option<PersonRecord>> {
    let Some(data) = data_of(session).await? else {
        return Ok(None);
    };
    let snapshot = tandem.snapshot();
    let person = snapshot
        .directory()
        .person(data.person)
        .filter(|person| person.deactivated_at.is_none() && person.session_epoch == data.epoch)
        .cloned();
    let now = tandem.now();
    if person.is_some() && now - data.seen_at >= SEEN_AGAIN {
        tandem.session_marks.note(data.id, now);
    }
    Ok(person)
}

async fn data_of(session: &tower_sessions::Session) -> Result<Option<SessionData>> {
    let data = session.get::<SessionData>(SESSION).await;
    data.map_err(|error| session_fault(&error))
}

fn session_fault(error: &tower_sessions::session::Error) -> AppError {
    match error {
        tower_sessions::session::Error::Store(_) => AppError::Unavailable,
        other => internal(other),
    }
}

impl Desk {
    /// Begins a session for `person`, under a new id and a new secret.
    pub(crate) async fn begin_session(&self, person: &PersonRecord) -> Result<()> {
        let browser = self.browser.as_ref().ok_or(AppError::NotSignedIn)?;
        let fault = |error| session_fault(&error);
        let now = self.tandem.now();
        let data = SessionData {
            id: SessionId::from_uuid(self.tandem.new_id()),
            person: person.id,
            epoch: person.session_epoch,
            device: browser.device.clone(),
            begun_at: now,
            seen_at: now,
        };
        browser.session.cycle_id().await.map_err(fault)?;
        browser.session.insert(SESSION, data).await.map_err(fault)
    }

    /// The session that the request belongs to.
    pub(crate) async fn own_session(&self) -> Result<Option<SessionId>> {
        match &self.browser {
            Some(browser) => Ok(data_of(&browser.session).await?.map(|data| data.id)),
            None => Ok(None),
        }
    }

    /// Who an e-mail address and a password prove somebody to be. Knows no difference, in words or in time, between a
    /// wrong password and an address that nobody has; too many tries are refused.
    ///
    /// # Errors
    /// `TooMany`, and faults of the database.
    pub(super) async fn prove(&self, email: &str, password: String) -> Result<Proof> {
        let email = email.trim().to_lowercase();
        let one_try = self.count_try(&email).await?;
        let found = PersonRecord::for_sign_in(&mut *self.tandem.store.read().await?, &email).await?;
        let (person, hash) = found.map_or((None, None), |(person, hash)| (Some(person), hash));
        let too_long = password.chars().count() >= TOO_LONG;
        let password = if too_long { String::new() } else { password };
        let passwords = &self.tandem.passwords;
        let right = passwords.verify(password.clone(), hash.clone()).await?;
        let account = person.as_ref().map(|person| person.id);
        let Some(person) = person.filter(|person| right && person.deactivated_at.is_none()) else {
            return Ok(Proof::None(account));
        };
        self.forgive_try(one_try).await;
        if let Some(hash) = hash.filter(|hash| Passwords::is_outdated(hash)) {
            self.renew_hash(person.id, password, &hash).await;
        }
        Ok(Proof::Is(person))
    }

    /// Keeps a password that was just proven under today's parameters; failing that, it stays as good as it was.
    async fn renew_hash(&self, person: PersonId, password: String, verified: &str) {
        let renewed = match self.tandem.passwords.hash(password).await {
            Ok(renewed) => renewed,
            Err(error) => return tracing::warn!(%error, "a password was not hashed again"),
        };
        if let Err(error) = self.tandem.store.renew_password_hash(person, verified, &renewed).await {
            tracing::warn!(%error, "a password's new hash was not kept");
        }
    }

    fn viewer(&self, snapshot: &Snapshot) -> Option<Viewer> {
        let directory = snapshot.directory();
        let person = self.actor.person().and_then(|id| directory.person(id))?;
        let manages = directory
            .teams_of(person.id)
            .filter(|member| member.manager)
            .filter_map(|member| directory.team(member.team))
            .map(|team| team.slug.clone())
            .collect();
        let now = self.tandem.now();
        let gaps = snapshot
            .rotas()
            .map(|rota| domain::timeline::on_call(&rota.duty, now).gap.len())
            .sum();
        Some(Viewer {
            id: person.id.to_string(),
            name: person.name.clone(),
            email: person.email.clone(),
            administrator: person.role == OrganisationRole::Administrator,
            payroll: Others::Payroll.include(&self.standing()),
            read_only: person.role == OrganisationRole::ReadOnly,
            manages,
            organisation: snapshot.organisation().map(|it| it.name.clone()).unwrap_or_default(),
            gaps,
            offers: self.offers_waiting(snapshot, person.id),
            conflicts: self.own_conflicts(snapshot),
            unread: snapshot.unread(person.id),
            revision: snapshot.revision(),
            theme: self.theme().map(|theme| theme.key().to_owned()).unwrap_or_default(),
        })
    }
}

#[async_trait]
impl app::session::Port for Desk {
    fn visit(&self) -> Visit {
        let snapshot = self.tandem.snapshot();
        Visit {
            viewer: self.viewer(&snapshot),
            set_up: snapshot.organisation().is_some(),
            mail: self.tandem.sends_mail(),
        }
    }

    async fn sign_in(&self, email: String, password: String) -> Result<()> {
        match self.prove(&email, password).await? {
            Proof::Is(person) => {
                self.note("sign_in.done", person.id.to_string(), subject(person.id))
                    .await?;
                self.begin_session(&person).await
            }
            Proof::None(account) => {
                // Whatever was typed for an address is not kept: it may be a password.
                let account = account.map_or_else(|| "account unknown".to_owned(), subject);
                self.note("sign_in.refused", Actor::Nobody.key(), account).await?;
                Err(AppError::field(
                    "password",
                    "That did not match. Check the e-mail address and the password.",
                ))
            }
        }
    }

    async fn sign_out(&self) -> Result<()> {
        let Some(browser) = &self.browser else {
            return Ok(());
        };
        if let Some(person) = self.actor.person() {
            self.note("session.signed_out", person.to_string(), subject(person))
                .await?;
        }
        browser.session.flush().await.map_err(|error| session_fault(&error))
    }
}

/// Which role a person holds in a pairing, for the board.
pub(crate) fn held_by(person: Option<PersonId>, lead: Option<PersonId>, engineer: Option<PersonId>) -> Option<Role> {
    let person = person?;
    if lead == Some(person) {
        Some(Role::Lead)
    } else {
        (engineer == Some(person)).then_some(Role::Engineer)
    }
}
