//! What holds of every rotation.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::checker::breaches;
use super::instances::{DAY, WEEK, any_request, person, span, weekly};
use super::{Order, Reason, Request, Rules, Served, rotate};
use crate::{Instant, Pairing, PersonId, Role};
use proptest::prelude::*;

fn people(numbers: impl IntoIterator<Item = u128>) -> Vec<PersonId> {
    numbers.into_iter().map(person).collect()
}

fn order(from: Instant, leads: &[u128], engineers: &[u128]) -> Order {
    Order {
        from,
        leads: people(leads.iter().copied()),
        engineers: people(engineers.iter().copied()),
    }
}

fn holders(request: &Request, orders: &[Order], served: &[Served], role: Role) -> Vec<Option<PersonId>> {
    let plan = rotate(request, orders, served).plan;
    plan.assignments.iter().map(|turn| turn.pairing.holder(role)).collect()
}

fn some(numbers: &[u128]) -> Vec<Option<PersonId>> {
    numbers.iter().map(|number| Some(person(*number))).collect()
}

/// A turn each week that nobody's rest stands in the way of.
fn weeks(weeks: i64, people: u128) -> Request {
    let mut request = weekly(weeks, people);
    request.rules = Rules {
        no_back_to_back: false,
        min_rest_seconds: 0,
        ..Rules::default()
    };
    request
}

/// An order of all people of the request in both roles, and a second one in which `left` is missing.
fn orders(request: &Request, change: Instant, left: usize) -> [Order; 2] {
    let all: Vec<PersonId> = request.people.iter().map(|candidate| candidate.person).collect();
    let mut fewer = all.clone();
    if !fewer.is_empty() {
        fewer.remove(left % all.len());
    }
    let of = |from, people: Vec<PersonId>| Order {
        from,
        engineers: people.iter().rev().copied().collect(),
        leads: people,
    };
    [of(Instant::MIN, all), of(change, fewer)]
}

proptest! {
    #[test]
    fn a_rotation_breaks_no_rule(request in any_request(), left in any::<usize>()) {
        let change = request.slots.first().map_or(Instant::MIN, |slot| slot.span.end());
        let rotated = rotate(&request, &orders(&request, change, left), &[]);
        prop_assert_eq!(breaches(&request, &rotated.plan), Vec::<String>::new());
        prop_assert_eq!(&rotated, &rotate(&request, &orders(&request, change, left), &[]));
        for passed in &rotated.passed_over {
            prop_assert!(!passed.reasons.is_empty());
        }
    }

    #[test]
    fn everybody_serves_once_in_every_round(count in 2u128..9, turns in 1i64..40, began in 0usize..9) {
        // Leads and Engineers are different people, so that nothing stands in anybody's way.
        let request = weeks(turns, 2 * count);
        let orders = [Order {
            from: span(0, WEEK).start(),
            leads: people(1..=count),
            engineers: people(count + 1..=2 * count),
        }];
        let first = orders[0].leads[began % count as usize];
        let pairing = Pairing::new(Some(first), None).unwrap();
        let served = [Served { from: span(-WEEK, WEEK).start(), pairing, in_order: true }];
        for (role, list) in [(Role::Lead, &orders[0].leads), (Role::Engineer, &orders[0].engineers)] {
            let held = holders(&request, &orders, &served, role);
            let start = if role == Role::Lead { began % count as usize + 1 } else { 0 };
            for (turn, holder) in held.iter().enumerate() {
                prop_assert_eq!(*holder, Some(list[(start + turn) % list.len()]));
            }
        }
    }

    #[test]
    fn adding_or_removing_somebody_changes_nothing_before_it_applies(
        request in any_request(), left in any::<usize>(), change in 0usize..14, joins in any::<bool>(),
    ) {
        let change = request.slots.get(change).map_or(Instant::MAX, |slot| slot.span.start());
        let [all, fewer] = orders(&request, change, left);
        let pair = if joins {
            [Order { from: Instant::MIN, ..fewer }, Order { from: change, ..all }]
        } else {
            [all, fewer]
        };
        let unchanged = rotate(&request, &pair[..1], &[]).plan;
        let changed = rotate(&request, &pair, &[]).plan;
        // A locked turn that begins earlier and is met later may stand in the way of both alike.
        let published: Vec<_> = request.baseline.iter().map(|turn| turn.shift).collect();
        prop_assume!(published.is_empty());
        for (slot, (one, other)) in request.slots.iter().zip(unchanged.assignments.iter().zip(&changed.assignments)) {
            let duty = slot.stretches.first().map_or(slot.span.start(), |stretch| stretch.start());
            if slot.span.start() < change && duty < change {
                prop_assert_eq!(one, other);
            }
        }
    }

    #[test]
    fn what_is_published_stays_until_the_new_order_applies(turns in 2i64..30, count in 3u128..8, change in 0i64..30) {
        let mut request = weeks(turns, 2 * count + 1);
        let before = Order { from: Instant::MIN, leads: people(1..=count), engineers: people(count + 1..=2 * count) };
        let published = rotate(&request, std::slice::from_ref(&before), &[]).plan.assignments;
        request.baseline = published.clone();
        let from = span(change * WEEK, WEEK).start();
        let after = Order { from, leads: people([2, 2 * count + 1, 1]), ..before.clone() };
        let planned = rotate(&request, &[before, after], &[]).plan.assignments;
        for ((slot, old), new) in request.slots.iter().zip(&published).zip(&planned) {
            prop_assert!(slot.span.start() >= from || old == new);
            prop_assert!(slot.span.start() < from || new.pairing.lead() != Some(person(3)));
        }
    }
}

