//! Taking a publication back: the shifts are again those that it replaced, and what has passed stands.

use super::{
    super::{
        Desk, Result, conflict::conflict_words_among, covers::several, duty, events, holidays, rotas::name_is_free,
    },
    Change,
    take_back::rota_of,
};
use crate::{
    snapshot::Snapshot,
    store::{CoverRecord, DraftRecord, RotaRecord, RulesRecord, Write},
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
        if entry.action == "rota.changed" {
            return self.settings_back(write, change, (record, &detail), snapshot).await;
        }
        record.planned = planned_before(&detail, &record, change, write.at())?;
        let spans = replace(write, change, id).await?;
        write.update_rota(&record).await?;
        let touched = several(&[spans, was.into_iter().collect()].concat());
        self.settle_shifts(write, &record, touched, snapshot).await?;
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

impl Desk {
    async fn settle_shifts(
        &self,
        write: &mut Write,
        record: &RotaRecord,
        window: Option<Span>,
        snapshot: &Snapshot,
    ) -> Result<()> {
        let Some(window) = window else { return Ok(()) };
        let covers = CoverRecord::current(write.connection(), record.id, window).await?;
        let (zone, reader) = (
            super::super::covers::zone_of(snapshot, record.id),
            self.reader(snapshot),
        );
        let words = |found: &_| conflict_words_among(found, &covers, snapshot, &zone, &reader);
        duty::settle(write, record, window, words).await
    }

    /// Name and rules as they were, and the shifts that those had made.
    async fn settings_back(
        &self,
        write: &mut Write,
        change: &Change,
        (mut record, detail): (RotaRecord, &Value),
        snapshot: &Snapshot,
    ) -> Result<()> {
        let (id, name) = (record.id, detail["name"]["before"].as_str().unwrap_or_default());
        let renamed = !name.is_empty() && name != record.name;
        if renamed {
            name_is_free(snapshot, record.team, name, Some(id))?;
            record.name = name.to_owned();
        }
        for rules in &change.done.rules_ended {
            holidays::check_calendar(write, "holiday_calendar", &rules.holiday_calendar).await?;
        }
        rules_back(write, change, id).await?;
        let spans = replace(write, change, id).await?;
        write.update_rota(&record).await?;
        if renamed {
            events::mark_all(write, &record).await?;
        }
        self.settle_shifts(write, &record, several(&spans), snapshot).await?;
        let swapped = |field: &str| {
            let sides = &detail[field];
            serde_json::json!({ "before": sides["after"], "after": sides["before"] })
        };
        let detail = serde_json::json!({ "name": swapped("name"), "rules": swapped("rules") });
        Ok(write.audit("rota.changed", &format!("rota {id}"), detail).await?)
    }
}

/// Puts the rules back that a change ended; those that hold already are followed by them from now on.
async fn rules_back(write: &mut Write, change: &Change, rota: RotaId) -> Result<()> {
    let (done, now) = (&change.done, write.at());
    let Some(made) = done.rules_made.first() else {
        return Ok(());
    };
    if made.starts_at > now {
        write.end_rules(rota, made.starts_at).await?;
        for rules in &done.rules_ended {
            write.insert_rules(rules).await?;
        }
        return Ok(());
    }
    let ended = done.rules_ended.iter().rfind(|rules| rules.starts_at <= now).cloned();
    let before = match ended {
        Some(ended) => Some(ended),
        None => {
            let kept = RulesRecord::in_time(write.connection(), rota).await?;
            kept.into_iter().rfind(|rules| rules.starts_at < made.starts_at)
        }
    };
    if let Some(before) = before {
        let again = RulesRecord {
            starts_at: now,
            ..before
        };
        write.put_rules(&again).await?;
    }
    Ok(())
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
        let again = done.shifts_ended.iter().any(|(_, ended)| ended.id == shift.id);
        if let Some(passed) = until(shift, now).filter(|_| !again) {
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
pub(super) fn until(shift: &Shift, end: Instant) -> Option<Shift> {
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
