//! The request as the search wants it: turns in order of time, people once each, days as numbers.

use super::days::{Days, MOST_DAYS, day_of};
use super::pairs::Pairs;
use super::{Candidate, Reason, Request, Slot, weekly};
use crate::{PersonId, Role, Span};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A role of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) turn: usize,
    pub(super) role: Role,
}

impl Seat {
    /// The other role of the same turn.
    pub(super) fn other(self) -> Seat {
        Seat {
            role: self.role.other(),
            ..self
        }
    }

    /// Its place among all seats.
    pub(super) fn index(self) -> usize {
        2 * self.turn + self.role as usize
    }

    pub(super) fn at(index: usize) -> Seat {
        Seat {
            turn: index / 2,
            role: Role::BOTH[index % 2],
        }
    }
}

/// Who is in a seat before planning begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lock {
    /// Nobody: it is to be filled.
    Open,
    /// One of the people.
    Member(usize),
    /// Somebody who is not among the people.
    Outsider,
}

/// A slot, known by its place in time.
pub(super) struct Turn {
    /// Its place in the request.
    pub(super) source: usize,
    pub(super) span: Span,
    pub(super) stretches: Vec<Span>,
    /// From the start of the first stretch to the end of the last.
    pub(super) block: Span,
    pub(super) load: i64,
    pub(super) holiday_load: i64,
    /// The place of its day: see [`Days`].
    pub(super) day: usize,
    /// All turns that can be too near for one person to take both lie in here.
    pub(super) nearby: Range<usize>,
    /// All turns that can be in one run with it: see [`weekly`](super::weekly).
    pub(super) weekly: Range<usize>,
    pub(super) locks: [Lock; 2],
}

/// A candidate, with overlapping spans joined.
pub(super) struct Member<'r> {
    pub(super) candidate: &'r Candidate,
    /// Percent of a full share, at least 1.
    pub(super) share: f64,
    pub(super) away: Vec<Span>,
    pub(super) busy: Vec<Span>,
    /// The places of the days on which a busy span starts, one for each.
    pub(super) busy_days: Vec<usize>,
}

/// At most `max` in `days` days.
pub(super) struct Limit {
    pub(super) days: usize,
    pub(super) max: u32,
    /// Whether days with a shift are counted, and not shifts.
    pub(super) of_days: bool,
    /// What is said of whoever would break it.
    pub(super) reason: Reason,
}

pub(super) struct Model<'r> {
    pub(super) request: &'r Request,
    pub(super) turns: Vec<Turn>,
    pub(super) people: Vec<Member<'r>>,
    /// Seconds, at least 0.
    pub(super) rest: i64,
    /// Seconds of rest in a week; 0 when it is not asked for.
    pub(super) weekly_rest: i64,
    pub(super) limits: Vec<Limit>,
    /// Length of the line of days.
    pub(super) days: usize,
    /// Who may be on duty with whom.
    pub(super) pairs: Pairs,
    places: HashMap<PersonId, usize>,
}

impl<'r> Model<'r> {
    pub(super) fn new(request: &'r Request) -> Self {
        let people = members(request);
        let place = |(place, member): (usize, &Member)| (member.candidate.person, place);
        let places: HashMap<PersonId, usize> = people.iter().enumerate().map(place).collect();
        let mut model = Model {
            request,
            turns: turns(request),
            rest: request.rules.min_rest_seconds.clamp(0, i64::from(MOST_DAYS) * 86_400),
            weekly_rest: request.rules.weekly_rest_seconds.clamp(0, 6 * 86_400),
            limits: limits(request),
            days: 0,
            pairs: Pairs::new(&people, &places, &request.rules),
            people,
            places,
        };
        model.place_locks();
        model.find_neighbours();
        model.place_days();
        model
    }

    /// The lock of a seat.
    pub(super) fn lock(&self, seat: Seat) -> Lock {
        self.turns[seat.turn].locks[seat.role as usize]
    }

    /// The seats to be filled, in order of time.
    pub(super) fn open_seats(&self) -> impl Iterator<Item = Seat> {
        (0..2 * self.turns.len())
            .map(Seat::at)
            .filter(|seat| self.lock(*seat) == Lock::Open)
    }

    /// The place of a person among the people.
    pub(super) fn place_of(&self, person: PersonId) -> Option<usize> {
        self.places.get(&person).copied()
    }

    /// Whether one person cannot take both turns, which are two, because they are too near.
    pub(super) fn clash(&self, one: usize, other: usize) -> bool {
        self.pause(one, other) < self.rest || (self.request.rules.no_back_to_back && one.abs_diff(other) == 1)
    }

    /// Seconds from the end of duty in the earlier turn to its start in the later one: less than 0 when they overlap.
    pub(super) fn pause(&self, one: usize, other: usize) -> i64 {
        let (earlier, later) = (&self.turns[one.min(other)].block, &self.turns[one.max(other)].block);
        later.start() - earlier.end()
    }

