//! Drafts: plans nobody is bound by yet.

use super::{
    Result, Write,
    codec::{Columns, text_of},
    shift,
};
use domain::{
    DraftId, Instant, Role, RotaId, ShiftId, Span,
    draft::{Held, Seat, Sheet},
    rota::Shift,
};
use sqlx::{AnyConnection, any::AnyRow};
use std::collections::HashSet;

/// A draft of a rota.
#[derive(Debug, Clone)]
pub struct DraftRecord {
    /// Its id.
    pub id: DraftId,
    /// The rota it plans.
    pub rota: RotaId,
    /// What people call it.
    pub name: String,
    /// The stretch of time it plans.
    pub span: Span,
    /// Revision of the rota's rules it was made from.
    pub rules_revision: i64,
    /// Revision of the organisation at which the published shifts were looked at. Adding the draft sets it.
    pub base_revision: i64,
    /// What it was asked to be, as JSON.
    pub summary: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// Revision at which it was last changed. Adding and changing it set it.
    pub revision: i64,
    /// How many of its edits are in force; later ones can be done again.
    pub edits_in_force: i64,
    /// When it was discarded.
    pub discarded_at: Option<Instant>,
    /// When all of it had been published.
    pub published_at: Option<Instant>,
    /// Its shifts, in order.
    pub shifts: Vec<Shift>,
    /// Who is where, what is locked, and what stands against a rule.
    pub sheet: Sheet,
}

impl DraftRecord {
    /// A draft that is about to be added, of shifts as they are planned; its name is given then.
    pub fn new(id: DraftId, rota: RotaId, span: Span, shifts: Vec<Shift>) -> Self {
        Self {
            id,
            rota,
            name: String::new(),
            span,
            rules_revision: 0,
            base_revision: 0,
            summary: "{}".to_owned(),
            made_by: String::new(),
            made_at: Instant::MIN,
            revision: 0,
            edits_in_force: 0,
            discarded_at: None,
            published_at: None,
            sheet: Sheet::of(&shifts),
            shifts,
        }
    }

    /// Whether it can still be worked on.
    pub fn is_open(&self) -> bool {
        self.discarded_at.is_none() && self.published_at.is_none()
    }

    /// The rotas that have a draft.
    pub async fn rotas(connection: &mut AnyConnection) -> Result<HashSet<RotaId>> {
        let rows =
            sqlx::query("SELECT DISTINCT rota_id FROM draft WHERE discarded_at IS NULL AND published_at IS NULL")
                .fetch_all(connection)
                .await?;
        rows.iter()
            .map(|row| Columns::of("draft", row).parsed("rota_id"))
            .collect()
    }

    /// A draft, discarded ones included.
    pub async fn find(connection: &mut AnyConnection, id: DraftId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM draft WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(&mut *connection)
            .await?;
        match row {
            Some(row) => Ok(Some(Self::whole(connection, &row).await?)),
            None => Ok(None),
        }
    }

    /// The newest drafts of a rota, discarded and published ones included, the newest first.
    pub async fn of(connection: &mut AnyConnection, rota: RotaId, most: i64) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM draft WHERE rota_id = $1 ORDER BY made_at DESC, base_revision DESC LIMIT $2")
                .bind(rota.to_string())
                .bind(most)
                .fetch_all(&mut *connection)
                .await?;
        let mut drafts = Vec::with_capacity(rows.len());
        for row in &rows {
            drafts.push(Self::whole(connection, row).await?);
        }
        Ok(drafts)
    }

    /// The newest draft of a rota that is neither discarded nor published.
    pub async fn newest(connection: &mut AnyConnection, rota: RotaId) -> Result<Option<Self>> {
        let row = sqlx::query(
            "SELECT * FROM draft WHERE rota_id = $1 AND discarded_at IS NULL AND published_at IS NULL
             ORDER BY made_at DESC, base_revision DESC LIMIT 1",
        )
        .bind(rota.to_string())
        .fetch_optional(&mut *connection)
        .await?;
        match row {
            Some(row) => Ok(Some(Self::whole(connection, &row).await?)),
            None => Ok(None),
        }
    }

    /// How many drafts of a rota were ever made, and how many of them are open.
    pub async fn count(connection: &mut AnyConnection, rota: RotaId) -> Result<(i64, i64)> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS made,
                    COUNT(CASE WHEN discarded_at IS NULL AND published_at IS NULL THEN 1 END) AS open
             FROM draft WHERE rota_id = $1",
        )
        .bind(rota.to_string())
        .fetch_one(connection)
        .await?;
        let row = Columns::of("draft", &row);
        Ok((row.number("made")?, row.number("open")?))
    }

    /// Whether published shifts within the draft's span were changed since the draft was made or last published from.
    pub async fn has_moved(&self, connection: &mut AnyConnection) -> Result<bool> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS moved FROM shift WHERE rota_id = $1 AND ends_at > $2 AND starts_at < $3
             AND (from_revision > $4 OR to_revision > $4)",
        )
        .bind(self.rota.to_string())
        .bind(self.span.start().seconds())
        .bind(self.span.end().seconds())
        .bind(self.base_revision)
        .fetch_one(connection)
        .await?;
        Ok(Columns::of("shift", &row).number("moved")? > 0)
    }

    async fn whole(connection: &mut AnyConnection, row: &AnyRow) -> Result<Self> {
        let row = Columns::of("draft", row);
        let id: DraftId = row.parsed("id")?;
        let rows = sqlx::query("SELECT * FROM draft_shift WHERE draft_id = $1 ORDER BY starts_at")
            .bind(id.to_string())
            .fetch_all(connection)
            .await?;
        let shifts: Vec<Shift> = rows
            .iter()
            .map(|row| shift::from_row("draft_shift", "shift_id", row))
            .collect::<Result<_>>()?;
        Ok(Self {
            id,
            rota: row.parsed("rota_id")?,
            name: row.text("name")?,
            span: row.span()?,
            rules_revision: row.number("rules_revision")?,
            base_revision: row.number("base_revision")?,
            summary: row.text("summary")?,
            made_by: row.text("made_by")?,
            made_at: row.instant("made_at")?,
            revision: row.number("revision")?,
            edits_in_force: row.number("edits_in_force")?,
            discarded_at: row.instant_option("discarded_at")?,
            published_at: row.instant_option("published_at")?,
            sheet: sheet(&rows, &shifts)?,
            shifts,
        })
    }
}

