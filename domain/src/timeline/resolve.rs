//! From plans, covers and corrections to duty.

use super::layers;
use super::{Corrected, Correction, Cover, Duty, DutyRow, State};
use crate::rota::Shift;
use crate::{CorrectionId, CoverId, Instant, Pairing, PersonId, Role, SamePerson, ShiftId, Span};
use serde::{Deserialize, Serialize};

/// What duty is made of.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The published shifts, with their planned pairings. Shifts do not overlap; where they do, the earlier stands.
    pub shifts: &'a [Shift],
    /// The covers that hold, oldest first: later ones lie on top.
    pub covers: &'a [Cover],
    /// The corrections that hold, oldest first: they lie above all covers, later ones on top.
    pub corrections: &'a [Correction],
    /// From the first published turn to the published end; `None` before anything is published.
    pub planned: Option<Span>,
    /// The time that is asked for.
    pub window: Span,
}

/// One person would hold both roles: the longest stretch in which the same things stand in each other's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// When.
    pub span: Span,
    /// Who.
    pub person: PersonId,
    /// In which shift.
    pub shift: ShiftId,
    /// The cover that makes them Lead; `None` when they are planned so.
    pub lead_cover: Option<CoverId>,
    /// The cover that makes them Engineer; `None` when they are planned so.
    pub engineer_cover: Option<CoverId>,
    /// The correction that makes them Lead.
    pub lead_correction: Option<CorrectionId>,
    /// The correction that makes them Engineer.
    pub engineer_correction: Option<CorrectionId>,
}

/// What really happens within the window: time inside a stretch of a shift is covered, other time is off where it is
/// planned and else unplanned. In each role stands who the latest correction that touches it says was there, else who the
/// latest cover names, or who was planned. Covers fill gaps; neither they nor corrections make covered what is off.
///
/// Takes O((n + m) log (n + m)) for n stretches and m covers and corrections. The result for a part of the window is that part of the
/// result.
///
/// # Errors
/// Every [`Conflict`], in order, when one person would hold both roles anywhere in the window.
///
/// ```
/// use domain::{Pairing, RotaId, ShiftId, Span, rota::Shift, timeline::{Cover, Inputs, resolve}};
/// let (ada, bob) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11", "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10");
/// let span = |from: &str, to: &str| Span::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
/// let day = span("2026-11-24T09:00:00Z", "2026-11-24T17:00:00Z");
/// let shift = Shift {
///     id: ShiftId::of(ada.parse()?, day.start()),
///     span: day,
///     stretches: vec![day],
///     pairing: Pairing::new(Some(ada.parse()?), Some(bob.parse()?))?,
/// };
/// let lunch = span("2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z");
/// let alone = Cover::new(ada.parse()?, lunch, Some(bob.parse()?), None)?;
/// let exchanged = Cover::new(ada.parse()?, lunch, Some(bob.parse()?), Some(ada.parse()?))?;
/// let try_with = |cover: Cover| resolve(&Inputs { shifts: &[shift.clone()], covers: &[cover], corrections: &[], planned: Some(day), window: day });
/// assert_eq!(try_with(alone).unwrap_err()[0].span, lunch); // Bob would be both
/// assert_eq!(try_with(exchanged).unwrap().rows().len(), 3); // in one change they exchange their roles
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn resolve(inputs: &Inputs<'_>) -> Result<Duty, Vec<Conflict>> {
    let window = inputs.window;
    let turns = turns(inputs.shifts, window);
    let lead = Layers::of(inputs, Role::Lead);
    let engineer = Layers::of(inputs, Role::Engineer);
    let cuts = cuts(&turns, [&lead, &engineer], inputs.planned, window);

    let (mut rows, mut conflicts) = (Vec::<DutyRow>::new(), Vec::<Conflict>::new());
    let (mut turns, mut lead, mut engineer) = (Ahead(&turns), lead.ahead(), engineer.ahead());
    for between in cuts.windows(2) {
        let Ok(span) = Span::new(between[0], between[1]) else {
            continue;
        };
        let Some(shift) = turns.at(span.start()) else {
            let planned = inputs.planned.is_some_and(|planned| planned.contains(span.start()));
            rows.push(DutyRow::uncovered(
                span.start(),
                if planned { State::Off } else { State::Unplanned },
            ));
            continue;
        };
        let seats = Seats {
            lead: lead.seat(span.start(), shift.pairing.lead()),
            engineer: engineer.seat(span.start(), shift.pairing.engineer()),
        };
        match covered(span, shift, seats) {
            Ok(row) => rows.push(row),
            Err(conflict) => push_conflict(&mut conflicts, conflict),
        }
    }
    if conflicts.is_empty() {
        Ok(Duty::from_rows(window, &rows))
    } else {
        Err(conflicts)
    }
}

