//! What one revision did to what duty is made of, and what was done to the same since.

use super::{AuditEntry, CorrectionRecord, CoverRecord, LeaveRecord, Result, RulesRecord, codec::Columns, shift};
use domain::{Instant, RotaId, Span, rota::Shift};
use sqlx::{AnyConnection, any::AnyRow};

/// What one revision did, kind by kind.
#[derive(Debug, Clone, Default)]
pub struct Done {
    /// Covers it made.
    pub covers_made: Vec<CoverRecord>,
    /// Covers it withdrew.
    pub covers_withdrawn: Vec<CoverRecord>,
    /// Corrections it made.
    pub corrections_made: Vec<CorrectionRecord>,
    /// Corrections it withdrew.
    pub corrections_withdrawn: Vec<CorrectionRecord>,
    /// Versions of shifts it put in force, with their rota.
    pub shifts_made: Vec<(RotaId, Shift)>,
    /// Versions of shifts it ended, with their rota.
    pub shifts_ended: Vec<(RotaId, Shift)>,
    /// Rules it put in force.
    pub rules_made: Vec<RulesRecord>,
    /// Rules it ended, in order of start.
    pub rules_ended: Vec<RulesRecord>,
    /// Leave it entered.
    pub leave_entered: Vec<LeaveRecord>,
    /// Leave it withdrew.
    pub leave_withdrawn: Vec<LeaveRecord>,
}

/// A later change of some of the same.
#[derive(Debug, Clone)]
pub struct Later<T> {
    /// The revision that changed it.
    pub revision: i64,
    /// What it made or ended.
    pub what: T,
}

async fn rows(connection: &mut AnyConnection, statement: &'static str, revision: i64) -> Result<Vec<AnyRow>> {
    Ok(sqlx::query(statement).bind(revision).fetch_all(connection).await?)
}

fn with_rota(row: &AnyRow) -> Result<(RotaId, Shift)> {
    let rota = Columns::of("shift", row).parsed("rota_id")?;
    Ok((rota, shift::from_row("shift", "id", row)?))
}

impl Done {
    /// What `revision` did.
    pub async fn by(connection: &mut AnyConnection, revision: i64) -> Result<Self> {
        let made = rows(
            connection,
            "SELECT * FROM cover WHERE from_revision = $1 ORDER BY id",
            revision,
        )
        .await?;
        let withdrawn = rows(
            connection,
            "SELECT * FROM cover WHERE to_revision = $1 ORDER BY from_revision, id",
            revision,
        )
        .await?;
        let corrected = rows(
            connection,
            "SELECT * FROM correction WHERE from_revision = $1 ORDER BY id",
            revision,
        )
        .await?;
        let taken_back = rows(
            connection,
            "SELECT * FROM correction WHERE to_revision = $1 ORDER BY from_revision, id",
            revision,
        )
        .await?;
        let put = rows(
            connection,
            "SELECT * FROM shift WHERE from_revision = $1 ORDER BY starts_at",
            revision,
        )
        .await?;
        let ended = rows(
            connection,
            "SELECT * FROM shift WHERE to_revision = $1 ORDER BY starts_at",
            revision,
        )
        .await?;
        let ruled = rows(
            connection,
            "SELECT * FROM rota_rules WHERE from_revision = $1 ORDER BY starts_at",
            revision,
        )
        .await?;
        let before = rows(
            connection,
            "SELECT * FROM rota_rules WHERE to_revision = $1 ORDER BY starts_at",
            revision,
        )
        .await?;
        let entered = rows(
            connection,
            "SELECT * FROM leave_entry WHERE from_revision = $1 ORDER BY id",
            revision,
        )
        .await?;
        let left = rows(
            connection,
            "SELECT * FROM leave_entry WHERE to_revision = $1 ORDER BY id",
            revision,
        )
        .await?;
        Ok(Self {
            covers_made: made.iter().map(CoverRecord::from_row).collect::<Result<_>>()?,
            covers_withdrawn: withdrawn.iter().map(CoverRecord::from_row).collect::<Result<_>>()?,
            corrections_made: corrected
                .iter()
                .map(CorrectionRecord::from_row)
                .collect::<Result<_>>()?,
            corrections_withdrawn: taken_back
                .iter()
                .map(CorrectionRecord::from_row)
                .collect::<Result<_>>()?,
            shifts_made: put.iter().map(with_rota).collect::<Result<_>>()?,
            shifts_ended: ended.iter().map(with_rota).collect::<Result<_>>()?,
            rules_made: ruled.iter().map(RulesRecord::from_row).collect::<Result<_>>()?,
            rules_ended: before.iter().map(RulesRecord::from_row).collect::<Result<_>>()?,
            leave_entered: entered.iter().map(LeaveRecord::from_row).collect::<Result<_>>()?,
            leave_withdrawn: left.iter().map(LeaveRecord::from_row).collect::<Result<_>>()?,
        })
    }
}