#[test]
fn whoever_is_away_takes_the_next_turn_they_can_and_it_is_said() {
    let mut request = weeks(6, 6);
    request.people[0].unavailable = vec![span(0, WEEK)];
    let orders = [order(Instant::MIN, &[1, 2, 3], &[4, 5, 6])];
    assert_eq!(holders(&request, &orders, &[], Role::Lead), some(&[2, 1, 3, 1, 2, 3]));
    let passed = rotate(&request, &orders, &[]).passed_over;
    assert_eq!((passed.len(), passed[0].person), (1, person(1)));
    assert!(matches!(passed[0].reasons[..], [Reason::OnLeave { .. }]));
}

#[test]
fn somebody_new_serves_at_their_place_in_the_order() {
    let request = weeks(6, 7);
    let change = span(2 * WEEK, DAY).start();
    let orders = [
        order(Instant::MIN, &[1, 2, 3], &[4, 5, 6]),
        order(change, &[1, 2, 7, 3], &[4, 5, 6]),
    ];
    assert_eq!(holders(&request, &orders, &[], Role::Lead), some(&[1, 2, 7, 3, 1, 2]));
}

/// A week before those that are planned.
fn turn(week: i64, lead: u128) -> Served {
    Served {
        from: span(week * WEEK, WEEK).start(),
        pairing: Pairing::new(Some(person(lead)), None).unwrap(),
        in_order: true,
    }
}

#[test]
fn turns_that_no_rotation_planned_owe_nobody_anything() {
    let request = weeks(6, 6);
    // Switched on from a time in the past, over turns that the search spread as it liked.
    let orders = [order(span(-8 * WEEK, WEEK).start(), &[1, 2, 3], &[4, 5, 6])];
    let searched = |week, lead| Served {
        in_order: false,
        ..turn(week, lead)
    };
    let served = [3, 1, 3, 2, 3, 1, 3]
        .iter()
        .zip(-7..)
        .map(|(lead, week)| searched(week, *lead));
    let served: Vec<Served> = served.collect();
    assert_eq!(
        holders(&request, &orders, &served, Role::Lead),
        some(&[1, 2, 3, 1, 2, 3])
    );
}

#[test]
fn whoever_missed_a_whole_round_does_not_serve_twice_in_a_row() {
    let mut request = weeks(6, 6);
    request.people[0].unavailable = vec![span(0, 2 * WEEK)];
    let orders = [order(Instant::MIN, &[1, 2, 3], &[4, 5, 6])];
    assert_eq!(holders(&request, &orders, &[], Role::Lead), some(&[2, 3, 1, 2, 3, 1]));
}

#[test]
fn a_turn_that_is_owed_is_owed_in_the_next_plan_too() {
    let request = weeks(3, 6);
    let orders = [order(span(-4 * WEEK, WEEK).start(), &[1, 2, 3], &[4, 5, 6])];
    // The first was away in the last of these weeks.
    let served = [turn(-4, 1), turn(-3, 2), turn(-2, 3), turn(-1, 2)];
    assert_eq!(holders(&request, &orders, &served, Role::Lead), some(&[1, 3, 1]));
    // Before there was an order nobody was passed over: the order goes on after whoever served last.
    let served = [turn(-9, 3), turn(-8, 3), turn(-7, 2)];
    assert_eq!(holders(&request, &orders, &served, Role::Lead), some(&[3, 1, 2]));
}

#[test]
fn somebody_in_both_lists_is_never_both_at_once() {
    let request = weeks(4, 2);
    let orders = [order(Instant::MIN, &[1, 2], &[1, 2])];
    assert_eq!(holders(&request, &orders, &[], Role::Lead), some(&[1, 2, 1, 2]));
    assert_eq!(holders(&request, &orders, &[], Role::Engineer), some(&[2, 1, 2, 1]));
}
