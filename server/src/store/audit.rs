//! Who changed what, when: written with the change, never touched again.

use super::{Result, Write, codec::Columns};
use domain::Instant;
use sqlx::AnyConnection;

/// One change, as the audit keeps it.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// The organisation's revision that the change made.
    pub revision: i64,
    /// When.
    pub at: Instant,
    /// Who: a person's id, a token or the console.
    pub actor: String,
    /// What was done, such as `cover.made`.
    pub action: String,
    /// To what: kind and id, such as `cover 6f1f…`.
    pub subject: String,
    /// Before and after, as JSON.
    pub detail: String,
}

impl Write {
    /// Keeps what this write does to `subject`.
    pub async fn audit(&mut self, action: &str, subject: &str, detail: serde_json::Value) -> Result<()> {
        let position = self.next_audit_position();
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query(
            "INSERT INTO audit (revision, position, at, actor, action, subject, detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(revision)
        .bind(position)
        .bind(at.seconds())
        .bind(actor)
        .bind(action)
        .bind(subject)
        .bind(detail.to_string())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

impl AuditEntry {
    /// The latest `limit` entries, newest first.
    pub async fn latest(connection: &mut AnyConnection, limit: i64) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM audit ORDER BY revision DESC, position DESC LIMIT $1")
            .bind(limit)
            .fetch_all(connection)
            .await?;
        rows.iter()
            .map(|row| {
                let row = Columns::of("audit", row);
                Ok(Self {
                    revision: row.number("revision")?,
                    at: row.instant("at")?,
                    actor: row.text("actor")?,
                    action: row.text("action")?,
                    subject: row.text("subject")?,
                    detail: row.text("detail")?,
                })
            })
            .collect()
    }
}
