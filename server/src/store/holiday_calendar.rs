//! Holiday calendars of the organisation's own.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use domain::{
    Instant,
    holidays::{Calendars, Holidays},
};
use sqlx::{AnyConnection, any::AnyRow};

/// A calendar as one change left it.
#[derive(Debug, Clone)]
pub struct HolidayCalendarRecord {
    /// What rules and cards name it by.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Its days.
    pub days: Holidays,
    /// Who changed it.
    pub changed_by: String,
    /// When.
    pub changed_at: Instant,
    /// Revision of that change.
    pub from_revision: i64,
}

/// Which state of the calendars was read: how many there are, and the revision of the last one changed.
pub type CalendarsMark = (i64, i64);

impl HolidayCalendarRecord {
    /// All of them, in the order of their keys.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM holiday_calendar WHERE to_revision IS NULL")
            .fetch_all(connection)
            .await?;
        let mut all: Vec<Self> = rows.iter().map(Self::from_row).collect::<Result<_>>()?;
        all.sort_by(|one, other| one.key.cmp(&other.key));
        Ok(all)
    }

    /// The one of a key.
    pub async fn find(connection: &mut AnyConnection, key: &str) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM holiday_calendar WHERE calendar_key = $1 AND to_revision IS NULL")
            .bind(key.to_owned())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// As it was before its last change, if it was there.
    pub async fn before(connection: &mut AnyConnection, now: &Self) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM holiday_calendar WHERE calendar_key = $1 AND to_revision = $2")
            .bind(now.key.clone())
            .bind(now.from_revision)
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("holiday_calendar", row);
        Ok(Self {
            key: row.text("calendar_key")?,
            name: row.text("name")?,
            days: row.json("days")?,
            changed_by: row.text("changed_by")?,
            changed_at: row.instant("changed_at")?,
            from_revision: row.number("from_revision")?,
        })
    }
}

/// Which state of the calendars is current: it differs from that of another state.
pub async fn calendars_mark(connection: &mut AnyConnection) -> Result<CalendarsMark> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS calendars, COALESCE(MAX(from_revision), 0) AS latest FROM holiday_calendar
         WHERE to_revision IS NULL",
    )
    .fetch_one(connection)
    .await?;
    let row = Columns::of("holiday_calendar", &row);
    Ok((row.number("calendars")?, row.number("latest")?))
}

/// The calendars that there are.
pub async fn calendars(connection: &mut AnyConnection) -> Result<Calendars> {
    let all = HolidayCalendarRecord::all(connection).await?;
    Ok(Calendars::with(all.into_iter().map(|it| (it.key, it.name, it.days))))
}

impl Write {
    /// Puts a calendar in place of the one of its key.
    pub async fn put_holiday_calendar(&mut self, key: &str, name: &str, days: &Holidays) -> Result<()> {
        self.end_holiday_calendar(key).await?;
        let (revision, actor, at) = (self.revision(), self.actor().to_owned(), self.at());
        sqlx::query(
            "INSERT INTO holiday_calendar (calendar_key, name, days, changed_by, changed_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(key.to_owned())
        .bind(name.to_owned())
        .bind(json("holiday_calendar", "days", days)?)
        .bind(actor)
        .bind(at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Ends the calendar of a key.
    pub async fn end_holiday_calendar(&mut self, key: &str) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE holiday_calendar SET to_revision = $2 WHERE calendar_key = $1 AND to_revision IS NULL")
            .bind(key.to_owned())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