    fn place_locks(&mut self) {
        let places = &self.places;
        for turn in &mut self.turns {
            let locked = self.request.slots[turn.source].locked;
            turn.locks = Role::BOTH.map(|role| match locked.holder(role) {
                None => Lock::Open,
                Some(person) => places.get(&person).map_or(Lock::Outsider, |place| Lock::Member(*place)),
            });
        }
    }

    fn find_neighbours(&mut self) {
        let starts: Vec<i64> = self.turns.iter().map(|turn| turn.block.start().seconds()).collect();
        let mut latest = i64::MIN;
        let mut ends = Vec::with_capacity(self.turns.len()); // the latest end up to each turn
        for turn in &self.turns {
            latest = latest.max(turn.block.end().seconds());
            ends.push(latest);
        }
        let step = usize::from(self.request.rules.no_back_to_back);
        let all = self.turns.len();
        for (index, turn) in self.turns.iter_mut().enumerate() {
            let first = ends.partition_point(|end| *end <= turn.block.start().seconds() - self.rest);
            let last = starts.partition_point(|start| *start < turn.block.end().seconds() + self.rest);
            turn.nearby = first.min(index.saturating_sub(step))..last.max(index + 1 + step).min(all);
            let (from, until) = weekly::reach(turn.block, self.weekly_rest);
            let first = ends.partition_point(|end| *end <= from.seconds());
            let last = starts.partition_point(|start| *start < until.seconds());
            turn.weekly = first.min(index)..last;
        }
    }

    fn place_days(&mut self) {
        let zone = &self.request.rules.zone;
        let days: Vec<i32> = self.turns.iter().map(|turn| day_of(turn.block.start(), zone)).collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return;
        };
        let seen = first.saturating_sub(MOST_DAYS as i32)..=last.saturating_add(MOST_DAYS as i32);
        let busy_days = |candidate: &Candidate| -> Vec<i32> {
            let days = candidate.busy.iter().map(|busy| day_of(busy.start(), zone));
            days.filter(|day| seen.contains(day)).collect()
        };
        let busy: Vec<Vec<i32>> = self.people.iter().map(|member| busy_days(member.candidate)).collect();
        let reach = self.limits.iter().map(|limit| limit.days).max().unwrap_or(0).max(2);
        let line = Days::new(days.iter().chain(busy.iter().flatten()).copied().collect(), reach);
        for (turn, day) in self.turns.iter_mut().zip(days) {
            turn.day = line.place(day).unwrap_or(0);
        }
        for (member, days) in self.people.iter_mut().zip(busy) {
            member.busy_days = days.into_iter().filter_map(|day| line.place(day)).collect();
        }
        self.days = line.len;
    }
}

/// Slots in order of the start of duty.
fn turns(request: &Request) -> Vec<Turn> {
    let turn = |(source, slot): (usize, &Slot)| {
        let stretches = if slot.stretches.is_empty() {
            vec![slot.span]
        } else {
            joined(&slot.stretches)
        };
        let end = stretches.last().map_or(slot.span.end(), Span::end);
        let block = Span::new(stretches[0].start(), end).unwrap_or(slot.span);
        let locks = [Lock::Open; 2];
        Turn {
            source,
            span: slot.span,
            stretches,
            block,
            load: slot.load.into(),
            holiday_load: slot.holiday_load.into(),
            day: 0,
            nearby: 0..0,
            weekly: 0..0,
            locks,
        }
    };
    let mut turns: Vec<Turn> = request.slots.iter().enumerate().map(turn).collect();
    turns.sort_by_key(|turn| (turn.block, turn.source));
    turns
}

/// Windows, and days in a row: those are a window a day longer in which a day has to be free.
fn limits(request: &Request) -> Vec<Limit> {
    let rules = &request.rules;
    let windows = rules.max_in_window.iter().filter(|asked| asked.days > 0);
    let windows = windows.map(|asked| Limit {
        days: asked.days.min(MOST_DAYS) as usize,
        max: asked.max,
        of_days: false,
        reason: Reason::TooMany {
            days: asked.days,
            max: asked.max,
        },
    });
    let run = rules.max_consecutive_days.map(|max| Limit {
        days: max.min(MOST_DAYS) as usize + 1,
        max: max.min(MOST_DAYS),
        of_days: true,
        reason: Reason::ConsecutiveDays { max },
    });
    windows.chain(run).collect()
}

/// The people, each once: whoever is given twice counts as they were given first.
fn members(request: &Request) -> Vec<Member<'_>> {
    let mut known = HashSet::new();
    let mut members = Vec::with_capacity(request.people.len());
    for candidate in &request.people {
        if known.insert(candidate.person) {
            members.push(Member {
                candidate,
                share: candidate.share_percent.clamp(1, 100).into(),
                away: joined(&candidate.unavailable),
                busy: joined(&candidate.busy),
                busy_days: Vec::new(),
            });
        }
    }
    members
}

/// The spans in order, those that touch or overlap as one.
fn joined(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match joined.last_mut() {
            Some(last) if span.start() <= last.end() => {
                *last = Span::new(last.start(), last.end().max(span.end())).unwrap_or(span);
            }
            _ => joined.push(span),
        }
    }
    joined
}
