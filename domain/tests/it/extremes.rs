//! At the ends of time nothing panics.

use crate::support::*;
use chrono::NaiveDateTime;
use domain::holidays::{self, Holidays};
use domain::rota::{Coverage, Effect, Handover, HolidayRule, OfficeHours, OneOff, Rules, Unit, WeeklyWindow, shifts};
use domain::timeline::{Inputs, on_call, resolve};
use domain::{Instant, Span, Zone};
use proptest::prelude::*;

const DAY: i64 = 86_400;

fn ends() -> [Span; 4] {
    let span = |from, to| Span::new(from, to).unwrap();
    [
        span(Instant::MIN, Instant::MIN + 40 * DAY),
        span(Instant::MIN, Instant::MIN + 1),
        span(Instant::MAX - 40 * DAY, Instant::MAX),
        span(Instant::MAX - 1, Instant::MAX),
    ]
}

fn far_zones() -> Vec<Zone> {
    let wild = |offset| Zone::new("Far/Away", offset, vec![(Instant::from_seconds(0), -offset)]).unwrap();
    vec![
        Zone::utc(),
        zone("Pacific/Apia"),
        zone("America/Santiago"),
        wild(i32::MAX),
        wild(-i32::MAX),
    ]
}

fn patterns() -> Vec<Handover> {
    let anchors = ["0001-01-01T00:00", "2026-11-30T09:00", "9999-12-31T23:59"];
    let units = [Unit::Hours, Unit::Days, Unit::Weeks, Unit::Months];
    let every = [1, Handover::MOST];
    let all = anchors.into_iter().flat_map(|anchor| units.map(|unit| (anchor, unit)));
    all.flat_map(|(anchor, unit)| every.map(|every| Handover::new(wall(anchor), every, unit, vec![]).unwrap()))
        .collect()
}

#[test]
fn handovers_reach_the_ends_of_time() {
    for zone in far_zones() {
        for pattern in patterns() {
            for window in ends() {
                let found = pattern.instants(&zone, window);
                assert!(found.is_sorted_by(|a, b| a < b) && found.iter().all(|at| window.contains(*at)));
                let next = pattern.next_after(&zone, window.start());
                assert!(next > window.start());
                let before = pattern.at_or_before(&zone, window.start());
                assert!(before.is_none_or(|before| before <= window.start()));
            }
            assert_eq!(pattern.next_after(&zone, Instant::MAX), Instant::MAX);
        }
    }
}

#[test]
fn a_handover_before_the_beginning_of_time_is_none() {
    // Midnight of the first day was already over in Kathmandu when UTC began to count.
    let daily = Handover::new(wall("0001-01-01T00:00"), 1, Unit::Days, vec![]).unwrap();
    let kathmandu = zone("Asia/Kathmandu");
    assert_eq!(daily.instants(&kathmandu, ends()[1]), []);
    assert_eq!(daily.at_or_before(&kathmandu, Instant::MIN + 3600), None);
    assert_eq!(daily.next_after(&kathmandu, Instant::MIN), at("0001-01-01T18:30"));
}

#[test]
fn coverage_and_office_hours_reach_the_ends_of_time() {
    let all_time = |effect| OneOff {
        from: NaiveDateTime::MIN,
        to: NaiveDateTime::MAX.date().into(),
        effect,
    };
    for zone in far_zones() {
        for window in ends() {
            let whole = Coverage::round_the_clock().spans(&zone, &Holidays::none(), window);
            assert!(whole.iter().all(|span| span.intersection(&window) == Some(*span)));
            let open = OfficeHours::default();
            open.contains(&zone, &Holidays::none(), window.start());
            open.next_change(&zone, &holidays::calendar("GB-ENG").unwrap(), window.end());
        }
        let always = |effect| {
            Coverage::new(
                vec![WeeklyWindow::round_the_clock()],
                HolidayRule::AsUsual,
                vec![all_time(effect)],
            )
        };
        assert_eq!(
            always(Effect::Cover)
                .unwrap()
                .spans(&zone, &Holidays::none(), ends()[3]),
            [ends()[3]]
        );
        assert_eq!(
            always(Effect::Uncover)
                .unwrap()
                .spans(&zone, &Holidays::none(), ends()[1]),
            []
        );
    }
}

#[test]
fn shifts_and_duty_reach_the_ends_of_time() {
    for handover in patterns() {
        let rules = Rules {
            zone: zone("Europe/London"),
            coverage: Coverage::out_of_hours(&OfficeHours::default()),
            handover,
            office_hours: OfficeHours::default(),
            holidays: Holidays::none(),
        };
        for window in ends() {
            let shifts = if rules.handover.every() == 1 {
                shifts(rota(), &rules, window)
            } else {
                Vec::new()
            };
            let all = Span::new(Instant::MIN, Instant::MAX).unwrap();
            let duty = resolve(&Inputs {
                shifts: &shifts,
                covers: &[],
                corrections: &[],
                planned: Some(all),
                window: all,
            })
            .unwrap();
            assert_eq!(
                duty.segments().map(|(span, _)| span.seconds()).sum::<i64>(),
                all.seconds()
            );
            on_call(duty.rows(), Instant::MAX);
        }
    }
}

#[test]
fn instants_stop_at_the_ends_of_what_can_be_written() {
    assert_eq!(Instant::MAX + i64::MAX, Instant::MAX);
    assert_eq!(Instant::MIN - i64::MAX, Instant::MIN);
    assert_eq!(Instant::MIN + i64::MIN, Instant::MIN);
    assert_eq!(Instant::MAX - i64::MIN, Instant::MAX);
    for end in [Instant::MIN, Instant::MAX] {
        assert_eq!(end.to_string().parse::<Instant>(), Ok(end));
    }
    assert_eq!(Instant::MIN.to_string(), "0001-01-01T00:00:00Z");
    assert_eq!(Instant::MAX.to_string(), "9999-12-31T23:59:59Z");
}

proptest! {
    #[test]
    fn any_instant_and_any_wall_time_is_answered(at in any::<i64>(), seconds in any::<i64>(), which in 0_usize..5) {
        let zone = far_zones().swap_remove(which);
        let at = Instant::from_seconds(at);
        let _ = (at + seconds, at - seconds, zone.local(at), at.to_string());
        let wall = chrono::DateTime::from_timestamp(seconds % 8_000_000_000_000, 0).unwrap().naive_utc();
        let found = zone.instant(wall);
        prop_assert!(Instant::MIN <= found && found <= Instant::MAX);
    }

    #[test]
    fn any_text_is_an_instant_or_an_error_that_repeats_it(text in ".{0,40}") {
        if let Err(error) = text.parse::<Instant>() {
            prop_assert!(error.to_string().contains(&text));
        }
    }
}