const LATER_COVERS: &str = "SELECT * FROM cover WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3
     AND (from_revision > $4 OR to_revision > $4) ORDER BY from_revision";
const LATER_CORRECTIONS: &str = "SELECT * FROM correction WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3
     AND (from_revision > $4 OR to_revision > $4) ORDER BY from_revision";
const LATER_SHIFTS: &str = "SELECT * FROM shift WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3
     AND (from_revision > $4 OR to_revision > $4) ORDER BY from_revision";

async fn later<T>(
    connection: &mut AnyConnection,
    statement: &'static str,
    (rota, window, revision): (RotaId, Span, i64),
    read: impl Fn(&AnyRow) -> Result<T>,
) -> Result<Vec<Later<T>>> {
    let rows = sqlx::query(statement)
        .bind(rota.to_string())
        .bind(window.start().seconds())
        .bind(window.end().seconds())
        .bind(revision)
        .fetch_all(connection)
        .await?;
    let one = |row: &AnyRow| {
        let columns = Columns::of("change", row);
        let made = columns.number("from_revision")?;
        let revision = match made > revision {
            true => made,
            false => columns.number("to_revision")?,
        };
        Ok(Later {
            revision,
            what: read(row)?,
        })
    };
    rows.iter().map(one).collect()
}

impl CoverRecord {
    /// The covers of a rota that touch `window` and were made or withdrawn after a revision.
    pub async fn later(
        connection: &mut AnyConnection,
        rota: RotaId,
        window: Span,
        revision: i64,
    ) -> Result<Vec<Later<Self>>> {
        later(connection, LATER_COVERS, (rota, window, revision), Self::from_row).await
    }
}

impl CorrectionRecord {
    /// The corrections of a rota that touch `window` and were made or withdrawn after a revision.
    pub async fn later(
        connection: &mut AnyConnection,
        rota: RotaId,
        window: Span,
        revision: i64,
    ) -> Result<Vec<Later<Self>>> {
        later(connection, LATER_CORRECTIONS, (rota, window, revision), Self::from_row).await
    }
}

/// The versions of shifts of a rota that touch `window` and were put in force or ended after a revision.
pub async fn later_shifts(
    connection: &mut AnyConnection,
    rota: RotaId,
    window: Span,
    revision: i64,
) -> Result<Vec<Later<Shift>>> {
    let read = |row: &AnyRow| shift::from_row("shift", "id", row);
    later(connection, LATER_SHIFTS, (rota, window, revision), read).await
}

impl AuditEntry {
    /// What a write of this revision noted, in order; what happened beside writes is left out.
    pub async fn of_write(connection: &mut AnyConnection, revision: i64) -> Result<Vec<Self>> {
        // Entries of a write are numbered from one.
        let rows = sqlx::query("SELECT * FROM audit WHERE revision = $1 AND position < 1000000 ORDER BY position")
            .bind(revision)
            .fetch_all(connection)
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The first revision after one in which the same was done to a subject.
    pub async fn later_of(
        connection: &mut AnyConnection,
        subject: &str,
        action: &str,
        revision: i64,
    ) -> Result<Option<i64>> {
        let row = sqlx::query(
            "SELECT MIN(revision) AS revision FROM audit WHERE revision > $1 AND subject = $2 AND action = $3",
        )
        .bind(revision)
        .bind(subject.to_owned())
        .bind(action.to_owned())
        .fetch_one(connection)
        .await?;
        Columns::of("audit", &row).number_option("revision")
    }

    /// The revision of somebody's latest write that was audited, not before `since`.
    pub async fn latest_of(connection: &mut AnyConnection, actor: &str, since: Instant) -> Result<Option<i64>> {
        let row = sqlx::query(
            "SELECT MAX(revision) AS revision FROM audit WHERE actor = $1 AND at >= $2 AND position < 1000000",
        )
        .bind(actor.to_owned())
        .bind(since.seconds())
        .fetch_one(connection)
        .await?;
        Columns::of("audit", &row).number_option("revision")
    }
}
