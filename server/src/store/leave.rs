//! Leave, versioned.

use super::{Part, Result, Store, Write, change::rows_of, codec::Columns};
use domain::{Instant, LeaveId, PersonId, Span};
use sqlx::{AnyConnection, any::AnyRow};

/// A stretch in which a person is unavailable.
#[derive(Debug, Clone)]
pub struct LeaveRecord {
    /// Identity.
    pub id: LeaveId,
    /// Who is away.
    pub person: PersonId,
    /// From when to when.
    pub span: Span,
    /// A word of theirs; may be empty.
    pub note: String,
    /// Who entered it.
    pub entered_by: String,
}

impl LeaveRecord {
    /// One current entry.
    pub async fn find(connection: &mut AnyConnection, id: LeaveId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM leave_entry WHERE id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The entry of an id, and whether it still stands.
    pub async fn entered(connection: &mut AnyConnection, id: LeaveId) -> Result<Option<(Self, bool)>> {
        let row = sqlx::query("SELECT * FROM leave_entry WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        let read = |row: &AnyRow| {
            let stands = Columns::of("leave_entry", row).number_option("to_revision")?.is_none();
            Ok((Self::from_row(row)?, stands))
        };
        row.as_ref().map(read).transpose()
    }

    /// Everybody's current leave that overlaps `window`, in order of start.
    pub async fn overlapping(connection: &mut AnyConnection, window: Span) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM leave_entry WHERE to_revision IS NULL AND ends_at > $1 AND starts_at < $2 ORDER BY starts_at, id",
        )
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// One person's current leave that overlaps `window`, in order of start.
    pub async fn of(connection: &mut AnyConnection, person: PersonId, window: Span) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM leave_entry WHERE person_id = $1 AND to_revision IS NULL AND ends_at > $2 AND starts_at < $3
             ORDER BY starts_at, id",
        )
        .bind(person.to_string())
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// One person's current leave that overlaps `window` and was entered after a revision, in order of start.
    pub async fn entered_since(
        connection: &mut AnyConnection,
        person: PersonId,
        window: Span,
        revision: i64,
    ) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM leave_entry WHERE person_id = $1 AND to_revision IS NULL AND ends_at > $2 AND starts_at < $3
             AND from_revision > $4 ORDER BY starts_at, id",
        )
        .bind(person.to_string())
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .bind(revision)
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Everybody's current leave that has not ended at `now`.
    pub async fn ahead(connection: &mut AnyConnection, now: Instant) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM leave_entry WHERE to_revision IS NULL AND ends_at > $1")
            .bind(now.seconds())
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// All current leave of some people.
    pub async fn of_these(connection: &mut AnyConnection, people: &[PersonId]) -> Result<Vec<Self>> {
        let select = "SELECT * FROM leave_entry WHERE to_revision IS NULL AND person_id";
        let rows = rows_of(connection, select, people).await?;
        rows.iter().map(Self::from_row).collect()
    }

    pub(super) fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("leave_entry", row);
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            span: row.span()?,
            note: row.text("note")?,
            entered_by: row.text("entered_by")?,
        })
    }
}

impl Store {
    /// Everybody's current leave that overlaps `window`.
    pub async fn leave(&self, window: Span) -> Result<Vec<LeaveRecord>> {
        LeaveRecord::overlapping(&mut *self.read().await?, window).await
    }
}

impl Write {
    /// Keeps an entry.
    pub async fn insert_leave(&mut self, leave: &LeaveRecord) -> Result<()> {
        self.touch(Part::Person(leave.person));
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO leave_entry (id, person_id, starts_at, ends_at, note, entered_by, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(leave.id.to_string())
        .bind(leave.person.to_string())
        .bind(leave.span.start().seconds())
        .bind(leave.span.end().seconds())
        .bind(leave.note.clone())
        .bind(leave.entered_by.clone())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Withdraws an entry.
    pub async fn end_leave(&mut self, leave: &LeaveRecord) -> Result<()> {
        self.touch(Part::Person(leave.person));
        let revision = self.revision();
        sqlx::query("UPDATE leave_entry SET to_revision = $2 WHERE id = $1 AND to_revision IS NULL")
            .bind(leave.id.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
