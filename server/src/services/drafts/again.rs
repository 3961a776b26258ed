//! Planning again around what is locked: a new draft beside the old one.

use super::super::{
    Desk, Faults, Result, internal,
    planning::{Asking, request::too_few, seed, summary::Summary},
    setup::check_name,
};
use super::{Opened, live::asked_for, publish::no_part};
use crate::store::DraftRecord;
use app::{AppError, drafts::AgainForm};
use domain::{
    DraftId, Pairing, Role, Span,
    draft::{Command, Part, Seat, part},
    planner::{Assignment, Request},
    rota::Shift,
};
use std::collections::HashMap;

/// How much more each change of hands costs when little is to change: as much as twenty points of unfairness.
const LITTLE: u32 = 40;

impl Desk {
    /// Plans what lies ahead of a draft again: what is locked stays, and what is in the draft or published changes little.
    ///
    /// # Errors
    /// `Stale` when the rota's rules are others by now, or all of the draft lies in the past.
    pub(super) async fn again(&self, opened: &Opened, form: &AgainForm) -> Result<DraftId> {
        let Opened { snapshot, rota, draft } = opened;
        let reader = &self.reader(snapshot);
        if draft.rules_revision != rota.kept_rules.from_revision {
            return Err(AppError::Stale(
                "The rota's rules were changed after this draft was made. Plan anew on the plan page.".into(),
            ));
        }
        if let Some(words) = too_few(snapshot, rota) {
            return Err(AppError::refused("too-few", words));
        }
        let published = self.tandem.store.shifts(rota.record.id, draft.span).await?;
        let Part { span, shifts: before } = part(
            rota.record.id,
            draft.span,
            &draft.shifts,
            draft.span,
            rota.record.planned,
            &published,
            reader.now,
        )
        .map_err(|error| no_part(opened, error, reader))?;
        let seed = read(form)?;
        let asking = Asking {
            rules: asked_for(draft).and_then(|asking| asking.rules),
            ..Asking::weeks(weeks(span), seed)
        };
        let turns = (span, blank(&before));
        let mut prepared = self.prepared_for(snapshot, rota, turns, &asking).await?;
        around(&mut prepared.request, draft, form, &before);
        let planned = prepared.planned(&self.tandem.planners).await?;
        let summary = Summary::of(&planned, &asking);
        let new = self.new_draft(opened, form, (span, planned.into_shifts()), &summary)?;
        let desk = self.clone();
        self.to_the_end(async move { desk.keep_draft(new).await }).await
    }

    fn new_draft(
        &self,
        opened: &Opened,
        form: &AgainForm,
        (span, shifts): (Span, Vec<Shift>),
        summary: &Summary,
    ) -> Result<DraftRecord> {
        let name = match form.name.trim() {
            "" => String::new(),
            name => check_name(name).map_err(|words| AppError::field("name", words))?,
        };
        let id = DraftId::from_uuid(self.tandem.new_id());
        let mut draft = DraftRecord {
            name,
            rules_revision: opened.draft.rules_revision,
            summary: serde_json::to_string(summary).map_err(|error| internal(&error))?,
            made_by: self.actor.key(),
            made_at: self.tandem.now(),
            ..DraftRecord::new(id, opened.draft.rota, span, shifts)
        };
        keep_locks(&mut draft, &opened.draft);
        Ok(draft)
    }
}

/// The seed that a form names.
///
/// # Errors
/// `Invalid` with every field that cannot be read.
fn read(form: &AgainForm) -> Result<u64> {
    let mut faults = Faults::default();
    let mut one_of = |field: &str, text: &str, words: [&str; 2]| {
        if !text.is_empty() && !words.contains(&text) {
            let [one, other] = words;
            faults.note(field, format!("‘{text}’ cannot be asked for: use {one} or {other}."));
        }
    };
    one_of("keep", form.keep.trim(), ["draft", "published"]);
    one_of("change", form.change.trim(), ["little", "usual"]);
    let seed = faults.take("seed", seed(&form.seed));
    faults.check()?;
    Ok(seed.unwrap_or(1))
}

fn weeks(span: Span) -> u32 {
    u32::try_from((span.seconds() + 604_799) / 604_800).unwrap_or(1)
}

fn blank(shifts: &[Shift]) -> Vec<Shift> {
    let blank = |shift: &Shift| Shift {
        pairing: Pairing::GAP,
        ..shift.clone()
    };
    shifts.iter().map(blank).collect()
}

/// What is locked stays, and what the form says changes little.
fn around(request: &mut Request, draft: &DraftRecord, form: &AgainForm, before: &[Shift]) {
    for slot in &mut request.slots {
        slot.locked = draft.sheet.locks(slot.shift);
    }
    if form.keep.trim() != "published" {
        let own: HashMap<_, _> = before.iter().map(|shift| (shift.id, shift.pairing)).collect();
        let kept = |slot: &domain::planner::Slot| {
            let pairing = own.get(&slot.shift).copied().unwrap_or_default();
            (pairing != Pairing::GAP).then_some(Assignment {
                shift: slot.shift,
                pairing,
            })
        };
        request.baseline = request.slots.iter().filter_map(kept).collect();
    }
    if form.change.trim() != "usual" {
        request.weights.few_changes = request.weights.few_changes.saturating_mul(LITTLE).max(LITTLE);
    }
}

/// Locks in the new draft what was locked in the one before, with the reasons for which rules were set aside.
fn keep_locks(draft: &mut DraftRecord, before: &DraftRecord) {
    let locked: Vec<Seat> = draft
        .shifts
        .iter()
        .flat_map(|shift| Role::BOTH.map(|role| Seat { shift: shift.id, role }))
        .filter(|seat| before.sheet.held(*seat).is_some_and(|held| held.locked))
        .collect();
    let lock = Command::Lock {
        seats: locked,
        locked: true,
    };
    let Ok(mut edit) = draft.sheet.edit(&lock, None) else {
        return;
    };
    for change in &mut edit.changes {
        change.after.against = before.sheet.held(change.seat).and_then(|held| held.against.clone());
    }
    // The planner keeps what is locked, so that each of them is where the lock says.
    if draft.sheet.apply(&edit).is_err() {
        tracing::warn!(draft = %draft.id, "the locks of a draft could not be kept");
    }
}
