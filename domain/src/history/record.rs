//! Versions of what duty is made of.

use crate::{
    Instant, Span,
    rota::Shift,
    timeline::{Conflict, Correction, Cover, Duty, Inputs, resolve},
};

/// A value with the revisions in which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The value.
    pub value: T,
    /// The first revision in which it holds.
    pub from: i64,
    /// The first in which it does not any more; `None` while it is current.
    pub to: Option<i64>,
}

impl<T> Versioned<T> {
    /// Whether it holds in `revision`.
    ///
    /// ```
    /// let value = domain::history::Versioned { value: "nights", from: 3, to: Some(5) };
    /// assert_eq!([2, 3, 4, 5].map(|revision| value.holds_in(revision)), [false, true, true, false]);
    /// ```
    pub fn holds_in(&self, revision: i64) -> bool {
        self.from <= revision && self.to.is_none_or(|to| revision < to)
    }
}

/// A cover, and how it ended if it was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCover {
    /// As it was made.
    pub cover: Cover,
    /// The revision that made it.
    pub made: i64,
    /// The revision that withdrew it, and when: what had passed by then stands.
    pub withdrawn: Option<(i64, Instant)>,
}

impl KeptCover {
    /// What of the cover holds in `revision`; `None` when nothing does.
    fn in_force(&self, revision: i64) -> Option<Cover> {
        if revision < self.made {
            return None;
        }
        let span = self.cover.span();
        let end = match self.withdrawn {
            Some((withdrawn, at)) if withdrawn <= revision => span.end().min(at),
            _ => span.end(),
        };
        let kept = Span::new(span.start(), end).ok()?;
        Cover::new(self.cover.id(), kept, self.cover.lead(), self.cover.engineer()).ok()
    }
}

/// Every version of the inputs of a rota's duty around some time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Published shifts.
    pub shifts: Vec<Versioned<Shift>>,
    /// Covers, the oldest first.
    pub covers: Vec<KeptCover>,
    /// Corrections, the oldest first.
    pub corrections: Vec<Versioned<Correction>>,
}

impl Record {
    /// What of it touches `window`.
    pub fn within(&self, window: Span) -> Self {
        let shifts = self.shifts.iter().filter(|shift| shift.value.span.overlaps(&window));
        let covers = self.covers.iter().filter(|kept| kept.cover.span().overlaps(&window));
        let corrections = self.corrections.iter();
        let corrections = corrections.filter(|correction| correction.value.span().overlaps(&window));
        Self {
            shifts: shifts.cloned().collect(),
            covers: covers.cloned().collect(),
            corrections: corrections.cloned().collect(),
        }
    }

    /// The duty within `window` as it was believed in `revision`. What was published is taken to reach from the first to
    /// the last turn that is known.
    ///
    /// # Errors
    /// Conflicts, where the inputs of that revision would put one person into both roles: no revision has any.
    ///
    /// ```
    /// use domain::{Instant, Pairing, RotaId, ShiftId, Span, history::{KeptCover, Record, Versioned}, rota::Shift, timeline::Cover};
    /// let (ada, bob) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10".parse()?);
    /// let night = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
    /// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
    /// let pairing = Pairing::new(Some(ada), None)?;
    /// let shift = Shift { id: ShiftId::of(rota, night.start()), span: night, stretches: vec![night], pairing };
    /// let cover = Cover::new("4c0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f13".parse()?, night, Some(bob), None)?;
    /// let record = Record {
    ///     shifts: vec![Versioned { value: shift, from: 2, to: None }],
    ///     covers: vec![KeptCover { cover, made: 3, withdrawn: Some((4, Instant::MIN)) }],
    ///     corrections: Vec::new(),
    /// };
    /// let lead = |revision| record.believed(revision, night).unwrap().rows()[0].pairing.lead();
    /// assert_eq!([1, 2, 3, 4].map(lead), [None, Some(ada), Some(bob), Some(ada)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn believed(&self, revision: i64, window: Span) -> Result<Duty, Vec<Conflict>> {
        let held = self.shifts.iter().filter(|shift| shift.holds_in(revision));
        let shifts: Vec<Shift> = held.map(|shift| shift.value.clone()).collect();
        let covers: Vec<Cover> = self.covers.iter().filter_map(|kept| kept.in_force(revision)).collect();
        let corrections = self
            .corrections
            .iter()
            .filter(|correction| correction.holds_in(revision));
        let corrections: Vec<Correction> = corrections.map(|correction| correction.value.clone()).collect();
        let start = shifts.iter().map(|shift| shift.span.start()).min();
        let end = shifts.iter().map(|shift| shift.span.end()).max();
        resolve(&Inputs {
            shifts: &shifts,
            covers: &covers,
            corrections: &corrections,
            planned: start.zip(end).and_then(|(start, end)| Span::new(start, end).ok()),
            window,
        })
    }
}
