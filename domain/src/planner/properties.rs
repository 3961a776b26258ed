//! What holds of every plan.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::board::Board;
use super::checker::breaches;
use super::costs::Costs;
use super::fitness::Fitness;
use super::instances::{WEEK, any_request, person, span, weekly};
use super::model::{Model, Seat};
use super::random::Random;
use super::score::score;
use super::{Experience, Plan, Reason, Request, Unfilled, plan, rules};
use crate::{Pairing, PersonId, Qualification, Role, rota::Days};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_request_always_gives_the_same_plan(request in any_request()) {
        prop_assert_eq!(plan(&request), plan(&request));
    }

    #[test]
    fn the_figures_of_a_plan_are_those_of_its_assignments(request in any_request()) {
        let plan = plan(&request);
        for load in &plan.loads {
            let mut expected = (0, 0, 0);
            for (slot, assignment) in request.slots.iter().zip(&plan.assignments) {
                match assignment.pairing.role_of(load.person) {
                    Some(Role::Lead) => expected = (expected.0 + 1, expected.1, expected.2 + slot.load),
                    Some(Role::Engineer) => expected = (expected.0, expected.1 + 1, expected.2 + slot.load),
                    None => {}
                }
            }
            prop_assert_eq!((load.lead_shifts, load.engineer_shifts, load.load), expected);
        }
    }

    /// Frees one person of what is said to stand in their way, everything else staying as planned: without any of it
    /// they can take the role, and with any one of it left they cannot.
    #[test]
    fn the_reasons_for_a_gap_are_all_there_is_and_each_is_enough(request in any_request()) {
        let plan = plan(&request);
        for gap in &plan.unfilled {
            for candidate in &request.people {
                let person = candidate.person;
                let reasons: Vec<Reason> =
                    gap.reasons.iter().filter(|(who, _)| *who == person).map(|(_, reason)| *reason).collect();
                prop_assert!(!reasons.is_empty(), "nothing is said about {person}");
                prop_assert!(takes_it(&request, &plan, gap, person, &reasons), "freed of {reasons:?}");
                for kept in &reasons {
                    let others: Vec<Reason> = reasons.iter().filter(|reason| *reason != kept).copied().collect();
                    if !goes_with(kept, &others) {
                        prop_assert!(!takes_it(&request, &plan, gap, person, &others), "{kept:?} is left");
                    }
                }
            }
        }
    }

    #[test]
    fn the_cost_is_the_same_kept_up_to_date_as_counted_anew(request in any_request(), moves in 0usize..200) {
        let model = Model::new(&request);
        let fitness = Fitness::new(&model);
        let costs = Costs::new(&model);
        let mut board = Board::new(&model, &fitness, &costs);
        let mut random = Random::new(request.seed);
        let open: Vec<Seat> = model.open_seats().collect();
        for _ in 0..moves {
            let Some(seat) = random.pick(&open) else { break };
            match (board.holder(seat), random.pick(fitness.people(seat))) {
                (Some(person), _) if board.may_be_left(seat) => {
                    let without = board.cost_of_sitting(person, seat, None, 1);
                    let before = board.sums();
                    board.clear(person, seat);
                    prop_assert_eq!(board.sums(), before - without);
                }
                (None, Some(person)) if board.allows(person, seat) => {
                    prop_assert_eq!(rules::reasons(&board, person, seat), vec![]);
                    board.place(person, seat);
                }
                (None, Some(person)) => prop_assert!(!rules::reasons(&board, person, seat).is_empty()),
                _ => {}
            }
            let counted = score(&board);
            prop_assert_eq!((counted.cost(), counted.unfilled as usize), (board.cost(), board.gaps().len()));
            prop_assert_eq!(board.seated(board.seating()).cost(), board.cost());
        }
    }

    #[test]
    fn whether_leaving_one_turn_makes_way_for_another_is_told_without_leaving_it(
        request in any_request(),
        moves in 0usize..200,
    ) {
        let model = Model::new(&request);
        let fitness = Fitness::new(&model);
        let costs = Costs::new(&model);
        let mut board = Board::new(&model, &fitness, &costs);
        let mut random = Random::new(request.seed);
        let open: Vec<Seat> = model.open_seats().collect();
        for _ in 0..moves {
            let (Some(seat), Some(left)) = (random.pick(&open), random.pick(&open)) else { break };
            let holder = board.holder(left);
            if let Some(person) = holder.filter(|_| seat.turn != left.turn) {
                let told = board.holding.is_free_without(&model, person, seat.turn, left.turn);
                board.clear(person, left);
                prop_assert_eq!(told, board.holding.is_free(&model, person, seat.turn));
                board.place(person, left);
            }
            if let Some(person) = random.pick(fitness.people(seat))
                && board.holder(seat).is_none()
                && board.allows(person, seat)
            {
                board.place(person, seat);
            }
        }
    }

    #[test]
    fn no_plan_is_better_than_its_bound(request in any_request()) {
        let plan = plan(&request);
        prop_assert!(plan.score.unfilled > 0 || plan.score.cost() >= plan.score.bound, "{:?}", plan.score);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_plan_breaks_no_rule(request in any_request()) {
        let plan = plan(&request);
        prop_assert_eq!(breaches(&request, &plan), Vec::<String>::new());
    }
}

