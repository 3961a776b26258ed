//! Signing in and out.

use super::{Desk, Result, internal};
use crate::{
    snapshot::Snapshot,
    store::{OrganisationRole, PersonRecord},
};
use app::{
    AppError,
    session::{Viewer, Visit},
};
use async_trait::async_trait;
use domain::{PersonId, Role};

/// Where a session keeps whom it belongs to.
const PERSON: &str = "person";
/// Where a session keeps the epoch it was begun in: the person's sessions end when theirs is raised.
const EPOCH: &str = "epoch";

/// Passwords are sentences: at least twelve characters, at most 128.
const PASSWORD_CHARACTERS: std::ops::RangeInclusive<usize> = 12..=128;

/// What is wrong with a new password, if anything.
pub(crate) fn check_password(password: &str) -> std::result::Result<(), String> {
    let characters = password.chars().count();
    if PASSWORD_CHARACTERS.contains(&characters) {
        return Ok(());
    }
    Err(format!(
        "{characters} characters: a password has 12 to 128. A short sentence is easy to remember."
    ))
}

/// The person a session belongs to, unless it has been ended meanwhile.
///
/// # Errors
/// When the session's store cannot be reached.
pub async fn person_of(session: &tower_sessions::Session, snapshot: &Snapshot) -> Result<Option<PersonRecord>> {
    let read = |error| session_fault(&error);
    let Some(id) = session.get::<PersonId>(PERSON).await.map_err(read)? else {
        return Ok(None);
    };
    let epoch = session.get::<i64>(EPOCH).await.map_err(read)?;
    Ok(snapshot
        .directory()
        .person(id)
        .filter(|person| person.deactivated_at.is_none() && Some(person.session_epoch) == epoch)
        .cloned())
}

fn session_fault(error: &tower_sessions::session::Error) -> AppError {
    match error {
        tower_sessions::session::Error::Store(_) => AppError::Unavailable,
        other => internal(other),
    }
}

impl Desk {
    /// Begins a session for `person`, under a new id.
    pub(crate) async fn begin_session(&self, person: &PersonRecord) -> Result<()> {
        let session = self.session.as_ref().ok_or(AppError::NotSignedIn)?;
        let fault = |error| session_fault(&error);
        session.cycle_id().await.map_err(fault)?;
        session.insert(PERSON, person.id).await.map_err(fault)?;
        session.insert(EPOCH, person.session_epoch).await.map_err(fault)
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
            read_only: person.role == OrganisationRole::ReadOnly,
            manages,
            organisation: snapshot.organisation().map(|it| it.name.clone()).unwrap_or_default(),
            gaps,
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
        }
    }

    async fn sign_in(&self, email: String, password: String) -> Result<()> {
        let email = email.trim().to_lowercase();
        let found = PersonRecord::for_sign_in(&mut *self.tandem.store.read().await?, &email).await?;
        let (person, hash) = found.map_or((None, None), |(person, hash)| (Some(person), hash));
        let too_long = password.chars().count() > *PASSWORD_CHARACTERS.end();
        let password = if too_long { String::new() } else { password };
        let right = self.tandem.passwords.verify(password, hash).await?;
        match person.filter(|person| right && person.deactivated_at.is_none()) {
            Some(person) => self.begin_session(&person).await,
            None => Err(AppError::field(
                "password",
                "That did not match. Check the e-mail address and the password.",
            )),
        }
    }

    async fn sign_out(&self) -> Result<()> {
        match &self.session {
            Some(session) => session.flush().await.map_err(|error| session_fault(&error)),
            None => Ok(()),
        }
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
