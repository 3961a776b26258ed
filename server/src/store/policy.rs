//! Services and their escalation policies.

use super::{
    Part, Result, Write,
    change::rows_of,
    codec::{Columns, json},
};
use domain::{Instant, RotaId, ServiceId, TeamId, escalation::Policy, support::SupportCard};
use sqlx::{AnyConnection, any::AnyRow};
use std::{borrow::Cow, collections::HashMap};

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
    /// Every version of the policy and of the rotas with it, the first one first; putting one in force adds one.
    pub versions: Vec<PolicyVersion>,
    /// A policy that is thought about.
    pub draft: Option<PolicyDraft>,
    /// What it promises, and what whoever supports it does.
    pub card: SupportCard,
    /// Revision at which the card was changed; 0 for never.
    pub card_revision: i64,
}

/// A policy as it was put in force, in force until the next.
#[derive(Debug, Clone)]
pub struct PolicyVersion {
    /// Revision at which it was.
    pub revision: i64,
    /// From when on; not known of versions that are older than this is kept.
    pub starts_at: Option<Instant>,
    /// Who put it in force.
    pub by: Option<String>,
    /// The policy.
    pub policy: Policy,
    /// The rota that served the service in office hours with it, where that is known.
    pub in_hours_rota: Option<RotaId>,
    /// The rota that served it out of hours, where that is known.
    pub out_of_hours_rota: Option<RotaId>,
}

/// A policy that binds nobody.
#[derive(Debug, Clone)]
pub struct PolicyDraft {
    /// The policy.
    pub policy: Policy,
    /// Revision of the policy in force that it was made from.
    pub based_on: i64,
    /// Who saved it.
    pub saved_by: String,
    /// When.
    pub saved_at: Instant,
    /// Revision at which it was saved.
    pub revision: i64,
}

impl ServiceRecord {
    /// Every service with its policies.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let policies = sqlx::query("SELECT * FROM policy").fetch_all(&mut *connection).await?;
        let drafts = sqlx::query("SELECT * FROM policy_draft")
            .fetch_all(&mut *connection)
            .await?;
        let cards = sqlx::query("SELECT * FROM support_card")
            .fetch_all(&mut *connection)
            .await?;
        let services = sqlx::query("SELECT * FROM service").fetch_all(connection).await?;
        Self::from_rows(&services, &policies, &drafts, &cards)
    }

    /// Those of these ids.
    pub async fn these(connection: &mut AnyConnection, ids: &[ServiceId]) -> Result<Vec<Self>> {
        let policies = rows_of(connection, "SELECT * FROM policy WHERE service_id", ids).await?;
        let drafts = rows_of(connection, "SELECT * FROM policy_draft WHERE service_id", ids).await?;
        let cards = rows_of(connection, "SELECT * FROM support_card WHERE service_id", ids).await?;
        let services = rows_of(connection, "SELECT * FROM service WHERE id", ids).await?;
        Self::from_rows(&services, &policies, &drafts, &cards)
    }

    /// The service as it was in force at an instant: before its first version, as that one has it.
    pub fn as_of(&self, at: Instant) -> Cow<'_, Self> {
        let begun = |version: &PolicyVersion| version.starts_at.is_none_or(|start| start <= at);
        let found = self.versions.iter().rfind(|version| begun(version));
        match found.or(self.versions.first()) {
            Some(version) if version.revision != self.policy_revision => Cow::Owned(Self {
                policy: version.policy.clone(),
                policy_revision: version.revision,
                in_hours_rota: version.in_hours_rota.unwrap_or(self.in_hours_rota),
                out_of_hours_rota: version.out_of_hours_rota.unwrap_or(self.out_of_hours_rota),
                ..self.clone()
            }),
            _ => Cow::Borrowed(self),
        }
    }

    /// When a version that begins after an instant takes over.
    pub fn superseded_after(&self, at: Instant) -> Option<Instant> {
        let starts = self.versions.iter().filter_map(|version| version.starts_at);
        starts.filter(|start| *start > at).min()
    }

    /// The service with another policy at all times, as if it were in force.
    #[must_use]
    pub fn with_policy(&self, policy: Policy) -> Self {
        Self {
            policy,
            versions: Vec::new(),
            ..self.clone()
        }
    }

    fn from_rows(services: &[AnyRow], policies: &[AnyRow], drafts: &[AnyRow], cards: &[AnyRow]) -> Result<Vec<Self>> {
        let mut versions: HashMap<ServiceId, Vec<PolicyVersion>> = HashMap::new();
        for row in policies {
            let row = Columns::of("policy", row);
            let version = PolicyVersion::from_row(&row)?;
            versions.entry(row.parsed("service_id")?).or_default().push(version);
        }
        let mut draft_of = HashMap::new();
        for row in drafts {
            let row = Columns::of("policy_draft", row);
            draft_of.insert(row.parsed::<ServiceId>("service_id")?, PolicyDraft::from_row(&row)?);
        }
        let mut card_of: HashMap<ServiceId, (SupportCard, i64)> = HashMap::new();
        for row in cards {
            let row = Columns::of("support_card", row);
            card_of.insert(row.parsed("service_id")?, (row.json("card")?, row.number("revision")?));
        }
        let service = |row| {
            let row = Columns::of("service", row);
            let id = row.parsed("id")?;
            let mut versions = versions.remove(&id).unwrap_or_default();
            versions.sort_unstable_by_key(|version| version.revision);
            let none = || row.bad("id", "the service has no policy");
            let current = versions.last().ok_or_else(none)?;
            let (card, card_revision) = card_of.remove(&id).unwrap_or_default();
            Ok(Self {
                id,
                slug: row.text("slug")?,
                team: row.parsed("team_id")?,
                name: row.text("name")?,
                description: row.text("description")?,
                in_hours_rota: row.parsed("in_hours_rota_id")?,
                out_of_hours_rota: row.parsed("out_of_hours_rota_id")?,
                policy: current.policy.clone(),
                policy_revision: current.revision,
                draft: draft_of.remove(&id),
                versions,
                card,
                card_revision,
            })
        };
        services.iter().map(service).collect()
    }
}

