//! People: deactivated, never deleted.

use super::{
    OpenLink, Part, Preferences, Result, Store, Write,
    change::rows_of,
    codec::{Columns, json},
};
use domain::{Instant, PersonId, access::EntryPurpose, contact::Contacts};
use sqlx::{AnyConnection, any::AnyRow};
use std::str::FromStr;

/// What a person may do across the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationRole {
    /// Everything.
    Administrator,
    /// Their own duty and leave, and what their teams let them do.
    Member,
    /// Looks, changes nothing.
    ReadOnly,
}

impl OrganisationRole {
    /// The word in the database.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Member => "member",
            Self::ReadOnly => "read_only",
        }
    }
}

impl FromStr for OrganisationRole {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word {
            "administrator" => Ok(Self::Administrator),
            "member" => Ok(Self::Member),
            "read_only" => Ok(Self::ReadOnly),
            _ => Err(format!(
                "‘{word}’ is not a role: use administrator, member or read_only"
            )),
        }
    }
}

/// A statement that reads people with their open links, and what follows it.
macro_rules! select_people {
    ($rest:literal) => {
        concat!(
            "SELECT person.*, entry_link.purpose AS link_purpose, entry_link.expires_at AS link_expires_at
             FROM person LEFT JOIN entry_link
             ON entry_link.person_id = person.id AND entry_link.used_at IS NULL AND entry_link.ended_at IS NULL",
            $rest
        )
    };
}

/// A person, without their password.
#[derive(Debug, Clone)]
pub struct PersonRecord {
    /// Identity.
    pub id: PersonId,
    /// Name as they write it.
    pub name: String,
    /// Lower-case e-mail address, unique; empty never.
    pub email: String,
    /// IANA zone they live in.
    pub zone: String,
    /// How to reach them, in their own order. Their e-mail address is a way too.
    pub contacts: Contacts,
    /// What they may do across the organisation.
    pub role: OrganisationRole,
    /// Whether they prepare pay: see everybody's and change rate cards.
    pub payroll: bool,
    /// Raised to end all their sessions.
    pub session_epoch: i64,
    /// When they were deactivated.
    pub deactivated_at: Option<Instant>,
    /// Whether they have a password and can sign in.
    pub can_sign_in: bool,
    /// How they want to read.
    pub preferences: Preferences,
    /// Their invitation or password reset, while it is neither used nor ended.
    pub link: Option<OpenLink>,
}

impl PersonRecord {
    /// Everyone, deactivated people included.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query(select_people!("")).fetch_all(connection).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those of these ids.
    pub async fn these(connection: &mut AnyConnection, ids: &[PersonId]) -> Result<Vec<Self>> {
        let rows = rows_of(connection, select_people!(" WHERE person.id"), ids).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// One person.
    pub async fn find(connection: &mut AnyConnection, id: PersonId) -> Result<Option<Self>> {
        let row = sqlx::query(select_people!(" WHERE person.id = $1"))
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The person with this e-mail address, and their password's hash.
    pub async fn for_sign_in(connection: &mut AnyConnection, email: &str) -> Result<Option<(Self, Option<String>)>> {
        let row = sqlx::query(select_people!(" WHERE person.email = $1"))
            .bind(email.to_owned())
            .fetch_optional(connection)
            .await?;
        row.as_ref()
            .map(|row| {
                Ok((
                    Self::from_row(row)?,
                    Columns::of("person", row).text_option("password_hash")?,
                ))
            })
            .transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("person", row);
        Ok(Self {
            id: row.parsed("id")?,
            name: row.text("name")?,
            email: row.text("email")?,
            zone: row.text("zone")?,
            contacts: row.json("contacts")?,
            role: row.parsed("organisation_role")?,
            payroll: row.flag("payroll")?,
            session_epoch: row.number("session_epoch")?,
            deactivated_at: row.instant_option("deactivated_at")?,
            can_sign_in: row.text_option("password_hash")?.is_some(),
            preferences: Preferences::of(&row)?,
            link: open_link(&row)?,
        })
    }
}

fn open_link(row: &Columns<'_>) -> Result<Option<OpenLink>> {
    let purpose: Option<EntryPurpose> = row.parsed_option("link_purpose")?;
    let expires_at = row.instant_option("link_expires_at")?;
    Ok(purpose
        .zip(expires_at)
        .map(|(purpose, expires_at)| OpenLink { purpose, expires_at }))
}

impl Write {
    /// Adds a person, without a password.
    pub async fn insert_person(&mut self, person: &PersonRecord) -> Result<()> {
        self.touch(Part::Person(person.id));
        let (revision, at) = (self.revision(), self.at());
        sqlx::query(
            "INSERT INTO person (id, name, email, zone, contacts, organisation_role, payroll, created_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(person.id.to_string())
        .bind(person.name.clone())
        .bind(person.email.clone())
        .bind(person.zone.clone())
        .bind(json("person", "contacts", &person.contacts)?)
        .bind(person.role.key())
        .bind(i64::from(person.payroll))
        .bind(at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Changes everything about a person but their password.
    pub async fn update_person(&mut self, person: &PersonRecord) -> Result<()> {
        self.touch(Part::Person(person.id));
        let revision = self.revision();
        sqlx::query(
            "UPDATE person SET name = $2, email = $3, zone = $4, contacts = $5, organisation_role = $6,
                    session_epoch = $7, deactivated_at = $8, revision = $9, payroll = $10 WHERE id = $1",
        )
        .bind(person.id.to_string())
        .bind(person.name.clone())
        .bind(person.email.clone())
        .bind(person.zone.clone())
        .bind(json("person", "contacts", &person.contacts)?)
        .bind(person.role.key())
        .bind(person.session_epoch)
        .bind(person.deactivated_at.map(Instant::seconds))
        .bind(revision)
        .bind(i64::from(person.payroll))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Sets the hash of a person's password.
    pub async fn set_password(&mut self, person: PersonId, hash: &str) -> Result<()> {
        self.touch(Part::Person(person));
        let revision = self.revision();
        sqlx::query("UPDATE person SET password_hash = $2, revision = $3 WHERE id = $1")
            .bind(person.to_string())
            .bind(hash)
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

impl Store {
    /// Puts the same password's hash of other parameters in the place of the one verified; nothing that anybody sees.
    pub async fn renew_password_hash(&self, person: PersonId, verified: &str, renewed: &str) -> Result<()> {
        sqlx::query("UPDATE person SET password_hash = $3 WHERE id = $1 AND password_hash = $2")
            .bind(person.to_string())
            .bind(verified.to_owned())
            .bind(renewed.to_owned())
            .execute(&self.writers)
            .await?;
        Ok(())
    }
}
