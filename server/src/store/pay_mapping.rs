//! Which columns payroll systems read, by the name they were saved under.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use domain::{Instant, pay::Mapping};
use sqlx::{AnyConnection, any::AnyRow};

/// Saved columns.
#[derive(Debug, Clone)]
pub struct PayMappingRecord {
    /// What they are called.
    pub name: String,
    /// How the payroll system reads a file.
    pub mapping: Mapping,
    /// Who saved them last.
    pub changed_by: String,
    /// When.
    pub changed_at: Instant,
}

impl PayMappingRecord {
    /// All of them.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM pay_mapping").fetch_all(connection).await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Those of a name.
    pub async fn find(connection: &mut AnyConnection, name: &str) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM pay_mapping WHERE name = $1")
            .bind(name.to_owned())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("pay_mapping", row);
        Ok(Self {
            name: row.text("name")?,
            mapping: row.json("mapping")?,
            changed_by: row.text("changed_by")?,
            changed_at: row.instant("changed_at")?,
        })
    }
}

impl Write {
    /// Saves columns under a name, in place of those of the same name.
    pub async fn put_pay_mapping(&mut self, name: &str, mapping: &Mapping) -> Result<()> {
        let (revision, actor, at) = (self.revision(), self.actor().to_owned(), self.at());
        sqlx::query(
            "INSERT INTO pay_mapping (name, mapping, changed_by, changed_at, from_revision) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (name) DO UPDATE SET mapping = excluded.mapping, changed_by = excluded.changed_by,
                 changed_at = excluded.changed_at, from_revision = excluded.from_revision",
        )
        .bind(name.to_owned())
        .bind(json("pay_mapping", "mapping", mapping)?)
        .bind(actor)
        .bind(at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes the columns of a name.
    pub async fn remove_pay_mapping(&mut self, name: &str) -> Result<()> {
        sqlx::query("DELETE FROM pay_mapping WHERE name = $1")
            .bind(name.to_owned())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