/// The stretches of all shifts within `window`, in order.
fn turns(shifts: &[Shift], window: Span) -> Vec<(Span, &Shift)> {
    let mut turns: Vec<(Span, &Shift)> = Vec::new();
    for shift in shifts {
        let Some(within) = shift.span.intersection(&window) else {
            continue;
        };
        let stretches = shift
            .stretches
            .iter()
            .filter_map(|stretch| stretch.intersection(&within));
        turns.extend(stretches.map(|stretch| (stretch, shift)));
    }
    turns.sort_by_key(|(stretch, shift)| (stretch.start(), shift.span, shift.id));
    turns
}

/// Every instant at which something may change, the window's ends included.
fn cuts(turns: &[(Span, &Shift)], layers: [&Layers; 2], planned: Option<Span>, window: Span) -> Vec<Instant> {
    let spans = turns.iter().map(|(span, _)| *span);
    let spans = spans.chain(layers.into_iter().flat_map(Layers::spans));
    let spans = spans
        .chain(planned.and_then(|planned| planned.intersection(&window)))
        .chain([window]);
    let mut cuts: Vec<Instant> = spans.flat_map(|span| [span.start(), span.end()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// What lies above the plan of a role.
struct Layers {
    covers: Vec<(Span, (CoverId, PersonId))>,
    corrections: Vec<(Span, (CorrectionId, Option<PersonId>))>,
}

impl Layers {
    fn of(inputs: &Inputs<'_>, role: Role) -> Self {
        let covers = inputs.covers.iter();
        let covers = covers.filter_map(|cover| Some((cover.span(), (cover.id(), cover.takes(role)?))));
        let said = |correction: &Correction| match correction.says(role) {
            Corrected::Not => None,
            said => Some((correction.span(), (correction.id(), said.person()))),
        };
        Self {
            covers: layers::top(covers, inputs.window),
            corrections: layers::top(inputs.corrections.iter().filter_map(said), inputs.window),
        }
    }

    fn spans(&self) -> impl Iterator<Item = Span> + '_ {
        let corrections = self.corrections.iter().map(|(span, _)| *span);
        self.covers.iter().map(|(span, _)| *span).chain(corrections)
    }

    fn ahead(&self) -> LayersAhead<'_> {
        LayersAhead {
            covers: Ahead(&self.covers),
            corrections: Ahead(&self.corrections),
        }
    }
}

/// Layers walked once.
struct LayersAhead<'a> {
    covers: Ahead<'a, (CoverId, PersonId)>,
    corrections: Ahead<'a, (CorrectionId, Option<PersonId>)>,
}

impl LayersAhead<'_> {
    /// Who holds the role at an instant, for which `planned` was planned.
    fn seat(&mut self, at: Instant, planned: Option<PersonId>) -> Seat {
        let (correction, cover) = (self.corrections.at(at), self.covers.at(at));
        match (correction, cover) {
            (Some((correction, holder)), _) => Seat {
                holder,
                cover: None,
                correction: Some(correction),
            },
            (None, Some((cover, holder))) => Seat {
                holder: Some(holder),
                cover: Some(cover),
                correction: None,
            },
            (None, None) => Seat {
                holder: planned,
                cover: None,
                correction: None,
            },
        }
    }
}

/// Who holds a role, and why.
struct Seat {
    holder: Option<PersonId>,
    cover: Option<CoverId>,
    correction: Option<CorrectionId>,
}

struct Seats {
    lead: Seat,
    engineer: Seat,
}

/// The row of a stretch of `shift`, or the conflict in it.
fn covered(span: Span, shift: &Shift, Seats { lead, engineer }: Seats) -> Result<DutyRow, Conflict> {
    match Pairing::new(lead.holder, engineer.holder) {
        Ok(pairing) => Ok(DutyRow {
            starts_at: span.start(),
            state: State::Covered,
            shift: Some(shift.id),
            pairing,
            lead_cover: lead.cover,
            engineer_cover: engineer.cover,
            lead_correction: lead.correction,
            engineer_correction: engineer.correction,
        }),
        Err(SamePerson(person)) => Err(Conflict {
            span,
            person,
            shift: shift.id,
            lead_cover: lead.cover,
            engineer_cover: engineer.cover,
            lead_correction: lead.correction,
            engineer_correction: engineer.correction,
        }),
    }
}

fn push_conflict(conflicts: &mut Vec<Conflict>, conflict: Conflict) {
    if let Some(last) = conflicts.last_mut()
        && let Ok(joined) = Span::new(last.span.start(), conflict.span.end())
        && last.span.end() == conflict.span.start()
        && (Conflict {
            span: last.span,
            ..conflict
        }) == *last
    {
        last.span = joined;
    } else {
        conflicts.push(conflict);
    }
}

/// Walks a list of spans once, for instants that only grow. The spans are in order; where they overlap the first holds.
struct Ahead<'a, T>(&'a [(Span, T)]);

impl<T: Copy> Ahead<'_, T> {
    fn at(&mut self, at: Instant) -> Option<T> {
        while let Some(((span, here), rest)) = self.0.split_first() {
            if at < span.end() {
                return span.contains(at).then_some(*here);
            }
            self.0 = rest;
        }
        None
    }
}
