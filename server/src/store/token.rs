//! API tokens: only their hashes are kept.

use super::{Part, Result, Store, Write, change::rows_of, codec::Columns};
use domain::{Instant, PersonId, TokenId};
use sqlx::{AnyConnection, any::AnyRow};

/// An API token, without its secret.
#[derive(Debug, Clone)]
pub struct TokenRecord {
    /// Identity.
    pub id: TokenId,
    /// What it is for, in its maker's words.
    pub name: String,
    /// SHA-256 of the secret, in hexadecimal.
    pub hash: String,
    /// The secret's last four characters, to tell tokens apart.
    pub hint: String,
    /// Space-separated scopes.
    pub scopes: String,
    /// Who made it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Instant,
    /// When it stops working; `None` for never.
    pub expires_at: Option<Instant>,
    /// When it was last seen.
    pub last_used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

impl TokenRecord {
    /// Every token, revoked ones included.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM token ORDER BY created_at, id")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those of these ids.
    pub async fn these(connection: &mut AnyConnection, ids: &[TokenId]) -> Result<Vec<Self>> {
        let rows = rows_of(connection, "SELECT * FROM token WHERE id", ids).await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("token", row);
        Ok(Self {
            id: row.parsed("id")?,
            name: row.text("name")?,
            hash: row.text("hash")?,
            hint: row.text("hint")?,
            scopes: row.text("scopes")?,
            created_by: row.parsed("created_by")?,
            created_at: row.instant("created_at")?,
            expires_at: row.instant_option("expires_at")?,
            last_used_at: row.instant_option("last_used_at")?,
            revoked_at: row.instant_option("revoked_at")?,
        })
    }
}

impl Write {
    /// Keeps a token.
    pub async fn insert_token(&mut self, token: &TokenRecord) -> Result<()> {
        self.touch(Part::Token(token.id));
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO token (id, name, hash, hint, scopes, created_by, created_at, expires_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(token.id.to_string())
        .bind(token.name.clone())
        .bind(token.hash.clone())
        .bind(token.hint.clone())
        .bind(token.scopes.clone())
        .bind(token.created_by.to_string())
        .bind(token.created_at.seconds())
        .bind(token.expires_at.map(Instant::seconds))
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends a token for good.
    pub async fn revoke_token(&mut self, token: TokenId) -> Result<()> {
        self.touch(Part::Token(token));
        let (revision, at) = (self.revision(), self.at());
        sqlx::query("UPDATE token SET revoked_at = $2, revision = $3 WHERE id = $1 AND revoked_at IS NULL")
            .bind(token.to_string())
            .bind(at.seconds())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// Keeps when tokens were last seen: a mark, not a write of the organisation's.
    pub async fn mark_tokens_used(&self, marks: &[(TokenId, Instant)]) -> Result<()> {
        let mut transaction = self.writers.begin().await?;
        for (token, at) in marks {
            sqlx::query("UPDATE token SET last_used_at = $2 WHERE id = $1")
                .bind(token.to_string())
                .bind(at.seconds())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
