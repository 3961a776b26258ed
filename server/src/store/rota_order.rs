//! The order of rotas that are planned as a plain rotation, versioned.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use domain::{Instant, RotaId, planner::Order};
use sqlx::AnyConnection;

/// An order of a rota, which holds from an instant on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RotaOrderRecord {
    /// The rota.
    pub rota: RotaId,
    /// Who, from when.
    pub order: Order,
    /// The revision it was said at; 0 for one that is not kept yet.
    pub from_revision: i64,
}

impl RotaOrderRecord {
    /// The orders of a rota, the earliest first; none for a rota that is planned fairly.
    pub async fn of(connection: &mut AnyConnection, rota: RotaId) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM rota_order WHERE rota_id = $1 AND to_revision IS NULL ORDER BY applies_from")
                .bind(rota.to_string())
                .fetch_all(connection)
                .await?;
        rows.iter()
            .map(|row| {
                let row = Columns::of("rota_order", row);
                let order = Order {
                    from: row.instant("applies_from")?,
                    leads: row.json("leads")?,
                    engineers: row.json("engineers")?,
                };
                Ok(Self {
                    rota,
                    order,
                    from_revision: row.number("from_revision")?,
                })
            })
            .collect()
    }
}

impl Write {
    /// Lets an order hold from its instant on, in place of those that would begin then or later.
    pub async fn put_rota_order(&mut self, record: &RotaOrderRecord) -> Result<()> {
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        let from = record.order.from;
        self.end_rota_orders(record.rota, from).await?;
        sqlx::query(
            "INSERT INTO rota_order (rota_id, applies_from, from_revision, leads, engineers, entered_by)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(record.rota.to_string())
        .bind(from.seconds())
        .bind(revision)
        .bind(json("rota_order", "leads", &record.order.leads)?)
        .bind(json("rota_order", "engineers", &record.order.engineers)?)
        .bind(actor)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends the orders of a rota that begin at `from` or later.
    pub async fn end_rota_orders(&mut self, rota: RotaId, from: Instant) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "UPDATE rota_order SET to_revision = $3 WHERE rota_id = $1 AND applies_from >= $2 AND to_revision IS NULL",
        )
        .bind(rota.to_string())
        .bind(from.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
