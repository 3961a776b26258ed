//! Duty: handover rows, each in force until the rota's next.

use super::{
    Part, Result, Store, Write,
    codec::{Columns, text_of},
};
use domain::{
    Instant, PersonId, Role, RotaId, Span,
    timeline::{DutyRow, State},
};
use sqlx::{AnyConnection, any::AnyRow};

impl Store {
    /// The duty of a rota from the row in force at `from` on.
    pub async fn duty_since(&self, rota: RotaId, from: Instant) -> Result<Vec<DutyRow>> {
        duty_since(&mut *self.read().await?, rota, from).await
    }
}

/// The duty of a rota from the row in force at `from` on.
pub async fn duty_since(connection: &mut AnyConnection, rota: RotaId, from: Instant) -> Result<Vec<DutyRow>> {
    let rows = sqlx::query(
        "SELECT * FROM duty WHERE rota_id = $1 AND starts_at >= COALESCE(
             (SELECT MAX(starts_at) FROM duty WHERE rota_id = $1 AND starts_at <= $2), $2)
         ORDER BY starts_at",
    )
    .bind(rota.to_string())
    .bind(from.seconds())
    .fetch_all(connection)
    .await?;
    rows.iter().map(from_row).collect()
}

/// Longer than any row of duty holds one pairing.
const LONGEST_ROW_SECONDS: i64 = 366 * 86_400;

/// When and where somebody is on duty in `window`, on every rota but one.
pub async fn duty_elsewhere(
    connection: &mut AnyConnection,
    person: PersonId,
    but: RotaId,
    window: Span,
) -> Result<Vec<(RotaId, Role, Span)>> {
    let rows = sqlx::query(
        "SELECT rota_id, starts_at, lead_id,
             (SELECT MIN(later.starts_at) FROM duty later
              WHERE later.rota_id = duty.rota_id AND later.starts_at > duty.starts_at) AS ends_at
         FROM duty
         WHERE (lead_id = $1 OR engineer_id = $1) AND rota_id <> $2 AND starts_at < $3 AND starts_at > $4
         ORDER BY starts_at, rota_id",
    )
    .bind(person.to_string())
    .bind(but.to_string())
    .bind(window.end().seconds())
    .bind(window.start().seconds() - LONGEST_ROW_SECONDS)
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in &rows {
        let row = Columns::of("duty", row);
        let is_lead = row.parsed_option("lead_id")? == Some(person);
        let role = if is_lead { Role::Lead } else { Role::Engineer };
        let end = row.instant_option("ends_at")?.unwrap_or(Instant::MAX);
        let span = Span::new(row.instant("starts_at")?, end).ok();
        let within = span.and_then(|span| span.intersection(&window));
        if let Some(span) = within {
            found.push((row.parsed("rota_id")?, role, span));
        }
    }
    Ok(found)
}

fn from_row(row: &AnyRow) -> Result<DutyRow> {
    let row = Columns::of("duty", row);
    let state = match row.text("state")?.as_str() {
        "covered" => State::Covered,
        "off" => State::Off,
        "unplanned" => State::Unplanned,
        other => return Err(row.bad("state", format!("‘{other}’"))),
    };
    Ok(DutyRow {
        starts_at: row.instant("starts_at")?,
        state,
        shift: row.parsed_option("shift_id")?,
        pairing: row.pairing()?,
        lead_cover: row.parsed_option("lead_cover_id")?,
        engineer_cover: row.parsed_option("engineer_cover_id")?,
        lead_correction: row.parsed_option("lead_correction_id")?,
        engineer_correction: row.parsed_option("engineer_correction_id")?,
    })
}

impl Write {
    /// The duty of a rota from the row in force at `from` on, as this write would leave it.
    pub async fn duty_since(&mut self, rota: RotaId, from: Instant) -> Result<Vec<DutyRow>> {
        duty_since(self.connection(), rota, from).await
    }

    /// Replaces the duty inside `window` by `rows`, the first of which starts with it. What was in force at the
    /// window's end goes on from there.
    pub async fn replace_duty(&mut self, rota: RotaId, window: Span, rows: &[DutyRow]) -> Result<()> {
        self.touch(Part::Rota(rota));
        let after = self.row_at(rota, window.end()).await?;
        sqlx::query("DELETE FROM duty WHERE rota_id = $1 AND starts_at >= $2 AND starts_at < $3")
            .bind(rota.to_string())
            .bind(window.start().seconds())
            .bind(window.end().seconds())
            .execute(self.connection())
            .await?;
        for row in rows {
            self.insert_duty(rota, row).await?;
        }
        let existed = after.is_some();
        let resumed = after.unwrap_or(DutyRow::unplanned(window.end()));
        let goes_on = rows.last().is_some_and(|last| {
            DutyRow {
                starts_at: resumed.starts_at,
                ..*last
            } == resumed
        });
        match (resumed.starts_at == window.end(), goes_on) {
            (true, true) => self.remove_duty_at(rota, window.end()).await,
            (true, false) if !existed => self.insert_duty(rota, &resumed).await,
            (false, false) => {
                self.insert_duty(
                    rota,
                    &DutyRow {
                        starts_at: window.end(),
                        ..resumed
                    },
                )
                .await
            }
            _ => Ok(()),
        }
    }

    async fn remove_duty_at(&mut self, rota: RotaId, at: Instant) -> Result<()> {
        sqlx::query("DELETE FROM duty WHERE rota_id = $1 AND starts_at = $2")
            .bind(rota.to_string())
            .bind(at.seconds())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    async fn row_at(&mut self, rota: RotaId, at: Instant) -> Result<Option<DutyRow>> {
        let row =
            sqlx::query("SELECT * FROM duty WHERE rota_id = $1 AND starts_at <= $2 ORDER BY starts_at DESC LIMIT 1")
                .bind(rota.to_string())
                .bind(at.seconds())
                .fetch_optional(self.connection())
                .await?;
        row.as_ref().map(from_row).transpose()
    }

    async fn insert_duty(&mut self, rota: RotaId, row: &DutyRow) -> Result<()> {
        let state = match row.state {
            State::Covered => "covered",
            State::Off => "off",
            State::Unplanned => "unplanned",
        };
        sqlx::query(
            "INSERT INTO duty (rota_id, starts_at, state, shift_id, lead_id, engineer_id, lead_cover_id, engineer_cover_id,
                 lead_correction_id, engineer_correction_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(rota.to_string())
        .bind(row.starts_at.seconds())
        .bind(state)
        .bind(text_of(row.shift))
        .bind(text_of(row.pairing.lead()))
        .bind(text_of(row.pairing.engineer()))
        .bind(text_of(row.lead_cover))
        .bind(text_of(row.engineer_cover))
        .bind(text_of(row.lead_correction))
        .bind(text_of(row.engineer_correction))
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
