//! What the planner needs to know: the turns, and the people with what stands in their way.

use super::{
    super::{Result, wishes, wording},
    basis::Basis,
    history,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{LeaveRecord, WishRecord},
};
use app::AppError;
use domain::{
    Pairing, PersonId, Qualification, Role, ShiftId, Span,
    planner::{self, Assignment, Candidate, Request, Slot},
    rota::Shift,
    timeline::{Cover, Duty},
};
use std::collections::{BTreeMap, HashMap};

/// How far around the plan duty counts for rest and back to back: five weeks.
pub(super) const AROUND_SECONDS: i64 = 35 * 86_400;

/// What a plan is made of.
pub(super) struct Facts<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) rota: &'a RotaImage,
    /// The plan's span.
    pub(super) span: Span,
    /// Its shifts, with nobody on them yet.
    pub(super) shifts: &'a [Shift],
    /// The published shifts of the rota around the span.
    pub(super) around: &'a [Shift],
    /// The covers on the rota that lie in the span: whoever makes one is not planned there as well.
    pub(super) covers: &'a [Cover],
    /// Everybody's leave around the span.
    pub(super) leave: &'a [LeaveRecord],
    /// What the members wish for.
    pub(super) wishes: &'a [WishRecord],
    /// What every plan of the rota keeps to.
    pub(super) basis: &'a Basis,
}

impl Facts<'_> {
    /// The request for the planner.
    pub(super) fn request(&self, seed: u64) -> Request {
        let rules = &self.rota.ahead;
        let slots = self.shifts.iter().map(|shift| Slot {
            stretches: shift.stretches.clone(),
            holiday_load: planner::holiday_load(&shift.stretches, &rules.zone, &rules.holidays),
            ..Slot::new(
                shift.id,
                shift.span,
                planner::load(&shift.stretches, &rules.zone, &rules.holidays),
            )
        });
        let slots: Vec<Slot> = slots.collect();
        let wishes = wishes::expand(self.wishes, &slots, &rules.zone);
        let planning = &self.basis.rules;
        let rules = planning.rules(rules.zone.clone(), self.basis.apart.clone());
        Request {
            seed,
            weights: planning.weights(),
            wishes,
            baseline: self.baseline(),
            ..Request::new(slots, self.candidates(), rules)
        }
    }

    /// What is published for the same shifts: planning again changes little of it.
    fn baseline(&self) -> Vec<Assignment> {
        let published: HashMap<ShiftId, &Shift> = self.around.iter().map(|shift| (shift.id, shift)).collect();
        let kept = |shift: &Shift| {
            let published = published.get(&shift.id)?;
            (published.pairing != Pairing::GAP).then_some(Assignment {
                shift: shift.id,
                pairing: published.pairing,
            })
        };
        self.shifts.iter().filter_map(kept).collect()
    }

    fn candidates(&self) -> Vec<Candidate> {
        let mut busy = self.busy();
        let mut people = members(self.snapshot, self.rota);
        // The order must not depend on chance: it decides between plans that are equally good.
        people.sort_by_key(|(person, ..)| *person);
        people
            .into_iter()
            .map(|(person, qualification, share_percent)| {
                let candidate = Candidate {
                    share_percent,
                    prior_load: self.basis.history.load(person),
                    prior_holiday_load: self.basis.history.holidays(person),
                    unavailable: self.unavailable(person),
                    busy: busy.remove(&person).unwrap_or_default(),
                    ..Candidate::new(person, qualification)
                };
                self.with_what_is_known(candidate)
            })
            .collect()
    }

    /// Experience, days off, and the first and last day, in the rota's zone.
    fn with_what_is_known(&self, candidate: Candidate) -> Candidate {
        let Some(known) = self.basis.people.get(&candidate.person) else {
            return candidate;
        };
        let midnight = |day| wording::midnight(day, &self.rota.ahead.zone);
        Candidate {
            experience: known.experience,
            days_off: known.days_off,
            joins: known.joins_on.map(midnight),
            leaves: known.leaves_on.and_then(|day| day.succ_opt()).map(midnight),
            ..candidate
        }
    }

    fn unavailable(&self, person: PersonId) -> Vec<Span> {
        let leave = self
            .leave
            .iter()
            .filter(|leave| leave.person == person)
            .map(|leave| leave.span);
        let takes = |cover: &&Cover| Role::BOTH.iter().any(|role| cover.takes(*role) == Some(person));
        let covers = self
            .covers
            .iter()
            .filter(takes)
            .filter_map(|cover| cover.span().intersection(&self.span));
        leave.chain(covers).collect()
    }

    /// Duty outside the plan, one span for each shift: on other rotas by its stretches, on this one by its whole turns.
    fn busy(&self) -> HashMap<PersonId, Vec<Span>> {
        let mut busy: HashMap<PersonId, Vec<Span>> = HashMap::new();
        let Ok(window) = Span::new(self.span.start() - AROUND_SECONDS, self.span.end() + AROUND_SECONDS) else {
            return busy;
        };
        for rota in self.snapshot.rotas() {
            let own = rota.record.id == self.rota.record.id;
            for ((person, shift), held) in held(&rota.duty, window) {
                let span = if own { self.outside(shift) } else { Some(held) };
                if let Some(span) = span {
                    busy.entry(person).or_default().push(span);
                }
            }
        }
        busy.values_mut().for_each(|spans| spans.sort_unstable());
        busy
    }

    /// The turn of a published shift that this plan leaves as it is.
    fn outside(&self, shift: ShiftId) -> Option<Span> {
        let turn = self.around.iter().find(|around| around.id == shift)?.span;
        (turn.start() < self.span.start() || turn.start() >= self.span.end()).then_some(turn)
    }
}

