//! Other rules for what is published: what was stays, no time is lost or doubled, and ids stay where shifts begin as before.

use domain::{
    Instant, Pairing, PersonId, RotaId, Span, Zone,
    holidays::Holidays,
    rota::{Coverage, Fate, Handover, HolidayRule, OfficeHours, Rules, Shift, Unit, recut, shifts, with_holidays},
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

/// Out-of-hours weeks, of which `rules` say what a holiday is.
fn weeks(on_holidays: HolidayRule) -> (Rules, Span, Vec<Shift>) {
    let office_hours = OfficeHours::default();
    let weekly = Coverage::out_of_hours(&office_hours).weekly().to_vec();
    let rules = Rules {
        coverage: Coverage::new(weekly, on_holidays, vec![]).unwrap(),
        handover: Handover::new("2026-11-23T09:00:00".parse().unwrap(), 1, Unit::Weeks, vec![]).unwrap(),
        ..rules(9, 24, false)
    };
    let (whole, all) = published(&rules);
    (rules, whole, all)
}

#[test]
fn a_date_that_becomes_a_holiday_changes_the_hours_of_its_shift_and_nothing_else() {
    let (mut rules, whole, before) = weeks(HolidayRule::AsSunday);
    let wednesday = "2026-12-02".parse().unwrap();
    rules.holidays.insert(wednesday, "A day of ours");
    let found = with_holidays(rota(), &before, &rules, whole, &[wednesday]);
    assert_eq!((found.ended.len(), found.put.len()), (1, 1));
    assert_eq!(
        (found.put[0].id, found.put[0].pairing),
        (before[1].id, before[1].pairing)
    );
    let after = afterwards(&before, &found.ended, &found.put);
    // What a plan made now would have, with the same people.
    let plain = shifts(rota(), &rules, whole);
    assert_eq!(
        after.iter().map(|shift| &shift.stretches).collect::<Vec<_>>(),
        plain.iter().map(|shift| &shift.stretches).collect::<Vec<_>>()
    );
    // And back again.
    rules.holidays.remove(wednesday);
    let back = with_holidays(rota(), &after, &rules, whole, &[wednesday]);
    assert_eq!(afterwards(&after, &back.ended, &back.put), before);
}

#[test]
fn what_of_a_new_holiday_is_over_stays_as_it_was() {
    let (mut rules, whole, before) = weeks(HolidayRule::AsSunday);
    let tuesday = "2026-12-01".parse().unwrap();
    rules.holidays.insert(tuesday, "A day of ours");
    let noon = at(8 * 24 + 12);
    let found = with_holidays(
        rota(),
        &before,
        &rules,
        Span::new(noon, whole.end()).unwrap(),
        &[tuesday],
    );
    let gained = |shift: &Shift| shift.stretches.iter().map(Span::seconds).sum::<i64>();
    assert_eq!(
        gained(&found.put[0]) - gained(&before[1]),
        5 * 3600 + 1800,
        "from noon to 17:30"
    );
}

#[test]
fn a_turn_that_gains_coverage_is_a_new_shift_with_a_gap_and_one_that_loses_all_is_no_more() {
    let office_hours = OfficeHours::default();
    let mut rules = Rules {
        coverage: Coverage::new(office_hours.windows.clone(), HolidayRule::AllDay, vec![]).unwrap(),
        ..rules(0, 24, true)
    };
    let (whole, before) = published(&rules);
    let saturday = "2026-11-28".parse().unwrap();
    rules.holidays.insert(saturday, "A day of ours");
    let found = with_holidays(rota(), &before, &rules, whole, &[saturday]);
    assert_eq!((found.fates.len(), found.fates[0].0), (1, Fate::New));
    assert_eq!(
        (found.put[0].pairing, found.put[0].span.seconds()),
        (Pairing::GAP, 86_400)
    );
    let after = afterwards(&before, &found.ended, &found.put);
    rules.holidays.remove(saturday);
    let back = with_holidays(rota(), &after, &rules, whole, &[saturday]);
    assert_eq!(
        (back.fates[0].0, back.put.len(), back.ended.len()),
        (Fate::Dropped, 0, 1)
    );
}
