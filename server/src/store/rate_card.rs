//! Rate cards: versions that are added, replaced while nobody was paid by them, and kept once somebody was.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use chrono::NaiveDate;
use domain::{Instant, RateCardId, pay::file::CardFile};
use sqlx::{AnyConnection, any::AnyRow};

/// A version of a rate card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateCardVersionRecord {
    /// The card.
    pub card: RateCardId,
    /// Which version, from 1; never given twice.
    pub number: i64,
    /// The first date it pays.
    pub effective_from: NaiveDate,
    /// What it says.
    pub file: CardFile,
    /// Who entered it: a person's id, `token …` or `console`.
    pub entered_by: String,
    /// When it was entered.
    pub entered_at: Instant,
    /// When it first paid somebody for good; it never changes then.
    pub used_at: Option<Instant>,
}

impl RateCardVersionRecord {
    /// Every version of every card that was not taken back: of each card the earliest date first, and of one date the
    /// version that counts last.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM rate_card_version WHERE to_revision IS NULL ORDER BY card_id, effective_from, number",
        )
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The versions of one card that were not taken back, in the same order.
    pub async fn of(connection: &mut AnyConnection, card: RateCardId) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM rate_card_version WHERE card_id = $1 AND to_revision IS NULL
             ORDER BY effective_from, number",
        )
        .bind(card.to_string())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("rate_card_version", row);
        Ok(Self {
            card: row.parsed("card_id")?,
            number: row.number("number")?,
            effective_from: row.parsed("effective_from")?,
            file: row.json("file")?,
            entered_by: row.text("entered_by")?,
            entered_at: row.instant("entered_at")?,
            used_at: row.instant_option("used_at")?,
        })
    }
}

impl Write {
    /// Makes a card, without a version.
    pub async fn insert_rate_card(&mut self, card: RateCardId) -> Result<()> {
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query("INSERT INTO rate_card (id, made_by, made_at, revision) VALUES ($1, $2, $3, $4)")
            .bind(card.to_string())
            .bind(actor)
            .bind(at.seconds())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Adds a version to a card; answers its number.
    pub async fn add_rate_card_version(
        &mut self,
        card: RateCardId,
        effective_from: NaiveDate,
        file: &CardFile,
    ) -> Result<i64> {
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        let row = sqlx::query(
            "INSERT INTO rate_card_version (card_id, number, effective_from, file, entered_by, entered_at, from_revision)
             VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM rate_card_version WHERE card_id = $1),
                     $2, $3, $4, $5, $6)
             RETURNING number",
        )
        .bind(card.to_string())
        .bind(effective_from.to_string())
        .bind(json("rate_card_version", "file", file)?)
        .bind(actor)
        .bind(at.seconds())
        .bind(revision)
        .fetch_one(self.connection())
        .await?;
        Columns::of("rate_card_version", &row).number("number")
    }

    /// Takes a version back that has paid nobody.
    ///
    /// # Errors
    /// The database refuses it for a version that was used.
    pub async fn end_rate_card_version(&mut self, card: RateCardId, number: i64) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "UPDATE rate_card_version SET to_revision = $3
             WHERE card_id = $1 AND number = $2 AND to_revision IS NULL",
        )
        .bind(card.to_string())
        .bind(number)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes that a version has paid somebody for good: it stays as it is from now on.
    pub async fn use_rate_card_version(&mut self, card: RateCardId, number: i64) -> Result<()> {
        let at = self.at();
        sqlx::query(
            "UPDATE rate_card_version SET used_at = $3
             WHERE card_id = $1 AND number = $2 AND to_revision IS NULL AND used_at IS NULL",
        )
        .bind(card.to_string())
        .bind(number)
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
