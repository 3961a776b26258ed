//! The edits of drafts: never overwritten, so that each can be undone and done again.

use super::{
    Result, Write,
    codec::{Columns, json},
};
use domain::{DraftId, Instant, draft::Edit};
use sqlx::AnyConnection;

/// An edit of a draft.
#[derive(Debug, Clone)]
pub struct DraftEditRecord {
    /// Its place among the draft's edits, from 1 on.
    pub position: i64,
    /// What it does.
    pub edit: Edit,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
}

impl DraftEditRecord {
    /// The edits of a draft that are in force or can be done again, in order.
    pub async fn of(connection: &mut AnyConnection, draft: DraftId) -> Result<Vec<Self>> {
        let rows =
            sqlx::query("SELECT * FROM draft_edit WHERE draft_id = $1 AND to_revision IS NULL ORDER BY position")
                .bind(draft.to_string())
                .fetch_all(connection)
                .await?;
        let read = |row| {
            let row = Columns::of("draft_edit", row);
            Ok(Self {
                position: row.number("position")?,
                edit: row.json("changes")?,
                made_by: row.text("made_by")?,
                made_at: row.instant("made_at")?,
            })
        };
        rows.iter().map(read).collect()
    }
}

impl Write {
    /// Keeps an edit in place of those that could have been done again from `position` on.
    pub async fn insert_draft_edit(&mut self, draft: DraftId, position: i64, edit: &Edit) -> Result<()> {
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query(
            "UPDATE draft_edit SET to_revision = $3 WHERE draft_id = $1 AND position >= $2 AND to_revision IS NULL",
        )
        .bind(draft.to_string())
        .bind(position)
        .bind(revision)
        .execute(self.connection())
        .await?;
        sqlx::query(
            "INSERT INTO draft_edit (draft_id, from_revision, position, changes, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(draft.to_string())
        .bind(revision)
        .bind(position)
        .bind(json("draft_edit", "changes", edit)?)
        .bind(actor)
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
