//! The outbox: notices to send, written with the change that causes them, taken by one node at a time.

use super::{Result, Store, Write, codec::Columns};
use domain::{Instant, NoticeId, PersonId};
use sqlx::{AnyConnection, any::AnyRow};
use std::str::FromStr;

/// How notices are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// By e-mail.
    Email,
    /// By webhook.
    Webhook,
}

impl Channel {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Webhook => "webhook",
        }
    }
}

/// What has become of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeState {
    /// To be sent, perhaps again.
    Queued,
    /// Taken by whoever delivers it.
    Sent,
    /// Given up.
    Failed,
    /// Of no use any more, so it was not sent.
    Dropped,
}

impl NoticeState {
    /// The word in databases and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

impl FromStr for NoticeState {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        let all = [Self::Queued, Self::Sent, Self::Failed, Self::Dropped];
        let found = all.into_iter().find(|state| state.key() == word);
        found.ok_or_else(|| format!("‘{word}’ is not a state of a notice"))
    }
}

/// A notice to put into the outbox.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// Identity.
    pub id: NoticeId,
    /// What it is about, once: another of the same key is not put.
    pub key: String,
    /// How it is sent.
    pub channel: Channel,
    /// What kind of notice it is.
    pub kind: String,
    /// Everything that its words are made of but secrets, as JSON.
    pub payload: String,
    /// Whom it is for, when that is known.
    pub person: Option<PersonId>,
    /// Where it goes.
    pub address: String,
}

/// A notice as it is kept.
#[derive(Debug, Clone)]
pub struct NoticeRecord {
    /// Identity.
    pub id: NoticeId,
    /// What kind of notice it is.
    pub kind: String,
    /// Everything that its words are made of but secrets, as JSON.
    pub payload: String,
    /// Whom it is for.
    pub person: Option<PersonId>,
    /// Where it goes.
    pub address: String,
    /// What has become of it.
    pub state: NoticeState,
    /// How many times it was tried, with the present one.
    pub tries: i64,
    /// When it is tried next.
    pub due_at: Instant,
    /// Why it was not sent, the last time.
    pub reason: Option<String>,
    /// When it was made.
    pub made_at: Instant,
    /// When it was sent, given up or dropped.
    pub ended_at: Option<Instant>,
    /// Until when whoever is sending it has it.
    pub claimed_until: Option<Instant>,
    claim: Option<String>,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is sent.
    Sent,
    /// It is tried again then, for this reason.
    Again(Instant, String),
    /// It is given up, for this reason.
    Failed(String),
    /// It is of no use any more, for this reason.
    Dropped(String),
}

/// How full the outbox is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OutboxFigures {
    /// Notices to send.
    pub queued: i64,
    /// Notices given up, until they are cleared away.
    pub failed: i64,
    /// When the oldest of those to send was made.
    pub oldest: Option<Instant>,
}

impl NoticeRecord {
    pub(super) fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("notice", row);
        Ok(Self {
            id: row.parsed("id")?,
            kind: row.text("kind")?,
            payload: row.text("payload")?,
            person: row.parsed_option("person_id")?,
            address: row.text("address")?,
            state: row.parsed("state")?,
            tries: row.number("tries")?,
            due_at: row.instant("due_at")?,
            reason: row.text_option("reason")?,
            made_at: row.instant("made_at")?,
            ended_at: row.instant_option("ended_at")?,
            claimed_until: row.instant_option("claimed_until")?,
            claim: row.text_option("claim")?,
        })
    }

    /// The latest letters in a state, newest first.
    pub async fn latest(connection: &mut AnyConnection, state: NoticeState, limit: i64) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM notice WHERE state = $1 AND channel = $3 ORDER BY made_at DESC, id LIMIT $2")
                .bind(state.key())
                .bind(limit)
                .bind(Channel::Email.key())
                .fetch_all(connection)
                .await?;
        rows.iter().map(Self::from_row).collect()
    }
}

impl Write {
    /// Puts a notice into the outbox, unless one of its key is there.
    pub async fn put_notice(&mut self, notice: &NewNotice) -> Result<()> {
        let at = self.at();
        self.bring_post();
        insert(self.connection(), notice, at, at).await
    }

    /// Puts a notice into the outbox that is not sent before `due`, unless one of its key is there.
    pub async fn put_notice_for(&mut self, notice: &NewNotice, due: Instant) -> Result<()> {
        let at = self.at();
        self.bring_post();
        insert(self.connection(), notice, at, due.max(at)).await
    }

    /// Queues a notice that was given up anew; false when it is not such a one.
    pub async fn send_notice_again(&mut self, id: NoticeId) -> Result<bool> {
        let at = self.at();
        self.bring_post();
        let done = sqlx::query(
            "UPDATE notice SET state = 'queued', ended_at = NULL, tries = 0, due_at = $2 WHERE id = $1 AND state = 'failed'",
        )
        .bind(id.to_string())
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes a notice out, since what it asks for is done; false when somebody else has.
    pub async fn remove_notice(&mut self, id: NoticeId) -> Result<bool> {
        remove(self.connection(), id).await
    }
}

impl Store {
    /// Puts a notice into the outbox by itself: it changes nothing that anybody sees.
    pub async fn put_notice(&self, notice: &NewNotice, at: Instant) -> Result<()> {
        insert(&mut *self.writers.acquire().await?, notice, at, at).await
    }

