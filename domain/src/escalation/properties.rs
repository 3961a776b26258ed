//! What holds of every policy and every moment.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::timeline::Via;
use crate::{Pairing, PersonId, Role};
use proptest::prelude::*;
use std::collections::HashSet;
use uuid::Uuid;

fn person() -> impl Strategy<Value = PersonId> {
    (1u128..7).prop_map(|number| PersonId::from_uuid(Uuid::from_u128(number)))
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        Just(Target::Role(Role::Lead)),
        Just(Target::Role(Role::Engineer)),
        Just(Target::Managers),
        person().prop_map(Target::Person),
    ]
}

fn rule() -> impl Strategy<Value = PolicyRule> {
    let severities = prop::collection::vec(prop::sample::select(Severity::ALL.to_vec()), 0..3);
    let hours = prop::sample::select(vec![Hours::Any, Hours::In, Hours::Out]);
    let steps = prop::collection::btree_map(0u32..5000, prop::collection::vec(target(), 1..4), 1..6);
    (severities, hours, steps, 0u8..5).prop_map(|(severities, hours, steps, repeat)| {
        let steps = steps
            .into_iter()
            .map(|(after_seconds, targets)| Step { after_seconds, targets })
            .collect();
        PolicyRule {
            severities,
            hours,
            steps,
            repeat,
        }
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    (
        prop::collection::vec(rule(), 1..4),
        prop::collection::vec(target(), 0..3),
    )
        .prop_filter_map("a rule out of reach", |(rules, last)| Policy::new(rules, last).ok())
}

fn pairing() -> impl Strategy<Value = Pairing> {
    (prop::option::of(person()), prop::option::of(person()))
        .prop_filter_map("one person twice", |(lead, engineer)| Pairing::new(lead, engineer).ok())
}

proptest! {
    #[test]
    fn somebody_is_always_called_and_nobody_twice(
        policy in policy(), severity in prop::sample::select(Severity::ALL.to_vec()), in_hours in any::<bool>(),
        pairing in pairing(), managers in prop::collection::vec(person(), 0..3),
        administrators in prop::collection::vec(person(), 1..3),
    ) {
        let facts = Facts {
            pairing, rota_name: "Payments", shift: None, lead_via: Via::Shift, engineer_via: Via::Cover,
            coming: &[], elsewhere: &[], managers: &managers, administrators: &administrators, gone: &[],
        };
        let resolved = resolve(&policy, severity, in_hours, &facts);
        prop_assert!(!resolved.steps.is_empty());
        prop_assert!(resolved.steps.iter().all(|step| !step.targets.is_empty()));
        prop_assert!(resolved.steps.is_sorted_by(|a, b| a.after_seconds < b.after_seconds));
        prop_assert!(resolved.steps.iter().map(|step| step.step).eq(1..=resolved.steps.len() as u32));
        let mut called = HashSet::new();
        for target in resolved.steps.iter().flat_map(|step| &step.targets) {
            prop_assert!(called.insert(target.person), "{} twice", target.person);
            if let Some(role) = target.role {
                prop_assert_eq!(pairing.holder(role), Some(target.person));
            }
        }
        let rule = policy.rules().iter().find(|rule| rule.matches(severity, in_hours));
        for step in rule.iter().flat_map(|rule| &rule.steps) {
            for target in &step.targets {
                let reached = match target {
                    Target::Role(role) => pairing.holder(*role),
                    Target::Person(person) => Some(*person),
                    Target::Managers => managers.first().copied(),
                    Target::NextRole(_) | Target::Service(_) => None,
                };
                prop_assert!(reached.is_none_or(|person| called.contains(&person)), "{target:?} is not called");
            }
        }
    }
}
