//! Published shifts, versioned.

use super::{
    Part, Result, Write,
    codec::{Columns, json, text_of},
};
use domain::{RotaId, ShiftId, Span, rota::Shift};
use sqlx::{AnyConnection, any::AnyRow};

/// The current shifts of a rota that overlap `window`, in order.
pub(super) async fn current(connection: &mut AnyConnection, rota: RotaId, window: Span) -> Result<Vec<Shift>> {
    let rows = sqlx::query(
        "SELECT * FROM shift WHERE rota_id = $1 AND to_revision IS NULL AND ends_at > $2 AND starts_at < $3
         ORDER BY starts_at",
    )
    .bind(rota.to_string())
    .bind(window.start().seconds())
    .bind(window.end().seconds())
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| from_row("shift", "id", row)).collect()
}

/// A shift out of `shift` or `draft_shift`.
pub(super) fn from_row(table: &'static str, id: &'static str, row: &AnyRow) -> Result<Shift> {
    let row = Columns::of(table, row);
    Ok(Shift {
        id: row.parsed(id)?,
        span: row.span()?,
        stretches: row
            .json::<Vec<(i64, i64)>>("stretches")?
            .into_iter()
            .map(|(start, end)| {
                Span::new(domain::Instant::from_seconds(start), domain::Instant::from_seconds(end))
                    .map_err(|error| row.bad("stretches", error))
            })
            .collect::<Result<_>>()?,
        pairing: row.pairing()?,
    })
}

/// The text of the `stretches` column: pairs of seconds.
pub(super) fn stretches(shift: &Shift) -> Result<String> {
    let pairs: Vec<(i64, i64)> = shift
        .stretches
        .iter()
        .map(|span| (span.start().seconds(), span.end().seconds()))
        .collect();
    json("shift", "stretches", &pairs)
}

impl Write {
    /// The current shifts of a rota that overlap `window`.
    pub async fn shifts(&mut self, rota: RotaId, window: Span) -> Result<Vec<Shift>> {
        current(self.connection(), rota, window).await
    }

    /// Ends the current version of one shift.
    pub async fn end_shift(&mut self, shift: ShiftId) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE shift SET to_revision = $2 WHERE id = $1 AND to_revision IS NULL")
            .bind(shift.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Publishes a shift.
    pub async fn insert_shift(&mut self, rota: RotaId, shift: &Shift) -> Result<()> {
        self.touch(Part::Rota(rota));
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO shift (id, from_revision, rota_id, starts_at, ends_at, stretches, lead_id, engineer_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(shift.id.to_string())
        .bind(revision)
        .bind(rota.to_string())
        .bind(shift.span.start().seconds())
        .bind(shift.span.end().seconds())
        .bind(stretches(shift)?)
        .bind(text_of(shift.pairing.lead()))
        .bind(text_of(shift.pairing.engineer()))
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

impl super::Store {
    /// The current shifts of a rota that overlap `window`.
    pub async fn shifts(&self, rota: RotaId, window: Span) -> Result<Vec<Shift>> {
        current(&mut *self.read().await?, rota, window).await
    }

    /// Of the current shifts of a rota that overlap `window`, those that were published after a revision.
    pub async fn shifts_since(&self, rota: RotaId, window: Span, revision: i64) -> Result<Vec<ShiftId>> {
        let rows = sqlx::query(
            "SELECT id FROM shift WHERE rota_id = $1 AND to_revision IS NULL AND ends_at > $2 AND starts_at < $3
             AND from_revision > $4",
        )
        .bind(rota.to_string())
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .bind(revision)
        .fetch_all(&mut *self.read().await?)
        .await?;
        rows.iter().map(|row| Columns::of("shift", row).parsed("id")).collect()
    }
}
