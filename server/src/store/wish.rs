//! Wishes, versioned.

use super::{
    Result, Write,
    change::rows_of,
    codec::{Columns, text_of},
};
use chrono::Weekday;
use domain::{
    PersonId, Span, WishId,
    planner::{DayPart, WishKind},
};
use sqlx::{AnyConnection, any::AnyRow};

/// Something a person would like of a plan.
#[derive(Debug, Clone, Copy)]
pub struct WishRecord {
    /// Identity.
    pub id: WishId,
    /// Whose wish it is.
    pub person: PersonId,
    /// Whether they want what it is about.
    pub kind: WishKind,
    /// How much it matters: 1 is usual.
    pub weight: u32,
    /// What it is about.
    pub about: About,
}

/// The shifts that a wish is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Those that have duty within a span.
    Span(Span),
    /// Those that start on a weekday or in a part of the day, each week.
    Week(Option<Weekday>, Option<DayPart>),
}

impl WishRecord {
    /// One current wish.
    pub async fn find(connection: &mut AnyConnection, id: WishId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM wish WHERE id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The current wishes of these people, in an order that does not depend on chance.
    pub async fn of(connection: &mut AnyConnection, people: &[PersonId]) -> Result<Vec<Self>> {
        let rows = rows_of(
            connection,
            "SELECT * FROM wish WHERE to_revision IS NULL AND person_id",
            people,
        )
        .await?;
        let mut wishes: Vec<Self> = rows.iter().map(Self::from_row).collect::<Result<_>>()?;
        wishes.sort_unstable_by_key(|wish| wish.id);
        Ok(wishes)
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("wish", row);
        let kind = match row.text("kind")?.as_str() {
            "avoid" => WishKind::Avoid,
            "want" => WishKind::Want,
            other => return Err(row.bad("kind", format!("‘{other}’"))),
        };
        let part = match row.text_option("part")?.as_deref() {
            None => None,
            Some("day") => Some(DayPart::Day),
            Some("night") => Some(DayPart::Night),
            Some(other) => return Err(row.bad("part", format!("‘{other}’"))),
        };
        let weekday = row.number_option("weekday")?.map(|number| {
            let number = u8::try_from(number - 1).map_err(|error| row.bad("weekday", error))?;
            Weekday::try_from(number).map_err(|error| row.bad("weekday", error))
        });
        let weight = row.number("weight")?;
        Ok(Self {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            kind,
            weight: u32::try_from(weight).map_err(|error| row.bad("weight", error))?,
            about: match row.instant_option("starts_at")? {
                Some(_) => About::Span(row.span()?),
                None => About::Week(weekday.transpose()?, part),
            },
        })
    }
}

impl Write {
    /// Keeps a wish.
    pub async fn insert_wish(&mut self, wish: &WishRecord) -> Result<()> {
        let (revision, actor) = (self.revision(), self.actor().to_owned());
        let (span, weekday, part) = match wish.about {
            About::Span(span) => (Some(span), None, None),
            About::Week(weekday, part) => (None, weekday, part),
        };
        let kind = match wish.kind {
            WishKind::Avoid => "avoid",
            WishKind::Want => "want",
        };
        let part = part.map(|part| match part {
            DayPart::Day => "day",
            DayPart::Night => "night",
        });
        sqlx::query(
            "INSERT INTO wish (id, person_id, kind, weight, starts_at, ends_at, weekday, part, entered_by, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(wish.id.to_string())
        .bind(wish.person.to_string())
        .bind(kind)
        .bind(i64::from(wish.weight))
        .bind(span.map(|span| span.start().seconds()))
        .bind(span.map(|span| span.end().seconds()))
        .bind(weekday.map(|weekday| i64::from(weekday.number_from_monday())))
        .bind(text_of(part))
        .bind(actor)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Withdraws a wish.
    pub async fn end_wish(&mut self, wish: WishId) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE wish SET to_revision = $2 WHERE id = $1 AND to_revision IS NULL")
            .bind(wish.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
