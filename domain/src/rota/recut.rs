//! What other rules make of shifts that are published already.

use super::{Rules, Shift, pattern::merged, shifts};
use crate::{Instant, Pairing, RotaId, Span};
use chrono::{NaiveDate, NaiveTime};
use std::collections::HashMap;

/// What becomes of a published shift, or of time, under other rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It stays as it is.
    Kept,
    /// It begins as before, and has other hours.
    Changed,
    /// It is under way when the rules change, and ends there.
    Cut,
    /// It is one that there was not.
    New,
    /// It is no more.
    Dropped,
}

/// Published shifts cut anew.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recut {
    /// Each shift that is or was, with what becomes of it, in order of start: as it is then, or as it was if it is dropped.
    pub fates: Vec<(Fate, Shift)>,
    /// The shifts as they were whose versions end.
    pub ended: Vec<Shift>,
    /// The shifts as they are that take their place.
    pub put: Vec<Shift>,
}

/// Cuts what is published of `rota` within `part` anew by `rules`: what lies before it stays. Each new shift has the two
/// people of the published shift with which it shares most time, and a gap where there is none; one that begins when
/// one began before keeps its id, so that calendars keep their events.
///
/// ```
/// use domain::{*, rota::{Coverage, Fate, Handover, OfficeHours, Rules, Unit, recut, shifts}};
/// let rules = |hours| Rules {
///     zone: Zone::utc(),
///     coverage: Coverage::round_the_clock(),
///     handover: Handover::new("2026-11-23T09:00:00".parse().unwrap(), hours, Unit::Hours, vec![]).unwrap(),
///     office_hours: OfficeHours::default(),
///     holidays: holidays::Holidays::none(),
/// };
/// let rota = RotaId::from_uuid(uuid::Uuid::nil());
/// let part = Span::new("2026-11-23T09:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let days = shifts(rota, &rules(24), part);
/// let fates: Vec<Fate> = recut(rota, &days, &rules(12), part).fates.into_iter().map(|(fate, _)| fate).collect();
/// assert_eq!(fates, [Fate::Changed, Fate::New, Fate::Changed, Fate::New]);
/// assert!(recut(rota, &days, &rules(24), part).put.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn recut(rota: RotaId, published: &[Shift], rules: &Rules, part: Span) -> Recut {
    let mut found = Recut::default();
    let turns = turns(rota, published, rules, part);
    let mut before: HashMap<_, &Shift> = HashMap::new();
    for shift in published.iter().filter(|shift| shift.span.overlaps(&part)) {
        if shift.span.start() >= part.start() {
            before.insert(shift.id, shift);
        } else {
            found.ended.push(shift.clone());
            let cut = until(shift, part.start());
            found.fates.extend(cut.clone().map(|cut| (Fate::Cut, cut)));
            found.put.extend(cut);
        }
    }
    for turn in turns {
        let fate = match before.remove(&turn.id) {
            Some(same) if *same == turn => Fate::Kept,
            Some(same) => {
                found.ended.push(same.clone());
                Fate::Changed
            }
            None => Fate::New,
        };
        if fate != Fate::Kept {
            found.put.push(turn.clone());
        }
        found.fates.push((fate, turn));
    }
    let dropped: Vec<Shift> = before.into_values().cloned().collect();
    found
        .fates
        .extend(dropped.iter().cloned().map(|shift| (Fate::Dropped, shift)));
    found.ended.extend(dropped);
    found
        .fates
        .sort_by_key(|(fate, shift)| (shift.span, *fate == Fate::Dropped));
    found.ended.sort_by_key(|shift| shift.span);
    found
}

/// The turns of `rules` in `part`, each with its two people.
fn turns(rota: RotaId, published: &[Shift], rules: &Rules, part: Span) -> Vec<Shift> {
    let first = rules.handover.at_or_before(&rules.zone, part.start());
    let Ok(window) = Span::new(first.unwrap_or(part.start()), part.end()) else {
        return Vec::new();
    };
    let cut = shifts(rota, rules, window).into_iter();
    cut.filter_map(|shift| shift.within(rota, part))
        .map(|shift| Shift {
            pairing: pairing(&shift, published),
            ..shift
        })
        .collect()
}

