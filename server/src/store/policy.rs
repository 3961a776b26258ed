//! Services and their escalation policies.

use super::{
    Part, Result, Write,
    change::rows_of,
    codec::{Columns, json},
};
use domain::{RotaId, ServiceId, TeamId, escalation::Policy};
use sqlx::{AnyConnection, any::AnyRow};
use std::collections::HashMap;

/// Something supported, with the policy now in force.
#[derive(Debug, Clone)]
pub struct ServiceRecord {
    /// Identity.
    pub id: ServiceId,
    /// Its name in addresses.
    pub slug: String,
    /// The team that owns it.
    pub team: TeamId,
    /// Its name.
    pub name: String,
    /// What it is, in a sentence; may be empty.
    pub description: String,
    /// The rota that serves it in office hours.
    pub in_hours_rota: RotaId,
    /// The rota that serves it out of hours.
    pub out_of_hours_rota: RotaId,
    /// Who is called, in what order.
    pub policy: Policy,
    /// Revision at which that policy was put in force; putting one in force sets it.
    pub policy_revision: i64,
}

impl ServiceRecord {
    /// Every service with its current policy.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let policies = sqlx::query("SELECT service_id, from_revision, policy FROM policy WHERE to_revision IS NULL")
            .fetch_all(&mut *connection)
            .await?;
        let services = sqlx::query("SELECT * FROM service").fetch_all(connection).await?;
        Self::from_rows(&services, &policies)
    }

    /// Those of these ids.
    pub async fn these(connection: &mut AnyConnection, ids: &[ServiceId]) -> Result<Vec<Self>> {
        let select = "SELECT service_id, from_revision, policy FROM policy WHERE to_revision IS NULL AND service_id";
        let policies = rows_of(connection, select, ids).await?;
        let services = rows_of(connection, "SELECT * FROM service WHERE id", ids).await?;
        Self::from_rows(&services, &policies)
    }

    fn from_rows(services: &[AnyRow], policies: &[AnyRow]) -> Result<Vec<Self>> {
        let mut policy_of = HashMap::new();
        for row in policies {
            let row = Columns::of("policy", row);
            let kept = (row.json::<Policy>("policy")?, row.number("from_revision")?);
            policy_of.insert(row.parsed::<ServiceId>("service_id")?, kept);
        }
        let service = |row| {
            let row = Columns::of("service", row);
            let id = row.parsed("id")?;
            let (policy, policy_revision) = policy_of
                .remove(&id)
                .ok_or_else(|| row.bad("id", "the service has no policy"))?;
            Ok(Self {
                id,
                slug: row.text("slug")?,
                team: row.parsed("team_id")?,
                name: row.text("name")?,
                description: row.text("description")?,
                in_hours_rota: row.parsed("in_hours_rota_id")?,
                out_of_hours_rota: row.parsed("out_of_hours_rota_id")?,
                policy,
                policy_revision,
            })
        };
        services.iter().map(service).collect()
    }
}

impl Write {
    /// Adds a service with its policy.
    pub async fn insert_service(&mut self, service: &ServiceRecord) -> Result<()> {
        self.touch(Part::Service(service.id));
        let (revision, at) = (self.revision(), self.at());
        sqlx::query(
            "INSERT INTO service (id, slug, team_id, name, description, in_hours_rota_id, out_of_hours_rota_id,
                 created_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(service.id.to_string())
        .bind(service.slug.clone())
        .bind(service.team.to_string())
        .bind(service.name.clone())
        .bind(service.description.clone())
        .bind(service.in_hours_rota.to_string())
        .bind(service.out_of_hours_rota.to_string())
        .bind(at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        self.put_policy(service.id, &service.policy).await
    }

    /// Changes a service's name, description and rotas.
    pub async fn update_service(&mut self, service: &ServiceRecord) -> Result<()> {
        self.touch(Part::Service(service.id));
        let revision = self.revision();
        sqlx::query(
            "UPDATE service SET name = $2, description = $3, in_hours_rota_id = $4, out_of_hours_rota_id = $5,
                 revision = $6 WHERE id = $1",
        )
        .bind(service.id.to_string())
        .bind(service.name.clone())
        .bind(service.description.clone())
        .bind(service.in_hours_rota.to_string())
        .bind(service.out_of_hours_rota.to_string())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Revision at which a service's policy was put in force.
    pub async fn policy_revision(&mut self, service: ServiceId) -> Result<i64> {
        let row = sqlx::query("SELECT from_revision FROM policy WHERE service_id = $1 AND to_revision IS NULL")
            .bind(service.to_string())
            .fetch_one(self.connection())
            .await?;
        Columns::of("policy", &row).number("from_revision")
    }

    /// Puts a policy in force in place of the one before.
    pub async fn put_policy(&mut self, service: ServiceId, policy: &Policy) -> Result<()> {
        self.touch(Part::Service(service));
        let revision = self.revision();
        sqlx::query("UPDATE policy SET to_revision = $2 WHERE service_id = $1 AND to_revision IS NULL")
            .bind(service.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        sqlx::query("INSERT INTO policy (service_id, from_revision, policy) VALUES ($1, $2, $3)")
            .bind(service.to_string())
            .bind(revision)
            .bind(json("policy", "policy", policy)?)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
