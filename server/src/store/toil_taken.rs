//! Time off in lieu that was taken, versioned: each entry stands until it is withdrawn.

use super::{Result, Write, codec::Columns};
use chrono::NaiveDate;
use domain::{Instant, PersonId, ToilTakenId};
use sqlx::{AnyConnection, any::AnyRow};

/// Time off that somebody took on a date, or will take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToilTakenRecord {
    /// Identity.
    pub id: ToilTakenId,
    /// Who.
    pub person: PersonId,
    /// When.
    pub on: NaiveDate,
    /// How much.
    pub seconds: i64,
    /// What whoever entered it said; may be empty.
    pub note: String,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: Instant,
}

impl ToilTakenRecord {
    /// One that stands.
    pub async fn find(connection: &mut AnyConnection, id: ToilTakenId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM toil_taken WHERE id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Whether an id was ever given.
    pub async fn is_known(connection: &mut AnyConnection, id: ToilTakenId) -> Result<bool> {
        let row = sqlx::query("SELECT id FROM toil_taken WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        Ok(row.is_some())
    }

    /// Those of a person that stand, the earliest first.
    pub async fn of(connection: &mut AnyConnection, person: PersonId) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM toil_taken WHERE person_id = $1 AND to_revision IS NULL ORDER BY on_day, id")
                .bind(person.to_string())
                .fetch_all(connection)
                .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("toil_taken", row);
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            on: row.parsed("on_day")?,
            seconds: row.number("seconds")?,
            note: row.text("note")?,
            entered_by: row.text("entered_by")?,
            entered_at: row.instant("entered_at")?,
        })
    }
}

impl Write {
    /// Keeps that somebody takes time off.
    pub async fn insert_toil_taken(&mut self, record: &ToilTakenRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO toil_taken (id, person_id, on_day, seconds, note, entered_by, entered_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(record.id.to_string())
        .bind(record.person.to_string())
        .bind(record.on.to_string())
        .bind(record.seconds)
        .bind(record.note.clone())
        .bind(record.entered_by.clone())
        .bind(record.entered_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Withdraws it.
    pub async fn end_toil_taken(&mut self, id: ToilTakenId) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE toil_taken SET to_revision = $2 WHERE id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