    /// Takes up to `limit` letters that are due, and that nobody else has taken before their claim ran out. Each counts as
    /// tried.
    pub async fn claim_notices(
        &self,
        claim: &str,
        now: Instant,
        until: Instant,
        limit: i64,
    ) -> Result<Vec<NoticeRecord>> {
        let rows = self.claim(Channel::Email, claim, (now, until), limit).await?;
        rows.iter().map(NoticeRecord::from_row).collect()
    }

    /// The rows of those of one channel.
    ///
    /// The conditions stand twice: PostgreSQL looks at the outer ones again when another node had the row meanwhile.
    pub(super) async fn claim(
        &self,
        channel: Channel,
        claim: &str,
        (now, until): (Instant, Instant),
        limit: i64,
    ) -> Result<Vec<AnyRow>> {
        let rows = sqlx::query(
            "UPDATE notice SET claim = $1, claimed_until = $2, tries = tries + 1
             WHERE state = 'queued' AND due_at <= $3 AND (claimed_until IS NULL OR claimed_until <= $3) AND id IN (
                 SELECT id FROM notice
                 WHERE channel = $4 AND state = 'queued' AND due_at <= $3 AND (claimed_until IS NULL OR claimed_until <= $3)
                 ORDER BY due_at, id LIMIT $5
             ) RETURNING *",
        )
        .bind(claim.to_owned())
        .bind(until.seconds())
        .bind(now.seconds())
        .bind(channel.key())
        .bind(limit)
        .fetch_all(&self.writers)
        .await?;
        Ok(rows)
    }

    /// Writes down how a try ended; false when the claim ran out and somebody else has the notice.
    pub async fn end_try(&self, notice: &NoticeRecord, outcome: &Outcome, now: Instant) -> Result<bool> {
        end_try(&mut *self.writers.acquire().await?, notice, outcome, now).await
    }

    /// Takes a notice out, since there is nothing to do about it.
    pub async fn remove_notice(&self, id: NoticeId) -> Result<bool> {
        remove(&mut *self.writers.acquire().await?, id).await
    }

    /// How full the outbox is with letters.
    pub async fn outbox_figures(&self) -> Result<OutboxFigures> {
        self.figures_of(Channel::Email).await
    }

    /// How full it is with what goes to webhooks.
    pub async fn webhook_figures(&self) -> Result<OutboxFigures> {
        self.figures_of(Channel::Webhook).await
    }

    async fn figures_of(&self, channel: Channel) -> Result<OutboxFigures> {
        let row = sqlx::query(
            "SELECT CAST(SUM(CASE WHEN state = 'queued' THEN 1 ELSE 0 END) AS BIGINT) AS queued,
                    CAST(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS BIGINT) AS failed,
                    MIN(CASE WHEN state = 'queued' THEN made_at END) AS oldest
             FROM notice WHERE state IN ('queued', 'failed') AND channel = $1",
        )
        .bind(channel.key())
        .fetch_one(&self.readers)
        .await?;
        let row = Columns::of("notice", &row);
        Ok(OutboxFigures {
            queued: row.number_option("queued")?.unwrap_or_default(),
            failed: row.number_option("failed")?.unwrap_or_default(),
            oldest: row.instant_option("oldest")?,
        })
    }

    /// Clears away notices that ended before an instant.
    pub async fn remove_ended_notices(&self, before: Instant) -> Result<()> {
        sqlx::query("DELETE FROM notice WHERE ended_at < $1")
            .bind(before.seconds())
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}

/// Writes down how a try ended; false when the claim ran out and somebody else has the notice.
pub(super) async fn end_try(
    connection: &mut AnyConnection,
    notice: &NoticeRecord,
    outcome: &Outcome,
    now: Instant,
) -> Result<bool> {
    let (state, due, reason) = match outcome {
        Outcome::Sent => (NoticeState::Sent, notice.due_at, None),
        Outcome::Again(due, reason) => (NoticeState::Queued, *due, Some(reason)),
        Outcome::Failed(reason) => (NoticeState::Failed, notice.due_at, Some(reason)),
        Outcome::Dropped(reason) => (NoticeState::Dropped, notice.due_at, Some(reason)),
    };
    let ended = (state != NoticeState::Queued).then_some(now.seconds());
    let done = sqlx::query(
        "UPDATE notice SET state = $3, due_at = $4, reason = $5, ended_at = $6, claim = NULL, claimed_until = NULL
         WHERE id = $1 AND claim = $2",
    )
    .bind(notice.id.to_string())
    .bind(notice.claim.clone())
    .bind(state.key())
    .bind(due.seconds())
    .bind(reason.cloned())
    .bind(ended)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn remove(connection: &mut AnyConnection, id: NoticeId) -> Result<bool> {
    let done = sqlx::query("DELETE FROM notice WHERE id = $1")
        .bind(id.to_string())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

async fn insert(connection: &mut AnyConnection, notice: &NewNotice, at: Instant, due: Instant) -> Result<()> {
    sqlx::query(
        "INSERT INTO notice (id, key, channel, kind, payload, person_id, address, state, tries, due_at, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', 0, $8, $9) ON CONFLICT (key) DO NOTHING",
    )
    .bind(notice.id.to_string())
    .bind(notice.key.clone())
    .bind(notice.channel.key())
    .bind(notice.kind.clone())
    .bind(notice.payload.clone())
    .bind(notice.person.map(|person| person.to_string()))
    .bind(notice.address.clone())
    .bind(due.seconds())
    .bind(at.seconds())
    .execute(connection)
    .await?;
    Ok(())
}
