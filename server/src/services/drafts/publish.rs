//! Making a part of a draft binding.

use super::super::{
    Desk, Reader, Result,
    conflict::conflict_words_among,
    covers::{cover_id, several},
    duty,
    teams::takes_duty,
    wording::{self, span_words},
};
use super::{Opened, edit::days, no_such_draft, trouble::Trouble, two_rotas::refuse_two_rotas};
use crate::store::{CoverRecord, DraftRecord, LeaveRecord, RotaRecord, RulesRecord, Write};
use app::{AppError, drafts::PublishForm};
use chrono::NaiveDate;
use domain::{
    DraftId, Instant, Role, Span,
    draft::{NoPart, Part, Seat, difference, part},
    rota::Shift,
};
use std::collections::HashMap;

/// The most reasons that are said in one sentence.
const MOST_REASONS: usize = 12;

impl Desk {
    /// Publishes what the form names of a draft: from then on it is binding, and the rest stays a draft. What began before
    /// now stands as it is.
    ///
    /// # Errors
    /// For somebody who may not; `Stale` when the draft or the rota's rules were changed since it was looked at; `two-people`
    /// when a cover and the plan together would put one person into both roles; `on-leave`, `not-qualified` or
    /// `against-rules` when a rule speaks against somebody in it, no reason sets that aside, and they are not published
    /// there already. Nothing is written then.
    pub(crate) async fn publish_part(&self, slug: &str, id: DraftId, form: PublishForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let rota = super::find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let draft = DraftRecord::find(write.connection(), id).await?;
            let draft = draft.filter(|draft| draft.rota == rota.record.id);
            let draft = draft.ok_or_else(|| no_such_draft(&id.to_string()))?;
            let snapshot = desk.tandem.snapshot();
            let mut opened = Opened { snapshot, rota, draft };
            desk.publish_in(&mut write, &mut opened, &form).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn publish_in(&self, write: &mut Write, opened: &mut Opened, form: &PublishForm) -> Result<()> {
        let id = opened.rota.record.id;
        let reader = &self.reader(&opened.snapshot);
        let now = reader.now;
        let none = || AppError::NotFound("This rota is gone.".into());
        let rules = RulesRecord::current(write.connection(), id).await?.ok_or_else(none)?;
        let mut record = RotaRecord::find(write.connection(), id).await?.ok_or_else(none)?;
        current(&opened.draft, &rules, &form.seen)?;
        let published = write.shifts(id, opened.draft.span).await?;
        let chosen = chosen(opened, form, record.planned, &published, reader)?;
        takes_duty(&opened.snapshot, record.team, chosen.span.end())?;
        refuse_two_rotas(write.connection(), opened, &chosen.shifts, chosen.span, reader).await?;
        let leave = LeaveRecord::overlapping(write.connection(), chosen.span).await?;
        let judged = self.judge(opened, &chosen, (&published, &leave), reader).await?;
        refuse_breaches(opened, &judged.refused, reader)?;

        let changed = replace_shifts(write, opened, &chosen, &published).await?;
        let planned_before = record.planned;
        record.planned = Some(joined(record.planned, chosen.span));
        write.update_rota(&record).await?;
        let touched = self.withdraw_in_the_way(write, &record, &form.withdraw).await?;
        let touched = several(&[touched, vec![chosen.span]].concat()).unwrap_or(chosen.span);
        let covers = CoverRecord::current(write.connection(), id, touched).await?;
        let zone = &opened.rota.rules.zone;
        let words = |conflict: &_| conflict_words_among(conflict, &covers, &opened.snapshot, zone, reader);
        duty::settle(write, &record, touched, words).await?;
        write.note_published(id, chosen.span);

        let draft = &mut opened.draft;
        let after = write.shifts(id, draft.span).await?;
        // Not the turn under way, which now begins where it was published from.
        let left = Span::new(draft.span.start().max(now + 1), draft.span.end());
        let rest = left
            .map(|left| difference(&after, &draft.shifts, left))
            .unwrap_or_default();
        let all = chosen.span.end() >= draft.span.end();
        draft.published_at = (rest.is_empty() && all).then_some(now);
        draft.base_revision = write.revision();
        write.update_draft(draft).await?;
        let detail = serde_json::json!({
            "draft": draft.id, "name": draft.name, "span": chosen.span, "shifts": chosen.shifts.len(),
            "changed": changed, "planned": record.planned, "planned_before": planned_before, "against": against(opened, &chosen.shifts),
        });
        Ok(write.audit("rota.published", &format!("rota {id}"), detail).await?)
    }
}

impl Desk {
    /// Withdraws the covers that are in the way of a plan and named in the form; answers when duty changes by that.
    async fn withdraw_in_the_way(&self, write: &mut Write, rota: &RotaRecord, ids: &str) -> Result<Vec<Span>> {
        let mut spans = Vec::new();
        for id in ids.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            let found = CoverRecord::find(write.connection(), cover_id(id)?).await?;
            let of_rota = found.filter(|cover| cover.rota == rota.id);
            let cover = of_rota.ok_or_else(|| AppError::NotFound(format!("This rota has no cover ‘{id}’.")))?;
            if cover.withdrawn.is_none() {
                spans.push(self.withdraw_one(write, rota, &cover).await?);
            }
        }
        Ok(spans)
    }
}

