//! Handover notes, with every version, and who has acknowledged them.

use super::{
    Result, Write,
    codec::{Columns, json, text_of},
};
use domain::{
    Instant, Pairing, PersonId, RotaId, TeamId,
    handover::{Acknowledged, REMIND_AFTER},
};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, any::AnyRow};
use std::collections::BTreeSet;

/// An item of a checklist, as it was gone through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticked {
    /// What it asks.
    pub item: String,
    /// Whether it is done.
    pub done: bool,
}

/// A version of the notes of one handover.
#[derive(Debug, Clone)]
pub struct HandoverNote {
    /// Of which rota.
    pub rota: RotaId,
    /// When the incoming pair begins.
    pub at: Instant,
    /// The write that made this version.
    pub revision: i64,
    /// Who had duty, when it was written.
    pub outgoing: Pairing,
    /// Plain text.
    pub notes: String,
    /// The team's checklist as it was then.
    pub checklist: Vec<Ticked>,
    /// Who wrote it.
    pub written_by: String,
    /// When.
    pub written_at: Instant,
}

/// That somebody who came has read the notes.
#[derive(Debug, Clone)]
pub struct HandoverTaken {
    /// Of which rota.
    pub rota: RotaId,
    /// When the incoming pair begins.
    pub at: Instant,
    /// Who of the incoming pair.
    pub person: PersonId,
    /// Who has duty from then on.
    pub incoming: Pairing,
    /// By whom: themselves, or a manager for them.
    pub taken_by: String,
    /// When.
    pub taken_at: Instant,
    /// The write that said so: of the notes as they were then.
    pub revision: i64,
}

/// Where the notes of a recent or coming handover stand, without the notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverMark {
    /// Of which rota.
    pub rota: RotaId,
    /// When the incoming pair begins.
    pub at: Instant,
    /// The write that changed them last.
    pub revision: i64,
    /// Who has acknowledged them, as they are or were.
    pub acknowledged: Vec<Acknowledged>,
}

/// What a team goes through at each handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// One after the other.
    pub items: Vec<String>,
    /// Minutes until notes that nobody has acknowledged are told of again; 0 for never.
    pub remind_after: i64,
    /// The write that made it so; 0 while nobody has.
    pub revision: i64,
}

impl Default for Checklist {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            remind_after: REMIND_AFTER,
            revision: 0,
        }
    }
}

impl HandoverNote {
    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("handover_note", row);
        Ok(Self {
            rota: row.parsed("rota_id")?,
            at: row.instant("starts_at")?,
            revision: row.number("from_revision")?,
            outgoing: row.pairing()?,
            notes: row.text("notes")?,
            checklist: row.json("checklist")?,
            written_by: row.text("written_by")?,
            written_at: row.instant("written_at")?,
        })
    }

    /// The notes of a handover as they stand.
    pub async fn find(connection: &mut AnyConnection, rota: RotaId, at: Instant) -> Result<Option<Self>> {
        let row =
            sqlx::query("SELECT * FROM handover_note WHERE rota_id = $1 AND starts_at = $2 AND to_revision IS NULL")
                .bind(rota.to_string())
                .bind(at.seconds())
                .fetch_optional(connection)
                .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Every version of the notes of a handover, the latest first.
    pub async fn versions(connection: &mut AnyConnection, rota: RotaId, at: Instant) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM handover_note WHERE rota_id = $1 AND starts_at = $2 ORDER BY from_revision DESC",
        )
        .bind(rota.to_string())
        .bind(at.seconds())
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The notes of a rota's handovers before an instant, the latest first.
    pub async fn before(connection: &mut AnyConnection, rota: RotaId, at: Instant, limit: i64) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM handover_note WHERE rota_id = $1 AND starts_at < $2 AND to_revision IS NULL
             ORDER BY starts_at DESC LIMIT $3",
        )
        .bind(rota.to_string())
        .bind(at.seconds())
        .bind(limit)
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }
}

impl HandoverTaken {
    /// The same, beside the notes as they are now.
    pub const fn of_notes(&self, written: i64) -> Acknowledged {
        Acknowledged {
            person: self.person,
            at: self.taken_at,
            latest: self.revision > written,
        }
    }

    /// Who has acknowledged the notes of a handover, in the order in which they did.
    pub async fn of(connection: &mut AnyConnection, rota: RotaId, at: Instant) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT * FROM handover_acknowledged WHERE rota_id = $1 AND starts_at = $2 ORDER BY taken_at, revision, person_id",
        )
        .bind(rota.to_string())
        .bind(at.seconds())
        .fetch_all(connection)
        .await?;
        let read = |row: &AnyRow| {
            let row = Columns::of("handover_acknowledged", row);
            Ok(Self {
                rota: row.parsed("rota_id")?,
                at: row.instant("starts_at")?,
                person: row.parsed("person_id")?,
                incoming: row.pairing()?,
                taken_by: row.text("taken_by")?,
                taken_at: row.instant("taken_at")?,
                revision: row.number("revision")?,
            })
        };
        rows.iter().map(read).collect()
    }
}

