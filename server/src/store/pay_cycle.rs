//! How often people are paid, from which date on.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use chrono::NaiveDate;
use domain::pay::{PayCalendar, PayCycle};
use sqlx::AnyConnection;

/// The pay calendar that is in force.
pub async fn pay_calendar(connection: &mut AnyConnection) -> Result<PayCalendar> {
    let rows = sqlx::query("SELECT * FROM pay_cycle WHERE to_revision IS NULL ORDER BY starts_on")
        .fetch_all(connection)
        .await?;
    let cycles = rows.iter().map(|row| {
        let row = Columns::of("pay_cycle", row);
        Ok((row.parsed::<NaiveDate>("starts_on")?, row.json::<PayCycle>("cycle")?))
    });
    Ok(PayCalendar::new(cycles.collect::<Result<_>>()?))
}

impl Write {
    /// Has another cycle in force from a date on, in place of those that would come into force then or later.
    pub async fn put_pay_cycle(&mut self, from: NaiveDate, cycle: PayCycle) -> Result<()> {
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        sqlx::query("UPDATE pay_cycle SET to_revision = $2 WHERE starts_on >= $1 AND to_revision IS NULL")
            .bind(from.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        sqlx::query("INSERT INTO pay_cycle (starts_on, cycle, changed_by, from_revision) VALUES ($1, $2, $3, $4)")
            .bind(from.to_string())
            .bind(json("pay_cycle", "cycle", &cycle)?)
            .bind(actor)
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}

/// After how many days time off that was not taken is lost; none is never.
pub async fn toil_expiry(connection: &mut AnyConnection) -> Result<Option<i64>> {
    let row = sqlx::query("SELECT toil_expires_days FROM organisation")
        .fetch_optional(connection)
        .await?;
    row.as_ref().map_or(Ok(None), |row| {
        Columns::of("organisation", row).number_option("toil_expires_days")
    })
}

impl Write {
    /// Says after how many days time off that was not taken is lost.
    pub async fn set_toil_expiry(&mut self, days: Option<i64>) -> Result<()> {
        sqlx::query("UPDATE organisation SET toil_expires_days = $1")
            .bind(days)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
