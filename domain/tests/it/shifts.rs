//! Coverage cut into turns.

use crate::support::*;
use domain::holidays::Holidays;
use domain::rota::{Coverage, Handover, HolidayRule, OfficeHours, Rules, Unit, shifts};
use domain::{Pairing, Span};
use proptest::prelude::*;

fn rules(name: &str, coverage: Coverage, handover: Handover) -> Rules {
    Rules {
        zone: zone(name),
        coverage,
        handover,
        office_hours: OfficeHours::default(),
        holidays: Holidays::none(),
    }
}

fn weekly(anchor: &str) -> Handover {
    Handover::new(wall(anchor), 1, Unit::Weeks, vec![]).unwrap()
}

#[test]
fn a_turn_has_all_coverage_between_its_handovers_and_nobody_yet() {
    let nights = Coverage::out_of_hours(&OfficeHours::default());
    // Handover on Wednesday at noon, office hours.
    let turns = shifts(
        rota(),
        &rules("Europe/London", nights, weekly("2026-11-25T12:00")),
        span("2026-11-25T12:00", "2026-11-25T12:01"),
    );
    assert_eq!(turns.len(), 1);
    assert_eq!(turns[0].span, span("2026-11-25T12:00", "2026-12-02T12:00"));
    assert_eq!(turns[0].stretches.len(), 5);
    assert_eq!(turns[0].pairing, Pairing::GAP);
}

#[test]
fn a_handover_inside_coverage_cuts_it() {
    let nights = Coverage::new(
        vec![daily("mon tue wed thu fri sat sun", "20:00", "08:00")],
        HolidayRule::AsUsual,
        vec![],
    );
    let midnight = Handover::new(wall("2026-11-24T00:00"), 1, Unit::Days, vec![]).unwrap();
    let turns = shifts(
        rota(),
        &rules("Europe/London", nights.unwrap(), midnight),
        span("2026-11-24T00:00", "2026-11-25T00:00"),
    );
    let expected = [
        span("2026-11-24T00:00", "2026-11-24T08:00"),
        span("2026-11-24T20:00", "2026-11-25T00:00"),
    ];
    assert_eq!(turns[0].stretches, expected);
}

#[test]
fn a_turn_without_coverage_makes_no_shift() {
    let weekdays = Coverage::new(
        vec![daily("mon tue wed thu fri", "09:00", "17:00")],
        HolidayRule::AsUsual,
        vec![],
    )
    .unwrap();
    let daily = Handover::new(wall("2026-11-23T09:00"), 1, Unit::Days, vec![]).unwrap();
    let turns = shifts(
        rota(),
        &rules("Europe/London", weekdays, daily),
        span("2026-11-23T00:00", "2026-11-30T00:00"),
    );
    assert_eq!(turns.len(), 5);
}

#[test]
fn planning_the_same_turn_again_gives_the_same_id() {
    let rules = rules("Europe/London", Coverage::round_the_clock(), weekly("2026-11-23T09:00"));
    let long = shifts(rota(), &rules, span("2026-11-01T00:00", "2027-02-01T00:00"));
    let short = shifts(rota(), &rules, span("2026-12-01T00:00", "2027-01-01T00:00"));
    assert!(short.iter().all(|shift| long.contains(shift)) && !short.is_empty());
    let mut ids: Vec<_> = long.iter().map(|shift| shift.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), long.len());
}

#[test]
fn a_window_without_a_handover_has_no_shift() {
    let rules = rules("Europe/London", Coverage::round_the_clock(), weekly("2026-11-23T09:00"));
    assert_eq!(shifts(rota(), &rules, span("2026-11-24T00:00", "2026-11-29T00:00")), []);
}

proptest! {
    #[test]
    fn shifts_hold_all_coverage_of_their_turns_and_nothing_twice(
        name in prop::sample::select(&ZONES[..]), from in 1_262_304_000_i64..1_893_456_000, length in 86_400_i64..5_184_000,
        every in 1_u32..50, unit in prop::sample::select(vec![Unit::Hours, Unit::Days]),
    ) {
        let nights = Coverage::out_of_hours(&OfficeHours::default());
        let handover = Handover::new(wall("2020-01-31T01:30"), every, unit, vec![]).unwrap();
        let rules = rules(name, nights, handover);
        let window = seconds(from, from + length);
        let turns = shifts(rota(), &rules, window);
        let stretches: Vec<Span> = turns.iter().flat_map(|turn| turn.stretches.clone()).collect();
        prop_assert!(stretches.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        let starts = rules.handover.instants(&rules.zone, window);
        if let (Some(first), Some(last)) = (starts.first(), starts.last()) {
            let whole = Span::new(*first, rules.handover.next_after(&rules.zone, *last)).unwrap();
            prop_assert_eq!(total(&stretches), total(&rules.coverage.spans(&rules.zone, &rules.holidays, whole)));
        }
        for turn in &turns {
            prop_assert!(window.contains(turn.span.start()) && !turn.stretches.is_empty());
            prop_assert!(turn.stretches.iter().all(|stretch| stretch.intersection(&turn.span) == Some(*stretch)));
        }
    }
}
