//! A cover becomes another, in its own place.

use super::Cover;
use crate::{CoverId, Instant, Span};

/// `covers`, oldest first, with the one of `id` changed into `new` at `now`: what has passed of it stands, and `new` lies in
/// its place in the stack, neither higher nor lower. Where there is no such cover, `new` lies on top.
///
/// ```
/// use domain::{CoverId, PersonId, Span, timeline::{Cover, changed}};
/// let id = |number: u128| uuid::Uuid::from_u128(number);
/// let cover = |number, span, person| {
///     Cover::new(CoverId::from_uuid(id(number)), span, Some(PersonId::from_uuid(id(person))), None).unwrap()
/// };
/// let night = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let covers = [cover(1, night, 11), cover(2, night, 12)];
/// let longer = cover(3, Span::new(night.start(), night.end() + 3600)?, 11);
/// let ids = |covers: &[Cover]| covers.iter().map(|cover| cover.id().uuid().as_u128()).collect::<Vec<_>>();
/// let before = changed(&covers, covers[0].id(), &longer, night.start() - 60);
/// assert_eq!(ids(&before), [3, 2]);
/// let under_way = changed(&covers, covers[0].id(), &longer, night.start() + 60);
/// assert_eq!(ids(&under_way), [1, 3, 2]); // the first minute of it stands
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn changed(covers: &[Cover], id: CoverId, new: &Cover, now: Instant) -> Vec<Cover> {
    let mut after = Vec::with_capacity(covers.len() + 1);
    let mut put = false;
    for cover in covers {
        if cover.id() == id {
            after.extend(passed(cover, now));
            after.push(new.clone());
            put = true;
        } else {
            after.push(cover.clone());
        }
    }
    if !put {
        after.push(new.clone());
    }
    after
}

/// What of a cover lies before `now`.
fn passed(cover: &Cover, now: Instant) -> Option<Cover> {
    let span = Span::new(cover.span().start(), cover.span().end().min(now)).ok()?;
    Cover::new(cover.id(), span, cover.lead(), cover.engineer()).ok()
}

#[cfg(test)]
mod properties {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{
        Pairing, PersonId, Role, RotaId, ShiftId,
        rota::Shift,
        timeline::{Duty, Inputs, State, resolve},
    };
    use proptest::prelude::*;
    use uuid::Uuid;

    const HOUR: i64 = 3600;

    fn start() -> Instant {
        Instant::from_seconds(1_800_000_000)
    }

    fn person(number: u8) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
    }

    fn span(from: i64, hours: i64) -> Span {
        Span::new(start() + from * HOUR, start() + (from + hours) * HOUR).unwrap()
    }

    /// Ten turns of ten hours: persons 0 and 1, then 2 and 3, by turns.
    fn shifts() -> Vec<Shift> {
        let rota = RotaId::from_uuid(Uuid::from_u128(99));
        let turn = |number: i64| {
            let span = span(number * 10, 10);
            let (lead, engineer) = if number % 2 == 0 { (0, 1) } else { (2, 3) };
            Shift {
                id: ShiftId::of(rota, span.start()),
                span,
                stretches: vec![span],
                pairing: Pairing::new(Some(person(lead)), Some(person(engineer))).unwrap(),
            }
        };
        (0..10).map(turn).collect()
    }

    fn duty(covers: &[Cover]) -> Option<Duty> {
        let window = span(0, 100);
        let shifts = shifts();
        let inputs = Inputs {
            shifts: &shifts,
            covers,
            corrections: &[],
            planned: Some(window),
            window,
        };
        resolve(&inputs).ok()
    }

    fn covers() -> impl Strategy<Value = Vec<Cover>> {
        let one = (0_i64..90, 1_i64..30, 0_u8..6, 0_u8..6, 0_u8..3);
        proptest::collection::vec(one, 1..6).prop_map(|all| {
            let cover = |(number, (from, hours, lead, engineer, which)): (usize, (i64, i64, u8, u8, u8))| {
                let lead = (which != 1).then(|| person(lead));
                let engineer = (which != 0).then(|| person(engineer));
                let id = CoverId::from_uuid(Uuid::from_u128(1000 + number as u128));
                Cover::new(id, span(from, hours.min(100 - from)), lead, engineer).ok()
            };
            all.into_iter().enumerate().filter_map(cover).collect()
        })
    }

    fn moved(cover: &Cover, from: i64, hours: i64, number: u128) -> Cover {
        let id = CoverId::from_uuid(Uuid::from_u128(number));
        Cover::new(id, span(from, hours.min(100 - from)), cover.lead(), cover.engineer()).unwrap()
    }

    fn pairs(duty: &Duty) -> Vec<(Option<PersonId>, Option<PersonId>)> {
        let at = |hour: i64| duty.at(start() + hour * HOUR).unwrap().pairing;
        (0..100).map(at).map(|pair| (pair.lead(), pair.engineer())).collect()
    }

    proptest! {
        /// Duty after a change is what a simple model says, hour by hour, and never one person in both roles.
        #[test]
        fn a_changed_cover_keeps_its_place_in_the_stack(
            covers in covers(), which in 0_usize..6, from in 0_i64..90, hours in 1_i64..30, now in 0_i64..100,
        ) {
            prop_assume!(!covers.is_empty() && duty(&covers).is_some());
            let old = &covers[which % covers.len()];
            let now = start() + now * HOUR;
            let from = from.max((now - start()) / HOUR);
            prop_assume!(from < 100);
            let new = moved(old, from, hours, 5000);
            let after = changed(&covers, old.id(), &new, now);
            let taker = |role: Role, at: Instant| {
                let holds = |cover: &&Cover| match cover.id() == old.id() {
                    true => (cover.span().contains(at) && at < now) || new.span().contains(at),
                    false => cover.span().contains(at),
                };
                covers.iter().rev().filter(holds).find_map(|cover| cover.takes(role))
            };
            let shifts = shifts();
            let model: Vec<_> = (0..100).map(|hour| {
                let at = start() + hour * HOUR;
                let plan = shifts.iter().find(|shift| shift.span.contains(at)).unwrap().pairing;
                (taker(Role::Lead, at).or(plan.lead()), taker(Role::Engineer, at).or(plan.engineer()))
            }).collect();
            match duty(&after) {
                Some(duty) => {
                    prop_assert_eq!(pairs(&duty), model);
                    prop_assert!(duty.rows().iter().all(|row| row.state == State::Covered));
                }
                None => prop_assert!(model.iter().any(|(lead, engineer)| lead == engineer)),
            }
        }

        /// There and back again before it begins: duty is as it was.
        #[test]
        fn a_change_and_its_reverse_change_nothing(covers in covers(), which in 0_usize..6, from in 0_i64..90, hours in 1_i64..30) {
            prop_assume!(!covers.is_empty());
            let Some(before) = duty(&covers) else { return Ok(()) };
            let old = covers[which % covers.len()].clone();
            let new = moved(&old, from, hours, 5000);
            let early = start() - 1;
            let there = changed(&covers, old.id(), &new, early);
            let back = changed(&there, new.id(), &old, early);
            prop_assert_eq!(&back, &covers);
            prop_assert_eq!(pairs(&duty(&back).unwrap()), pairs(&before));
        }
    }
}
