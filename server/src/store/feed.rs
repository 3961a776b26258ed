//! Calendar feeds: who may fetch what. Secrets are derived, never kept.

use super::{Part, Result, Store, Write, change::rows_of, codec::Columns};
use domain::{FeedId, Instant, PersonId};
use sqlx::{AnyConnection, any::AnyRow};
use std::str::FromStr;

/// Whose duty a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedKind {
    /// One person's, on every rota.
    Person,
    /// All rotas of a team.
    Team,
    /// One rota.
    Rota,
}

impl FeedKind {
    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
            Self::Rota => "rota",
        }
    }
}

impl FromStr for FeedKind {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word {
            "person" => Ok(Self::Person),
            "team" => Ok(Self::Team),
            "rota" => Ok(Self::Rota),
            _ => Err(format!("‘{word}’ is not a kind of feed")),
        }
    }
}

/// A calendar feed.
#[derive(Debug, Clone)]
pub struct FeedRecord {
    /// Identity; the secret address derives from it and the generation.
    pub id: FeedId,
    /// Whose duty it shows.
    pub kind: FeedKind,
    /// Who asked for it: it ends with them.
    pub owner: PersonId,
    /// Id of the person, team or rota it shows.
    pub subject: String,
    /// Raised to make a new address.
    pub generation: i64,
    /// When a calendar last fetched it.
    pub last_fetched_at: Option<Instant>,
}

impl FeedRecord {
    /// Every feed.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM feed").fetch_all(connection).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those of these ids.
    pub async fn these(connection: &mut AnyConnection, ids: &[FeedId]) -> Result<Vec<Self>> {
        let rows = rows_of(connection, "SELECT * FROM feed WHERE id", ids).await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("feed", row);
        Ok(Self {
            id: row.parsed("id")?,
            kind: row.parsed("kind")?,
            owner: row.parsed("owner_id")?,
            subject: row.text("subject_id")?,
            generation: row.number("generation")?,
            last_fetched_at: row.instant_option("last_fetched_at")?,
        })
    }
}

impl Write {
    /// Adds a feed, or gives the one its owner has of this subject a new address when its generation is a later one.
    pub async fn put_feed(&mut self, feed: &FeedRecord) -> Result<()> {
        let (revision, at) = (self.revision(), self.at());
        let row = sqlx::query(
            "INSERT INTO feed (id, kind, owner_id, subject_id, generation, created_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (owner_id, kind, subject_id) DO UPDATE SET revision = excluded.revision, generation =
                 CASE WHEN excluded.generation > feed.generation THEN excluded.generation ELSE feed.generation END
             RETURNING id",
        )
        .bind(feed.id.to_string())
        .bind(feed.kind.key())
        .bind(feed.owner.to_string())
        .bind(feed.subject.clone())
        .bind(feed.generation)
        .bind(at.seconds())
        .bind(revision)
        .fetch_one(self.connection())
        .await?;
        self.touch(Part::Feed(Columns::of("feed", &row).parsed("id")?));
        Ok(())
    }
}

impl Write {
    /// Ends the addresses of all feeds that somebody has asked for.
    pub async fn end_feeds_of(&mut self, owner: PersonId) -> Result<()> {
        let revision = self.revision();
        let rows =
            sqlx::query("UPDATE feed SET generation = generation + 1, revision = $2 WHERE owner_id = $1 RETURNING id")
                .bind(owner.to_string())
                .bind(revision)
                .fetch_all(self.connection())
                .await?;
        for row in &rows {
            self.touch(Part::Feed(Columns::of("feed", row).parsed("id")?));
        }
        Ok(())
    }
}

impl Store {
    /// Keeps when feeds were last fetched: a mark, not a write of the organisation's.
    pub async fn mark_feeds_fetched(&self, marks: &[(FeedId, Instant)]) -> Result<()> {
        let mut transaction = self.writers.begin().await?;
        for (feed, at) in marks {
            sqlx::query("UPDATE feed SET last_fetched_at = $2 WHERE id = $1")
                .bind(feed.to_string())
                .bind(at.seconds())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
