//! Drafts: plans nobody is bound by yet.

use super::{
    Result, Write,
    codec::{Columns, text_of},
    shift,
};
use domain::{Instant, RotaId, Span, rota::Shift};
use sqlx::AnyConnection;
use std::collections::HashSet;

/// The draft of a rota.
#[derive(Debug, Clone)]
pub struct DraftRecord {
    /// The rota it plans.
    pub rota: RotaId,
    /// The stretch of time it plans.
    pub span: Span,
    /// Revision of the rota's rules it was made from.
    pub rules_revision: i64,
    /// What the planner said of it, as JSON.
    pub summary: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// Revision at which it was kept: which draft of the rota this is. Keeping it sets it.
    pub revision: i64,
    /// Its shifts, in order.
    pub shifts: Vec<Shift>,
}

impl DraftRecord {
    /// The rotas that have a draft.
    pub async fn rotas(connection: &mut AnyConnection) -> Result<HashSet<RotaId>> {
        let rows = sqlx::query("SELECT rota_id FROM draft").fetch_all(connection).await?;
        rows.iter()
            .map(|row| Columns::of("draft", row).parsed("rota_id"))
            .collect()
    }

    /// The draft of a rota, if there is one.
    pub async fn find(connection: &mut AnyConnection, rota: RotaId) -> Result<Option<Self>> {
        let Some(row) = sqlx::query("SELECT * FROM draft WHERE rota_id = $1")
            .bind(rota.to_string())
            .fetch_optional(&mut *connection)
            .await?
        else {
            return Ok(None);
        };
        let shifts = sqlx::query("SELECT * FROM draft_shift WHERE rota_id = $1 ORDER BY starts_at")
            .bind(rota.to_string())
            .fetch_all(connection)
            .await?;
        let row = Columns::of("draft", &row);
        Ok(Some(Self {
            rota,
            span: row.span()?,
            rules_revision: row.number("rules_revision")?,
            summary: row.text("summary")?,
            made_by: row.text("made_by")?,
            made_at: row.instant("made_at")?,
            revision: row.number("revision")?,
            shifts: shifts
                .iter()
                .map(|row| shift::from_row("draft_shift", "shift_id", row))
                .collect::<Result<_>>()?,
        }))
    }
}

impl Write {
    /// Throws the draft of a rota away, if there is one.
    pub async fn remove_draft(&mut self, rota: RotaId) -> Result<()> {
        for statement in [
            "DELETE FROM draft_shift WHERE rota_id = $1",
            "DELETE FROM draft WHERE rota_id = $1",
        ] {
            sqlx::query(statement)
                .bind(rota.to_string())
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    /// Keeps a draft in place of the one before.
    pub async fn put_draft(&mut self, draft: &DraftRecord) -> Result<()> {
        self.remove_draft(draft.rota).await?;
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO draft (rota_id, starts_at, ends_at, rules_revision, summary, made_by, made_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(draft.rota.to_string())
        .bind(draft.span.start().seconds())
        .bind(draft.span.end().seconds())
        .bind(draft.rules_revision)
        .bind(draft.summary.clone())
        .bind(draft.made_by.clone())
        .bind(draft.made_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        for planned in &draft.shifts {
            self.insert_draft_shift(draft.rota, planned).await?;
        }
        Ok(())
    }

    async fn insert_draft_shift(&mut self, rota: RotaId, planned: &Shift) -> Result<()> {
        sqlx::query(
            "INSERT INTO draft_shift (rota_id, shift_id, starts_at, ends_at, stretches, lead_id, engineer_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(rota.to_string())
        .bind(planned.id.to_string())
        .bind(planned.span.start().seconds())
        .bind(planned.span.end().seconds())
        .bind(shift::stretches(planned)?)
        .bind(text_of(planned.pairing.lead()))
        .bind(text_of(planned.pairing.engineer()))
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
