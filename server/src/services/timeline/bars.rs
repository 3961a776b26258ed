//! Who is there, as pieces to draw.

use super::{
    super::{Reader, drafts::Marks, rotas::named, wording::span_words},
    scale::Scale,
};
use crate::snapshot::{RotaImage, Snapshot};
use app::timeline::{Bar, BarKind};
use domain::{
    CorrectionId, CoverId, PersonId, Role, ShiftId, Span,
    rota::Shift,
    timeline::{Duty, State},
};
use std::collections::HashMap;

/// A role over a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) role: Role,
    pub(super) kind: BarKind,
    pub(super) person: Option<app::rotas::Named>,
    pub(super) mine: bool,
    /// Whether a draft's role is not as published, and whether it is locked.
    pub(super) marks: (bool, bool),
    pub(super) span: Span,
    pub(super) label: String,
}

impl Piece {
    /// As a bar of a drawing.
    pub(super) fn bar(&self, scale: &Scale<'_>) -> Bar {
        let (x, end) = (scale.percent(self.span.start()), scale.percent(self.span.end()));
        Bar {
            role: self.role,
            kind: self.kind,
            mine: self.mine,
            changed: self.marks.0,
            locked: self.marks.1,
            person: self.person.clone(),
            x,
            width: end - x,
            from: self.span.start(),
            to: self.span.end(),
            label: self.label.clone(),
        }
    }
}

/// Collects pieces, in order of drawing.
pub(super) struct Pieces<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    me: Option<PersonId>,
    reader: &'a Reader,
    pieces: Vec<Piece>,
}

/// One person (or nobody) in one role of one shift, by one cover or correction or by the plan.
struct Run {
    shift: Option<ShiftId>,
    holder: Option<PersonId>,
    cover: Option<CoverId>,
    correction: Option<CorrectionId>,
    span: Span,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, rota: &'a RotaImage, me: Option<PersonId>, reader: &'a Reader) -> Self {
        Self {
            snapshot,
            rota,
            me,
            reader,
            pieces: Vec::new(),
        }
    }

    /// Duty within `window`; `shifts` say who was planned where a cover lies on top. A person's stretches of one shift
    /// are one piece unless `by_stretch`.
    pub(super) fn add_duty(&mut self, window: Span, shifts: &[Shift], by_stretch: bool) {
        let duty = Duty::from_rows(window, &self.rota.duty);
        let planned: HashMap<ShiftId, &Shift> = shifts.iter().map(|shift| (shift.id, shift)).collect();
        for role in Role::BOTH {
            for run in runs(&duty, role, by_stretch) {
                let shift = run.shift.and_then(|id| planned.get(&id));
                let base = shift.and_then(|shift| shift.pairing.holder(role));
                match (run.holder, run.cover) {
                    (_, _) if run.correction.is_some() => self.push_corrected(role, base, &run),
                    (Some(person), None) => self.push(role, BarKind::Plan, Some(person), run.span, ""),
                    (Some(person), Some(_)) => {
                        let base = base.filter(|base| *base != person);
                        self.push(role, BarKind::Covered, base, run.span, "");
                        let words =
                            base.map(|base| format!(", covers for {}", self.snapshot.directory().name_in_words(base)));
                        self.push(
                            role,
                            BarKind::Cover,
                            Some(person),
                            run.span,
                            words.as_deref().unwrap_or(", covers"),
                        );
                    }
                    (None, _) => self.push(role, BarKind::Gap, None, run.span, ""),
                }
            }
        }
    }

    /// Whoever was there by a correction, above whom the plan names; or that nobody was.
    fn push_corrected(&mut self, role: Role, base: Option<PersonId>, run: &Run) {
        let Some(person) = run.holder else {
            return self.push(role, BarKind::Gap, None, run.span, ", corrected");
        };
        let base = base.filter(|base| *base != person);
        self.push(role, BarKind::Covered, base, run.span, "");
        let planned = base.map(|base| {
            format!(
                ", corrected, {} was planned",
                self.snapshot.directory().name_in_words(base)
            )
        });
        let words = planned.as_deref().unwrap_or(", corrected");
        self.push(role, BarKind::Corrected, Some(person), run.span, words);
    }

    /// Shifts of a draft.
    pub(super) fn add_draft(&mut self, shifts: &[Shift], by_stretch: bool, marks: &Marks) {
        for role in Role::BOTH {
            for shift in shifts {
                let person = shift.pairing.holder(role);
                let kind = if person.is_some() { BarKind::Draft } else { BarKind::Gap };
                let (changed, locked) = marks.seat(shift.id, role);
                let words = match (changed, locked) {
                    (false, false) => ", draft",
                    (true, false) => ", draft, not as published",
                    (false, true) => ", draft, locked",
                    (true, true) => ", draft, not as published, locked",
                };
                for span in drawn(shift, by_stretch) {
                    self.push(role, kind, person, span, words);
                    if let Some(piece) = self.pieces.last_mut() {
                        piece.marks = (changed, locked);
                    }
                }
            }
        }
    }

    /// The pieces that reach into `window`.
    pub(super) fn within(self, window: Span) -> Vec<Piece> {
        self.pieces
            .into_iter()
            .filter(|piece| piece.span.overlaps(&window))
            .collect()
    }

    fn push(&mut self, role: Role, kind: BarKind, person: Option<PersonId>, span: Span, words: &str) {
        let when = span_words(span, &self.rota.rules.zone, self.reader);
        let label = match (person, kind) {
            (Some(id), BarKind::Covered) => format!(
                "{}, {role}, covered, {when}",
                self.snapshot.directory().name_in_words(id)
            ),
            (Some(id), _) => format!("{}, {role}{words}, {when}", self.snapshot.directory().name_in_words(id)),
            (None, BarKind::Covered) => format!("Nobody was planned as {role}, {when}"),
            (None, _) => format!("Gap: no {role}{words}, {when}"),
        };
        self.pieces.push(Piece {
            role,
            kind,
            person: person.map(|id| named(self.snapshot, id)),
            mine: person.is_some() && person == self.me && kind != BarKind::Covered,
            marks: (false, false),
            span,
            label,
        });
    }
}

/// What a shift is drawn as: each stretch, or all of it from the first to the last.
fn drawn(shift: &Shift, by_stretch: bool) -> Vec<Span> {
    match (shift.stretches.first(), shift.stretches.last()) {
        (Some(first), Some(last)) if !by_stretch => Span::new(first.start(), last.end()).into_iter().collect(),
        _ => shift.stretches.clone(),
    }
}

fn runs(duty: &Duty, role: Role, by_stretch: bool) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (span, row) in duty.segments().filter(|(_, row)| row.state == State::Covered) {
        let (holder, cover, correction) = (row.pairing.holder(role), row.cover(role), row.correction(role));
        let goes_on = |run: &&mut Run| {
            (run.shift, run.holder, run.cover, run.correction) == (row.shift, holder, cover, correction)
                && (!by_stretch || run.span.end() == span.start())
        };
        match runs.last_mut().filter(|run| goes_on(run)) {
            Some(run) => run.span = Span::new(run.span.start(), span.end()).unwrap_or(run.span),
            None => runs.push(Run {
                shift: row.shift,
                holder,
                cover,
                correction,
                span,
            }),
        }
    }
    runs
}
