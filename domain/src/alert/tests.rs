#![allow(clippy::unwrap_used)]

use super::*;
use crate::escalation::{Kind, ResolvedStep, ResolvedTarget};
use proptest::prelude::*;
use uuid::Uuid;

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn resolved(repeat: u8, steps: &[(u32, u128)]) -> Resolved {
    let step = |(after_seconds, number): &(u32, u128)| ResolvedStep {
        step: 1,
        after_seconds: *after_seconds,
        targets: vec![ResolvedTarget {
            kind: Kind::Person,
            role: None,
            person: person(*number),
            because: "named".to_owned(),
        }],
    };
    Resolved {
        repeat,
        steps: steps.iter().map(step).collect(),
    }
}

/// Walks to the end: seconds and whom was told; 0 is the last resort. `late` is how late each look is.
fn walked(resolved: &Resolved, late: impl Fn(usize) -> i64) -> Vec<(i64, u128)> {
    let mut course = Course::new();
    let (mut told, mut due, mut look) = (Vec::new(), Some(Instant::from_seconds(0)), 0);
    while let Some(at) = due {
        let now = at + late(look);
        look += 1;
        due = match course.next {
            Due::Round => course.begin_round(resolved, now),
            Due::Step(place) => {
                told.push((now.seconds(), course.steps[place].people[0].0.uuid().as_u128()));
                course.told(place, now)
            }
            Due::LastResort => {
                told.push((now.seconds(), 0));
                course.told_last_resort()
            }
            Due::Nothing => None,
        };
        assert!(look < 200, "it never ends");
    }
    told
}

#[test]
fn every_step_has_its_time_and_the_last_resort_comes_at_the_end() {
    let twice = resolved(1, &[(0, 1), (600, 2)]);
    let told = walked(&twice, |_| 0);
    assert_eq!(told, [(0, 1), (600, 2), (1200, 1), (1800, 2), (2400, 0)]);
}

#[test]
fn an_alert_with_nobody_to_call_goes_to_the_last_resort_at_once() {
    assert_eq!(walked(&resolved(3, &[]), |_| 0), [(0, 0)]);
}

proptest! {
    #[test]
    fn however_late_it_is_looked_at_nobody_is_skipped_or_told_twice_for_a_step(
        steps in prop::collection::btree_map(0u32..3000, 1u128..9, 1..6), repeat in 0u8..4,
        late in prop::collection::vec(0i64..100_000, 1..20),
    ) {
        let steps: Vec<(u32, u128)> = steps.into_iter().collect();
        let told = walked(&resolved(repeat, &steps), |look| late[look % late.len()]);
        let mut expected: Vec<u128> = Vec::new();
        for _ in 0..=repeat {
            expected.extend(steps.iter().map(|(_, number)| *number));
        }
        expected.push(0);
        prop_assert_eq!(told.iter().map(|(_, number)| *number).collect::<Vec<_>>(), expected);
        prop_assert!(told.is_sorted_by(|a, b| a.0 < b.0 || steps.len() == 1));
    }
}
