//! Rotas and the rules that shape their shifts.

use super::{
    Part, Result, Write,
    change::rows_of,
    codec::{Columns, json},
};
use domain::{
    RotaId, Span, TeamId,
    rota::{Coverage, Handover, OfficeHours},
};
use sqlx::{AnyConnection, any::AnyRow};

/// A rota.
#[derive(Debug, Clone)]
pub struct RotaRecord {
    /// Identity.
    pub id: RotaId,
    /// Its name in addresses.
    pub slug: String,
    /// The team that serves it.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// From the first published turn to the published end; `None` before anything is published.
    pub planned: Option<Span>,
    /// Revision of its last change.
    pub revision: i64,
}

/// What shapes a rota's shifts, as of one revision.
#[derive(Debug, Clone)]
pub struct RulesRecord {
    /// The rota.
    pub rota: RotaId,
    /// Revision from which these rules hold.
    pub from_revision: i64,
    /// IANA zone of every wall time in the rules.
    pub zone: String,
    /// When somebody must be on duty.
    pub coverage: Coverage,
    /// Where coverage is cut into shifts.
    pub handover: Handover,
    /// The team's office hours.
    pub office_hours: OfficeHours,
    /// Key of the holiday calendar; empty for none.
    pub holiday_calendar: String,
}

impl RotaRecord {
    /// Every rota.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM rota").fetch_all(connection).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those of these ids.
    pub async fn these(connection: &mut AnyConnection, ids: &[RotaId]) -> Result<Vec<Self>> {
        let rows = rows_of(connection, "SELECT * FROM rota WHERE id", ids).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// One rota.
    pub async fn find(connection: &mut AnyConnection, id: RotaId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM rota WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("rota", row);
        let planned = match (
            row.instant_option("planned_from")?,
            row.instant_option("planned_until")?,
        ) {
            (Some(from), Some(until)) => Some(Span::new(from, until).map_err(|error| row.bad("planned_until", error))?),
            _ => None,
        };
        Ok(Self {
            id: row.parsed("id")?,
            slug: row.text("slug")?,
            team: row.parsed("team_id")?,
            name: row.text("name")?,
            planned,
            revision: row.number("revision")?,
        })
    }
}

impl RulesRecord {
    /// The rules now in force, of every rota.
    pub async fn all_current(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM rota_rules WHERE to_revision IS NULL")
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The rules of one rota now in force.
    pub async fn current(connection: &mut AnyConnection, rota: RotaId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM rota_rules WHERE rota_id = $1 AND to_revision IS NULL")
            .bind(rota.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("rota_rules", row);
        Ok(Self {
            rota: row.parsed("rota_id")?,
            from_revision: row.number("from_revision")?,
            zone: row.text("zone")?,
            coverage: row.json("coverage")?,
            handover: row.json("handover")?,
            office_hours: row.json("office_hours")?,
            holiday_calendar: row.text("holiday_calendar")?,
        })
    }
}

impl Write {
    /// Adds a rota.
    pub async fn insert_rota(&mut self, rota: &RotaRecord) -> Result<()> {
        self.touch(Part::Rota(rota.id));
        let (revision, at) = (self.revision(), self.at());
        sqlx::query("INSERT INTO rota (id, slug, team_id, name, created_at, revision) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(rota.id.to_string())
            .bind(rota.slug.clone())
            .bind(rota.team.to_string())
            .bind(rota.name.clone())
            .bind(at.seconds())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Changes a rota's name and its published span, and marks it changed.
    pub async fn update_rota(&mut self, rota: &RotaRecord) -> Result<()> {
        self.touch(Part::Rota(rota.id));
        let revision = self.revision();
        sqlx::query("UPDATE rota SET name = $2, planned_from = $3, planned_until = $4, revision = $5 WHERE id = $1")
            .bind(rota.id.to_string())
            .bind(rota.name.clone())
            .bind(rota.planned.map(|span| span.start().seconds()))
            .bind(rota.planned.map(|span| span.end().seconds()))
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Puts rules in force in place of those before.
    pub async fn put_rules(&mut self, rules: &RulesRecord) -> Result<()> {
        self.touch(Part::Rota(rules.rota));
        let revision = self.revision();
        sqlx::query("UPDATE rota_rules SET to_revision = $2 WHERE rota_id = $1 AND to_revision IS NULL")
            .bind(rules.rota.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        sqlx::query(
            "INSERT INTO rota_rules (rota_id, from_revision, zone, coverage, handover, office_hours, holiday_calendar)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(rules.rota.to_string())
        .bind(revision)
        .bind(rules.zone.clone())
        .bind(json("rota_rules", "coverage", &rules.coverage)?)
        .bind(json("rota_rules", "handover", &rules.handover)?)
        .bind(json("rota_rules", "office_hours", &rules.office_hours)?)
        .bind(rules.holiday_calendar.clone())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
