//! Rotas and the rules that shape their shifts.

use super::{
    Part, Result, Write,
    change::rows_of,
    codec::{Columns, json},
};
use domain::{
    Instant, RotaId, Span, TeamId,
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

/// What shapes a rota's shifts from an instant on, as of one revision.
#[derive(Debug, Clone)]
pub struct RulesRecord {
    /// The rota.
    pub rota: RotaId,
    /// From when on they hold, until the rota's next; [`Instant::MIN`] for its first.
    pub starts_at: Instant,
    /// Revision that made these rules.
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
    /// The rules of a rota one after the other, in order of start: each holds until the next.
    pub async fn in_time(connection: &mut AnyConnection, rota: RotaId) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM rota_rules WHERE rota_id = $1 AND to_revision IS NULL ORDER BY starts_at")
                .bind(rota.to_string())
                .fetch_all(connection)
                .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The last rules of a rota: what plans ahead go by.
    pub async fn current(connection: &mut AnyConnection, rota: RotaId) -> Result<Option<Self>> {
        Ok(Self::in_time(connection, rota).await?.pop())
    }

    pub(super) fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("rota_rules", row);
        Ok(Self {
            rota: row.parsed("rota_id")?,
            starts_at: row.instant("starts_at")?,
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

    /// Puts rules in force from their start on, in place of those that would hold then. What holds before is left as it is.
    pub async fn put_rules(&mut self, rules: &RulesRecord) -> Result<()> {
        self.touch(Part::Rota(rules.rota));
        self.end_rules(rules.rota, rules.starts_at).await?;
        self.insert_rules(rules).await
    }

    /// Ends the rules of a rota that hold from an instant or later.
    pub async fn end_rules(&mut self, rota: RotaId, from: Instant) -> Result<()> {
        self.touch(Part::Rota(rota));
        let revision = self.revision();
        sqlx::query(
            "UPDATE rota_rules SET to_revision = $2 WHERE rota_id = $1 AND to_revision IS NULL AND starts_at >= $3",
        )
        .bind(rota.to_string())
        .bind(revision)
        .bind(from.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps rules beside those there are.
    pub async fn insert_rules(&mut self, rules: &RulesRecord) -> Result<()> {
        self.touch(Part::Rota(rules.rota));
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO rota_rules (rota_id, starts_at, from_revision, zone, coverage, handover, office_hours, holiday_calendar)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(rules.rota.to_string())
        .bind(rules.starts_at.seconds())
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