impl PolicyVersion {
    fn from_row(row: &Columns) -> Result<Self> {
        Ok(Self {
            revision: row.number("from_revision")?,
            starts_at: row.instant_option("starts_at")?,
            by: row.text_option("published_by")?,
            policy: row.json("policy")?,
            in_hours_rota: row.parsed_option("in_hours_rota_id")?,
            out_of_hours_rota: row.parsed_option("out_of_hours_rota_id")?,
        })
    }
}

impl PolicyDraft {
    fn from_row(row: &Columns) -> Result<Self> {
        Ok(Self {
            policy: row.json("policy")?,
            based_on: row.number("based_on")?,
            saved_by: row.text("saved_by")?,
            saved_at: row.instant("saved_at")?,
            revision: row.number("revision")?,
        })
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
        self.put_policy(service).await
    }

    /// Changes a service's name, description and rotas; its policy with other rotas is another version.
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
        let before = service.versions.last();
        let rotas = (Some(service.in_hours_rota), Some(service.out_of_hours_rota));
        if before.is_some_and(|before| (before.in_hours_rota, before.out_of_hours_rota) != rotas) {
            self.put_policy(service).await?;
        }
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

    /// Puts a service's policy, served by its rotas, in force in place of the one before.
    pub async fn put_policy(&mut self, service: &ServiceRecord) -> Result<()> {
        self.touch(Part::Service(service.id));
        let (revision, at, by) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query("UPDATE policy SET to_revision = $2 WHERE service_id = $1 AND to_revision IS NULL")
            .bind(service.id.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        sqlx::query(
            "INSERT INTO policy (service_id, from_revision, policy, starts_at, published_by, in_hours_rota_id,
                 out_of_hours_rota_id) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(service.id.to_string())
        .bind(revision)
        .bind(json("policy", "policy", &service.policy)?)
        .bind(at.seconds())
        .bind(by)
        .bind(service.in_hours_rota.to_string())
        .bind(service.out_of_hours_rota.to_string())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps a policy that is thought about, in place of the one before.
    pub async fn put_policy_draft(&mut self, service: ServiceId, policy: &Policy, based_on: i64) -> Result<()> {
        self.drop_policy_draft(service).await?;
        let (revision, at, by) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query(
            "INSERT INTO policy_draft (service_id, policy, based_on, saved_by, saved_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(service.to_string())
        .bind(json("policy_draft", "policy", policy)?)
        .bind(based_on)
        .bind(by)
        .bind(at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Revision at which a service's support card was changed; 0 for never.
    pub async fn support_card_revision(&mut self, service: ServiceId) -> Result<i64> {
        let row = sqlx::query("SELECT revision FROM support_card WHERE service_id = $1")
            .bind(service.to_string())
            .fetch_optional(self.connection())
            .await?;
        row.map_or(Ok(0), |row| Columns::of("support_card", &row).number("revision"))
    }

    /// Keeps a service's support card.
    pub async fn put_support_card(&mut self, service: ServiceId, card: &SupportCard) -> Result<()> {
        self.touch(Part::Service(service));
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO support_card (service_id, card, revision) VALUES ($1, $2, $3)
             ON CONFLICT (service_id) DO UPDATE SET card = excluded.card, revision = excluded.revision",
        )
        .bind(service.to_string())
        .bind(json("support_card", "card", card)?)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Forgets the policy that is thought about; whether there was one.
    pub async fn drop_policy_draft(&mut self, service: ServiceId) -> Result<bool> {
        self.touch(Part::Service(service));
        let done = sqlx::query("DELETE FROM policy_draft WHERE service_id = $1")
            .bind(service.to_string())
            .execute(self.connection())
            .await?;
        Ok(done.rows_affected() > 0)
    }
}
