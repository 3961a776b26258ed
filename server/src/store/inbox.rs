//! Inboxes: what people were told, kept as facts.

use super::{Part, Result, Store, Write, change::rows_of, codec::Columns};
use domain::{Instant, NoticeId, PersonId};
use sqlx::{AnyConnection, any::AnyRow};
use std::collections::{BTreeSet, HashMap};

/// An entry to put into somebody's inbox.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Identity.
    pub id: NoticeId,
    /// What it is about, once: another of the same key is not put.
    pub key: String,
    /// Whose inbox.
    pub person: PersonId,
    /// What kind of notice it is.
    pub kind: String,
    /// The facts, as JSON.
    pub payload: String,
}

/// An entry as it is kept.
#[derive(Debug, Clone)]
pub struct InboxRecord {
    /// Identity.
    pub id: NoticeId,
    /// What kind of notice it is.
    pub kind: String,
    /// The facts, as JSON.
    pub payload: String,
    /// The revision that it was made in.
    pub revision: i64,
    /// When it was made.
    pub made_at: Instant,
    /// When it was first read.
    pub read_at: Option<Instant>,
}

/// Where a page of an inbox ends: the next one goes on below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InboxPlace {
    /// The revision of the last entry: entries of one second are in the order of their writes, too.
    pub revision: i64,
    /// The last entry.
    pub id: NoticeId,
}

impl InboxRecord {
    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("inbox", row);
        Ok(Self {
            id: row.parsed("id")?,
            kind: row.text("kind")?,
            payload: row.text("payload")?,
            revision: row.number("revision")?,
            made_at: row.instant("made_at")?,
            read_at: row.instant_option("read_at")?,
        })
    }

    /// One of a person's entries.
    pub async fn find(connection: &mut AnyConnection, person: PersonId, id: NoticeId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM inbox WHERE id = $1 AND person_id = $2")
            .bind(id.to_string())
            .bind(person.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// A person's entries, newest first, from below a place on.
    pub async fn of(
        connection: &mut AnyConnection,
        person: PersonId,
        below: Option<InboxPlace>,
        limit: i64,
    ) -> Result<Vec<Self>> {
        let from = below.map_or(i64::MAX, |place| place.revision);
        let rows = sqlx::query(
            "SELECT * FROM inbox WHERE person_id = $1 AND (revision < $2 OR (revision = $2 AND id < $3))
             ORDER BY revision DESC, id DESC LIMIT $4",
        )
        .bind(person.to_string())
        .bind(from)
        .bind(below.map(|place| place.id.to_string()).unwrap_or_default())
        .bind(limit)
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// A person's entries made from one instant until another, oldest first.
    pub async fn between(
        connection: &mut AnyConnection,
        person: PersonId,
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM inbox WHERE person_id = $1 AND made_at >= $2 AND made_at < $3 ORDER BY revision, id",
        )
        .bind(person.to_string())
        .bind(from.seconds())
        .bind(until.seconds())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// How many entries each of these people has not read; everybody's when `people` is `None`.
    pub async fn unread(connection: &mut AnyConnection, people: Option<&[PersonId]>) -> Result<HashMap<PersonId, i64>> {
        let rows = match people {
            Some(people) => {
                let select = "SELECT person_id FROM inbox WHERE read_at IS NULL AND person_id";
                rows_of(connection, select, people).await?
            }
            None => {
                sqlx::query("SELECT person_id FROM inbox WHERE read_at IS NULL")
                    .fetch_all(connection)
                    .await?
            }
        };
        let mut counts: HashMap<PersonId, i64> = people
            .iter()
            .flat_map(|people| people.iter())
            .map(|id| (*id, 0))
            .collect();
        for row in &rows {
            *counts
                .entry(Columns::of("inbox", row).parsed("person_id")?)
                .or_default() += 1;
        }
        Ok(counts)
    }

    /// Those of some keys that are taken: what they are about was told.
    pub async fn told(connection: &mut AnyConnection, keys: &[String]) -> Result<BTreeSet<String>> {
        let rows = rows_of(connection, "SELECT key FROM inbox WHERE key", keys).await?;
        rows.iter().map(|row| Columns::of("inbox", row).text("key")).collect()
    }
}

impl Write {
    /// Puts an entry into an inbox; false when one of its key is there.
    pub async fn put_in_inbox(&mut self, entry: &NewEntry) -> Result<bool> {
        let (at, revision) = (self.at(), self.revision());
        let done = sqlx::query(
            "INSERT INTO inbox (id, key, person_id, kind, payload, revision, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING",
        )
        .bind(entry.id.to_string())
        .bind(entry.key.clone())
        .bind(entry.person.to_string())
        .bind(entry.kind.clone())
        .bind(entry.payload.clone())
        .bind(revision)
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        let new = done.rows_affected() == 1;
        if new {
            self.touch(Part::Person(entry.person));
        }
        Ok(new)
    }

    /// Marks a person's entries as read: one, or all that were made until now. Answers how many it marked.
    pub async fn mark_read(&mut self, person: PersonId, one: Option<NoticeId>) -> Result<u64> {
        let at = self.at();
        let done = sqlx::query(
            "UPDATE inbox SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL AND ($3 = '' OR id = $3)",
        )
        .bind(person.to_string())
        .bind(at.seconds())
        .bind(one.map(|id| id.to_string()).unwrap_or_default())
        .execute(self.connection())
        .await?;
        self.touch(Part::Person(person));
        Ok(done.rows_affected())
    }
}

impl Store {
    /// Clears away entries that were made before an instant.
    pub async fn remove_old_entries(&self, before: Instant) -> Result<()> {
        sqlx::query("DELETE FROM inbox WHERE made_at < $1")
            .bind(before.seconds())
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}
