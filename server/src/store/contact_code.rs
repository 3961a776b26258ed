//! Codes sent by contact methods: one at a time for each, and only so many wrong entries.

use super::{Result, Store, Write, codec::Columns};
use domain::{
    CodeId, ContactId, Instant, PersonId,
    contact::{CODE_TRIES, Contact},
};
use sqlx::any::AnyRow;

/// A code, without its digits: they derive from its id.
#[derive(Debug, Clone)]
pub struct ContactCodeRecord {
    /// Identity.
    pub id: CodeId,
    /// The number or address it was sent to.
    pub value: String,
    /// Until when it works.
    pub expires_at: Instant,
}

impl ContactCodeRecord {
    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("contact_code", row);
        Ok(Self {
            id: row.parsed("id")?,
            value: row.text("value")?,
            expires_at: row.instant("expires_at")?,
        })
    }
}

impl Write {
    /// Keeps a new code in place of the one that the contact method had.
    pub async fn put_contact_code(
        &mut self,
        person: PersonId,
        contact: &Contact,
        code: &ContactCodeRecord,
    ) -> Result<()> {
        let at = self.at();
        sqlx::query(
            "INSERT INTO contact_code (contact_id, id, person_id, value, made_at, expires_at, tries)
             VALUES ($1, $2, $3, $4, $5, $6, 0)
             ON CONFLICT (contact_id) DO UPDATE SET id = excluded.id, value = excluded.value, made_at = excluded.made_at,
                 expires_at = excluded.expires_at, tries = 0",
        )
        .bind(contact.id.to_string())
        .bind(code.id.to_string())
        .bind(person.to_string())
        .bind(code.value.clone())
        .bind(at.seconds())
        .bind(code.expires_at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends the code of a contact method.
    pub async fn end_contact_code(&mut self, contact: ContactId) -> Result<()> {
        sqlx::query("DELETE FROM contact_code WHERE contact_id = $1")
            .bind(contact.to_string())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// The code of a contact method that works at `now`.
    pub async fn contact_code(&self, contact: ContactId, now: Instant) -> Result<Option<ContactCodeRecord>> {
        let row = sqlx::query("SELECT * FROM contact_code WHERE contact_id = $1 AND expires_at > $2 AND tries < $3")
            .bind(contact.to_string())
            .bind(now.seconds())
            .bind(CODE_TRIES)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(ContactCodeRecord::from_row).transpose()
    }

    /// Counts one entry of a contact method's code, and answers the code; `None` when there is none that may be entered.
    pub async fn try_contact_code(&self, contact: ContactId, now: Instant) -> Result<Option<ContactCodeRecord>> {
        let row = sqlx::query(
            "UPDATE contact_code SET tries = tries + 1
             WHERE contact_id = $1 AND expires_at > $2 AND tries < $3 RETURNING *",
        )
        .bind(contact.to_string())
        .bind(now.seconds())
        .bind(CODE_TRIES)
        .fetch_optional(&self.writers)
        .await?;
        row.as_ref().map(ContactCodeRecord::from_row).transpose()
    }

    /// Clears away codes that no longer work.
    pub async fn remove_expired_codes(&self, now: Instant) -> Result<()> {
        sqlx::query("DELETE FROM contact_code WHERE expires_at <= $1")
            .bind(now.seconds())
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}
