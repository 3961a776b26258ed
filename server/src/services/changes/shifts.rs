//! Taking a publication back: the shifts are again those that it replaced, and what has passed stands.

use super::{
    super::{Desk, Result, conflict::conflict_words_among, covers::several, duty},
    Change,
    take_back::rota_of,
};
use crate::{
    snapshot::Snapshot,
    store::{CoverRecord, DraftRecord, RotaRecord, Write},
};
use app::AppError;
use domain::{DraftId, Instant, RotaId, Span, rota::Shift};
use serde_json::Value;

impl Desk {
    pub(super) async fn shifts_back(&self, write: &mut Write, change: &Change, snapshot: &Snapshot) -> Result<()> {
        let entry = change.entries.iter().find(|entry| entry.action.starts_with("rota."));
        let Some(entry) = entry else { return Ok(()) };
        let id: RotaId = entry
            .subject
            .strip_prefix("rota ")
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| AppError::Internal("no-rota".to_owned()))?;
        let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
        let mut record = rota_of(write, id).await?;
        let was = record.planned;
        record.planned = planned_before(&detail, &record, change, write.at())?;
        let spans = replace(write, change, id).await?;
        write.update_rota(&record).await?;
        if let Some(window) = several(&[spans, was.into_iter().collect()].concat()) {
            let covers = CoverRecord::current(write.connection(), id, window).await?;
            let (zone, reader) = (super::super::covers::zone_of(snapshot, id), self.reader(snapshot));
            let words = |found: &_| conflict_words_among(found, &covers, snapshot, &zone, &reader);
            duty::settle(write, &record, window, words).await?;
        }
        reopen_draft(write, &detail, entry.action == "rota.unpublished").await?;
        let action = match entry.action.as_str() {
            "rota.published" => "rota.unpublished",
            _ => "rota.published",
        };
        let detail = serde_json::json!({
            "draft": detail["draft"], "planned": record.planned, "planned_before": was,
        });
        Ok(write.audit(action, &entry.subject, detail).await?)
    }
}

/// The published time as it was before, and what has passed of it since.
fn planned_before(detail: &Value, record: &RotaRecord, change: &Change, now: Instant) -> Result<Option<Span>> {
    let Some(before) = detail.get("planned_before") else {
        let words = "This was published by an earlier version of Tandem, which did not note what to go back to.";
        return Err(AppError::refused("not-undoable", words));
    };
    let before: Option<Span> = serde_json::from_value(before.clone()).unwrap_or_default();
    let begun = change
        .done
        .shifts_made
        .iter()
        .any(|(_, shift)| shift.span.start() < now);
    let passed = record.planned.filter(|_| begun);
    let passed = passed.and_then(|planned| Span::new(planned.start(), now.min(planned.end())).ok());
    let both: Vec<Span> = before.into_iter().chain(passed).collect();
    Ok(several(&both))
}

/// Ends what the change put in force, up to what has passed, and puts back what it ended.
async fn replace(write: &mut Write, change: &Change, rota: RotaId) -> Result<Vec<Span>> {
    let (done, now) = (&change.done, write.at());
    let mut spans = Vec::new();
    for (_, shift) in done.shifts_made.iter().filter(|(of, _)| *of == rota) {
        write.end_shift(shift.id).await?;
        spans.push(shift.span);
        if let Some(passed) = until(shift, now) {
            write.insert_shift(rota, &passed).await?;
        }
    }
    for (_, shift) in done.shifts_ended.iter().filter(|(of, _)| *of == rota) {
        write.insert_shift(rota, shift).await?;
        spans.push(shift.span);
    }
    Ok(spans)
}

/// What of a shift lies before an instant.
fn until(shift: &Shift, end: Instant) -> Option<Shift> {
    let span = Span::new(shift.span.start(), shift.span.end().min(end)).ok()?;
    let stretches = shift.stretches.iter().filter_map(|stretch| stretch.intersection(&span));
    Some(Shift {
        span,
        stretches: stretches.collect(),
        ..shift.clone()
    })
}

/// The draft whose publication is taken back can be published again.
async fn reopen_draft(write: &mut Write, detail: &Value, published: bool) -> Result<()> {
    let id = detail["draft"].as_str().and_then(|id| id.parse::<DraftId>().ok());
    let Some(id) = id else { return Ok(()) };
    let Some(mut draft) = DraftRecord::find(write.connection(), id).await? else {
        return Ok(());
    };
    draft.published_at = published.then_some(write.at());
    Ok(write.update_draft(&draft).await?)
}
