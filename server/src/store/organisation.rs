//! The organisation: one for each database.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use domain::{Instant, conflicts::TwoRotas, rota::OfficeHours};
use sqlx::AnyConnection;

/// The organisation's settings.
#[derive(Debug, Clone)]
pub struct OrganisationRecord {
    /// Opaque id.
    pub id: String,
    /// Name on every page.
    pub name: String,
    /// IANA zone new people and rotas start with.
    pub zone: String,
    /// Office hours new rotas start with.
    pub office_hours: OfficeHours,
    /// Key of the holiday calendar new rotas start with; empty for none.
    pub holiday_calendar: String,
    /// Whether one person may be on duty on two rotas at once.
    pub two_rotas: TwoRotas,
    /// Raised by each write.
    pub revision: i64,
    /// When it was set up.
    pub created_at: Instant,
}

impl OrganisationRecord {
    /// The organisation, or `None` before set-up.
    pub async fn load(connection: &mut AnyConnection) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM organisation")
            .fetch_optional(connection)
            .await?;
        row.as_ref()
            .map(|row| {
                let row = Columns::of("organisation", row);
                Ok(Self {
                    id: row.text("id")?,
                    name: row.text("name")?,
                    zone: row.text("zone")?,
                    office_hours: row.json("office_hours")?,
                    holiday_calendar: row.text("holiday_calendar")?,
                    two_rotas: two_rotas(&row)?,
                    revision: row.number("revision")?,
                    created_at: row.instant("created_at")?,
                })
            })
            .transpose()
    }

    /// The current revision; 0 before set-up.
    pub async fn revision(connection: &mut AnyConnection) -> Result<i64> {
        let row = sqlx::query("SELECT revision FROM organisation")
            .fetch_optional(connection)
            .await?;
        row.as_ref()
            .map_or(Ok(0), |row| Columns::of("organisation", row).number("revision"))
    }
}

impl Write {
    /// Makes the organisation. A second one is refused by its fixed key.
    pub async fn insert_organisation(&mut self, organisation: &OrganisationRecord) -> Result<()> {
        sqlx::query(
            "INSERT INTO organisation (id, name, zone, office_hours, holiday_calendar, revision, created_at, two_rotas)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(organisation.id.clone())
        .bind(organisation.name.clone())
        .bind(organisation.zone.clone())
        .bind(json("organisation", "office_hours", &organisation.office_hours)?)
        .bind(organisation.holiday_calendar.clone())
        .bind(organisation.revision)
        .bind(organisation.created_at.seconds())
        .bind(organisation.two_rotas.key())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Changes the organisation's settings.
    pub async fn update_organisation(&mut self, organisation: &OrganisationRecord) -> Result<()> {
        sqlx::query(
            "UPDATE organisation SET name = $1, zone = $2, office_hours = $3, holiday_calendar = $4, two_rotas = $5",
        )
        .bind(organisation.name.clone())
        .bind(organisation.zone.clone())
        .bind(json("organisation", "office_hours", &organisation.office_hours)?)
        .bind(organisation.holiday_calendar.clone())
        .bind(organisation.two_rotas.key())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

fn two_rotas(row: &Columns<'_>) -> Result<TwoRotas> {
    let word = row.text("two_rotas")?;
    TwoRotas::of(&word).ok_or_else(|| row.bad("two_rotas", format!("‘{word}’")))
}
