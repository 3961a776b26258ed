//! The resolver against a slow and obvious one, over random policies and moments.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::timeline::Via;
use crate::{Instant, Pairing, PersonId, Role, ServiceId};
use proptest::prelude::*;
use uuid::Uuid;

fn person() -> impl Strategy<Value = PersonId> {
    (1u128..7).prop_map(|number| PersonId::from_uuid(Uuid::from_u128(number)))
}

fn role() -> impl Strategy<Value = Role> {
    prop::sample::select(Role::BOTH.to_vec())
}

fn service() -> impl Strategy<Value = ServiceId> {
    (50u128..53).prop_map(|number| ServiceId::from_uuid(Uuid::from_u128(number)))
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        3 => role().prop_map(Target::Role),
        2 => role().prop_map(Target::NextRole),
        1 => Just(Target::Managers),
        2 => person().prop_map(Target::Person),
        1 => (service(), role()).prop_map(|(service, role)| Target::Service(OfService { service, role })),
    ]
}

fn policy() -> impl Strategy<Value = Policy> {
    let steps = prop::collection::btree_map(0u32..900, prop::collection::vec(target(), 1..4), 1..6);
    let severities = prop::collection::vec(prop::sample::select(Severity::ALL.to_vec()), 0..3);
    let hours = prop::sample::select(vec![Hours::Any, Hours::In, Hours::Out]);
    let rule = (severities, hours, steps).prop_map(|(severities, hours, steps)| PolicyRule {
        severities,
        hours,
        steps: steps
            .into_iter()
            .map(|(after_seconds, targets)| Step { after_seconds, targets })
            .collect(),
        repeat: 1,
    });
    let gaps = prop::sample::select(vec![OnGap::LastResort, OnGap::NextStep]);
    let last = prop::collection::vec(target(), 0..3);
    (prop::collection::vec(rule, 1..4), last, gaps).prop_filter_map("a rule out of reach", |(rules, last, gaps)| {
        Policy::new(rules, last).ok().map(|policy| policy.with_gaps(gaps))
    })
}

fn pairing() -> impl Strategy<Value = Pairing> {
    (prop::option::of(person()), prop::option::of(person()))
        .prop_filter_map("one person twice", |(lead, engineer)| Pairing::new(lead, engineer).ok())
}

/// Everybody that a target could mean, those who are gone left out.
fn candidates(target: Target, facts: &Facts) -> Vec<PersonId> {
    let mut all = Vec::new();
    match target {
        Target::Role(role) => all.extend(facts.pairing.holder(role)),
        Target::NextRole(role) => {
            for coming in facts.coming {
                if coming.role == role && facts.pairing.holder(role) != Some(coming.person) {
                    all.push(coming.person);
                }
            }
        }
        Target::Person(person) => all.push(person),
        Target::Managers => all.extend(facts.managers),
        Target::Service(of) => {
            for place in facts.elsewhere {
                if place.service == of.service {
                    all.extend(place.pairing.holder(of.role));
                }
            }
        }
    }
    all.retain(|person| !facts.gone.contains(person));
    all
}

fn unique(people: Vec<PersonId>, but: &[PersonId]) -> Vec<PersonId> {
    let mut kept: Vec<PersonId> = Vec::new();
    for person in people {
        if !kept.contains(&person) && !but.contains(&person) {
            kept.push(person);
        }
    }
    kept
}

fn last_resort(policy: &Policy, facts: &Facts) -> Vec<PersonId> {
    let mut people = Vec::new();
    for target in policy.last_resort() {
        let all = candidates(*target, facts);
        let one = matches!(target, Target::NextRole(_));
        people.extend(all.iter().take(if one { 1 } else { all.len() }));
    }
    if people.is_empty() {
        people = candidates(Target::Managers, facts);
    }
    if people.is_empty() {
        people = facts.administrators.to_vec();
    }
    people
}

