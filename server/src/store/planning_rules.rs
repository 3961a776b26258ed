//! What is asked of plans, versioned: by the organisation, and by rotas that do not follow it.

use super::{
    Part, Result, Write,
    codec::{Columns, json},
};
use domain::{RotaId, planner::PlanningRules};
use sqlx::AnyConnection;
use std::fmt;

/// Who asks for rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The organisation, for every rota that follows it.
    Organisation,
    /// One rota, for itself.
    Rota(RotaId),
}

impl fmt::Display for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation => f.write_str("organisation"),
            Self::Rota(rota) => rota.fmt(f),
        }
    }
}

/// Rules now in force.
#[derive(Debug, Clone)]
pub struct PlanningRulesRecord {
    /// Revision from which they hold.
    pub from_revision: i64,
    /// The rules.
    pub rules: PlanningRules,
}

impl PlanningRulesRecord {
    /// The rules that somebody asks for now, if they do.
    pub async fn current(connection: &mut AnyConnection, asker: Asker) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM planning_rules WHERE subject = $1 AND to_revision IS NULL")
            .bind(asker.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref()
            .map(|row| {
                let row = Columns::of("planning_rules", row);
                Ok(Self {
                    from_revision: row.number("from_revision")?,
                    rules: row.json("rules")?,
                })
            })
            .transpose()
    }
}

impl Write {
    /// Puts rules in force in place of those before.
    pub async fn put_planning_rules(&mut self, asker: Asker, rules: &PlanningRules) -> Result<()> {
        self.end_planning_rules(asker).await?;
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        sqlx::query("INSERT INTO planning_rules (subject, from_revision, rules, entered_by) VALUES ($1, $2, $3, $4)")
            .bind(asker.to_string())
            .bind(revision)
            .bind(json("planning_rules", "rules", rules)?)
            .bind(actor)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Asks for nothing of one's own any more.
    pub async fn end_planning_rules(&mut self, asker: Asker) -> Result<()> {
        if let Asker::Rota(rota) = asker {
            self.touch(Part::Rota(rota));
        }
        let revision = self.revision();
        sqlx::query("UPDATE planning_rules SET to_revision = $2 WHERE subject = $1 AND to_revision IS NULL")
            .bind(asker.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
