//! Who is there, as pieces to draw.

use super::{
    super::{Reader, drafts::Marks, rotas::named, wording},
    context::Context,
    scale::Scale,
};
use crate::snapshot::{RotaImage, Snapshot};
use app::timeline::{Bar, BarKind, CoverRef};
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
    /// The covered time in it.
    pub(super) seconds: i64,
    pub(super) label: String,
    pub(super) when: String,
    pub(super) note: Option<String>,
    pub(super) cover: Option<CoverRef>,
    pub(super) offer: Option<String>,
    pub(super) may_offer: bool,
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
            when: self.when.clone(),
            length: self.length(),
            note: self.note.clone(),
            cover: self.cover.clone(),
            offer: self.offer.clone(),
            may_offer: self.may_offer,
        }
    }

    /// How much duty it is: `15 h 30 min`.
    pub(super) fn length(&self) -> String {
        wording::hours(self.seconds)
    }
}

/// Collects pieces, in order of drawing.
pub(super) struct Pieces<'a> {
    snapshot: &'a Snapshot,
    rota: &'a RotaImage,
    me: Option<PersonId>,
    reader: &'a Reader,
    context: &'a Context<'a>,
    pieces: Vec<Piece>,
}

/// One person (or nobody) in one role of one shift, by one cover or by the plan.
struct Run {
    shift: Option<ShiftId>,
    holder: Option<PersonId>,
    cover: Option<CoverId>,
    correction: Option<CorrectionId>,
    span: Span,
    seconds: i64,
}

/// Where and when a piece lies.
#[derive(Clone, Copy)]
struct Place {
    role: Role,
    span: Span,
    seconds: i64,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(
        snapshot: &'a Snapshot,
        rota: &'a RotaImage,
        me: Option<PersonId>,
        reader: &'a Reader,
        context: &'a Context<'a>,
    ) -> Self {
        Self {
            snapshot,
            rota,
            me,
            reader,
            context,
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
                let place = Place {
                    role,
                    span: run.span,
                    seconds: run.seconds,
                };
                let shift = run.shift.and_then(|id| planned.get(&id));
                let base = shift.and_then(|shift| shift.pairing.holder(role));
                match (run.holder, run.cover) {
                    (holder, _) if run.correction.is_some() => self.push_corrected(place, holder, base),
                    (Some(person), None) => self.push(place, BarKind::Plan, Some(person), ""),
                    (Some(person), Some(cover)) => {
                        let base = base.filter(|base| *base != person);
                        self.push(place, BarKind::Covered, base, "");
                        self.push_cover(place, person, base, cover);
                    }
                    (None, _) => self.push(place, BarKind::Gap, None, ""),
                }
            }
        }
    }

    /// Whoever was there by a correction, above whom the plan names; or that nobody was.
    fn push_corrected(&mut self, place: Place, holder: Option<PersonId>, base: Option<PersonId>) {
        let Some(person) = holder else {
            return self.push(place, BarKind::Gap, None, ", corrected");
        };
        let base = base.filter(|base| *base != person);
        self.push(place, BarKind::Covered, base, "");
        let names = self.snapshot.directory();
        let planned = base.map(|base| format!(", corrected, {} was planned", names.name_in_words(base)));
        let words = planned.unwrap_or_else(|| ", corrected".to_owned());
        self.push(place, BarKind::Corrected, Some(person), &words);
    }

    fn push_cover(&mut self, place: Place, person: PersonId, base: Option<PersonId>, cover: CoverId) {
        let names = self.snapshot.directory();
        let whom = base.map(|base| format!("covers for {}", names.name_in_words(base)));
        let words = format!(", {}", whom.as_deref().unwrap_or("covers"));
        self.push(place, BarKind::Cover, Some(person), &words);
        let (known, why) = self.context.cover(cover);
        if let Some(piece) = self.pieces.last_mut() {
            piece.cover = known;
            let parts: Vec<String> = whom.into_iter().chain(why).collect();
            piece.note = (!parts.is_empty()).then(|| parts.join(" · "));
        }
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
                for (span, seconds) in drawn(shift, by_stretch) {
                    self.push(Place { role, span, seconds }, kind, person, words);
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

    fn push(&mut self, place: Place, kind: BarKind, person: Option<PersonId>, words: &str) {
        let Place { role, span, seconds } = place;
        let when = wording::span_words(span, &self.rota.rules.zone, self.reader);
        let published = matches!(kind, BarKind::Plan | BarKind::Cover);
        let giver = person.filter(|_| published);
        let offer = giver.and_then(|_| self.context.offer(role, span));
        let words = match offer {
            Some(_) => format!("{words}, offered"),
            None => words.to_owned(),
        };
        let label = match (person, kind) {
            (Some(id), BarKind::Covered) => format!(
                "{}, {role}, covered, {when}",
                self.snapshot.directory().name_in_words(id)
            ),
            (Some(id), _) => format!("{}, {role}{words}, {when}", self.snapshot.directory().name_in_words(id)),
            (None, BarKind::Covered) => format!("Nobody was planned as {role}, {when}"),
            (None, _) => format!("Gap: no {role}{words}, {when}"),
        };
        let ahead = span.start() > self.reader.now;
        self.pieces.push(Piece {
            role,
            kind,
            person: person.map(|id| named(self.snapshot, id)),
            mine: person.is_some() && person == self.me && kind != BarKind::Covered,
            marks: (false, false),
            span,
            seconds,
            label,
            when,
            note: None,
            cover: None,
            may_offer: ahead && offer.is_none() && giver.is_some_and(|giver| self.context.may_offer(giver)),
            offer,
        });
    }
}

/// What a shift is drawn as: each stretch, or all of it from the first to the last; with the covered seconds.
fn drawn(shift: &Shift, by_stretch: bool) -> Vec<(Span, i64)> {
    let each = shift.stretches.iter().map(|span| (*span, span.seconds()));
    match (shift.stretches.first(), shift.stretches.last()) {
        (Some(first), Some(last)) if !by_stretch => {
            let seconds = each.map(|(_, seconds)| seconds).sum();
            let whole = Span::new(first.start(), last.end());
            whole.into_iter().map(|span| (span, seconds)).collect()
        }
        _ => each.collect(),
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
            Some(run) => {
                run.span = Span::new(run.span.start(), span.end()).unwrap_or(run.span);
                run.seconds += span.seconds();
            }
            None => runs.push(Run {
                shift: row.shift,
                holder,
                cover,
                correction,
                span,
                seconds: span.seconds(),
            }),
        }
    }
    runs
}
