//! Corrections of past duty, made and withdrawn.

use super::{
    Part, Result, Write,
    codec::{Columns, text_of},
};
use domain::{
    CorrectionId, Instant, Role, RotaId, Span,
    history::Versioned,
    timeline::{Corrected, Correction},
};
use sqlx::{AnyConnection, any::AnyRow};

/// A correction with its story.
#[derive(Debug, Clone)]
pub struct CorrectionRecord {
    /// The rota it corrects.
    pub rota: RotaId,
    /// Who held which role, when.
    pub correction: Correction,
    /// Why.
    pub reason: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// How it was withdrawn, if it was.
    pub withdrawn: Option<WithdrawnCorrection>,
    /// Revision that made it.
    pub from_revision: i64,
}

/// How a correction was withdrawn.
#[derive(Debug, Clone)]
pub struct WithdrawnCorrection {
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: String,
    /// The first revision in which it does not hold.
    pub revision: i64,
}

const CURRENT: &str = "SELECT * FROM correction
     WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3 AND to_revision IS NULL ORDER BY from_revision, id";

impl CorrectionRecord {
    /// One correction, withdrawn or not.
    pub async fn find(connection: &mut AnyConnection, id: CorrectionId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM correction WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The corrections of a rota in force that overlap `window`, oldest first: later ones lie on top.
    pub async fn current(connection: &mut AnyConnection, rota: RotaId, window: Span) -> Result<Vec<Self>> {
        let rows = sqlx::query(CURRENT)
            .bind(rota.to_string())
            .bind(window.start().seconds())
            .bind(window.end().seconds())
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// What duty is made of, of the corrections in force that overlap `window`, oldest first.
    pub async fn in_force(connection: &mut AnyConnection, rota: RotaId, window: Span) -> Result<Vec<Correction>> {
        let records = Self::current(connection, rota, window).await?;
        Ok(records.into_iter().map(|record| record.correction).collect())
    }

    /// The latest corrections of a rota, withdrawn or not, newest first.
    pub async fn latest(connection: &mut AnyConnection, rota: RotaId, most: i64) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM correction WHERE rota_id = $1 ORDER BY from_revision DESC, id DESC LIMIT $2")
                .bind(rota.to_string())
                .bind(most)
                .fetch_all(connection)
                .await?;
        rows.iter().map(Self::from_row).collect()
    }

    pub(super) fn versioned(row: &AnyRow) -> Result<Versioned<Correction>> {
        let record = Self::from_row(row)?;
        Ok(Versioned {
            value: record.correction,
            from: record.from_revision,
            to: record.withdrawn.map(|withdrawn| withdrawn.revision),
        })
    }

    pub(super) fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("correction", row);
        let corrects = row.text("corrects")?;
        let said = |role: Role, column| -> Result<Corrected> {
            let person = row.parsed_option(column)?;
            Ok(match person {
                _ if corrects != "both" && corrects != role.key() => Corrected::Not,
                Some(person) => Corrected::To(person),
                None => Corrected::ToNobody,
            })
        };
        let (lead, engineer) = (said(Role::Lead, "lead_id")?, said(Role::Engineer, "engineer_id")?);
        let correction = Correction::new(row.parsed("id")?, row.span()?, lead, engineer)
            .map_err(|error| row.bad("engineer_id", error))?;
        let withdrawn = match (row.text_option("withdrawn_by")?, row.instant_option("withdrawn_at")?) {
            (Some(by), Some(at)) => Some(WithdrawnCorrection {
                by,
                at,
                reason: row.text("withdrawn_reason")?,
                revision: row.number("to_revision")?,
            }),
            _ => None,
        };
        Ok(Self {
            rota: row.parsed("rota_id")?,
            correction,
            reason: row.text("reason")?,
            made_by: row.text("made_by")?,
            made_at: row.instant("made_at")?,
            withdrawn,
            from_revision: row.number("from_revision")?,
        })
    }
}

impl Write {
    /// Keeps a new correction.
    pub async fn insert_correction(&mut self, record: &CorrectionRecord) -> Result<()> {
        self.touch(Part::Rota(record.rota));
        let revision = self.revision();
        let correction = &record.correction;
        let (lead, engineer) = (correction.says(Role::Lead), correction.says(Role::Engineer));
        let corrects = match (lead, engineer) {
            (_, Corrected::Not) => "lead",
            (Corrected::Not, _) => "engineer",
            _ => "both",
        };
        sqlx::query(
            "INSERT INTO correction (id, rota_id, starts_at, ends_at, corrects, lead_id, engineer_id, reason,
                 made_by, made_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(correction.id().to_string())
        .bind(record.rota.to_string())
        .bind(correction.span().start().seconds())
        .bind(correction.span().end().seconds())
        .bind(corrects)
        .bind(text_of(lead.person()))
        .bind(text_of(engineer.person()))
        .bind(record.reason.clone())
        .bind(record.made_by.clone())
        .bind(record.made_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Marks a correction withdrawn.
    pub async fn withdraw_correction(&mut self, rota: RotaId, correction: CorrectionId, reason: &str) -> Result<()> {
        self.touch(Part::Rota(rota));
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query(
            "UPDATE correction SET to_revision = $2, withdrawn_at = $3, withdrawn_by = $4, withdrawn_reason = $5
             WHERE id = $1 AND to_revision IS NULL",
        )
        .bind(correction.to_string())
        .bind(revision)
        .bind(at.seconds())
        .bind(actor)
        .bind(reason.to_owned())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
