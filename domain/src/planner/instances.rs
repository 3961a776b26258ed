//! Requests for tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{Assignment, Candidate, Experience, Request, Rules, Slot, Weights, WindowLimit, Wish, WishKind};
use crate::{Instant, Pairing, PersonId, Qualification, RotaId, ShiftId, Span, Zone};
use chrono::Weekday;
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
    Slot::new(ShiftId::of(RotaId::from_uuid(Uuid::nil()), span.start()), span, 10)
}

pub(super) fn candidate(number: u128, qualification: Qualification) -> Candidate {
    Candidate::new(person(number), qualification)
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

fn any_instant() -> impl Strategy<Value = Option<Instant>> {
    prop::option::weighted(
        0.1,
        (0i64..30).prop_map(|day| Instant::from_seconds(MONDAY + day * DAY / 2)),
    )
}

prop_compose! {
    fn any_candidate()(
        qualification in prop::sample::select(vec![Qualification::Lead, Qualification::Engineer, Qualification::Both]),
        share_percent in prop::sample::select(vec![100u16, 80, 60, 1]),
        prior in prop::sample::select(vec![0u32, 0, 15, 400]),
        experience in prop::sample::select(
            vec![Experience::Experienced, Experience::Experienced, Experience::Regular, Experience::Newcomer],
        ),
        (joins, leaves) in (any_instant(), any_instant()),
        days_off in prop::collection::vec(prop::sample::select(vec![Weekday::Mon, Weekday::Fri, Weekday::Sun]), 0..2),
        has_days_off in prop::bool::weighted(0.2),
        unavailable in any_spans(),
        mut busy in any_spans(),
        is_busy in prop::bool::weighted(0.3),
    ) -> Candidate {
        busy.truncate(usize::from(is_busy));
        // The person is replaced by the place among all people.
        Candidate {
            share_percent, prior_load: prior, prior_holiday_load: prior / 2, experience, joins, leaves, unavailable, busy,
            days_off: days_off.into_iter().filter(|_| has_days_off).collect(),
            ..Candidate::new(person(0), qualification)
        }
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
            holiday_load: load / 5 * load,
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
        weekly_hours in prop::sample::select(vec![0i64, 0, 24, 35, 48]),
        no_back_to_back in any::<bool>(),
        max_in_window in prop::collection::vec((1u32..10, 0u32..5).prop_map(|(days, max)| WindowLimit { days, max }), 0..3),
        max_consecutive_days in prop::option::of(1u32..4),
        apart in prop::collection::vec((1u128..8, 1u128..8), 0..3),
    ) -> Rules {
        let zone = Zone::named(zone).unwrap();
        let apart = apart.into_iter().map(|(one, other)| [person(one), person(other)]).collect();
        Rules {
            zone, min_rest_seconds: rest_hours * HOUR, weekly_rest_seconds: weekly_hours * HOUR, no_back_to_back,
            max_in_window, max_consecutive_days, apart,
        }
    }
}

prop_compose! {
    fn any_weights()(
        weights in prop::array::uniform7(prop::sample::select(vec![0u32, 1, 2, 12])),
        pair_cap in prop::option::of(0u32..3),
    ) -> Weights {
        let [fair_load, fair_holidays, wishes, pair_variety, even_turns, role_alternation, few_changes] = weights;
        Weights {
            fair_load, fair_holidays, wishes, pair_variety, pair_cap, even_turns, role_alternation, few_changes,
        }
    }
}

/// Wishes and what is published, by places of slots and numbers of people, some of whom there are not.
type Asked = (Vec<(usize, u128, bool, u32)>, Vec<(usize, u128, u128)>);

fn any_asked() -> impl Strategy<Value = Asked> {
    (
        prop::collection::vec((0usize..14, 1u128..9, any::<bool>(), 0u32..4), 0..8),
        prop::collection::vec((0usize..14, 0u128..9, 0u128..9), 0..8),
    )
}

fn ask(request: &mut Request, (wishes, published): Asked) {
    let shift = |place: usize| request.slots.get(place).map(|slot| slot.shift);
    let wishes = wishes.into_iter().filter_map(|(place, who, wants, weight)| {
        let kind = if wants { WishKind::Want } else { WishKind::Avoid };
        Some(Wish {
            person: person(who),
            shift: shift(place)?,
            kind,
            weight,
        })
    });
    let someone = |number: u128| Some(person(number)).filter(|_| number > 0);
    let baseline = published.into_iter().filter_map(|(place, lead, engineer)| {
        let pairing = Pairing::new(someone(lead), someone(engineer)).unwrap_or_default();
        Some(Assignment {
            shift: shift(place)?,
            pairing,
        })
    });
    let (wishes, baseline) = (wishes.collect(), baseline.collect());
    (request.wishes, request.baseline) = (wishes, baseline);
}

prop_compose! {
    /// Up to fourteen slots and seven people, with everything a request can have, and slots in any order.
    pub(super) fn any_request()(
        shapes in prop::collection::vec(any_shape(), 0..14),
        mut people in prop::collection::vec(any_candidate(), 0..8),
        rules in any_rules(),
        weights in any_weights(),
        asked in any_asked(),
        seed in any::<u64>(),
        iterations in 0u64..600,
        backwards in any::<bool>(),
    ) -> Request {
        for (number, candidate) in (1u128..).zip(&mut people) {
            candidate.person = person(number);
        }
        let mut slots = slots(shapes);
        if backwards {
            slots.reverse();
        }
        let mut request = Request { weights, seed, iterations, ..Request::new(slots, people, rules) };
        ask(&mut request, asked);
        request
    }
}
