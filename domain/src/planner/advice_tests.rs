//! What is said before a plan, about it, and about changes to it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::checker::breaches;
use super::instances::{WEEK, any_request, candidate, person, span, weekly};
use super::{
    Assignment, Change, Editor, Impossible, NoSuchChange, Reason, Request, Rules, Term, WindowLimit, Wish, WishKind,
    outlook, plan,
};
use crate::{Pairing, Qualification, Role};
use proptest::prelude::*;

/// The assignments with one role given to somebody, if two people remain.
fn with(assignments: &[Assignment], place: usize, role: Role, who: Option<crate::PersonId>) -> Option<Vec<Assignment>> {
    let mut changed = assignments.to_vec();
    let pairing = &mut changed[place].pairing;
    let [lead, engineer] = Role::BOTH.map(|own| if own == role { who } else { pairing.holder(own) });
    *pairing = Pairing::new(lead, engineer).ok()?;
    Some(changed)
}

proptest! {
    #[test]
    fn what_a_change_would_do_is_what_it_does(
        request in any_request(),
        place in any::<prop::sample::Index>(),
        role in prop::sample::select(Role::BOTH.to_vec()),
        who in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!request.slots.is_empty() && !request.people.is_empty());
        let plan = plan(&request);
        let (place, person) = (place.index(request.slots.len()), who.get(&request.people).person);
        let shift = request.slots[place].shift;
        let editor = Editor::new(&request, &plan.assignments);
        let mut desk = editor.open();
        prop_assert_eq!(desk.score().cost(), plan.score.cost());
        let assign = Change::Assign { shift, role, person };
        let Some(changed) = with(&plan.assignments, place, role, Some(person)) else {
            let refused = desk.try_change(assign).unwrap_err();
            prop_assert!(matches!(refused, NoSuchChange::SamePerson(_) | NoSuchChange::Locked(..)));
            return Ok(());
        };
        let Ok(told) = desk.try_change(assign) else {
            prop_assert!(request.slots[place].locked.holder(role).is_some());
            return Ok(());
        };
        // Counted anew from the changed assignments.
        let anew = Editor::new(&request, &changed);
        let anew = anew.open();
        prop_assert_eq!(told.cost, anew.score().cost() - plan.score.cost());
        for (term, rise) in &told.terms {
            prop_assert_eq!(*rise, anew.score().amount(*term) - plan.score.amount(*term));
        }
        // Nothing was changed by asking.
        prop_assert_eq!(desk.score().cost(), plan.score.cost());
        prop_assert_eq!(&desk.try_change(assign).unwrap(), &told);
        prop_assert_eq!(&desk.change(assign).unwrap(), &told);
        prop_assert_eq!(desk.score(), anew.score());
        // The independent checker finds a breach just when a rule is said to be broken.
        let mut after = plan.clone();
        after.assignments = changed;
        let breaches: Vec<String> = breaches(&request, &after).into_iter().filter(|found| !found.contains("gaps,")).collect();
        prop_assert_eq!(breaches.is_empty(), told.broken.is_empty(), "{:?} {:?}", breaches, told.broken);
    }

    #[test]
    fn whoever_could_take_a_role_is_named_before_and_the_others_with_their_reasons(request in any_request()) {
        for opening in outlook(&request).openings {
            for candidate in &request.people {
                let could = opening.people.contains(&candidate.person);
                let hindered = opening.others.iter().any(|(who, _)| *who == candidate.person);
                prop_assert!(could != hindered, "{:?}", candidate.person);
            }
        }
    }

    #[test]
    fn what_is_said_to_be_impossible_never_happens(request in any_request()) {
        let outlook = outlook(&request);
        let plan = plan(&request);
        let gap = |shift, role| plan.unfilled.iter().any(|gap| gap.shift == shift && gap.role == role);
        for impossible in &outlook.impossible {
            match impossible {
                Impossible::Nobody { shift, role } => prop_assert!(gap(*shift, *role)),
                Impossible::OnlyOne { shift, .. } => {
                    prop_assert!(Role::BOTH.iter().any(|role| gap(*shift, *role)));
                }
                Impossible::TooFewTurns { .. } => prop_assert!(!plan.unfilled.is_empty()),
                Impossible::Unfair { points, .. } => {
                    let apart = plan.score.amount(Term::FairLoad) / 12;
                    let locked = request.slots.iter().any(|slot| slot.locked != Pairing::GAP);
                    prop_assert!(locked || !plan.unfilled.is_empty() || apart + 1 >= i64::from(*points));
                }
            }
        }
    }
}

