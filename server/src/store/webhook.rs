//! Webhooks, and what goes to them.

use super::{
    Channel, NoticeRecord, Outcome, Result, Store, Write,
    change::rows_of,
    codec::{Columns, text_of},
    outbox::end_try,
};
use domain::{Instant, NoticeId, PersonId, TeamId, WebhookId, webhook::Event};
use sqlx::{AnyConnection, any::AnyRow};
use std::{collections::BTreeSet, str::FromStr};

/// Whether a webhook is told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookState {
    /// It is.
    On,
    /// Somebody has turned it off.
    Off,
    /// It was turned off since nothing was taken for long.
    Failed,
    /// It is gone; what was sent still names it.
    Removed,
}

impl WebhookState {
    /// The word in databases and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Failed => "failed",
            Self::Removed => "removed",
        }
    }
}

impl FromStr for WebhookState {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        let all = [Self::On, Self::Off, Self::Failed, Self::Removed];
        let found = all.into_iter().find(|state| state.key() == word);
        found.ok_or_else(|| format!("‘{word}’ is not a state of a webhook"))
    }
}

/// A webhook, without its secret.
#[derive(Debug, Clone)]
pub struct WebhookRecord {
    /// Identity.
    pub id: WebhookId,
    /// Whose events it is told; `None` for the whole organisation's.
    pub team: Option<TeamId>,
    /// What it is for, in its owner's words.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// What it is told.
    pub events: BTreeSet<Event>,
    /// Who made it, and answers for it.
    pub owner: PersonId,
    /// How often its secret was replaced.
    pub generation: i64,
    /// When, the last time.
    pub rotated_at: Option<Instant>,
    /// Whether it is told anything.
    pub state: WebhookState,
    /// Since when nothing was taken.
    pub failing_since: Option<Instant>,
    /// When it was made.
    pub made_at: Instant,
    /// The revision that changed it last.
    pub revision: i64,
}

/// Something for a webhook.
#[derive(Debug, Clone)]
pub struct NewDelivery {
    /// Identity, which the receiver knows repetitions by.
    pub id: NoticeId,
    /// What it is about, once: another of the same key is not put.
    pub key: String,
    /// For which webhook.
    pub webhook: WebhookId,
    /// Where that is now.
    pub address: String,
    /// What has happened.
    pub kind: String,
    /// The body, as it is sent.
    pub body: String,
}

/// Something that goes to a webhook, with what was answered the last time.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The notice in the outbox.
    pub notice: NoticeRecord,
    /// To which webhook.
    pub webhook: WebhookId,
    /// The status that was answered the last time.
    pub answered: Option<i64>,
}

impl Delivery {
    fn from_row(row: &AnyRow) -> Result<Self> {
        let notice = NoticeRecord::from_row(row)?;
        let row = Columns::of("notice", row);
        Ok(Self {
            notice,
            webhook: row.parsed("webhook_id")?,
            answered: row.number_option("answered")?,
        })
    }

    /// The latest for a webhook, newest first.
    pub async fn latest(connection: &mut AnyConnection, webhook: WebhookId, limit: i64) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM notice WHERE webhook_id = $1 ORDER BY made_at DESC, id DESC LIMIT $2")
            .bind(webhook.to_string())
            .bind(limit)
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those given up for a webhook, the oldest first.
    pub async fn given_up(connection: &mut AnyConnection, webhook: WebhookId) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM notice WHERE webhook_id = $1 AND state = 'failed' ORDER BY made_at, id")
            .bind(webhook.to_string())
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// How many wait and how many were given up, by webhook.
    pub async fn counts(connection: &mut AnyConnection) -> Result<Vec<(WebhookId, i64, i64)>> {
        let rows = sqlx::query(
            "SELECT webhook_id, CAST(SUM(CASE WHEN state = 'queued' THEN 1 ELSE 0 END) AS BIGINT) AS queued,
                    CAST(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END) AS BIGINT) AS failed
             FROM notice WHERE webhook_id IS NOT NULL AND state IN ('queued', 'failed') GROUP BY webhook_id",
        )
        .fetch_all(connection)
        .await?;
        let count = |row: &AnyRow| {
            let row = Columns::of("notice", row);
            Ok((row.parsed("webhook_id")?, row.number("queued")?, row.number("failed")?))
        };
        rows.iter().map(count).collect()
    }

    /// Those of some keys that there are.
    pub async fn put_before(connection: &mut AnyConnection, keys: &[String]) -> Result<BTreeSet<String>> {
        let rows = rows_of(connection, "SELECT key FROM notice WHERE key", keys).await?;
        rows.iter().map(|row| Columns::of("notice", row).text("key")).collect()
    }
}

