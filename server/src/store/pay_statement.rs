//! Statements of pay: where each stands, and what it says. What it says is never changed.

use super::{
    Result, Write,
    codec::{Columns, json, text_of},
};
use chrono::NaiveDate;
use domain::{
    Instant, PayDocumentId, PersonId,
    pay::{Document, Period, StatementState},
};
use sqlx::{AnyConnection, any::AnyRow};

/// Where a statement stands.
#[derive(Debug, Clone)]
pub struct StatementRecord {
    /// Whose.
    pub person: PersonId,
    /// Of which period.
    pub period: Period,
    /// Where it stands.
    pub state: StatementState,
    /// What it says; none for a draft.
    pub document: Option<PayDocumentId>,
    /// Why it was brought there; may be empty.
    pub reason: String,
    /// Who brought it there.
    pub changed_by: String,
    /// When.
    pub changed_at: Instant,
    /// In which revision.
    pub revision: i64,
}

/// A statement as it was drawn up.
#[derive(Debug, Clone)]
pub struct DocumentRecord {
    /// Identity.
    pub id: PayDocumentId,
    /// Whose.
    pub person: PersonId,
    /// Of which period.
    pub period: Period,
    /// What it says.
    pub document: Document,
    /// Who drew it up.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
}

fn period(row: &Columns<'_>) -> Result<Period> {
    let (first, end) = (row.parsed::<NaiveDate>("first_day")?, row.parsed("end_day")?);
    Period::new(first, end).map_err(|error| row.bad("end_day", error))
}

impl StatementRecord {
    /// All that were ever submitted of a person and stand, the earliest period first.
    pub async fn of(connection: &mut AnyConnection, person: PersonId) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM pay_statement WHERE person_id = $1 AND to_revision IS NULL ORDER BY first_day")
                .bind(person.to_string())
                .fetch_all(connection)
                .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// All of everybody, the earliest period first.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM pay_statement WHERE to_revision IS NULL ORDER BY first_day, person_id")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// How a statement came where it stands, the latest first.
    pub async fn story(connection: &mut AnyConnection, person: PersonId, first: NaiveDate) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM pay_statement WHERE person_id = $1 AND first_day = $2 ORDER BY from_revision DESC",
        )
        .bind(person.to_string())
        .bind(first.to_string())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("pay_statement", row);
        Ok(Self {
            person: row.parsed("person_id")?,
            period: period(&row)?,
            state: row.parsed("state")?,
            document: row.parsed_option("document_id")?,
            reason: row.text("reason")?,
            changed_by: row.text("changed_by")?,
            changed_at: row.instant("changed_at")?,
            revision: row.number("from_revision")?,
        })
    }
}

impl DocumentRecord {
    /// One.
    pub async fn find(connection: &mut AnyConnection, id: PayDocumentId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM pay_document WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Those that statements stand on now, of a person or of everybody: of submitted, approved and exported ones.
    pub async fn standing(connection: &mut AnyConnection, person: Option<PersonId>) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT pay_document.* FROM pay_document
             JOIN pay_statement ON pay_statement.document_id = pay_document.id AND pay_statement.to_revision IS NULL
             WHERE COALESCE($1, pay_document.person_id) = pay_document.person_id
             ORDER BY pay_document.first_day",
        )
        .bind(text_of(person))
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those of an export.
    pub async fn of_export(connection: &mut AnyConnection, export: domain::PayExportId) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT pay_document.* FROM pay_document
             JOIN pay_export_document ON pay_export_document.document_id = pay_document.id
             WHERE pay_export_document.export_id = $1",
        )
        .bind(export.to_string())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("pay_document", row);
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            period: period(&row)?,
            document: row.json("body")?,
            made_by: row.text("made_by")?,
            made_at: row.instant("made_at")?,
        })
    }
}

impl Write {
    /// Keeps what a statement says.
    pub async fn insert_document(&mut self, document: &DocumentRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO pay_document (id, person_id, first_day, end_day, body, made_by, made_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(document.id.to_string())
        .bind(document.person.to_string())
        .bind(document.period.first().to_string())
        .bind(document.period.end().to_string())
        .bind(json("pay_document", "body", &document.document)?)
        .bind(document.made_by.clone())
        .bind(document.made_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Brings a statement where it stands from now on, in the name of whoever writes.
    pub async fn move_statement(
        &mut self,
        person: PersonId,
        period: Period,
        state: StatementState,
        document: Option<PayDocumentId>,
        reason: &str,
    ) -> Result<()> {
        let (revision, actor, at) = (self.revision(), self.actor().to_owned(), self.at());
        sqlx::query(
            "UPDATE pay_statement SET to_revision = $3 WHERE person_id = $1 AND first_day = $2 AND to_revision IS NULL",
        )
        .bind(person.to_string())
        .bind(period.first().to_string())
        .bind(revision)
        .execute(self.connection())
        .await?;
        sqlx::query(
            "INSERT INTO pay_statement (person_id, first_day, end_day, state, document_id, reason, changed_by, changed_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(person.to_string())
        .bind(period.first().to_string())
        .bind(period.end().to_string())
        .bind(state.key())
        .bind(text_of(document))
        .bind(reason.to_owned())
        .bind(actor)
        .bind(at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
