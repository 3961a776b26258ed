//! Which rate card pays which rota, versioned.

use super::{
    Result, Write,
    codec::{Columns, text_of},
};
use chrono::NaiveDate;
use domain::{RateCardId, RotaId, TeamId};
use sqlx::{AnyConnection, any::AnyRow};
use std::{fmt, str::FromStr};

/// Whose duty a card pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaidFor {
    /// That of every rota of which nothing more particular is said.
    Organisation,
    /// That of a team's rotas, unless it is said of the rota.
    Team(TeamId),
    /// That of a rota.
    Rota(RotaId),
}

impl fmt::Display for PaidFor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation => f.write_str("organisation"),
            Self::Team(team) => write!(f, "team {team}"),
            Self::Rota(rota) => write!(f, "rota {rota}"),
        }
    }
}

impl FromStr for PaidFor {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let bad = || format!("‘{text}’ is nothing that a card pays: use organisation, team ID or rota ID");
        match text.split_once(' ') {
            None if text == "organisation" => Ok(Self::Organisation),
            Some(("team", id)) => id.parse().map(Self::Team).map_err(|_| bad()),
            Some(("rota", id)) => id.parse().map(Self::Rota).map_err(|_| bad()),
            _ => Err(bad()),
        }
    }
}

/// What pays some duty from a date on, until something else is said of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateCardUseRecord {
    /// Whose duty.
    pub paid_for: PaidFor,
    /// The first date.
    pub applies_from: NaiveDate,
    /// The card; `None` for duty that is not paid.
    pub card: Option<RateCardId>,
}

impl RateCardUseRecord {
    /// All that is said now, the earliest first.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM rate_card_use WHERE to_revision IS NULL ORDER BY applies_from, subject")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("rate_card_use", row);
        Ok(Self {
            paid_for: row.parsed("subject")?,
            applies_from: row.parsed("applies_from")?,
            card: row.parsed_option("card_id")?,
        })
    }
}

impl Write {
    /// Lets a card, or none, pay from a date on, in place of what was said of the same from that date on.
    pub async fn put_rate_card_use(&mut self, record: &RateCardUseRecord) -> Result<()> {
        self.end_rate_card_use(record.paid_for, record.applies_from).await?;
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        sqlx::query(
            "INSERT INTO rate_card_use (subject, applies_from, card_id, entered_by, from_revision)
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(record.paid_for.to_string())
        .bind(record.applies_from.to_string())
        .bind(text_of(record.card))
        .bind(actor)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes back what was said of the same from that very date on.
    pub async fn end_rate_card_use(&mut self, paid_for: PaidFor, applies_from: NaiveDate) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "UPDATE rate_card_use SET to_revision = $3
             WHERE subject = $1 AND applies_from = $2 AND to_revision IS NULL",
        )
        .bind(paid_for.to_string())
        .bind(applies_from.to_string())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