/// Refuses a draft that is closed, or not as it was looked at.
fn current(draft: &DraftRecord, rules: &RulesRecord, seen: &str) -> Result<()> {
    if !draft.is_open() {
        let words = "This draft is discarded, or all of it is published already.";
        return Err(AppError::refused("closed", words));
    }
    if !seen.trim().is_empty() && seen.trim() != draft.revision.to_string() {
        return Err(AppError::Stale(
            "Somebody changed this draft meanwhile. Look at it again before you publish it.".into(),
        ));
    }
    if rules.from_revision != draft.rules_revision {
        return Err(AppError::Stale(
            "The rota's rules were changed after this draft was made. Plan again.".into(),
        ));
    }
    Ok(())
}

/// The part that a form names.
pub(super) fn chosen(
    opened: &Opened,
    form: &PublishForm,
    planned: Option<Span>,
    published: &[Shift],
    reader: &Reader,
) -> Result<Part> {
    let draft = &opened.draft;
    let wanted = wanted(opened, form)?;
    part(
        draft.rota,
        draft.span,
        &draft.shifts,
        wanted,
        planned,
        published,
        reader.now,
    )
    .map_err(|error| no_part(opened, error, reader))
}

/// The days that a form names: all of the draft, where it names none.
fn wanted(opened: &Opened, form: &PublishForm) -> Result<Span> {
    let zone = &opened.rota.rules.zone;
    let span = opened.draft.span;
    let day = |field: &str, text: &str, otherwise: Instant| -> Result<NaiveDate> {
        match text.trim() {
            "" => Ok(zone.local(otherwise).date()),
            text => wording::day(text).map_err(|words| AppError::field(field, words)),
        }
    };
    let (first, last) = (
        day("from", &form.from, span.start())?,
        day("to", &form.to, span.end() - 1)?,
    );
    days(opened, first, last).ok_or_else(|| AppError::field("to", "The last day lies before the first."))
}

/// Why nothing can be published, in words.
pub(super) fn no_part(opened: &Opened, error: NoPart, reader: &Reader) -> AppError {
    let zone = &opened.rota.rules.zone;
    match error {
        NoPart::Past => AppError::Stale("All of this draft lies in the past. Plan again.".into()),
        NoPart::Empty => AppError::field("from", "No turn of this draft that lies ahead begins in these days."),
        NoPart::LeavesOut(after) => {
            let words = format!(
                "This leaves time out: the published plan ends {}. Publish from then on, or earlier.",
                wording::stamp(after, zone, reader).text
            );
            AppError::field("from", words)
        }
        NoPart::Cuts(turn) => AppError::refused(
            "cuts-a-turn",
            format!(
                "The published turn {} would be cut in two: what is published has moved since this draft was made. Plan again.",
                span_words(turn, zone, reader)
            ),
        ),
    }
}

/// Writes only what is not as published, so that calendars keep every other event. Answers how many shifts that are.
async fn replace_shifts(write: &mut Write, opened: &Opened, part: &Part, published: &[Shift]) -> Result<usize> {
    let before: HashMap<_, _> = published
        .iter()
        .filter(|shift| part.span.contains(shift.span.start()))
        .map(|shift| (shift.id, shift))
        .collect();
    let after: HashMap<_, _> = part.shifts.iter().map(|shift| (shift.id, shift)).collect();
    let gone = before.iter().filter(|(id, shift)| after.get(*id) != Some(*shift));
    for (id, _) in gone {
        write.end_shift(*id).await?;
    }
    let mut changed = 0;
    for shift in part.shifts.iter().filter(|shift| before.get(&shift.id) != Some(shift)) {
        write.insert_shift(opened.rota.record.id, shift).await?;
        changed += 1;
    }
    Ok(changed)
}

fn joined(planned: Option<Span>, span: Span) -> Span {
    let Some(planned) = planned else { return span };
    Span::new(planned.start().min(span.start()), planned.end().max(span.end())).unwrap_or(span)
}

/// The reasons for which rules are set aside in some shifts: turn and role, and why.
pub(super) fn against(opened: &Opened, shifts: &[Shift]) -> Vec<(Seat, String)> {
    let held = |seat: Seat| Some((seat, opened.draft.sheet.held(seat)?.against.clone()?));
    let seats = shifts
        .iter()
        .flat_map(|shift| Role::BOTH.map(|role| Seat { shift: shift.id, role }));
    seats.filter_map(held).collect()
}

/// Refuses a part in which something speaks against somebody, and no reason sets that aside.
fn refuse_breaches(opened: &Opened, refused: &[Trouble], reader: &Reader) -> Result<()> {
    let Some(first) = refused.first() else {
        return Ok(());
    };
    let said = |trouble: &Trouble| (trouble.rule.to_owned(), format!("{}.", trouble.words(opened, reader)));
    let all: Vec<(String, String)> = refused.iter().map(said).collect();
    let mut reasons: Vec<String> = all.iter().take(MOST_REASONS).map(|(_, words)| words.clone()).collect();
    if all.len() > MOST_REASONS {
        reasons.push(format!("And {} more.", all.len() - MOST_REASONS));
    }
    Err(AppError::Refused {
        rule: first.rule.to_owned(),
        message: format!(
            "{} Change the draft, plan again, or say with each role why they are planned all the same.",
            reasons.join(" ")
        ),
        all,
    })
}
