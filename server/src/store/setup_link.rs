//! The one-time link that makes the first administrator.

use super::{Result, Store, Write};
use domain::Instant;

impl Store {
    /// Keeps a link's hash in place of all before it.
    pub async fn replace_setup_link(&self, hash: &str, now: Instant, expires_at: Instant) -> Result<()> {
        let mut transaction = self.writers.begin().await?;
        sqlx::query("DELETE FROM setup_link").execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO setup_link (hash, created_at, expires_at) VALUES ($1, $2, $3)")
            .bind(hash.to_owned())
            .bind(now.seconds())
            .bind(expires_at.seconds())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Whether a link is good at `now`.
    pub async fn setup_link_is_good(&self, hash: &str, now: Instant) -> Result<bool> {
        let row = sqlx::query("SELECT hash FROM setup_link WHERE hash = $1 AND used_at IS NULL AND expires_at > $2")
            .bind(hash.to_owned())
            .bind(now.seconds())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }
}

impl Write {
    /// Uses a link up; false when it is unknown, used or expired.
    pub async fn use_setup_link(&mut self, hash: &str) -> Result<bool> {
        let at = self.at();
        let done =
            sqlx::query("UPDATE setup_link SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2")
                .bind(hash.to_owned())
                .bind(at.seconds())
                .execute(self.connection())
                .await?;
        Ok(done.rows_affected() == 1)
    }
}
