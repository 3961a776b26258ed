//! The hard rules once more, by brute force and with nothing in common with the planner: what a plan may never do.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{Candidate, Experience, Plan, Request, Slot};
use crate::{Instant, Pairing, PersonId, Role, Span};
use chrono::Datelike;

/// A shift somebody holds, and whether the plan gave it to them.
struct Held<'r> {
    slot: &'r Slot,
    role: Role,
    planned: bool,
}

fn start(slot: &Slot) -> Instant {
    slot.stretches
        .iter()
        .map(Span::start)
        .min()
        .unwrap_or(slot.span.start())
}

fn end(slot: &Slot) -> Instant {
    slot.stretches.iter().map(Span::end).max().unwrap_or(slot.span.end())
}

fn stretches(slot: &Slot) -> Vec<Span> {
    if slot.stretches.is_empty() {
        vec![slot.span]
    } else {
        slot.stretches.clone()
    }
}

/// Every breach of a rule in the plan, in words; none in a good plan.
pub(super) fn breaches(request: &Request, plan: &Plan) -> Vec<String> {
    let mut found = Vec::new();
    assert_eq!(plan.assignments.len(), request.slots.len());
    let mut gaps = 0;
    for (slot, assignment) in request.slots.iter().zip(&plan.assignments) {
        assert_eq!(slot.shift, assignment.shift);
        gaps += assignment.pairing.gaps().count();
        for role in Role::BOTH {
            let holder = assignment.pairing.holder(role);
            if slot.locked.holder(role).is_some() && holder != slot.locked.holder(role) {
                found.push(format!("{role} of {:?} is locked and was changed", slot.span));
            }
            let known = |person: &PersonId| request.people.iter().any(|candidate| candidate.person == *person);
            if slot.locked.holder(role).is_none() && holder.is_some_and(|person| !known(&person)) {
                found.push(format!("{role} of {:?} went to a stranger", slot.span));
            }
        }
    }
    if gaps != plan.unfilled.len() || gaps != plan.score.unfilled as usize {
        found.push(format!(
            "{gaps} gaps, {} explained, {} counted",
            plan.unfilled.len(),
            plan.score.unfilled
        ));
    }
    for (slot, assignment) in request.slots.iter().zip(&plan.assignments) {
        if slot.locked.gaps().count() > 0 {
            found.extend(pair_breach(request, slot, assignment.pairing));
        }
    }
    for candidate in &request.people {
        check_person(request, candidate, &held(request, plan, candidate.person), &mut found);
    }
    found
}

/// Why two people may not be on the same shift, or one not alone. Locked strangers are nobody's business.
fn pair_breach(request: &Request, slot: &Slot, pairing: Pairing) -> Option<String> {
    let known = |role| {
        let holder = pairing.holder(role)?;
        request.people.iter().find(|candidate| candidate.person == holder)
    };
    let planned = |role| slot.locked.holder(role).is_none();
    match (known(Role::Lead), known(Role::Engineer)) {
        (Some(lead), Some(engineer)) => {
            let experience = [lead.experience, engineer.experience];
            let newcomers = experience.iter().filter(|one| **one == Experience::Newcomer).count();
            let experienced = experience.contains(&Experience::Experienced);
            let apart = |pair: &[PersonId; 2]| pair.contains(&lead.person) && pair.contains(&engineer.person);
            if newcomers == 2 || (newcomers == 1 && !experienced) {
                return Some(format!("a newcomer has no experienced partner at {:?}", slot.span));
            }
            let apart = request.rules.apart.iter().any(apart);
            apart.then(|| format!("two who are kept apart are together at {:?}", slot.span))
        }
        (Some(alone), None) | (None, Some(alone)) => {
            let role = pairing.role_of(alone.person).unwrap();
            let left_alone = planned(role) && pairing.gaps().count() == 1;
            (left_alone && alone.experience == Experience::Newcomer)
                .then(|| format!("a newcomer is alone at {:?}", slot.span))
        }
        (None, None) => None,
    }
}

fn held<'r>(request: &'r Request, plan: &Plan, person: PersonId) -> Vec<Held<'r>> {
    let mut held = Vec::new();
    for (slot, assignment) in request.slots.iter().zip(&plan.assignments) {
        if let Some(role) = assignment.pairing.role_of(person) {
            held.push(Held {
                slot,
                role,
                planned: slot.locked.holder(role).is_none(),
            });
        }
    }
    held
}