#[test]
fn too_few_leads_are_said_before_planning() {
    let mut request = weekly(12, 0);
    let lead = |number| candidate(number, Qualification::Lead);
    let engineer = |number| candidate(number, Qualification::Engineer);
    request.people = (1..=2).map(lead).chain((3..=8).map(engineer)).collect();
    // 120 points for two Leads, 120 for six Engineers: 60 against 20.
    let unfair = Impossible::Unfair {
        role: Role::Lead,
        people: 2,
        turns: 12,
        points: 40,
    };
    assert_eq!(outlook(&request).impossible, std::slice::from_ref(&unfair));
    assert_eq!(
        unfair.to_string(),
        "2 people for 12 turns as Lead: at least 40 points of unfairness"
    );
    assert!(plan(&request).score.amount(Term::FairLoad) >= 40 * 12);
}

#[test]
fn limits_that_leave_too_few_turns_are_said_before_planning() {
    let mut request = weekly(6, 5);
    request.rules = Rules {
        max_in_window: vec![WindowLimit { days: 42, max: 2 }],
        ..Rules::default()
    };
    let window = span(0, 6 * WEEK);
    let short = Impossible::TooFewTurns {
        window,
        role: None,
        people: 5,
        needed: 12,
        possible: 10,
    };
    assert_eq!(outlook(&request).impossible, [short]);
    assert_eq!(plan(&request).score.unfilled, 2);
    request.rules.max_in_window[0].max = 3;
    assert_eq!(outlook(&request).impossible, []);
}

fn wishing(mut request: Request, week: usize, kind: WishKind) -> Request {
    let shift = request.slots[week].shift;
    request.wishes = vec![Wish {
        person: person(1),
        shift,
        kind,
        weight: 1,
    }];
    request
}

#[test]
fn a_wish_that_a_rule_forbids_says_which() {
    let mut request = wishing(weekly(4, 5), 2, WishKind::Want);
    request.people[0].unavailable = vec![span(2 * WEEK, WEEK)];
    let broken = plan(&request).broken_wishes;
    let on_leave = Reason::OnLeave {
        away: span(2 * WEEK, WEEK),
    };
    assert_eq!((broken.len(), broken[0].dearer), (1, None));
    assert!(broken[0].reasons.contains(&(person(1), on_leave)), "{broken:?}");
    request.people[0].unavailable.clear();
    assert_eq!(plan(&request).broken_wishes, []);
}

#[test]
fn a_shift_that_nobody_else_may_take_is_kept_by_whoever_would_rather_avoid_it() {
    let mut request = wishing(weekly(1, 2), 0, WishKind::Avoid);
    let broken = plan(&request).broken_wishes;
    assert_eq!((broken.len(), broken[0].dearer), (1, None));
    assert_eq!(broken[0].to_string(), "nobody else may take it");
    request.people.push(candidate(3, Qualification::Both));
    assert_eq!(plan(&request).broken_wishes, []);
}

#[test]
fn somebody_on_long_leave_is_named_as_carrying_less_and_why() {
    let mut request = weekly(12, 5);
    request.people[0].unavailable = vec![span(0, 11 * WEEK)];
    let unequal = plan(&request).unequal;
    let first = unequal.iter().find(|unequal| unequal.person == person(1)).unwrap();
    assert!(first.points <= -30, "{first:?}");
    assert!(
        matches!(first.hindrances[0].reason, Reason::OnLeave { .. }),
        "{first:?}"
    );
    request.people[0].unavailable.clear();
    assert!(plan(&request).unequal.iter().all(|unequal| unequal.person != person(1)));
}

#[test]
fn a_change_that_cannot_be_is_refused() {
    let request = weekly(2, 4);
    let plan = plan(&request);
    let editor = Editor::new(&request, &plan.assignments);
    let mut desk = editor.open();
    let (shift, lead) = (request.slots[0].shift, plan.assignments[0].pairing.lead().unwrap());
    let both = Change::Assign {
        shift,
        role: Role::Engineer,
        person: lead,
    };
    assert_eq!(desk.try_change(both), Err(NoSuchChange::SamePerson(lead)));
    let stranger = Change::Assign {
        shift,
        role: Role::Lead,
        person: person(99),
    };
    assert_eq!(desk.try_change(stranger), Err(NoSuchChange::Person(person(99))));
    let roles = Change::Swap {
        one: (shift, Role::Lead),
        other: (shift, Role::Engineer),
    };
    let turned = desk.change(roles).unwrap();
    assert_eq!((turned.unfilled, turned.broken.len()), (0, 0));
    let nothing = Change::Swap {
        one: (shift, Role::Lead),
        other: (shift, Role::Lead),
    };
    assert_eq!(desk.change(nothing).unwrap().cost, 0);
    let other = request.slots[1].shift;
    let swap = Change::Swap {
        one: (shift, Role::Lead),
        other: (other, Role::Lead),
    };
    assert_eq!(desk.try_change(swap).unwrap().broken, []);
}
