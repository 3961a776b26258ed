//! Taking a change back, kind by kind, in one write.

use super::{
    super::{CoverRequest, Desk, Result, covers::several, rotas::known},
    Change,
};
use crate::{
    snapshot::Snapshot,
    store::{CorrectionRecord, CoverRecord, LeaveRecord, RotaRecord, Write},
};
use app::{AppError, changes::Undone};
use domain::{LeaveId, Role, RotaId};
use std::collections::BTreeSet;

/// The reason that a correction is withdrawn with when it is undone.
const UNDONE: &str = "Undone by whoever made it";

impl Desk {
    /// Takes one's own change back, as a new change.
    ///
    /// # Errors
    /// As [`Desk::own_change`] and [`Desk::in_the_way_of`]; and every refusal of a change that puts back what was taken away.
    pub(super) async fn take_back(&self, revision: i64) -> Result<Undone> {
        self.may_look()?;
        let mut write = self.begin().await?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let change = self.own_change(write.connection(), revision).await?;
        self.in_the_way_of(write.connection(), &change, &snapshot, &reader)
            .await?;
        self.shifts_back(&mut write, &change, &snapshot).await?;
        self.covers_off(&mut write, &change, &snapshot).await?;
        self.covers_back(&mut write, &change, &snapshot).await?;
        self.corrections_back(&mut write, &change, &snapshot).await?;
        self.leave_back(&mut write, &change, &snapshot).await?;
        let detail = serde_json::json!({ "revision": revision });
        write.audit("change.undone", &subject(&change), detail).await?;
        let words = change.words(&snapshot, &reader);
        let revision = self.tandem.commit(write).await?;
        Ok(Undone { revision, words })
    }

    /// Withdraws the covers that it made.
    async fn covers_off(&self, write: &mut Write, change: &Change, snapshot: &Snapshot) -> Result<()> {
        let rotas: BTreeSet<RotaId> = change.done.covers_made.iter().map(|record| record.rota).collect();
        for rota in rotas {
            let record = rota_of(write, rota).await?;
            let mut spans = Vec::new();
            for cover in change.done.covers_made.iter().filter(|cover| cover.rota == rota) {
                spans.push(self.withdraw_one(write, &record, cover).await?);
            }
            if let Some(span) = several(&spans) {
                self.settle_withdrawal(write, snapshot, &record, span).await?;
            }
        }
        Ok(())
    }

    /// Makes the covers again that it withdrew, in the order in which they were made: what has passed stays given back.
    async fn covers_back(&self, write: &mut Write, change: &Change, snapshot: &Snapshot) -> Result<()> {
        for CoverRecord {
            rota,
            cover,
            reason,
            override_reason,
            ..
        } in change.done.covers_withdrawn.clone()
        {
            let takes = |role: Role| Some((role, cover.takes(role)?));
            let request = CoverRequest {
                id: None,
                changes: Role::BOTH.into_iter().filter_map(takes).collect(),
                from: Some(cover.span().start()).filter(|from| *from > write.at()),
                to: cover.span().end(),
                reason,
                override_reason,
                if_match: None,
            };
            self.put_cover(write, snapshot, rota, &request).await?;
        }
        Ok(())
    }

    async fn corrections_back(&self, write: &mut Write, change: &Change, snapshot: &Snapshot) -> Result<()> {
        for record in &change.done.corrections_made {
            let image = known(snapshot, record.rota)?;
            self.take_back_correction(write, snapshot, &image, record, UNDONE)
                .await?;
        }
        for CorrectionRecord {
            rota,
            correction,
            reason,
            ..
        } in change.done.corrections_withdrawn.clone()
        {
            let image = known(snapshot, rota)?;
            self.correct_again(write, snapshot, &image, &correction, reason).await?;
        }
        Ok(())
    }

    async fn leave_back(&self, write: &mut Write, change: &Change, snapshot: &Snapshot) -> Result<()> {
        for leave in &change.done.leave_entered {
            self.end_one_leave(write, leave).await?;
        }
        for leave in &change.done.leave_withdrawn {
            let again = LeaveRecord {
                id: LeaveId::from_uuid(self.tandem.new_id()),
                entered_by: self.actor.key(),
                ..leave.clone()
            };
            self.enter_one_leave(write, snapshot, &again).await?;
        }
        Ok(())
    }
}

pub(super) async fn rota_of(write: &mut Write, rota: RotaId) -> Result<RotaRecord> {
    let found = RotaRecord::find(write.connection(), rota).await?;
    found.ok_or_else(|| AppError::NotFound("This rota is not there any more.".to_owned()))
}

/// What the audit says was undone: the subject of the change itself.
fn subject(change: &Change) -> String {
    let first = change.entries.first();
    first.map(|entry| entry.subject.clone()).unwrap_or_default()
}
