//! Who may take which seat, whatever else is planned: qualification, leave, duty elsewhere.

use super::model::{Member, Model, Seat, Turn};
use super::{Reason, bits::TurnSets, weekly};
use crate::{Role, Span};
use chrono::{Datelike as _, Weekday};

/// For each seat the people who may take it as far as nothing else is planned.
pub(super) struct Fitness {
    seats: Vec<Vec<usize>>,
    sets: [TurnSets; 2],
}

impl Fitness {
    pub(super) fn new(model: &Model) -> Self {
        let (people, turns) = (model.people.len(), model.turns.len());
        let mut sets = [TurnSets::new(people, turns), TurnSets::new(people, turns)];
        let mut seats = vec![Vec::new(); 2 * turns];
        for turn in 0..turns {
            for (person, member) in model.people.iter().enumerate() {
                if !presence(model, member, &model.turns[turn]).is_empty() || weekly::breaks(model, person, turn, None)
                {
                    continue;
                }
                for role in Role::BOTH
                    .into_iter()
                    .filter(|role| member.candidate.qualification.allows(*role))
                {
                    sets[role as usize].flip(person, turn);
                    seats[Seat { turn, role }.index()].push(person);
                }
            }
        }
        Self { seats, sets }
    }

    /// The people who may take a seat.
    pub(super) fn people(&self, seat: Seat) -> &[usize] {
        &self.seats[seat.index()]
    }

    /// Whether a person may take a seat.
    pub(super) fn allows(&self, person: usize, seat: Seat) -> bool {
        self.sets[seat.role as usize].contains(person, seat.turn)
    }
}

/// What keeps a person from a seat whatever else is planned.
pub(super) fn reasons(model: &Model, person: usize, seat: Seat) -> Vec<Reason> {
    let member = &model.people[person];
    let mut reasons = presence(model, member, &model.turns[seat.turn]);
    reasons.extend(weekly::reason(model, person, seat.turn, None));
    if !member.candidate.qualification.allows(seat.role) {
        reasons.insert(0, Reason::NotQualified { role: seat.role });
    }
    reasons
}

/// Leave and duty elsewhere: each reason once.
fn presence(model: &Model, member: &Member, turn: &Turn) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut add = |reason: Reason| {
        if !reasons
            .iter()
            .any(|known| std::mem::discriminant(known) == std::mem::discriminant(&reason))
        {
            reasons.push(reason);
        }
    };
    if let Some(joins) = member.candidate.joins.filter(|joins| turn.block.start() < *joins) {
        add(Reason::NotYetJoined { joins });
    }
    if let Some(leaves) = member.candidate.leaves.filter(|leaves| *leaves < turn.block.end()) {
        add(Reason::HasLeft { leaves });
    }
    for stretch in &turn.stretches {
        if let Some(away) = meeting(&member.away, *stretch) {
            add(Reason::OnLeave { away });
        }
        if let Some(weekday) = day_off(model, member, *stretch) {
            add(Reason::DayOff { weekday });
        }
        if let Some(duty) = meeting(&member.busy, *stretch) {
            add(Reason::OnDuty { duty });
        }
        if let Some(duty) = apart(&member.busy, *stretch, model.rest) {
            add(too_little_rest(model, pause(duty, *stretch)));
        }
    }
    if model.request.rules.no_back_to_back && touches(&member.busy, turn.span) {
        add(Reason::BackToBack);
    }
    reasons
}

/// The first day of the stretch that the person never works on.
fn day_off(model: &Model, member: &Member, stretch: Span) -> Option<Weekday> {
    let days_off = member.candidate.days_off;
    if days_off.is_empty() {
        return None;
    }
    let local = |at| model.request.rules.zone.local(at).date();
    let (first, last) = (local(stretch.start()), local(stretch.end() + -1));
    let days = first.iter_days().take_while(|day| *day <= last).take(7);
    days.map(|day| day.weekday()).find(|day| days_off.contains(*day))
}

/// The reason for `pause` seconds of rest.
pub(super) fn too_little_rest(model: &Model, pause: i64) -> Reason {
    let hours = |seconds: i64| u32::try_from(seconds.max(0) / 3600).unwrap_or(u32::MAX);
    Reason::Rest {
        hours: hours(pause),
        needed: hours(model.rest + 3599),
    }
}

/// The first of the spans, which are in order and apart, that overlaps `with`.
fn meeting(spans: &[Span], with: Span) -> Option<Span> {
    let first = spans.partition_point(|span| span.end() <= with.start());
    spans.get(first).copied().filter(|span| span.overlaps(&with))
}

/// The first of the spans that leaves a pause to `to`, but one shorter than `rest`.
fn apart(spans: &[Span], to: Span, rest: i64) -> Option<Span> {
    let first = spans.partition_point(|span| span.end() + rest <= to.start());
    let near = spans[first..].iter().take_while(|span| span.start() - rest < to.end());
    near.copied().find(|span| !span.overlaps(&to))
}

/// Seconds between two spans that do not overlap.
fn pause(one: Span, other: Span) -> i64 {
    (other.start() - one.end()).max(one.start() - other.end())
}

/// Whether one of the spans ends where `turn` starts, or starts where it ends.
fn touches(spans: &[Span], turn: Span) -> bool {
    let next = spans.partition_point(|span| span.end() < turn.start());
    let before = spans.get(next).is_some_and(|span| span.end() == turn.start());
    let after = spans.binary_search_by_key(&turn.end(), Span::start).is_ok();
    before || after
}
