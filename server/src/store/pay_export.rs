//! What was handed to payroll.

use super::{Result, Write, codec::Columns};
use chrono::NaiveDate;
use domain::{Instant, PayDocumentId, PayExportId, pay::Period};
use sqlx::{AnyConnection, any::AnyRow};

/// What was handed to payroll at once.
#[derive(Debug, Clone)]
pub struct PayExportRecord {
    /// Identity.
    pub id: PayExportId,
    /// Of which period.
    pub period: Period,
    /// Who exported it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
}

impl PayExportRecord {
    /// One.
    pub async fn find(connection: &mut AnyConnection, id: PayExportId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM pay_export WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Those of a period, the latest first.
    pub async fn of(connection: &mut AnyConnection, first: NaiveDate) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM pay_export WHERE first_day = $1 ORDER BY made_at DESC, id")
            .bind(first.to_string())
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("pay_export", row);
        let (first, end) = (row.parsed("first_day")?, row.parsed("end_day")?);
        Ok(Self {
            id: row.parsed("id")?,
            period: Period::new(first, end).map_err(|error| row.bad("end_day", error))?,
            made_by: row.text("made_by")?,
            made_at: row.instant("made_at")?,
        })
    }
}

impl Write {
    /// Keeps an export with what is in it.
    pub async fn insert_pay_export(&mut self, export: &PayExportRecord, documents: &[PayDocumentId]) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO pay_export (id, first_day, end_day, made_by, made_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(export.id.to_string())
        .bind(export.period.first().to_string())
        .bind(export.period.end().to_string())
        .bind(export.made_by.clone())
        .bind(export.made_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        for document in documents {
            sqlx::query("INSERT INTO pay_export_document (document_id, export_id) VALUES ($1, $2)")
                .bind(document.to_string())
                .bind(export.id.to_string())
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }
}
