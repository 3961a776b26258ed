//! Drafts drawn to scale.

use super::super::{Reader, timeline};
use super::Opened;
use crate::store::DraftRecord;
use app::timeline::Chart;
use domain::{
    PersonId, ShiftId,
    draft::{Kind, Seat, difference},
    rota::Shift,
};
use std::collections::HashSet;

/// Seats that are drawn otherwise.
#[derive(Default)]
pub(in super::super) struct Marks {
    /// Those that are not as published.
    pub(in super::super) changed: HashSet<Seat>,
    /// Those that are locked.
    pub(in super::super) locked: HashSet<Seat>,
}

impl Marks {
    /// What a draft has locked, and what of it is not as published. Turns that are new are not marked.
    pub(super) fn of(draft: &DraftRecord, published: &[Shift]) -> Self {
        let changed = difference(published, &draft.shifts, draft.span);
        let changed = changed.iter().filter(|one| one.kind != Kind::New).map(|one| Seat {
            shift: one.shift,
            role: one.role,
        });
        let locked = draft.sheet.seats().filter(|(_, held)| held.locked);
        Self {
            changed: changed.collect(),
            locked: locked.map(|(seat, _)| seat).collect(),
        }
    }

    /// Whether a seat is drawn as changed, and as locked.
    pub(in super::super) fn seat(&self, shift: ShiftId, role: domain::Role) -> (bool, bool) {
        let seat = Seat { shift, role };
        (self.changed.contains(&seat), self.locked.contains(&seat))
    }
}

/// A draft by itself.
pub(super) fn draft_chart(opened: &Opened, marks: &Marks, me: Option<PersonId>, reader: &Reader) -> Chart {
    let Opened { snapshot, rota, draft } = opened;
    timeline::draft_chart(snapshot, rota, (draft.span, &draft.shifts), marks, me, reader)
}