impl HandoverMark {
    /// Those of handovers from an instant on, in order of time.
    pub async fn since(connection: &mut AnyConnection, from: Instant) -> Result<Vec<Self>> {
        let rows = sqlx::query(
            "SELECT note.rota_id, note.starts_at, note.from_revision, taken.person_id, taken.taken_at,
                    taken.revision AS taken_revision
             FROM handover_note AS note
             LEFT JOIN handover_acknowledged AS taken ON taken.rota_id = note.rota_id AND taken.starts_at = note.starts_at
             WHERE note.to_revision IS NULL AND note.starts_at >= $1 ORDER BY note.starts_at, note.rota_id, taken.person_id",
        )
        .bind(from.seconds())
        .fetch_all(connection)
        .await?;
        let mut marks: Vec<Self> = Vec::new();
        for row in &rows {
            let row = Columns::of("handover_note", row);
            let written = row.number("from_revision")?;
            let taken = row.number_option("taken_revision")?.unwrap_or_default();
            let person: Option<PersonId> = row.parsed_option("person_id")?;
            let acknowledged = match person {
                Some(person) => vec![Acknowledged {
                    person,
                    at: row.instant("taken_at")?,
                    latest: taken > written,
                }],
                None => Vec::new(),
            };
            let mark = Self {
                rota: row.parsed("rota_id")?,
                at: row.instant("starts_at")?,
                revision: written.max(taken),
                acknowledged,
            };
            match marks
                .last_mut()
                .filter(|last| (last.rota, last.at) == (mark.rota, mark.at))
            {
                Some(last) => {
                    last.revision = last.revision.max(mark.revision);
                    last.acknowledged.extend(mark.acknowledged);
                }
                None => marks.push(mark),
            }
        }
        Ok(marks)
    }
}

impl Checklist {
    /// That of a team.
    pub async fn of_team(connection: &mut AnyConnection, team: TeamId) -> Result<Self> {
        let row = sqlx::query("SELECT * FROM handover_checklist WHERE team_id = $1")
            .bind(team.to_string())
            .fetch_optional(connection)
            .await?;
        Ok(row.as_ref().map(Self::from_row).transpose()?.unwrap_or_default())
    }

    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("handover_checklist", row);
        Ok(Self {
            items: row.json("items")?,
            remind_after: row.number("remind_after")?,
            revision: row.number("revision")?,
        })
    }

    /// Those of all teams that have one.
    pub async fn all(connection: &mut AnyConnection) -> Result<Vec<(TeamId, Self)>> {
        let rows = sqlx::query("SELECT * FROM handover_checklist")
            .fetch_all(connection)
            .await?;
        let read = |row: &AnyRow| {
            Ok((
                Columns::of("handover_checklist", row).parsed("team_id")?,
                Self::from_row(row)?,
            ))
        };
        rows.iter().map(read).collect()
    }
}

/// The rotas that do without handover notes.
pub async fn rotas_without_notes(connection: &mut AnyConnection) -> Result<BTreeSet<RotaId>> {
    let rows = sqlx::query("SELECT rota_id FROM handover_setting WHERE uses = 0")
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| Columns::of("handover_setting", row).parsed("rota_id"))
        .collect()
}

impl Write {
    /// Puts a version of notes in place of the one before; its revision is this write's.
    pub async fn put_handover_note(&mut self, note: &HandoverNote) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "UPDATE handover_note SET to_revision = $3 WHERE rota_id = $1 AND starts_at = $2 AND to_revision IS NULL",
        )
        .bind(note.rota.to_string())
        .bind(note.at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        sqlx::query(
            "INSERT INTO handover_note (rota_id, starts_at, from_revision, lead_id, engineer_id, notes, checklist, written_by,
                                        written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(note.rota.to_string())
        .bind(note.at.seconds())
        .bind(revision)
        .bind(text_of(note.outgoing.lead()))
        .bind(text_of(note.outgoing.engineer()))
        .bind(note.notes.clone())
        .bind(json("handover_note", "checklist", &note.checklist)?)
        .bind(note.written_by.clone())
        .bind(note.written_at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Writes down that somebody has read notes, in place of what they have read before; its revision is this write's.
    pub async fn take_handover(&mut self, taken: &HandoverTaken) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO handover_acknowledged (rota_id, starts_at, person_id, lead_id, engineer_id, taken_by, taken_at, revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (rota_id, starts_at, person_id) DO UPDATE SET lead_id = excluded.lead_id,
                 engineer_id = excluded.engineer_id, taken_by = excluded.taken_by, taken_at = excluded.taken_at,
                 revision = excluded.revision",
        )
        .bind(taken.rota.to_string())
        .bind(taken.at.seconds())
        .bind(taken.person.to_string())
        .bind(text_of(taken.incoming.lead()))
        .bind(text_of(taken.incoming.engineer()))
        .bind(taken.taken_by.clone())
        .bind(taken.taken_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Says whether a rota uses handover notes.
    pub async fn use_handover_notes(&mut self, rota: RotaId, uses: bool) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO handover_setting (rota_id, uses, revision) VALUES ($1, $2, $3)
             ON CONFLICT (rota_id) DO UPDATE SET uses = excluded.uses, revision = excluded.revision",
        )
        .bind(rota.to_string())
        .bind(i64::from(uses))
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Says what a team goes through at each handover; the checklist's revision is this write's.
    pub async fn put_checklist(&mut self, team: TeamId, checklist: &Checklist) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO handover_checklist (team_id, items, remind_after, revision) VALUES ($1, $2, $3, $4)
             ON CONFLICT (team_id) DO UPDATE SET items = excluded.items, remind_after = excluded.remind_after,
                 revision = excluded.revision",
        )
        .bind(team.to_string())
        .bind(json("handover_checklist", "items", &checklist.items)?)
        .bind(checklist.remind_after)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
