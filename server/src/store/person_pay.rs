//! What pay knows of people, versioned.

use super::{Result, Write, codec::Columns};
use chrono::NaiveDate;
use domain::PersonId;
use sqlx::{AnyConnection, any::AnyRow};

/// What pay knows of a person from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPayRecord {
    /// Whom it is about.
    pub person: PersonId,
    /// The first date.
    pub applies_from: NaiveDate,
    /// Their grade, where cards pay by grade; empty for none.
    pub grade: String,
    /// The key of the holiday calendar of their region; empty for the organisation's.
    pub holiday_region: String,
    /// The zone they are paid in, where cards follow the person's; empty for the one they live in.
    pub zone: String,
    /// Whether they choose time off instead of money, where a card leaves the choice.
    pub wishes_toil: bool,
}

impl PersonPayRecord {
    /// What is known now of everybody, the earliest first.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM person_pay WHERE to_revision IS NULL ORDER BY person_id, applies_from")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("person_pay", row);
        Ok(Self {
            person: row.parsed("person_id")?,
            applies_from: row.parsed("applies_from")?,
            grade: row.text("grade")?,
            holiday_region: row.text("holiday_region")?,
            zone: row.text("zone")?,
            wishes_toil: row.flag("wishes_toil")?,
        })
    }
}

impl Write {
    /// Puts what pay knows of a person from a date on in place of what it knew from that date on.
    pub async fn put_person_pay(&mut self, record: &PersonPayRecord) -> Result<()> {
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        sqlx::query(
            "UPDATE person_pay SET to_revision = $3
             WHERE person_id = $1 AND applies_from = $2 AND to_revision IS NULL",
        )
        .bind(record.person.to_string())
        .bind(record.applies_from.to_string())
        .bind(revision)
        .execute(self.connection())
        .await?;
        sqlx::query(
            "INSERT INTO person_pay (person_id, applies_from, grade, holiday_region, zone, wishes_toil, entered_by,
                 from_revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(record.person.to_string())
        .bind(record.applies_from.to_string())
        .bind(record.grade.clone())
        .bind(record.holiday_region.clone())
        .bind(record.zone.clone())
        .bind(i64::from(record.wishes_toil))
        .bind(actor)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
