//! Covers, made and withdrawn.

use super::{
    Part, Result, Store, Write,
    codec::{Columns, text_of},
};
use domain::{CoverId, Instant, RotaId, Span, timeline::Cover};
use sqlx::{AnyConnection, any::AnyRow};

/// A cover with its story.
#[derive(Debug, Clone)]
pub struct CoverRecord {
    /// The rota it changes.
    pub rota: RotaId,
    /// Who takes which role, when.
    pub cover: Cover,
    /// Why.
    pub reason: String,
    /// Why somebody on leave or not qualified was taken all the same.
    pub override_reason: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// Who withdrew it, and when.
    pub withdrawn: Option<(String, Instant)>,
    /// Revision that made it.
    pub from_revision: i64,
    /// What it stands in for, when it is a cover that was changed.
    pub in_place_of: Option<InPlaceOf>,
}

/// What a changed cover stands in for: it lies in the stack where the first of them lay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InPlaceOf {
    /// Revision that made the first.
    pub layer: i64,
    /// The first.
    pub origin: CoverId,
    /// The one that was changed into it.
    pub replaces: CoverId,
}

impl InPlaceOf {
    /// The place of a cover, for what it is changed into.
    pub fn of(old: &CoverRecord) -> Self {
        let replaces = old.cover.id();
        let first = Self {
            layer: old.from_revision,
            origin: replaces,
            replaces,
        };
        old.in_place_of.map_or(first, |place| Self { replaces, ..place })
    }
}

impl CoverRecord {
    /// One cover, withdrawn or not.
    pub async fn find(connection: &mut AnyConnection, id: CoverId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM cover WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The covers of a rota in force that overlap `window`, oldest first: later ones lie on top. A cover withdrawn after
    /// it began stays in force for what had passed by then: its span ends there.
    pub async fn current(connection: &mut AnyConnection, rota: RotaId, window: Span) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM cover WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3
                 AND (to_revision IS NULL OR (withdrawn_at > starts_at AND withdrawn_at > $2))
             ORDER BY COALESCE(layer, from_revision), COALESCE(origin_id, id), from_revision, id",
        )
        .bind(rota.to_string())
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .fetch_all(connection)
        .await?;
        let records = rows.iter().map(|row| Ok(Self::from_row(row)?.in_force()));
        records.filter_map(Result::transpose).collect()
    }

    /// The covers of a rota that were made against a rule, with the reason.
    pub async fn overridden(
        connection: &mut AnyConnection,
        rota: RotaId,
        since: Instant,
    ) -> Result<Vec<(CoverId, String)>> {
        let rows = sqlx::query(
            "SELECT id, override_reason FROM cover WHERE rota_id = $1 AND override_reason IS NOT NULL AND ends_at > $2",
        )
        .bind(rota.to_string())
        .bind(since.seconds())
        .fetch_all(connection)
        .await?;
        let read = |row: &AnyRow| {
            let row = Columns::of("cover", row);
            Ok((row.parsed("id")?, row.text("override_reason")?))
        };
        rows.iter().map(read).collect()
    }

    /// The record with the span its cover is in force; `None` when it was withdrawn before it began.
    fn in_force(mut self) -> Option<Self> {
        if let Some((_, at)) = self.withdrawn {
            let kept = Span::new(self.cover.span().start(), self.cover.span().end().min(at)).ok()?;
            self.cover = Cover::new(self.cover.id(), kept, self.cover.lead(), self.cover.engineer()).ok()?;
        }
        Some(self)
    }

    pub(super) fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("cover", row);
        let cover = Cover::new(
            row.parsed("id")?,
            row.span()?,
            row.parsed_option("lead_id")?,
            row.parsed_option("engineer_id")?,
        )
        .map_err(|error| row.bad("engineer_id", error))?;
        let withdrawn_by = row.text_option("withdrawn_by")?;
        Ok(Self {
            rota: row.parsed("rota_id")?,
            cover,
            reason: row.text("reason")?,
            override_reason: row.text_option("override_reason")?,
            made_by: row.text("made_by")?,
            made_at: row.instant("made_at")?,
            withdrawn: withdrawn_by.zip(row.instant_option("withdrawn_at")?),
            from_revision: row.number("from_revision")?,
            in_place_of: match (
                row.number_option("layer")?,
                row.parsed_option("origin_id")?,
                row.parsed_option("replaces_id")?,
            ) {
                (Some(layer), Some(origin), Some(replaces)) => Some(InPlaceOf {
                    layer,
                    origin,
                    replaces,
                }),
                _ => None,
            },
        })
    }
}

impl Store {
    /// The covers of a rota in force that overlap `window`, oldest first.
    pub async fn covers(&self, rota: RotaId, window: Span) -> Result<Vec<CoverRecord>> {
        CoverRecord::current(&mut *self.read().await?, rota, window).await
    }
}

impl Write {
    /// Keeps a new cover.
    pub async fn insert_cover(&mut self, record: &CoverRecord) -> Result<()> {
        self.touch(Part::Rota(record.rota));
        let revision = self.revision();
        let cover = &record.cover;
        sqlx::query(
            "INSERT INTO cover (id, rota_id, starts_at, ends_at, lead_id, engineer_id, reason, override_reason,
                 made_by, made_at, from_revision, layer, origin_id, replaces_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(cover.id().to_string())
        .bind(record.rota.to_string())
        .bind(cover.span().start().seconds())
        .bind(cover.span().end().seconds())
        .bind(text_of(cover.lead()))
        .bind(text_of(cover.engineer()))
        .bind(record.reason.clone())
        .bind(record.override_reason.clone())
        .bind(record.made_by.clone())
        .bind(record.made_at.seconds())
        .bind(revision)
        .bind(record.in_place_of.map(|place| place.layer))
        .bind(text_of(record.in_place_of.map(|place| place.origin)))
        .bind(text_of(record.in_place_of.map(|place| place.replaces)))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Marks a cover withdrawn.
    pub async fn withdraw_cover(&mut self, rota: RotaId, cover: CoverId) -> Result<()> {
        self.touch(Part::Rota(rota));
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query("UPDATE cover SET to_revision = $2, withdrawn_at = $3, withdrawn_by = $4 WHERE id = $1")
            .bind(cover.to_string())
            .bind(revision)
            .bind(at.seconds())
            .bind(actor)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