/// The columns of a role: who, locked, against.
const COLUMNS: [(Role, &str, &str); 2] = [
    (Role::Lead, "lead_locked", "lead_against"),
    (Role::Engineer, "engineer_locked", "engineer_against"),
];

fn sheet(rows: &[AnyRow], shifts: &[Shift]) -> Result<Sheet> {
    let mut seats: Vec<(Seat, Held)> = Vec::with_capacity(2 * shifts.len());
    for (row, planned) in rows.iter().zip(shifts) {
        let row = Columns::of("draft_shift", row);
        for (role, locked, against) in COLUMNS {
            let held = Held {
                person: planned.pairing.holder(role),
                locked: row.flag(locked)?,
                against: row.text_option(against)?,
            };
            seats.push((
                Seat {
                    shift: planned.id,
                    role,
                },
                held,
            ));
        }
    }
    Sheet::new(seats).map_err(|error| super::StoreError::Inconsistent {
        table: "draft_shift",
        column: "engineer_id",
        reason: error.to_string(),
    })
}

impl Write {
    /// Keeps a new draft beside the others.
    pub async fn insert_draft(&mut self, draft: &DraftRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO draft (id, rota_id, name, starts_at, ends_at, rules_revision, base_revision, summary, made_by, made_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(draft.id.to_string())
        .bind(draft.rota.to_string())
        .bind(draft.name.clone())
        .bind(draft.span.start().seconds())
        .bind(draft.span.end().seconds())
        .bind(draft.rules_revision)
        .bind(revision)
        .bind(draft.summary.clone())
        .bind(draft.made_by.clone())
        .bind(draft.made_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        for planned in &draft.shifts {
            self.insert_draft_shift(draft, planned).await?;
        }
        Ok(())
    }

    async fn insert_draft_shift(&mut self, draft: &DraftRecord, planned: &Shift) -> Result<()> {
        let [lead, engineer] = Role::BOTH.map(|role| {
            let seat = Seat {
                shift: planned.id,
                role,
            };
            draft.sheet.held(seat).cloned().unwrap_or_default()
        });
        sqlx::query(
            "INSERT INTO draft_shift (draft_id, shift_id, starts_at, ends_at, stretches, lead_id, engineer_id,
                                      lead_locked, engineer_locked, lead_against, engineer_against)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(draft.id.to_string())
        .bind(planned.id.to_string())
        .bind(planned.span.start().seconds())
        .bind(planned.span.end().seconds())
        .bind(shift::stretches(planned)?)
        .bind(text_of(planned.pairing.lead()))
        .bind(text_of(planned.pairing.engineer()))
        .bind(i64::from(lead.locked && lead.person.is_some()))
        .bind(i64::from(engineer.locked && engineer.person.is_some()))
        .bind(lead.against)
        .bind(engineer.against)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps what stands on one shift of a draft now.
    pub async fn update_draft_shift(&mut self, draft: DraftId, shift: ShiftId, sheet: &Sheet) -> Result<()> {
        let [lead, engineer] = Role::BOTH.map(|role| sheet.held(Seat { shift, role }).cloned().unwrap_or_default());
        sqlx::query(
            "UPDATE draft_shift SET lead_id = $3, engineer_id = $4, lead_locked = $5, engineer_locked = $6,
                                    lead_against = $7, engineer_against = $8
             WHERE draft_id = $1 AND shift_id = $2",
        )
        .bind(draft.to_string())
        .bind(shift.to_string())
        .bind(text_of(lead.person))
        .bind(text_of(engineer.person))
        .bind(i64::from(lead.locked))
        .bind(i64::from(engineer.locked))
        .bind(lead.against)
        .bind(engineer.against)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps a draft's name, whether it is discarded or published, and from which revision on publishing has not moved.
    pub async fn update_draft(&mut self, draft: &DraftRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "UPDATE draft SET name = $2, edits_in_force = $3, discarded_at = $4, published_at = $5, base_revision = $6, revision = $7
             WHERE id = $1",
        )
        .bind(draft.id.to_string())
        .bind(draft.name.clone())
        .bind(draft.edits_in_force)
        .bind(draft.discarded_at.map(Instant::seconds))
        .bind(draft.published_at.map(Instant::seconds))
        .bind(draft.base_revision)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