proptest! {
    // Each case is a whole search.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_order_of_the_people_decides_nothing_about_what_is_possible(
        away in prop::collection::vec(prop::collection::vec(any::<bool>(), 5), 1..7),
        order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let mut request = weekly(away.len() as i64, 5);
        for (week, people) in (0..).zip(&away) {
            for (candidate, _) in request.people.iter_mut().zip(people).filter(|(_, away)| **away) {
                candidate.unavailable.push(span(week * WEEK, WEEK));
            }
        }
        let mut shuffled = request.clone();
        shuffled.people = order.into_iter().map(|place| request.people[place].clone()).collect();
        prop_assert_eq!(plan(&request).score.unfilled, plan(&shuffled).score.unfilled);
    }

    #[test]
    fn no_plan_of_a_few_weeks_has_fewer_gaps(away in prop::collection::vec(prop::collection::vec(any::<bool>(), 4), 1..9)) {
        let mut request = weekly(away.len() as i64, 4);
        for (week, people) in (0..).zip(&away) {
            for (candidate, _) in request.people.iter_mut().zip(people).filter(|(_, away)| **away) {
                candidate.unavailable.push(span(week * WEEK, WEEK));
            }
        }
        prop_assert_eq!(plan(&request).score.unfilled, fewest_gaps(&away));
    }
}

/// The fewest gaps of weekly turns when nobody has two in a row, from all choices of at most two people a week who are
/// not away.
fn fewest_gaps(away: &[Vec<bool>]) -> u32 {
    let mut fewest = [u32::MAX; 16]; // for each set of people, as bits, when they had the week before
    fewest[0] = 0;
    for week in away {
        let absent = (0..4)
            .filter(|person| week[*person])
            .fold(0, |bits, person| bits | 1usize << person);
        let mut next = [u32::MAX; 16];
        for pair in (0usize..16).filter(|pair| pair.count_ones() <= 2 && pair & absent == 0) {
            let before = (0..16)
                .filter(|before| before & pair == 0)
                .map(|before| fewest[before])
                .min();
            next[pair] = before.unwrap_or(u32::MAX).saturating_add(2 - pair.count_ones());
        }
        fewest = next;
    }
    fewest.into_iter().min().unwrap_or(0)
}

/// Whether freeing somebody of `others` may free them of `kept` too: whatever comes from shifts goes when these go, and
/// limits go together.
fn goes_with(kept: &Reason, others: &[Reason]) -> bool {
    let near = |reason: &Reason| matches!(reason, Reason::Rest { .. } | Reason::OnDuty { .. } | Reason::BackToBack);
    let limit = |reason: &Reason| matches!(reason, Reason::TooMany { .. });
    let run = matches!(kept, Reason::ConsecutiveDays { .. } | Reason::WeeklyRest { .. });
    // Here a stranger sits in whatever else is a gap, so that nobody is alone.
    if matches!(kept, Reason::Newcomer { partner: None }) {
        return true;
    }
    others
        .iter()
        .any(|other| (near(other) && (near(kept) || limit(kept) || run)) || (limit(other) && limit(kept)))
}

/// Whether the person takes the role once these reasons are gone and all others sit where the plan put them.
fn takes_it(request: &Request, plan: &Plan, gap: &Unfilled, person: PersonId, gone: &[Reason]) -> bool {
    let mut request = request.clone();
    request.iterations = 0;
    let beside = plan
        .assignments
        .iter()
        .find(|assignment| assignment.shift == gap.shift)
        .unwrap();
    let beside = beside.pairing.holder(gap.role.other());
    request
        .people
        .retain(|candidate| candidate.person == person || Some(candidate.person) == beside);
    for (slot, assignment) in request.slots.iter_mut().zip(&plan.assignments) {
        let sitting = |role| match assignment.pairing.holder(role) {
            None if (slot.shift, role) != (gap.shift, gap.role) => Some(stranger(role)),
            holder => holder,
        };
        slot.locked = Pairing::new(sitting(Role::Lead), sitting(Role::Engineer)).unwrap();
    }
    for reason in gone {
        free(&mut request, gap, person, *reason);
    }
    let freed = super::plan(&request);
    let slot = freed
        .assignments
        .iter()
        .find(|assignment| assignment.shift == gap.shift)
        .unwrap();
    slot.pairing.holder(gap.role) == Some(person)
}

/// Somebody who keeps a role from the person it is not about.
fn stranger(role: Role) -> PersonId {
    person(1000 + role as u128)
}

fn free(request: &mut Request, gap: &Unfilled, person: PersonId, reason: Reason) {
    let without = |pairing: Pairing| {
        let keep = |role| {
            pairing
                .holder(role)
                .map(|holder| if holder == person { stranger(role) } else { holder })
        };
        Pairing::new(keep(Role::Lead), keep(Role::Engineer)).unwrap()
    };
    let candidate = request
        .people
        .iter_mut()
        .find(|candidate| candidate.person == person)
        .unwrap();
    match reason {
        Reason::NotQualified { .. } => candidate.qualification = Qualification::Both,
        Reason::OnLeave { .. } => candidate.unavailable.clear(),
        Reason::HoldsOtherRole { .. } => {
            let slot = request.slots.iter_mut().find(|slot| slot.shift == gap.shift).unwrap();
            slot.locked = without(slot.locked);
        }
        Reason::OnDuty { .. } | Reason::Rest { .. } | Reason::BackToBack => {
            candidate.busy.clear();
            let others = request.slots.iter_mut().filter(|slot| slot.shift != gap.shift);
            others.for_each(|slot| slot.locked = without(slot.locked));
        }
        Reason::DayOff { .. } => candidate.days_off = Days::default(),
        Reason::NotYetJoined { .. } => candidate.joins = None,
        Reason::HasLeft { .. } => candidate.leaves = None,
        Reason::KeptApart { .. } => request.rules.apart.clear(),
        Reason::Newcomer { .. } => candidate.experience = Experience::Experienced,
        Reason::WeeklyRest { .. } => request.rules.weekly_rest_seconds = 0,
        Reason::TooMany { .. } => request.rules.max_in_window.clear(),
        Reason::ConsecutiveDays { .. } => request.rules.max_consecutive_days = None,
    }
}
