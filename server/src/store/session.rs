//! Browser sessions: whose, where, since when.

use super::{Result, Store, Write, codec::Columns};
use domain::{
    Instant, PersonId, SessionId,
    access::{SESSION_ENDS_AFTER, SESSION_IDLE, session_ends},
};
use sqlx::{AnyConnection, any::AnyRow};

/// A session as it is kept: the cookie's value only as its hash, so that the database cannot be used to take one over.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// Identity, which may be shown.
    pub id: SessionId,
    /// SHA-256 of the cookie's value.
    pub hash: String,
    /// Whose it is.
    pub person: PersonId,
    /// The person's epoch that it was begun in.
    pub epoch: i64,
    /// Browser and device, in words.
    pub device: String,
    /// When it was begun.
    pub begun_at: Instant,
    /// When it was last seen.
    pub seen_at: Instant,
}

impl SessionRecord {
    /// When it ends, unless it is used again.
    pub fn ends_at(&self) -> Instant {
        session_ends(self.begun_at, self.seen_at)
    }

    /// Somebody's sessions, ended by their limits or not.
    pub async fn of_person(connection: &mut AnyConnection, person: PersonId) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM session WHERE person_id = $1")
            .bind(person.to_string())
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("session", row);
        Ok(Self {
            id: row.parsed("id")?,
            hash: row.text("hash")?,
            person: row.parsed("person_id")?,
            epoch: row.number("epoch")?,
            device: row.text("device")?,
            begun_at: row.instant("begun_at")?,
            seen_at: row.instant("seen_at")?,
        })
    }
}

impl Store {
    /// Keeps a session in place of its former state.
    pub async fn put_session(&self, session: &SessionRecord) -> Result<()> {
        sqlx::query(
            "INSERT INTO session (id, hash, person_id, epoch, device, begun_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, seen_at = excluded.seen_at",
        )
        .bind(session.id.to_string())
        .bind(session.hash.clone())
        .bind(session.person.to_string())
        .bind(session.epoch)
        .bind(session.device.clone())
        .bind(session.begun_at.seconds())
        .bind(session.seen_at.seconds())
        .execute(&self.writers)
        .await?;
        Ok(())
    }

    /// The session of this hash, ended by its limits or not.
    pub async fn session(&self, hash: &str) -> Result<Option<SessionRecord>> {
        let row = sqlx::query("SELECT * FROM session WHERE hash = $1")
            .bind(hash.to_owned())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(SessionRecord::from_row).transpose()
    }

    /// Ends the session of this hash.
    pub async fn remove_session(&self, hash: &str) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE hash = $1")
            .bind(hash.to_owned())
            .execute(&self.writers)
            .await?;
        Ok(())
    }

    /// Keeps when sessions were last seen: a mark, not a write of the organisation's.
    pub async fn mark_sessions_seen(&self, marks: &[(SessionId, Instant)]) -> Result<()> {
        let mut transaction = self.writers.begin().await?;
        for (session, at) in marks {
            sqlx::query("UPDATE session SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
                .bind(session.to_string())
                .bind(at.seconds())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Clears away sessions that have ended by their limits.
    pub async fn remove_ended_sessions(&self, now: Instant) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE begun_at <= $1 OR seen_at <= $2")
            .bind((now - SESSION_ENDS_AFTER).seconds())
            .bind((now - SESSION_IDLE).seconds())
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}

impl Write {
    /// Ends one session of somebody's; false when they have no such.
    pub async fn end_session(&mut self, person: PersonId, session: SessionId) -> Result<bool> {
        let done = sqlx::query("DELETE FROM session WHERE id = $1 AND person_id = $2")
            .bind(session.to_string())
            .bind(person.to_string())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Ends somebody's sessions, but the one to keep; answers how many.
    pub async fn end_sessions_of(&mut self, person: PersonId, keep: Option<SessionId>) -> Result<u64> {
        let done = sqlx::query("DELETE FROM session WHERE person_id = $1 AND id <> $2")
            .bind(person.to_string())
            .bind(keep.map(|id| id.to_string()).unwrap_or_default())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected())
    }
}
