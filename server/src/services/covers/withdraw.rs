//! Withdrawing covers: one, or several in one change.

use super::{
    super::{Desk, Result, conflict, duty},
    decide, unknown_cover, view,
};
use crate::{
    snapshot::Snapshot,
    store::{CoverRecord, RotaRecord, Write},
};
use app::{AppError, covers::CoverView};
use domain::{CoverId, Span, timeline::Conflict};

/// The most covers that are withdrawn at once.
const MOST: usize = 100;

/// The span around several.
pub(crate) fn several(spans: &[Span]) -> Option<Span> {
    let start = spans.iter().map(Span::start).min()?;
    Span::new(start, spans.iter().map(Span::end).max()?).ok()
}

impl Desk {
    /// Withdraws a cover: what of it has passed stands, the rest goes back.
    ///
    /// # Errors
    /// `two-people` (409), naming the cover in the way; `past` (422) for a cover that is over.
    pub async fn withdraw_cover(&self, id: CoverId) -> Result<CoverView> {
        let withdrawn = self.withdraw_covers(vec![id]).await?;
        withdrawn.into_iter().next().ok_or_else(|| unknown_cover(id))
    }

    /// Withdraws several covers of one rota in one change: all of them, or none.
    ///
    /// # Errors
    /// As [`Desk::withdraw_cover`], and `Invalid` for none, too many, or those of several rotas.
    pub async fn withdraw_covers(&self, mut ids: Vec<CoverId>) -> Result<Vec<CoverView>> {
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() || ids.len() > MOST {
            let words = format!("{} covers: name 1 to {MOST} to withdraw.", ids.len());
            return Err(AppError::field("covers", words));
        }
        let desk = self.clone();
        self.to_the_end(async move { desk.write_withdrawals(ids).await }).await
    }

    async fn write_withdrawals(&self, ids: Vec<CoverId>) -> Result<Vec<CoverView>> {
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let mut write = self.begin().await?;
        let mut records = Vec::new();
        for id in &ids {
            let found = CoverRecord::find(write.connection(), *id).await?;
            records.push(found.ok_or_else(|| unknown_cover(*id))?);
        }
        let rota = records.first().map(|record| record.rota);
        if let Some(other) = records.iter().find(|record| Some(record.rota) != rota) {
            let words = format!("Cover {} is of another rota: withdraw it by itself.", other.cover.id());
            return Err(AppError::field("covers", words));
        }
        let none = || AppError::NotFound("This rota is not there any more.".to_owned());
        let rota = RotaRecord::find(write.connection(), rota.ok_or_else(none)?).await?;
        let rota = rota.ok_or_else(none)?;
        self.may_cover(&snapshot, rota.team)?;
        let mut spans = Vec::new();
        for record in records.iter().filter(|record| record.withdrawn.is_none()) {
            spans.push(self.withdraw_one(&mut write, &rota, record).await?);
        }
        let Some(span) = several(&spans) else {
            let before = write.revision() - 1;
            return Ok(records
                .iter()
                .map(|one| view::view(one, &snapshot, now, before))
                .collect());
        };
        self.settle_withdrawal(&mut write, &snapshot, &rota, span).await?;
        let mut after = Vec::new();
        for id in ids {
            let found = CoverRecord::find(write.connection(), id).await?;
            after.push(found.ok_or_else(|| unknown_cover(id))?);
        }
        let revision = self.tandem.commit(write).await?;
        let snapshot = self.tandem.snapshot();
        Ok(after
            .iter()
            .map(|one| view::view(one, &snapshot, now, revision))
            .collect())
    }

    /// Marks a cover withdrawn and audits it; duty is still to be settled in the span that is answered.
    pub(crate) async fn withdraw_one(
        &self,
        write: &mut Write,
        rota: &RotaRecord,
        record: &CoverRecord,
    ) -> Result<Span> {
        let (now, whole, id) = (self.tandem.now(), record.cover.span(), record.cover.id());
        let span = Span::new(whole.start().max(now), whole.end())
            .map_err(|_| AppError::refused("past", "This cover is over: the past stands."))?;
        write.withdraw_cover(rota.id, id).await?;
        let detail = serde_json::json!({ "rota": rota.slug, "from": span.start() });
        write.audit("cover.withdrawn", &format!("cover {id}"), detail).await?;
        Ok(span)
    }

    pub(in crate::services) async fn settle_withdrawal(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        rota: &RotaRecord,
        span: Span,
    ) -> Result<()> {
        let covers = CoverRecord::current(write.connection(), rota.id, span).await?;
        let (zone, reader) = (decide::zone_of(snapshot, rota.id), self.reader(snapshot));
        let words = |found: &Conflict| conflict::conflict_words_among(found, &covers, snapshot, &zone, &reader);
        let settled = duty::settle(write, rota, span, |found| {
            format!("{}{}", words(found), in_the_way(found))
        })
        .await;
        settled.map_err(|error| match error {
            AppError::Refused { rule, all, .. } => {
                let message = "Withdrawing this cover alone would put one person into both roles.".to_owned();
                let message = all
                    .iter()
                    .fold(message, |message, (_, words)| format!("{message} {words}"));
                AppError::Refused { rule, message, all }
            }
            other => other,
        })?;
        Ok(write.update_rota(rota).await?)
    }
}

/// Which covers have to go first.
fn in_the_way(conflict: &Conflict) -> String {
    let ids: Vec<String> = [conflict.lead_cover, conflict.engineer_cover]
        .into_iter()
        .flatten()
        .map(|id| id.to_string())
        .collect();
    if ids.is_empty() {
        String::new()
    } else {
        format!(" Withdraw cover {} first, or both in one change.", ids.join(" or "))
    }
}
