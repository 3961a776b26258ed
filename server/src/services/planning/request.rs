//! What the planner needs to know: the turns, and the people with what stands in their way.

use super::super::wishes;
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{LeaveRecord, WishRecord},
};
use domain::{
    Pairing, PersonId, Qualification, Role, ShiftId, Span, Zone,
    holidays::Holidays,
    planner::{self, Assignment, Candidate, Request, Slot},
    rota::Shift,
    timeline::{Cover, Duty},
};
use std::collections::{BTreeMap, HashMap};

/// How far around the plan duty counts for rest and back to back: five weeks.
pub(super) const AROUND_SECONDS: i64 = 35 * 86_400;
/// How much past duty a fair plan makes up for: thirteen weeks.
pub(super) const PRIOR_SECONDS: i64 = 91 * 86_400;
/// How much past duty on bank holidays a fair plan makes up for: as far back as the image of the organisation goes.
const PRIOR_HOLIDAYS_SECONDS: i64 = 395 * 86_400;

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
}

impl Facts<'_> {
    /// The request for the planner.
    pub(super) fn request(&self, seed: u64) -> Request {
        let rules = &self.rota.rules;
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
        let planning = self.rota.kept_rules.planning;
        let rules = planner::Rules {
            zone: rules.zone.clone(),
            min_rest_seconds: i64::from(planning.min_rest_hours) * 3600,
            no_back_to_back: !planning.allow_back_to_back,
            ..planner::Rules::default()
        };
        Request {
            seed,
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
        let prior = self.prior_load(PRIOR_SECONDS, planner::load);
        let prior_holidays = self.prior_load(PRIOR_HOLIDAYS_SECONDS, planner::holiday_load);
        let mut people = members(self.snapshot, self.rota);
        // The order must not depend on chance: it decides between plans that are equally good.
        people.sort_by_key(|(person, ..)| *person);
        people
            .into_iter()
            .map(|(person, qualification, share_percent)| Candidate {
                share_percent,
                prior_load: prior.get(&person).copied().unwrap_or(0),
                prior_holiday_load: prior_holidays.get(&person).copied().unwrap_or(0),
                unavailable: self.unavailable(person),
                busy: busy.remove(&person).unwrap_or_default(),
                ..Candidate::new(person, qualification)
            })
            .collect()
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

    /// Points of the duty on the team's rotas in so many seconds before the plan.
    fn prior_load(&self, seconds: i64, weigh: fn(&[Span], &Zone, &Holidays) -> u32) -> BTreeMap<PersonId, u32> {
        let mut loads = BTreeMap::new();
        let Ok(window) = Span::new(self.span.start() - seconds, self.span.start()) else {
            return loads;
        };
        for rota in self
            .snapshot
            .rotas()
            .filter(|rota| rota.record.team == self.rota.record.team)
        {
            let mut stretches: BTreeMap<PersonId, Vec<Span>> = BTreeMap::new();
            for (span, row) in Duty::from_rows(window, &rota.duty).segments() {
                for person in Role::BOTH.iter().filter_map(|role| row.pairing.holder(*role)) {
                    stretches.entry(person).or_default().push(span);
                }
            }
            for (person, stretches) in stretches {
                let load = weigh(&stretches, &rota.rules.zone, &rota.rules.holidays);
                *loads.entry(person).or_default() += load;
            }
        }
        loads
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
    let directory = snapshot.directory();
    let active = |person| {
        directory
            .person(person)
            .is_some_and(|person| person.deactivated_at.is_none())
    };
    directory
        .members(rota.record.team)
        .iter()
        .filter(|member| active(member.person))
        .filter_map(|member| Some((member.person, member.qualification?, member.share_percent)))
        .collect()
}

/// Why no pairing is possible at all, in words; `None` when one is.
pub(in super::super) fn too_few(snapshot: &Snapshot, rota: &RotaImage) -> Option<String> {
    let members = members(snapshot, rota);
    let who = |role: Role| {
        members
            .iter()
            .filter(move |(_, qualification, _)| qualification.allows(role))
            .map(|(person, ..)| *person)
    };
    let team = snapshot
        .directory()
        .team(rota.record.team)
        .map_or("The team", |team| team.name.as_str());
    let (leads, engineers): (Vec<_>, Vec<_>) = (who(Role::Lead).collect(), who(Role::Engineer).collect());
    match (leads.as_slice(), engineers.as_slice()) {
        ([], []) => Some(format!(
            "{team} has nobody who may be Lead or Engineer yet. Add members with their qualifications first."
        )),
        ([], _) => Some(format!(
            "{team} has nobody who may be Lead. Qualify at least one member as Lead first."
        )),
        (_, []) => Some(format!(
            "{team} has nobody who may be Engineer. Qualify at least one member as Engineer first."
        )),
        ([lead], [engineer]) if lead == engineer => Some(format!(
            "In {team} only {} is qualified, and one person is never Lead and Engineer at once. Add a second person first.",
            snapshot.directory().name(*lead)
        )),
        _ => None,
    }
}
