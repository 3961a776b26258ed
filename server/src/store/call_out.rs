//! Call-outs, versioned.

use super::{
    Result, Write,
    codec::{Columns, text_of},
};
use domain::{CallOutId, Instant, PersonId, RotaId, Span, pay::Place};
use sqlx::{AnyConnection, any::AnyRow};

/// Somebody on duty was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallOutRecord {
    /// Identity.
    pub id: CallOutId,
    /// Who was called.
    pub person: PersonId,
    /// For which rota; none is whichever they were on.
    pub rota: Option<RotaId>,
    /// When.
    pub start: Instant,
    /// Until when; none while it goes on.
    pub end: Option<Instant>,
    /// Where the work was done.
    pub place: Place,
    /// What it was about; may be empty.
    pub reason: String,
    /// Who entered it last.
    pub entered_by: String,
    /// When.
    pub entered_at: Instant,
}

impl CallOutRecord {
    /// From when to when, once it is over.
    pub fn span(&self) -> Option<Span> {
        Span::new(self.start, self.end?).ok()
    }

    /// One that stands.
    pub async fn find(connection: &mut AnyConnection, id: CallOutId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM call_out WHERE id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Whether an id was ever given.
    pub async fn is_known(connection: &mut AnyConnection, id: CallOutId) -> Result<bool> {
        let row = sqlx::query("SELECT id FROM call_out WHERE id = $1 LIMIT 1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        Ok(row.is_some())
    }

    /// Those of a person that begin in `window` and those that go on into it, in order of start.
    pub async fn of(connection: &mut AnyConnection, person: PersonId, window: Span) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM call_out WHERE person_id = $1 AND to_revision IS NULL
                 AND starts_at < $3 AND COALESCE(ends_at, $2 + 1) > $2
             ORDER BY starts_at, id",
        )
        .bind(person.to_string())
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those that begin within a window, of one person or of everybody, in order of start.
    pub async fn between(
        connection: &mut AnyConnection,
        person: Option<PersonId>,
        window: Option<Span>,
    ) -> Result<Vec<Self>> {
        let Some(window) = window else { return Ok(Vec::new()) };
        let rows = sqlx::query(
            "SELECT * FROM call_out WHERE to_revision IS NULL AND starts_at >= $1 AND starts_at < $2
                 AND person_id = COALESCE($3, person_id)
             ORDER BY starts_at, id",
        )
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .bind(text_of(person))
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The one of a person that goes on.
    pub async fn running(connection: &mut AnyConnection, person: PersonId) -> Result<Option<Self>> {
        let row =
            sqlx::query("SELECT * FROM call_out WHERE person_id = $1 AND to_revision IS NULL AND ends_at IS NULL")
                .bind(person.to_string())
                .fetch_optional(connection)
                .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("call_out", row);
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            rota: row.parsed_option("rota_id")?,
            start: row.instant("starts_at")?,
            end: row.instant_option("ends_at")?,
            place: row.parsed("place")?,
            reason: row.text("reason")?,
            entered_by: row.text("entered_by")?,
            entered_at: row.instant("entered_at")?,
        })
    }
}

impl Write {
    /// Keeps a call-out, in place of what was kept of it.
    pub async fn put_call_out(&mut self, call: &CallOutRecord) -> Result<()> {
        self.end_call_out(call.id).await?;
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO call_out (id, person_id, rota_id, starts_at, ends_at, place, reason, entered_by, entered_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(call.id.to_string())
        .bind(call.person.to_string())
        .bind(text_of(call.rota))
        .bind(call.start.seconds())
        .bind(call.end.map(Instant::seconds))
        .bind(call.place.key())
        .bind(call.reason.clone())
        .bind(call.entered_by.clone())
        .bind(call.entered_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Withdraws a call-out.
    pub async fn end_call_out(&mut self, id: CallOutId) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE call_out SET to_revision = $2 WHERE id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
