//! Browser sessions.

use super::{Result, Store, codec::Columns};
use domain::Instant;

/// A session as it is kept: the key is a hash, so that the database cannot be used to take one over.
#[derive(Debug, Clone)]
pub struct SessionRecord {
    /// SHA-256 of the cookie's value.
    pub id: String,
    /// The session's data, as JSON.
    pub data: String,
    /// When it ends.
    pub expires_at: Instant,
}

impl Store {
    /// Keeps a session in place of its former state.
    pub async fn put_session(&self, session: &SessionRecord) -> Result<()> {
        sqlx::query(
            "INSERT INTO session (id, data, expires_at) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at",
        )
        .bind(session.id.clone())
        .bind(session.data.clone())
        .bind(session.expires_at.seconds())
        .execute(&self.writers)
        .await?;
        Ok(())
    }

    /// A session that has not ended by `now`.
    pub async fn session(&self, id: &str, now: Instant) -> Result<Option<SessionRecord>> {
        let row = sqlx::query("SELECT * FROM session WHERE id = $1 AND expires_at > $2")
            .bind(id.to_owned())
            .bind(now.seconds())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref()
            .map(|row| {
                let row = Columns::of("session", row);
                Ok(SessionRecord {
                    id: row.text("id")?,
                    data: row.text("data")?,
                    expires_at: row.instant("expires_at")?,
                })
            })
            .transpose()
    }

    /// Ends a session.
    pub async fn remove_session(&self, id: &str) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE id = $1")
            .bind(id.to_owned())
            .execute(&self.writers)
            .await?;
        Ok(())
    }

    /// Clears away sessions that ended before `now`.
    pub async fn remove_ended_sessions(&self, now: Instant) -> Result<()> {
        sqlx::query("DELETE FROM session WHERE expires_at <= $1")
            .bind(now.seconds())
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}