impl WebhookRecord {
    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("webhook", row);
        // A word that a newer version has written is kept, and not told by this one.
        let events = row.text("events")?.split(' ').filter_map(Event::of).collect();
        Ok(Self {
            id: row.parsed("id")?,
            team: row.parsed_option("team_id")?,
            name: row.text("name")?,
            address: row.text("address")?,
            events,
            owner: row.parsed("owner_id")?,
            generation: row.number("generation")?,
            rotated_at: row.instant_option("rotated_at")?,
            state: row.parsed("state")?,
            failing_since: row.instant_option("failing_since")?,
            made_at: row.instant("made_at")?,
            revision: row.number("revision")?,
        })
    }

    /// One of them, removed or not.
    pub async fn find(connection: &mut AnyConnection, id: WebhookId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM webhook WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// All that are not removed, in no order.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM webhook WHERE state <> 'removed'")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn event_words(&self) -> String {
        self.events
            .iter()
            .map(|event| event.key())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Write {
    /// Keeps a webhook, new or changed.
    pub async fn put_webhook(&mut self, webhook: &WebhookRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO webhook (id, team_id, name, address, events, owner_id, generation, rotated_at, state, failing_since,
                                  made_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             ON CONFLICT (id) DO UPDATE SET team_id = excluded.team_id, name = excluded.name, address = excluded.address,
                 events = excluded.events, owner_id = excluded.owner_id, generation = excluded.generation, rotated_at = excluded.rotated_at,
                 state = excluded.state, failing_since = excluded.failing_since, revision = excluded.revision",
        )
        .bind(webhook.id.to_string())
        .bind(text_of(webhook.team))
        .bind(webhook.name.clone())
        .bind(webhook.address.clone())
        .bind(webhook.event_words())
        .bind(webhook.owner.to_string())
        .bind(webhook.generation)
        .bind(webhook.rotated_at.map(Instant::seconds))
        .bind(webhook.state.key())
        .bind(webhook.failing_since.map(Instant::seconds))
        .bind(webhook.made_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Gives the webhooks of one team to another.
    pub async fn move_webhooks(&mut self, from: TeamId, into: TeamId) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE webhook SET team_id = $2, revision = $3 WHERE team_id = $1")
            .bind(from.to_string())
            .bind(into.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Puts something for a webhook into the outbox, unless something of its key is there.
    pub async fn put_delivery(&mut self, delivery: &NewDelivery) -> Result<()> {
        let at = self.at();
        self.bring_post();
        sqlx::query(
            "INSERT INTO notice (id, key, channel, kind, payload, address, state, tries, due_at, made_at, webhook_id)
             VALUES ($1, $2, $3, $4, $5, $6, 'queued', 0, $7, $7, $8) ON CONFLICT (key) DO NOTHING",
        )
        .bind(delivery.id.to_string())
        .bind(delivery.key.clone())
        .bind(Channel::Webhook.key())
        .bind(delivery.kind.clone())
        .bind(delivery.body.clone())
        .bind(delivery.address.clone())
        .bind(at.seconds())
        .bind(delivery.webhook.to_string())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Queues anew what was given up for a webhook: one, or all of it. Answers how many.
    pub async fn replay(&mut self, webhook: WebhookId, one: Option<NoticeId>) -> Result<u64> {
        let at = self.at();
        self.bring_post();
        let done = sqlx::query(
            "UPDATE notice SET state = 'queued', ended_at = NULL, tries = 0, due_at = $2
             WHERE webhook_id = $1 AND state = 'failed' AND ($3 = '' OR id = $3)",
        )
        .bind(webhook.to_string())
        .bind(at.seconds())
        .bind(text_of(one).unwrap_or_default())
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected())
    }

    /// Ends what waits for a webhook, for this reason: given up, so that it can be sent again, or dropped.
    pub async fn end_waiting(&mut self, webhook: WebhookId, given_up: bool, reason: &str) -> Result<()> {
        let at = self.at();
        sqlx::query(
            "UPDATE notice SET state = $2, reason = $3, ended_at = $4, claim = NULL, claimed_until = NULL
             WHERE webhook_id = $1 AND state = 'queued'",
        )
        .bind(webhook.to_string())
        .bind(if given_up { "failed" } else { "dropped" })
        .bind(reason.to_owned())
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

impl Store {
    /// Takes what is due for webhooks, as [`Store::claim_notices`] takes letters.
    pub async fn claim_deliveries(
        &self,
        claim: &str,
        now: Instant,
        until: Instant,
        limit: i64,
    ) -> Result<Vec<Delivery>> {
        let rows = self.claim(Channel::Webhook, claim, (now, until), limit).await?;
        rows.iter().map(Delivery::from_row).collect()
    }

    /// Writes down how a delivery ended and what that says of its webhook; false when the claim ran out and somebody else has
    /// it.
    pub async fn end_delivery(
        &self,
        delivery: &Delivery,
        outcome: &Outcome,
        answered: Option<u16>,
        now: Instant,
    ) -> Result<bool> {
        let mut transaction = self.writers.begin().await?;
        let done = end_try(&mut transaction, &delivery.notice, outcome, now).await?;
        if done {
            sqlx::query("UPDATE notice SET answered = $2 WHERE id = $1")
                .bind(delivery.notice.id.to_string())
                .bind(answered.map(i64::from))
                .execute(&mut *transaction)
                .await?;
            note_health(&mut transaction, delivery.webhook, outcome, now).await?;
        }
        transaction.commit().await?;
        Ok(done)
    }

    /// Puts off what else waits for a webhook that has just not taken something, so that others are served meanwhile.
    pub async fn put_off_deliveries(&self, webhook: WebhookId, now: Instant, until: Instant) -> Result<()> {
        sqlx::query(
            "UPDATE notice SET due_at = $3
             WHERE webhook_id = $1 AND state = 'queued' AND due_at <= $2 AND (claimed_until IS NULL OR claimed_until <= $2)",
        )
        .bind(webhook.to_string())
        .bind(now.seconds())
        .bind(until.seconds())
        .execute(&self.writers)
        .await?;
        Ok(())
    }
}

/// Since when nothing was taken: the first failure after the last success.
async fn note_health(
    connection: &mut AnyConnection,
    webhook: WebhookId,
    outcome: &Outcome,
    now: Instant,
) -> Result<()> {
    let since = match outcome {
        Outcome::Sent => None,
        Outcome::Again(..) | Outcome::Failed(_) => Some(now.seconds()),
        Outcome::Dropped(_) => return Ok(()),
    };
    let statement = match since {
        None => "UPDATE webhook SET failing_since = $2 WHERE id = $1 AND failing_since IS NOT NULL",
        Some(_) => "UPDATE webhook SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL",
    };
    sqlx::query(statement)
        .bind(webhook.to_string())
        .bind(since)
        .execute(connection)
        .await?;
    Ok(())
}
