//! Requests for tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{Candidate, Request, Rules, Slot, WindowLimit};
use crate::{Instant, Pairing, PersonId, Qualification, RotaId, ShiftId, Span, Zone};
use proptest::prelude::*;
use uuid::Uuid;

pub(super) const HOUR: i64 = 3600;
pub(super) const DAY: i64 = 24 * HOUR;
pub(super) const WEEK: i64 = 7 * DAY;

/// Monday 22 March 2027, 00:00: the clocks of London go forward that week.
const MONDAY: i64 = 1_805_673_600;

pub(super) fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

/// From so many seconds after the first Monday on, for so many.
pub(super) fn span(from: i64, lasts: i64) -> Span {
    let start = Instant::from_seconds(MONDAY + from);
    Span::new(start, start + lasts).unwrap()
}

pub(super) fn slot(from: i64, lasts: i64) -> Slot {
    let span = span(from, lasts);
    let shift = ShiftId::of(RotaId::from_uuid(Uuid::nil()), span.start());
    Slot {
        shift,
        span,
        stretches: vec![span],
        load: 10,
        locked: Pairing::GAP,
    }
}

pub(super) fn candidate(number: u128, qualification: Qualification) -> Candidate {
    let (unavailable, busy) = (vec![], vec![]);
    Candidate {
        person: person(number),
        qualification,
        share_percent: 100,
        prior_load: 0,
        unavailable,
        busy,
    }
}

/// People 1 to `people`, who may take either role, and a turn each week.
pub(super) fn weekly(weeks: i64, people: u128) -> Request {
    let slots = (0..weeks).map(|week| slot(week * WEEK, WEEK)).collect();
    let people = (1..=people)
        .map(|number| candidate(number, Qualification::Both))
        .collect();
    Request::new(slots, people, Rules::default())
}

fn any_spans() -> impl Strategy<Value = Vec<Span>> {
    let any_span = (-10i64..60, 1i64..120).prop_map(|(day, hours)| span(day * DAY / 2, hours * HOUR));
    prop::collection::vec(any_span, 0..4)
}

prop_compose! {
    fn any_candidate()(
        qualification in prop::sample::select(vec![Qualification::Lead, Qualification::Engineer, Qualification::Both]),
        share_percent in prop::sample::select(vec![100u16, 80, 60, 1]),
        prior_load in prop::sample::select(vec![0u32, 0, 15, 400]),
        unavailable in any_spans(),
        mut busy in any_spans(),
        is_busy in prop::bool::weighted(0.3),
    ) -> Candidate {
        busy.truncate(usize::from(is_busy));
        // Replaced by the place among all people.
        let person = person(0);
        Candidate { person, qualification, share_percent, prior_load, unavailable, busy }
    }
}

/// A slot's pause after the one before it, its length, its stretches, its load and who is on it already.
type Shape = (i64, i64, u8, u32, [u128; 2]);

fn any_shape() -> impl Strategy<Value = Shape> {
    let pause = prop::sample::select(vec![0, 0, 0, 12 * HOUR, 60 * HOUR, -6 * HOUR]);
    let length = prop::sample::select(vec![12 * HOUR, 12 * HOUR, DAY, WEEK]);
    // Nobody mostly, sometimes one of the people, sometimes somebody else.
    let locked = || prop_oneof![6 => Just(0u128), 1 => 1u128..10];
    (pause, length, 0u8..4, 0u32..20, [locked(), locked()])
}

fn stretches(whole: Span, shape: u8) -> Vec<Span> {
    let (start, end, third) = (whole.start(), whole.end(), whole.seconds() / 3);
    match shape {
        0 => vec![],
        1 => vec![Span::new(start + third, end).unwrap()],
        2 => vec![
            Span::new(start, start + third).unwrap(),
            Span::new(end - third, end).unwrap(),
        ],
        _ => vec![whole],
    }
}

fn slots(shapes: Vec<Shape>) -> Vec<Slot> {
    let mut from = 0;
    let mut slots = Vec::new();
    for (pause, length, shape, load, locked) in shapes {
        let [lead, engineer] = locked.map(|number| Some(person(number)).filter(|_| number > 0));
        let locked = Pairing::new(lead, engineer).unwrap_or_default();
        let bare = slot(from + pause, length);
        slots.push(Slot {
            stretches: stretches(bare.span, shape),
            load,
            locked,
            ..bare
        });
        from += pause + length;
    }
    slots
}

prop_compose! {
    fn any_rules()(
        zone in prop::sample::select(vec!["UTC", "Europe/London", "Pacific/Auckland"]),
        rest_hours in prop::sample::select(vec![0i64, 11, 11, 24, 200]),
        no_back_to_back in any::<bool>(),
        max_in_window in prop::collection::vec((1u32..10, 0u32..5).prop_map(|(days, max)| WindowLimit { days, max }), 0..3),
        max_consecutive_days in prop::option::of(1u32..4),
    ) -> Rules {
        let zone = Zone::named(zone).unwrap();
        Rules { zone, min_rest_seconds: rest_hours * HOUR, no_back_to_back, max_in_window, max_consecutive_days }
    }
}

prop_compose! {
    /// Up to fourteen slots and seven people, with everything a request can have, and slots in any order.
    pub(super) fn any_request()(
        shapes in prop::collection::vec(any_shape(), 0..14),
        mut people in prop::collection::vec(any_candidate(), 0..8),
        rules in any_rules(),
        seed in any::<u64>(),
        iterations in 0u32..600,
        backwards in any::<bool>(),
    ) -> Request {
        for (number, candidate) in (1u128..).zip(&mut people) {
            candidate.person = person(number);
        }
        let mut slots = slots(shapes);
        if backwards {
            slots.reverse();
        }
        Request { slots, people, rules, seed, iterations }
    }
}
