//! Every version of a rota's duty inputs: what was believed before.

use super::{CorrectionRecord, Result, Store, codec::Columns, cover, shift};
use domain::{
    Instant, RotaId, Span,
    history::{KeptCover, Record, Versioned},
};
use sqlx::{AssertSqlSafe, Row as _, any::AnyRow};
use std::collections::BTreeMap;

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

    /// The time that the changes of some revisions to a rota's shifts, covers and corrections touch, by revision; those that
    /// changed none are left out. One question, however many revisions are asked about.
    pub async fn touched(&self, rota: RotaId, revisions: &[i64]) -> Result<BTreeMap<i64, Span>> {
        if revisions.is_empty() {
            return Ok(BTreeMap::new());
        }
        let places: Vec<String> = (2..=revisions.len() + 1).map(|place| format!("${place}")).collect();
        let places = places.join(", ");
        let part = |(table, column): (&str, &str)| {
            format!(
                "SELECT {column} AS revision, starts_at, ends_at FROM {table} WHERE rota_id = $1 AND {column} IN ({places})"
            )
        };
        let tables = ["shift", "cover", "correction"];
        let parts = tables.map(|table| ["from_revision", "to_revision"].map(|column| part((table, column))));
        // Nothing but numbered places and the names above is put into the text.
        let statement = AssertSqlSafe(format!(
            "SELECT revision, MIN(starts_at) AS starts_at, MAX(ends_at) AS ends_at FROM ({}) AS touched GROUP BY revision",
            parts.as_flattened().join(" UNION ALL ")
        ));
        let query = sqlx::query(statement).bind(rota.to_string());
        let query = revisions.iter().fold(query, |query, revision| query.bind(*revision));
        let rows = query.fetch_all(&mut *self.read().await?).await?;
        let read = |row: &AnyRow| {
            let row = Columns::of("shift", row);
            Ok((row.number("revision")?, row.span()?))
        };
        rows.iter().map(read).collect()
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
