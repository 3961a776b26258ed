//! Security: changing one's own password, and the sessions that somebody has.

use super::{Desk, Result, directory::known_person, people::subject, session::Proof, wording};
use crate::store::SessionRecord;
use app::{
    AppError,
    security::{PasswordChange, SessionRow, SessionsPage},
};
use async_trait::async_trait;
use domain::{PersonId, SessionId};
use serde_json::json;

#[async_trait]
impl app::security::Port for Desk {
    async fn sessions(&self, person: String) -> Result<SessionsPage> {
        let snapshot = self.tandem.snapshot();
        let (reader, now) = (self.reader(&snapshot), self.tandem.now());
        let person = self.own_or_administered(&person)?;
        let (zone, own) = (self.own_zone(&snapshot), self.own_session().await?);
        let mut found = SessionRecord::of_person(&mut *self.tandem.store.read().await?, person).await?;
        for session in &mut found {
            *session = self.tandem.session_seen(session);
        }
        found.retain(|session| session.ends_at() > now);
        found.sort_by_key(|session| (Some(session.id) != own, std::cmp::Reverse(session.seen_at), session.id));
        let sessions = found.iter().map(|session| SessionRow {
            id: session.id.to_string(),
            device: session.device.clone(),
            begun: wording::stamp(session.begun_at, &zone, &reader),
            seen: wording::stamp(session.seen_at, &zone, &reader),
            ends: wording::stamp(session.ends_at(), &zone, &reader),
            current: Some(session.id) == own,
        });
        Ok(SessionsPage {
            person: person.to_string(),
            zone: wording::zone_name(&zone),
            sessions: sessions.collect(),
        })
    }

    async fn change_password(&self, change: PasswordChange) -> Result<()> {
        let id = self.person()?;
        let person = known_person(&self.tandem.snapshot(), &id.to_string())?;
        let proven = self.prove(&person.email, change.current_password.clone()).await?;
        if !matches!(proven, Proof::Is(proven) if proven.id == id) {
            self.note("password.refused", id.to_string(), subject(id)).await?;
            return Err(AppError::field(
                "current_password",
                "That is not your present password.",
            ));
        }
        if change.new_password == change.current_password {
            return Err(AppError::field("new_password", "That is your present password."));
        }
        let hash = self.hash_password("new_password", change.new_password, &person).await?;
        let desk = self.clone();
        let person = self
            .to_the_end(async move { desk.keep_password(id, &hash).await })
            .await?;
        self.begin_session(&person).await
    }

    async fn end_session(&self, person: String, session: String) -> Result<()> {
        let person = self.own_or_administered(&person)?;
        let unknown = || AppError::NotFound("This session has ended already.".into());
        let session: SessionId = session.parse().map_err(|_| unknown())?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            if !write.end_session(person, session).await? {
                return Err(unknown());
            }
            write
                .audit("session.ended", &subject(person), json!({ "session": session }))
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn end_sessions(&self, person: String) -> Result<()> {
        let person = self.own_or_administered(&person)?;
        let own = self
            .own_session()
            .await?
            .filter(|_| self.actor.person() == Some(person));
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let ended = write.end_sessions_of(person, own).await?;
            write
                .audit("sessions.ended", &subject(person), json!({ "sessions": ended }))
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

impl Desk {
    /// The person of an id whose sessions the actor may see and end: their own, and an administrator everybody's.
    fn own_or_administered(&self, id: &str) -> Result<PersonId> {
        if self.actor.person().is_none_or(|own| own.to_string() != id) {
            self.may_administer()?;
        }
        Ok(known_person(&self.tandem.snapshot(), id)?.id)
    }
}

#[cfg(test)]
mod tests;
