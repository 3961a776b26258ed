//! Questions about lines of statements, and their answers.

use super::{Result, Write, codec::Columns};
use chrono::NaiveDate;
use domain::{Instant, PayQueryId, PersonId};
use sqlx::{AnyConnection, any::AnyRow};

/// A question about a line.
#[derive(Debug, Clone)]
pub struct PayQueryRecord {
    /// Identity.
    pub id: PayQueryId,
    /// Whose statement.
    pub person: PersonId,
    /// Of the period that begins then.
    pub first: NaiveDate,
    /// The key of the line.
    pub line: String,
    /// What the line said.
    pub line_words: String,
    /// What was asked.
    pub question: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Instant,
    /// The answer, who gave it, and when.
    pub answer: Option<(String, String, Instant)>,
}

impl PayQueryRecord {
    /// One.
    pub async fn find(connection: &mut AnyConnection, id: PayQueryId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM pay_query WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Those about a statement, the first asked first.
    pub async fn of(connection: &mut AnyConnection, person: PersonId, first: NaiveDate) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM pay_query WHERE person_id = $1 AND first_day = $2 ORDER BY asked_at, id")
            .bind(person.to_string())
            .bind(first.to_string())
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those that wait for an answer, of everybody.
    pub async fn open(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM pay_query WHERE answer IS NULL ORDER BY asked_at, id")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("pay_query", row);
        let answer = match row.text_option("answer")? {
            Some(answer) => Some((answer, row.text("answered_by")?, row.instant("answered_at")?)),
            None => None,
        };
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            first: row.parsed("first_day")?,
            line: row.text("line")?,
            line_words: row.text("line_words")?,
            question: row.text("question")?,
            asked_by: row.text("asked_by")?,
            asked_at: row.instant("asked_at")?,
            answer,
        })
    }
}

impl Write {
    /// Keeps a question.
    pub async fn insert_pay_query(&mut self, query: &PayQueryRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO pay_query (id, person_id, first_day, line, line_words, question, asked_by, asked_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(query.id.to_string())
        .bind(query.person.to_string())
        .bind(query.first.to_string())
        .bind(query.line.clone())
        .bind(query.line_words.clone())
        .bind(query.question.clone())
        .bind(query.asked_by.clone())
        .bind(query.asked_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Answers a question.
    pub async fn answer_pay_query(&mut self, id: PayQueryId, answer: &str) -> Result<()> {
        let (actor, at) = (self.actor().to_owned(), self.at());
        sqlx::query("UPDATE pay_query SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1")
            .bind(id.to_string())
            .bind(answer.to_owned())
            .bind(actor)
            .bind(at.seconds())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