/// From when to when each person is on each shift, pauses included.
fn held(rows: &[domain::timeline::DutyRow], window: Span) -> BTreeMap<(PersonId, ShiftId), Span> {
    let mut held: BTreeMap<(PersonId, ShiftId), Span> = BTreeMap::new();
    for (span, row) in Duty::from_rows(window, rows).segments() {
        let Some(shift) = row.shift else { continue };
        for person in Role::BOTH.iter().filter_map(|role| row.pairing.holder(*role)) {
            let known = held.entry((person, shift)).or_insert(span);
            *known = Span::new(known.start().min(span.start()), known.end().max(span.end())).unwrap_or(*known);
        }
    }
    held
}

/// The team's active members who may hold a role, with their share.
pub(in super::super) fn members(snapshot: &Snapshot, rota: &RotaImage) -> Vec<(PersonId, Qualification, u16)> {
    history::members(snapshot, rota.record.team)
}

/// Why there would be a gap in every shift, whoever else is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Short {
    /// Nobody may hold this role.
    Of(Role),
    /// This person alone is qualified.
    Alone(PersonId),
}

/// What a team lacks for any shift to have two people; `None` when it has enough.
pub(super) fn short(snapshot: &Snapshot, rota: &RotaImage) -> Option<Short> {
    let members = members(snapshot, rota);
    let missing = |role: &Role| !members.iter().any(|(_, qualification, _)| qualification.allows(*role));
    let role = Role::BOTH.into_iter().find(missing).map(Short::Of);
    role.or(match members.as_slice() {
        [(alone, ..)] => Some(Short::Alone(*alone)),
        _ => None,
    })
}

impl Short {
    /// It in words, with what to do about it.
    pub(super) fn words(self, snapshot: &Snapshot, rota: &RotaImage) -> String {
        let team = team(snapshot, rota);
        match self {
            Self::Of(role) => format!(
                "{team} has nobody who may be {role}: every shift stays a gap there until a member is qualified as {role}."
            ),
            Self::Alone(person) => format!(
                "In {team} only {} is qualified, and one person is never Lead and Engineer at once: one role of every shift \
                 stays a gap until there is a second person.",
                snapshot.directory().name(person)
            ),
        }
    }
}

fn team<'a>(snapshot: &'a Snapshot, rota: &RotaImage) -> &'a str {
    let team = snapshot.directory().team(rota.record.team);
    team.map_or("The team", |team| team.name.as_str())
}

/// Whether there is anybody to plan with.
///
/// # Errors
/// `too-few` when nobody in the team is qualified: a plan of nothing but gaps helps nobody.
pub(in super::super) fn anybody(snapshot: &Snapshot, rota: &RotaImage) -> Result<()> {
    if members(snapshot, rota).is_empty() {
        let team = team(snapshot, rota);
        return Err(AppError::refused(
            "too-few",
            format!("{team} has nobody who may be Lead or Engineer yet. Add members with their qualifications first."),
        ));
    }
    Ok(())
}
