//! Marks such as "last used": noted in memory by whoever answers, written down in batches.

use domain::Instant;
use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// The latest mark of each thing, and whether it is written down.
pub(crate) struct Marks<Id>(Mutex<HashMap<Id, (Instant, bool)>>);

impl<Id> Default for Marks<Id> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<Id: Copy + Eq + Hash> Marks<Id> {
    /// Notes a mark. It never waits: while another request notes one, that request's is good enough.
    pub(crate) fn note(&self, id: Id, at: Instant) {
        let Ok(mut marks) = self.0.try_lock() else { return };
        if marks.get(&id).is_none_or(|(last, _)| *last < at) {
            marks.insert(id, (at, false));
        }
    }

    /// The latest mark of a thing since the start.
    pub(crate) fn latest(&self, id: Id) -> Option<Instant> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .map(|(at, _)| *at)
    }

    /// The marks that are not written down.
    pub(crate) fn unwritten(&self) -> Vec<(Id, Instant)> {
        let marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        marks
            .iter()
            .filter(|(_, (_, written))| !written)
            .map(|(id, (at, _))| (*id, *at))
            .collect()
    }

    /// Those are written down now; what was noted meanwhile is not.
    pub(crate) fn written(&self, done: &[(Id, Instant)]) {
        let mut marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, at) in done {
            if let Some(mark) = marks.get_mut(id).filter(|(latest, _)| latest == at) {
                mark.1 = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use domain::Instant;

    #[test]
    fn a_mark_noted_while_the_others_are_written_is_written_next_time() {
        let (marks, at) = (Marks::<u8>::default(), Instant::from_seconds);
        marks.note(1, at(10));
        marks.note(2, at(10));
        let first = marks.unwritten();
        marks.note(1, at(20));
        marks.written(&first);
        assert_eq!(marks.unwritten(), [(1, at(20))]);
        marks.note(1, at(15));
        assert_eq!((marks.latest(1), marks.latest(3)), (Some(at(20)), None));
    }
}
