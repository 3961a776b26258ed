//! Writes that came with a key of the caller's own.

use super::{
    Result, Store, StoreError, Write,
    codec::{Columns, json},
};
use domain::{Instant, TokenId};
use sqlx::AnyConnection;

/// Seconds that an answer is kept: a day.
pub const KEPT_SECONDS: i64 = 86_400;
/// Seconds that a request may take before another may begin it anew.
const CLAIMED_SECONDS: i64 = 60;

/// A request's key, and who works on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// Whose key.
    pub token: TokenId,
    /// The key, as the caller made it up.
    pub key: String,
    /// Whoever works on it: another for each try.
    pub claim: String,
}

/// An answer that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptResponse {
    /// HTTP status.
    pub status: u16,
    /// Names and values of the headers that belong to it.
    pub headers: Vec<(String, String)>,
    /// Its body; nothing for one that holds a secret or is too long.
    pub body: Option<String>,
}

/// What is known of a request with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// It is the caller's to carry out.
    New,
    /// Somebody works on it.
    Busy,
    /// The key was sent with another request.
    Another,
    /// It was carried out, and this was answered.
    Answered(KeptResponse),
    /// It was carried out, and nobody knows what was answered.
    Unanswered,
}

impl Store {
    /// Takes a request up, unless it was taken up before.
    pub async fn claim_request(&self, key: &RequestKey, request: &str, now: Instant) -> Result<Claimed> {
        let mut transaction = self.writers.begin().await?;
        sqlx::query("DELETE FROM keyed_request WHERE token_id = $1 AND key = $2 AND begun_at <= $3")
            .bind(key.token.to_string())
            .bind(key.key.clone())
            .bind(now.seconds() - KEPT_SECONDS)
            .execute(&mut *transaction)
            .await?;
        let made = sqlx::query(
            "INSERT INTO keyed_request (token_id, key, request, claim, begun_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (token_id, key) DO NOTHING",
        )
        .bind(key.token.to_string())
        .bind(key.key.clone())
        .bind(request)
        .bind(key.claim.clone())
        .bind(now.seconds())
        .execute(&mut *transaction)
        .await?;
        let claimed = match made.rows_affected() {
            1 => Claimed::New,
            _ => known(&mut transaction, key, request, now).await?,
        };
        transaction.commit().await?;
        Ok(claimed)
    }

    /// Keeps what was answered.
    pub async fn keep_response(&self, key: &RequestKey, response: &KeptResponse) -> Result<()> {
        sqlx::query(
            "UPDATE keyed_request SET status = $4, headers = $5, body = $6 WHERE token_id = $1 AND key = $2 AND claim = $3",
        )
        .bind(key.token.to_string())
        .bind(key.key.clone())
        .bind(key.claim.clone())
        .bind(i64::from(response.status))
        .bind(json("keyed_request", "headers", &response.headers)?)
        .bind(response.body.clone())
        .execute(&self.writers)
        .await?;
        Ok(())
    }

    /// Lets go of a request that has written nothing, so that it may be tried again.
    pub async fn let_go_of_request(&self, key: &RequestKey) -> Result<()> {
        sqlx::query(
            "DELETE FROM keyed_request WHERE token_id = $1 AND key = $2 AND claim = $3 AND revision IS NULL AND status IS NULL",
        )
        .bind(key.token.to_string())
        .bind(key.key.clone())
        .bind(key.claim.clone())
        .execute(&self.writers)
        .await?;
        Ok(())
    }

    /// Forgets what was begun a day before `now` or earlier.
    pub async fn remove_old_requests(&self, now: Instant) -> Result<()> {
        sqlx::query("DELETE FROM keyed_request WHERE begun_at <= $1")
            .bind(now.seconds() - KEPT_SECONDS)
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}

/// What is known of a request that was taken up before; one that got nowhere is taken over.
async fn known(connection: &mut AnyConnection, key: &RequestKey, request: &str, now: Instant) -> Result<Claimed> {
    let row = sqlx::query(
        "SELECT request, claim, begun_at, revision, status, headers, body FROM keyed_request
         WHERE token_id = $1 AND key = $2",
    )
    .bind(key.token.to_string())
    .bind(key.key.clone())
    .fetch_one(&mut *connection)
    .await?;
    let row = Columns::of("keyed_request", &row);
    if row.text("request")? != request {
        return Ok(Claimed::Another);
    }
    if let Some(status) = row.number_option("status")? {
        return Ok(Claimed::Answered(KeptResponse {
            status: u16::try_from(status).unwrap_or(500),
            headers: row.json("headers")?,
            body: row.text_option("body")?,
        }));
    }
    if row.instant("begun_at")? > now - CLAIMED_SECONDS {
        return Ok(Claimed::Busy);
    }
    if row.number_option("revision")?.is_some() {
        return Ok(Claimed::Unanswered);
    }
    let taken = sqlx::query(
        "UPDATE keyed_request SET claim = $3, begun_at = $4 WHERE token_id = $1 AND key = $2 AND claim = $5 AND revision IS NULL",
    )
    .bind(key.token.to_string())
    .bind(key.key.clone())
    .bind(key.claim.clone())
    .bind(now.seconds())
    .bind(row.text("claim")?)
    .execute(connection)
    .await?;
    Ok(match taken.rows_affected() {
        1 => Claimed::New,
        _ => Claimed::Busy,
    })
}

impl Write {
    /// Notes in the write itself that a request led to it.
    pub(super) async fn note_request(&mut self, key: &RequestKey) -> Result<()> {
        let revision = self.revision();
        let noted =
            sqlx::query("UPDATE keyed_request SET revision = $4 WHERE token_id = $1 AND key = $2 AND claim = $3")
                .bind(key.token.to_string())
                .bind(key.key.clone())
                .bind(key.claim.clone())
                .bind(revision)
                .execute(self.connection())
                .await?;
        match noted.rows_affected() {
            1 => Ok(()),
            _ => Err(StoreError::TakenOver),
        }
    }
}
