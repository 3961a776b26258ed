//! Other rules for what is published: what was stays, no time is lost or doubled, and ids stay where shifts begin as before.

use domain::{
    Instant, Pairing, PersonId, RotaId, Span, Zone,
    holidays::Holidays,
    rota::{Coverage, Fate, Handover, OfficeHours, Rules, Shift, Unit, recut, shifts},
};
use proptest::prelude::*;

fn rules(anchor: i64, hours: u32, around: bool) -> Rules {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let anchor = day.and_hms_opt(u32::try_from(anchor).unwrap(), 0, 0).unwrap();
    let office_hours = OfficeHours::default();
    Rules {
        zone: Zone::utc(),
        coverage: match around {
            true => Coverage::round_the_clock(),
            false => Coverage::out_of_hours(&office_hours),
        },
        handover: Handover::new(anchor, hours, Unit::Hours, vec![]).unwrap(),
        office_hours,
        holidays: Holidays::none(),
    }
}

fn rota() -> RotaId {
    RotaId::from_uuid(uuid::Uuid::from_u128(9))
}

fn at(hours: i64) -> Instant {
    "2026-11-23T00:00:00Z".parse::<Instant>().unwrap() + hours * 3600
}

/// Two weeks that are published, with people who differ from shift to shift.
fn published(rules: &Rules) -> (Span, Vec<Shift>) {
    let window = Span::new(at(0), at(14 * 24)).unwrap();
    let cut = shifts(rota(), rules, window).into_iter().zip(1_u128..);
    let person = |number| PersonId::from_uuid(uuid::Uuid::from_u128(number));
    let all: Vec<Shift> = cut
        .map(|(shift, number)| Shift {
            pairing: Pairing::new(Some(person(number * 2)), Some(person(number * 2 + 1))).unwrap(),
            ..shift
        })
        .collect();
    let whole = Span::new(all[0].span.start(), all[all.len() - 1].span.end()).unwrap();
    (whole, all)
}

/// The shifts as they are afterwards.
fn afterwards(before: &[Shift], ended: &[Shift], put: &[Shift]) -> Vec<Shift> {
    let kept = before.iter().filter(|shift| !ended.contains(shift)).cloned();
    let mut all: Vec<Shift> = kept.chain(put.iter().cloned()).collect();
    all.sort_by_key(|shift| shift.span);
    all
}

#[test]
fn a_shift_under_way_is_cut_where_the_rules_change_and_keeps_its_id() {
    let (whole, before) = published(&rules(9, 24, true));
    let part = Span::new(at(36), whole.end()).unwrap();
    let found = recut(rota(), &before, &rules(12, 24, true), part);
    let (fate, cut) = &found.fates[0];
    assert_eq!((*fate, cut.id, cut.span.end()), (Fate::Cut, before[1].id, at(36)));
    let (fate, first) = &found.fates[1];
    assert_eq!(
        (*fate, first.span.start(), first.pairing),
        (Fate::New, at(36), before[1].pairing)
    );
}

#[test]
fn hours_that_nobody_was_planned_for_are_a_gap() {
    let (whole, before) = published(&rules(9, 24, true));
    let short: Vec<Shift> = before.iter().take(3).cloned().collect();
    let found = recut(rota(), &short, &rules(9, 48, true), whole);
    assert!(found.fates.iter().any(|(_, shift)| shift.pairing == Pairing::GAP));
}

proptest! {
    #[test]
    fn what_lies_before_stands_and_no_time_is_lost_or_doubled(
        anchor in 0..24i64, hours in 4..60u32, around in any::<bool>(), from in 0..200i64, old in 4..60u32,
    ) {
        let (whole, before) = published(&rules(9, old, true));
        let Ok(part) = Span::new(at(from).max(whole.start()), whole.end()) else { return Ok(()) };
        let new = rules(anchor, hours, around);
        let found = recut(rota(), &before, &new, part);
        let after = afterwards(&before, &found.ended, &found.put);
        for pair in after.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start(), "{:?} overlaps {:?}", pair[0], pair[1]);
        }
        let covered = |shifts: &[Shift], at: Instant| {
            shifts.iter().flat_map(|shift| &shift.stretches).any(|stretch| stretch.contains(at))
        };
        let wanted = new.coverage.spans(&new.zone, &new.holidays, part);
        for hour in 0..14 * 24 {
            let at = at(hour);
            if at < part.start() {
                prop_assert_eq!(covered(&before, at), covered(&after, at), "before, at {}", at);
            } else if part.contains(at) {
                prop_assert_eq!(wanted.iter().any(|span| span.contains(at)), covered(&after, at), "after, at {}", at);
            }
        }
        for shift in &after {
            let same = before.iter().find(|other| other.span.start() == shift.span.start());
            prop_assert!(same.is_none_or(|other| other.id == shift.id));
        }
        let again = recut(rota(), &after, &new, part);
        prop_assert!(again.put.is_empty() && again.ended.is_empty(), "cut anew by the same rules, nothing changes");
    }
}