/// What is published of `rota` when `dates` have become holidays, or none any more, of which `rules` know: within `part`
/// the coverage of those dates is what the rules now make of it, and everything else stays as it is. A shift keeps its
/// people and its id; a turn that had no coverage and has some now is a new shift with a gap, so that it is seen.
///
/// ```
/// use domain::{*, rota::{Coverage, Handover, HolidayRule, OfficeHours, Rules, Unit, shifts, with_holidays}};
/// let office_hours = OfficeHours::default();
/// let mut rules = Rules {
///     zone: Zone::utc(),
///     coverage: Coverage::out_of_hours(&office_hours),
///     handover: Handover::new("2026-11-23T09:00:00".parse().unwrap(), 1, Unit::Weeks, vec![]).unwrap(),
///     office_hours,
///     holidays: holidays::Holidays::none(),
/// };
/// let rota = RotaId::from_uuid(uuid::Uuid::nil());
/// let week = Span::new("2026-11-23T09:00:00Z".parse()?, "2026-11-30T09:00:00Z".parse()?)?;
/// let published = shifts(rota, &rules, week);
/// let wednesday = "2026-11-25".parse().unwrap();
/// rules.holidays.insert(wednesday, "a day of ours");
/// let found = with_holidays(rota, &published, &rules, week, &[wednesday]);
/// let hours = |shifts: &[rota::Shift]| shifts[0].stretches.iter().map(Span::seconds).sum::<i64>() / 3600;
/// assert_eq!((hours(&published), hours(&found.put)), (125, 134)); // 09:00 to 17:30 of that day is covered too
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn with_holidays(rota: RotaId, published: &[Shift], rules: &Rules, part: Span, dates: &[NaiveDate]) -> Recut {
    let midnight = |date: NaiveDate| rules.zone.instant(date.and_time(NaiveTime::MIN));
    let days = dates.iter().filter_map(|date| {
        let day = Span::new(midnight(*date), midnight(date.succ_opt()?)).ok()?;
        day.intersection(&part)
    });
    let days = merged(days.collect());
    let covered: Vec<Span> = days
        .iter()
        .flat_map(|day| rules.coverage.spans(&rules.zone, &rules.holidays, *day))
        .collect();
    let mut found = Recut::default();
    for shift in published {
        let outside = shift.stretches.iter().flat_map(|stretch| without(*stretch, &days));
        let inside = covered.iter().filter_map(|span| span.intersection(&shift.span));
        let mut stretches: Vec<Span> = outside.chain(inside).collect();
        stretches.sort_unstable();
        found.settle(shift, merged(stretches));
    }
    for day in &days {
        let first = rules.handover.at_or_before(&rules.zone, day.start());
        let window = Span::new(first.unwrap_or(day.start()), day.end());
        let turns = window.map(|window| shifts(rota, rules, window)).unwrap_or_default();
        let turns = turns.into_iter().filter_map(|turn| turn.within(rota, part));
        let free = turns.filter(|turn| {
            !published
                .iter()
                .chain(&found.put)
                .any(|other| other.span.overlaps(&turn.span))
        });
        let new: Vec<Shift> = free.filter(|turn| turn.span.overlaps(day)).collect();
        for turn in new {
            found.fates.push((Fate::New, turn.clone()));
            found.put.push(turn);
        }
    }
    found
}

impl Recut {
    /// Notes what becomes of a shift that is to have other hours.
    fn settle(&mut self, shift: &Shift, stretches: Vec<Span>) {
        if stretches == merged(shift.stretches.clone()) {
            return;
        }
        self.ended.push(shift.clone());
        if stretches.is_empty() {
            self.fates.push((Fate::Dropped, shift.clone()));
            return;
        }
        let changed = Shift {
            stretches,
            ..shift.clone()
        };
        self.fates.push((Fate::Changed, changed.clone()));
        self.put.push(changed);
    }
}

/// What of a span lies in none of some others, which are in order and apart.
fn without(span: Span, others: &[Span]) -> Vec<Span> {
    let mut left = vec![span];
    for other in others {
        left = left.iter().flat_map(|piece| piece.outside(other)).collect();
    }
    left
}

/// Whoever was planned for most of the time of a shift.
fn pairing(shift: &Shift, published: &[Shift]) -> Pairing {
    let shared = |other: &Shift| shift.span.intersection(&other.span).map(|both| both.seconds());
    let most = published.iter().filter_map(|other| Some((shared(other)?, other)));
    // Of several that share as much, the first.
    let most = most.max_by_key(|(seconds, other)| (*seconds, std::cmp::Reverse(other.span.start())));
    most.map_or(Pairing::GAP, |(_, other)| other.pairing)
}

/// What of a shift lies before an instant; nothing when that holds no coverage.
fn until(shift: &Shift, end: Instant) -> Option<Shift> {
    let span = Span::new(shift.span.start(), end).ok()?;
    let stretches: Vec<Span> = shift
        .stretches
        .iter()
        .filter_map(|stretch| stretch.intersection(&span))
        .collect();
    (!stretches.is_empty()).then(|| Shift {
        span,
        stretches,
        ..shift.clone()
    })
}