/// Each step as its time and its people, by the words of the documentation and nothing else.
fn obvious(policy: &Policy, severity: Severity, in_hours: bool, facts: &Facts) -> Vec<(u32, Vec<PersonId>)> {
    let rule = policy.rules().iter().find(|rule| {
        (rule.severities.is_empty() || rule.severities.contains(&severity))
            && match rule.hours {
                Hours::Any => true,
                Hours::In => in_hours,
                Hours::Out => !in_hours,
            }
    });
    let mut answer: Vec<(u32, Vec<PersonId>)> = Vec::new();
    let (mut meant_somebody, mut held_over) = (false, None);
    for step in rule.map_or(&[][..], |rule| &rule.steps[..]) {
        let called: Vec<PersonId> = answer.iter().flat_map(|(_, people)| people.clone()).collect();
        let (mut here, mut nobody_meant) = (Vec::new(), true);
        for target in &step.targets {
            let all = candidates(*target, facts);
            nobody_meant &= all.is_empty();
            let but: Vec<PersonId> = called.iter().chain(&here).copied().collect();
            let mut new = unique(all, &but);
            if matches!(target, Target::NextRole(_)) {
                new.truncate(1);
            }
            here.extend(new);
        }
        meant_somebody |= !nobody_meant;
        if nobody_meant && policy.on_gap() == OnGap::NextStep {
            held_over = Some(held_over.unwrap_or(step.after_seconds));
            continue;
        }
        if nobody_meant {
            here = unique(last_resort(policy, facts), &called);
        }
        if !here.is_empty() {
            answer.push((held_over.take().unwrap_or(step.after_seconds), here));
        }
    }
    if !meant_somebody {
        let people = unique(last_resort(policy, facts), &[]);
        answer = if people.is_empty() { vec![] } else { vec![(0, people)] };
    }
    answer
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_resolver_does_as_a_slow_and_obvious_one(
        policy in policy(), severity in prop::sample::select(Severity::ALL.to_vec()), in_hours in any::<bool>(),
        now in pairing(), there in pairing(), other in service(),
        coming in prop::collection::vec((role(), person()), 0..8),
        managers in prop::collection::vec(person(), 0..3), administrators in prop::collection::vec(person(), 0..3),
        gone in prop::collection::vec(person(), 0..3),
    ) {
        let coming: Vec<Coming> = coming.into_iter().zip(1..)
            .map(|((role, person), second)| Coming { role, person, from: Instant::from_seconds(second) })
            .collect();
        let elsewhere = [Elsewhere { service: other, service_name: "Network", rota_name: "Nights", pairing: there }];
        let here = |people: Vec<PersonId>| people.into_iter().filter(|person| !gone.contains(person)).collect::<Vec<_>>();
        let (managers, administrators) = (here(managers), here(administrators));
        let facts = Facts {
            pairing: now, rota_name: "Payments", shift: None, lead_via: Via::Shift, engineer_via: Via::Cover,
            coming: &coming, elsewhere: &elsewhere, managers: &managers, administrators: &administrators, gone: &gone,
        };
        let explained = explain(&policy, severity, in_hours, &facts);
        let steps: Vec<(u32, Vec<PersonId>)> = explained.resolved.steps.iter()
            .map(|step| (step.after_seconds, step.targets.iter().map(|target| target.person).collect()))
            .collect();
        prop_assert_eq!(&steps, &obvious(&policy, severity, in_hours, &facts));
        prop_assert_eq!(&resolve(&policy, severity, in_hours, &facts), &explained.resolved);
        prop_assert!(steps.is_sorted_by(|a, b| a.0 < b.0), "{steps:?}");
        for step in &explained.resolved.steps {
            let of = |role| step.targets.iter().filter(move |target| target.role == Some(role)).map(|target| target.person);
            for lead in of(Role::Lead) {
                prop_assert!(of(Role::Engineer).all(|engineer| engineer != lead));
            }
        }
    }
}
