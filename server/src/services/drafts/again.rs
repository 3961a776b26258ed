//! Planning again around what is locked: a new draft beside the old one.

use super::super::{
    Desk, Faults, Result, internal,
    planning::{Again, Asking, Effort, Live, Prepared, Task, request::anybody, seed, summary::Summary},
    setup::check_name,
};
use super::{Opened, live::asked_for, publish::no_part};
use crate::{snapshot::RotaImage, store::DraftRecord};
use app::{AppError, drafts::AgainForm};
use domain::{
    DraftId, Pairing, Role, Span,
    draft::{Command, Part, Seat, part},
    planner::{Assignment, Request},
    rota::Shift,
};
use std::{collections::HashMap, sync::Arc};

/// How much more each change of hands costs when little is to change: as much as twenty points of unfairness.
const LITTLE: u32 = 40;

/// A draft that is about to be planned again.
pub(in super::super) struct PreparedAgain {
    opened: Opened,
    name: String,
    asking: Asking,
    prepared: Prepared,
}

impl Desk {
    /// Begins to plan again what lies ahead of a draft, and answers the job's id: what is locked stays, and what is in the
    /// draft or published changes little.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be read; `Stale` when the rota's rules are others by now, or all of the draft
    /// lies in the past; `too-many-plans` when as many are open already.
    pub(super) async fn again(&self, opened: Opened, form: AgainForm) -> Result<String> {
        let (rota, draft) = (opened.rota.record.id, opened.draft.id);
        let ahead = self.ahead_of(opened, &form).await?;
        let task = Task {
            asking: ahead.asking,
            again: Some(Again { draft, form }),
        };
        self.start_task(rota, &task).await
    }

    /// What a job plans again, as the draft is by now.
    ///
    /// # Errors
    /// As when it was asked for.
    pub(in super::super) async fn prepare_again(&self, rota: &RotaImage, again: &Again) -> Result<PreparedAgain> {
        let opened = self.open_draft(&rota.record.slug, &again.draft.to_string()).await?;
        self.ahead_of(opened, &again.form).await
    }

    async fn ahead_of(&self, opened: Opened, form: &AgainForm) -> Result<PreparedAgain> {
        let Opened { snapshot, rota, draft } = &opened;
        let reader = &self.reader(snapshot);
        let (seed, effort, name) = read(form)?;
        if draft.rules_revision != rota.kept_rules.from_revision {
            return Err(AppError::Stale(
                "The rota's rules were changed after this draft was made. Plan anew on the plan page.".into(),
            ));
        }
        anybody(snapshot, rota)?;
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
        .map_err(|error| no_part(&opened, error, reader))?;
        let asking = Asking {
            rules: asked_for(draft).and_then(|asking| asking.rules),
            effort,
            ..Asking::weeks(weeks(span), seed)
        };
        let turns = (span, blank(&before));
        let mut prepared = self.prepared_for(snapshot, rota, turns, &asking).await?;
        around(&mut prepared.request, draft, form, &before);
        Ok(PreparedAgain {
            opened,
            name,
            asking,
            prepared,
        })
    }
}

impl PreparedAgain {
    /// Plans it while somebody watches, and answers the new draft, not kept yet.
    ///
    /// # Errors
    /// `Internal` when the search came to a bad end.
    pub(in super::super) async fn draft(self, desk: &Desk, live: &Arc<Live>) -> Result<DraftRecord> {
        let (span, old) = (self.prepared.span(), &self.opened.draft);
        let planned = self.prepared.watched(live).await?;
        let summary = Summary::of(&planned, &self.asking);
        let id = DraftId::from_uuid(desk.tandem.new_id());
        let mut draft = DraftRecord {
            name: self.name,
            rules_revision: old.rules_revision,
            summary: serde_json::to_string(&summary).map_err(|error| internal(&error))?,
            made_by: desk.actor.key(),
            made_at: desk.tandem.now(),
            ..DraftRecord::new(id, old.rota, span, planned.into_shifts())
        };
        keep_locks(&mut draft, old);
        Ok(draft)
    }
}

/// The seed, how long to search, and the name that a form says.
///
/// # Errors
/// `Invalid` with every field that cannot be read.
fn read(form: &AgainForm) -> Result<(u64, Effort, String)> {
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
    let effort = faults.take("effort", Effort::read(&form.effort));
    let name = match form.name.trim() {
        "" => None,
        name => faults.take("name", check_name(name)),
    };
    faults.check()?;
    Ok((seed.unwrap_or(1), effort.unwrap_or_default(), name.unwrap_or_default()))
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