fn check_person(request: &Request, candidate: &Candidate, held: &[Held], found: &mut Vec<String>) {
    let person = candidate.person;
    for shift in held.iter().filter(|shift| shift.planned) {
        if !candidate.qualification.allows(shift.role) {
            found.push(format!("{person} is not qualified as {}", shift.role));
        }
        if candidate.joins.is_some_and(|joins| start(shift.slot) < joins) {
            found.push(format!("{person} is on duty before they join"));
        }
        if candidate.leaves.is_some_and(|leaves| end(shift.slot) > leaves) {
            found.push(format!("{person} is on duty after they leave"));
        }
        for stretch in stretches(shift.slot) {
            if candidate.unavailable.iter().any(|away| away.overlaps(&stretch)) {
                found.push(format!("{person} is on leave in {stretch:?}"));
            }
            let looks = if candidate.days_off.is_empty() { 0 } else { usize::MAX };
            let mut hours = (stretch.start().seconds()..stretch.end().seconds())
                .step_by(1800)
                .take(looks);
            let weekday = |second| request.rules.zone.local(Instant::from_seconds(second)).weekday();
            if hours.any(|second| candidate.days_off.contains(weekday(second))) {
                found.push(format!("{person} never works on a day of {stretch:?}"));
            }
            let rest = request.rules.min_rest_seconds;
            let near = |busy: &Span| busy.start() < stretch.end() + rest && stretch.start() < busy.end() + rest;
            if candidate.busy.iter().any(near) {
                found.push(format!("{person} is busy around {stretch:?}"));
            }
        }
        check_against_others(request, person, shift, held, found);
        let whole = shift.slot.span;
        let touches = |busy: &Span| busy.end() == whole.start() || busy.start() == whole.end();
        if request.rules.no_back_to_back && candidate.busy.iter().any(touches) {
            found.push(format!("{person} is back to back with duty elsewhere at {whole:?}"));
        }
    }
    check_days(request, candidate, held, found);
    check_weekly_rest(request, candidate, held, found);
}

fn check_against_others(request: &Request, person: PersonId, shift: &Held, held: &[Held], found: &mut Vec<String>) {
    let mut order: Vec<Instant> = request.slots.iter().map(start).collect();
    order.sort();
    let place = |slot: &Slot| order.binary_search(&start(slot)).unwrap();
    for other in held.iter().filter(|other| other.slot.shift != shift.slot.shift) {
        let rest = (start(other.slot) - end(shift.slot)).max(start(shift.slot) - end(other.slot));
        if rest < request.rules.min_rest_seconds {
            found.push(format!("{person} has {rest} s of rest beside {:?}", shift.slot.span));
        }
        if request.rules.no_back_to_back && place(shift.slot).abs_diff(place(other.slot)) == 1 {
            found.push(format!("{person} is back to back at {:?}", shift.slot.span));
        }
    }
}

fn check_days(request: &Request, candidate: &Candidate, held: &[Held], found: &mut Vec<String>) {
    let person = candidate.person;
    let day = |at: Instant| request.rules.zone.local(at).num_days_from_ce();
    let mut days: Vec<(i32, bool)> = held
        .iter()
        .map(|shift| (day(start(shift.slot)), shift.planned))
        .collect();
    days.extend(candidate.busy.iter().map(|busy| (day(busy.start()), false)));
    for limit in &request.rules.max_in_window {
        for first in days.iter().map(|(day, _)| *day) {
            let within = |day: &i32| (first..first + limit.days as i32).contains(day);
            let inside: Vec<bool> = days
                .iter()
                .filter(|(day, _)| within(day))
                .map(|(_, planned)| *planned)
                .collect();
            if inside.len() > limit.max as usize && inside.contains(&true) {
                found.push(format!("{person} has {} shifts in {} days", inside.len(), limit.days));
            }
        }
    }
    let Some(most) = request.rules.max_consecutive_days else {
        return;
    };
    for first in days.iter().map(|(day, _)| *day) {
        let run: Vec<i32> = (first..)
            .take_while(|day| days.iter().any(|(other, _)| other == day))
            .collect();
        let planned = |day: &i32| days.contains(&(*day, true));
        if run.len() > most as usize && run.iter().any(planned) {
            found.push(format!("{person} is on duty {} days in a row", run.len()));
        }
    }
}

fn check_weekly_rest(request: &Request, candidate: &Candidate, held: &[Held], found: &mut Vec<String>) {
    let rest = request.rules.weekly_rest_seconds;
    if rest == 0 {
        return;
    }
    let mut duties: Vec<(Instant, Instant, bool)> = candidate
        .busy
        .iter()
        .map(|busy| (busy.start(), busy.end(), false))
        .chain(
            held.iter()
                .map(|shift| (start(shift.slot), end(shift.slot), shift.planned)),
        )
        .collect();
    duties.sort();
    // Second by second in thought: whoever has no pause of `rest` from here to there is in one run.
    for (place, (from, _, _)) in duties.iter().enumerate() {
        let (mut until, mut planned, mut several) = (*from, false, false);
        for (index, (begins, ends, own)) in duties.iter().enumerate().skip(place) {
            if index > place && *begins - until >= rest {
                break;
            }
            until = until.max(*ends);
            planned |= own;
            several |= index > place;
        }
        if several && planned && until - *from > 7 * 86_400 - rest {
            found.push(format!("{} has no weekly rest from {from}", candidate.person));
        }
    }
}
