//! Links that let one person set their password: one at a time for each, used once.

use super::{Part, Result, Store, Write, codec::Columns};
use domain::{EntryLinkId, Instant, PersonId, access::EntryPurpose};
use sqlx::{AnyConnection, any::AnyRow};

/// A link, without its secret.
#[derive(Debug, Clone)]
pub struct EntryLinkRecord {
    /// Identity, which may be shown.
    pub id: EntryLinkId,
    /// SHA-256 of the secret in the link.
    pub hash: String,
    /// Whose password it sets.
    pub person: PersonId,
    /// Why it was made.
    pub purpose: EntryPurpose,
    /// Until when it works.
    pub expires_at: Instant,
}

/// The link of a person's that is neither used nor ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenLink {
    /// Why it was made.
    pub purpose: EntryPurpose,
    /// Until when it works, or worked.
    pub expires_at: Instant,
}

impl EntryLinkRecord {
    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("entry_link", row);
        Ok(Self {
            id: row.parsed("id")?,
            hash: row.text("hash")?,
            person: row.parsed("person_id")?,
            purpose: row.parsed("purpose")?,
            expires_at: row.instant("expires_at")?,
        })
    }
}

impl Store {
    /// The link whose secret has this hash, if it is good at `now`.
    pub async fn entry_link(&self, hash: &str, now: Instant) -> Result<Option<EntryLinkRecord>> {
        let row = sqlx::query(
            "SELECT * FROM entry_link WHERE hash = $1 AND used_at IS NULL AND ended_at IS NULL AND expires_at > $2",
        )
        .bind(hash.to_owned())
        .bind(now.seconds())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(EntryLinkRecord::from_row).transpose()
    }
}

impl EntryLinkRecord {
    /// The link of this id, if it is neither used nor ended.
    pub async fn open(connection: &mut AnyConnection, id: EntryLinkId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM entry_link WHERE id = $1 AND used_at IS NULL AND ended_at IS NULL")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// A person's link that is neither used nor ended.
    pub async fn open_of(connection: &mut AnyConnection, person: PersonId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM entry_link WHERE person_id = $1 AND used_at IS NULL AND ended_at IS NULL")
            .bind(person.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }
}

impl Write {
    /// Keeps a new link in place of the person's open one.
    pub async fn put_entry_link(&mut self, link: &EntryLinkRecord) -> Result<()> {
        self.end_entry_link_of(link.person).await?;
        self.touch(Part::Person(link.person));
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query(
            "INSERT INTO entry_link (id, hash, person_id, purpose, made_by, made_at, expires_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(link.id.to_string())
        .bind(link.hash.clone())
        .bind(link.person.to_string())
        .bind(link.purpose.key())
        .bind(actor)
        .bind(at.seconds())
        .bind(link.expires_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Uses a link up, and answers it; `None` when it is unknown, used, ended or expired.
    pub async fn use_entry_link(&mut self, hash: &str) -> Result<Option<EntryLinkRecord>> {
        let (revision, at) = (self.revision(), self.at());
        let row = sqlx::query(
            "UPDATE entry_link SET used_at = $2, revision = $3
             WHERE hash = $1 AND used_at IS NULL AND ended_at IS NULL AND expires_at > $2 RETURNING *",
        )
        .bind(hash.to_owned())
        .bind(at.seconds())
        .bind(revision)
        .fetch_optional(self.connection())
        .await?;
        let link = row.as_ref().map(EntryLinkRecord::from_row).transpose()?;
        if let Some(link) = &link {
            self.touch(Part::Person(link.person));
        }
        Ok(link)
    }

    /// Ends a person's open link; false when there is none.
    pub async fn end_entry_link_of(&mut self, person: PersonId) -> Result<bool> {
        self.touch(Part::Person(person));
        let (revision, at) = (self.revision(), self.at());
        let done = sqlx::query(
            "UPDATE entry_link SET ended_at = $2, revision = $3
             WHERE person_id = $1 AND used_at IS NULL AND ended_at IS NULL",
        )
        .bind(person.to_string())
        .bind(at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(done.rows_affected() == 1)
    }
}
