//! Every version of a rota's duty inputs: what was believed before.

use super::{CorrectionRecord, Result, Store, codec::Columns, cover, shift};
use domain::{
    Instant, RotaId, Span,
    history::{KeptCover, Record, Versioned},
};
use sqlx::{Row as _, any::AnyRow};

impl Store {
    /// Every version of the shifts, covers and corrections of a rota that touch `window`.
    pub async fn record(&self, rota: RotaId, window: Span) -> Result<Record> {
        let mut connection = self.read().await?;
        let mut of = async |statement: &'static str| {
            sqlx::query(statement)
                .bind(rota.to_string())
                .bind(window.start().seconds())
                .bind(window.end().seconds())
                .fetch_all(&mut *connection)
                .await
        };
        let shifts = of(
            "SELECT * FROM shift WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3 ORDER BY starts_at, from_revision",
        )
        .await?;
        let covers = of(
            "SELECT * FROM cover WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3
             ORDER BY COALESCE(layer, from_revision), COALESCE(origin_id, id), from_revision, id",
        )
        .await?;
        let corrections = of(
            "SELECT * FROM correction WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3 ORDER BY from_revision, id",
        )
        .await?;
        Ok(Record {
            shifts: shifts.iter().map(shift_version).collect::<Result<_>>()?,
            covers: covers.iter().map(kept_cover).collect::<Result<_>>()?,
            corrections: corrections
                .iter()
                .map(CorrectionRecord::versioned)
                .collect::<Result<_>>()?,
        })
    }

    /// The time that a revision's changes of a rota's shifts, covers and corrections touch; `None` when it changed none.
    pub async fn touched(&self, rota: RotaId, revision: i64) -> Result<Option<Span>> {
        let row = sqlx::query(
            "SELECT MIN(starts_at) AS starts_at, MAX(ends_at) AS ends_at FROM (
                 SELECT starts_at, ends_at FROM shift WHERE rota_id = $1 AND (from_revision = $2 OR to_revision = $2)
                 UNION ALL
                 SELECT starts_at, ends_at FROM cover WHERE rota_id = $1 AND (from_revision = $2 OR to_revision = $2)
                 UNION ALL
                 SELECT starts_at, ends_at FROM correction WHERE rota_id = $1 AND (from_revision = $2 OR to_revision = $2)
             ) AS touched",
        )
        .bind(rota.to_string())
        .bind(revision)
        .fetch_one(&mut *self.read().await?)
        .await?;
        let row = Columns::of("shift", &row);
        let ends = row.instant_option("starts_at")?.zip(row.instant_option("ends_at")?);
        Ok(ends.and_then(|(start, end)| Span::new(start, end).ok()))
    }

    /// The last revision of the organisation that was made at `at` or before; none is 0.
    pub async fn revision_at(&self, at: Instant) -> Result<i64> {
        let row = sqlx::query("SELECT COALESCE(MAX(revision), 0) FROM audit WHERE at <= $1")
            .bind(at.seconds())
            .fetch_one(&mut *self.read().await?)
            .await?;
        Ok(row.try_get(0)?)
    }
}

fn shift_version(row: &AnyRow) -> Result<Versioned<domain::rota::Shift>> {
    let columns = Columns::of("shift", row);
    Ok(Versioned {
        value: shift::from_row("shift", "id", row)?,
        from: columns.number("from_revision")?,
        to: columns.number_option("to_revision")?,
    })
}

fn kept_cover(row: &AnyRow) -> Result<KeptCover> {
    let record = cover::CoverRecord::from_row(row)?;
    let ended = Columns::of("cover", row).number_option("to_revision")?;
    Ok(KeptCover {
        cover: record.cover,
        made: record.from_revision,
        withdrawn: ended.zip(record.withdrawn.map(|(_, at)| at)),
    })
}
