#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::timeline::Via;
use crate::{Instant, Pairing, PersonId, Role, ServiceId, ShiftId};
use uuid::Uuid;

const LEAD: Target = Target::Role(Role::Lead);
const ENGINEER: Target = Target::Role(Role::Engineer);

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn facts<'a>(lead: u128, engineer: u128, managers: &'a [PersonId], administrators: &'a [PersonId]) -> Facts<'a> {
    let holder = |number| Some(number).filter(|number| *number > 0).map(person);
    Facts {
        pairing: Pairing::new(holder(lead), holder(engineer)).unwrap(),
        rota_name: "Payments",
        shift: Some(ShiftId::from_uuid(Uuid::from_u128(77))),
        lead_via: Via::Shift,
        engineer_via: Via::Cover,
        coming: &[],
        elsewhere: &[],
        managers,
        administrators,
        gone: &[],
    }
}

fn rule(steps: &[(u32, &[Target])]) -> PolicyRule {
    let step = |(after_seconds, targets): &(u32, &[Target])| Step {
        after_seconds: *after_seconds,
        targets: targets.to_vec(),
    };
    PolicyRule {
        severities: vec![],
        hours: Hours::Any,
        steps: steps.iter().map(step).collect(),
        repeat: 2,
    }
}

fn policy(steps: &[(u32, &[Target])], last_resort: &[Target]) -> Policy {
    Policy::new(vec![rule(steps)], last_resort.to_vec()).unwrap()
}

/// Each step as its place, its time and its people.
fn called(policy: &Policy, facts: &Facts) -> Vec<(u32, u32, Vec<u128>)> {
    let resolved = resolve(policy, Severity::P1, false, facts);
    let people = |step: &ResolvedStep| {
        step.targets
            .iter()
            .map(|target| target.person.uuid().as_u128())
            .collect()
    };
    resolved
        .steps
        .iter()
        .map(|step| (step.step, step.after_seconds, people(step)))
        .collect()
}

#[test]
fn a_new_service_calls_the_lead_then_the_engineer_then_the_managers() {
    let managers = [person(8), person(9)];
    let found = called(&Policy::default_for_new_service(), &facts(1, 2, &managers, &[]));
    assert_eq!(found, [(1, 0, vec![1]), (2, 600, vec![2]), (3, 1200, vec![8, 9])]);
}

#[test]
fn every_target_says_why_it_is_called() {
    let managers = [person(8)];
    let policy = policy(
        &[
            (0, &[LEAD, ENGINEER]),
            (60, &[Target::Person(person(5)), Target::Managers]),
        ],
        &[],
    );
    let resolved = resolve(&policy, Severity::P2, true, &facts(1, 2, &managers, &[]));
    let shift = Uuid::from_u128(77);
    let said: Vec<_> = resolved.steps.iter().flat_map(|step| &step.targets).collect();
    assert_eq!(said[0].because, format!("shift {shift} of rota Payments"));
    assert_eq!(said[1].because, format!("cover in shift {shift} of rota Payments"));
    let kinds: Vec<_> = said.iter().map(|target| (target.kind, target.role)).collect();
    let roles = [(Kind::Role, Some(Role::Lead)), (Kind::Role, Some(Role::Engineer))];
    assert_eq!(kinds, [roles[0], roles[1], (Kind::Person, None), (Kind::Team, None)]);
    assert_eq!(resolved.repeat, 2);
}

#[test]
fn a_gap_is_the_last_resorts_at_the_time_of_the_step() {
    let (managers, administrators) = ([person(8)], [person(9)]);
    let steps: &[(u32, &[Target])] = &[(0, &[LEAD]), (300, &[ENGINEER]), (600, &[Target::Managers])];
    let gap = facts(0, 2, &managers, &administrators);
    assert_eq!(called(&policy(steps, &[]), &gap), [(1, 0, vec![8]), (2, 300, vec![2])]);
    let duty_officer = policy(steps, &[Target::Person(person(5))]);
    assert_eq!(
        called(&duty_officer, &gap),
        [(1, 0, vec![5]), (2, 300, vec![2]), (3, 600, vec![8])]
    );
    let off = facts(0, 0, &managers, &administrators);
    assert_eq!(called(&policy(steps, &[]), &off), [(1, 0, vec![8])]);
    assert_eq!(called(&duty_officer, &off), [(1, 0, vec![5]), (2, 600, vec![8])]);
}

#[test]
fn by_the_other_rule_the_next_step_takes_the_time_of_a_gap() {
    let managers = [person(8)];
    let steps: &[(u32, &[Target])] = &[(0, &[LEAD]), (300, &[ENGINEER]), (600, &[Target::Managers])];
    let policy = policy(steps, &[Target::Person(person(5))]).with_gaps(OnGap::NextStep);
    assert_eq!(
        called(&policy, &facts(0, 2, &managers, &[])),
        [(1, 0, vec![2]), (2, 600, vec![8])]
    );
    assert_eq!(called(&policy, &facts(0, 0, &managers, &[])), [(1, 0, vec![8])]);
    assert_eq!(called(&policy, &facts(0, 0, &[], &[])), [(1, 0, vec![5])]);
}

#[test]
fn the_next_of_a_role_is_the_first_who_is_not_called_already() {
    let managers = [person(8)];
    let coming = |role, number, second| Coming {
        role,
        person: person(number),
        from: Instant::from_seconds(second),
    };
    let (lead, engineer) = (Role::Lead, Role::Engineer);
    let later = [
        coming(engineer, 1, 10),
        coming(lead, 2, 10),
        coming(lead, 1, 20),
        coming(lead, 3, 30),
        coming(engineer, 4, 40),
    ];
    let steps: &[(u32, &[Target])] = &[
        (0, &[LEAD, ENGINEER]),
        (60, &[Target::NextRole(lead), Target::NextRole(engineer)]),
        (120, &[Target::NextRole(engineer), Target::Managers]),
    ];
    let known = Facts {
        coming: &later,
        ..facts(1, 2, &managers, &[])
    };
    let policy = policy(steps, &[]);
    assert_eq!(
        called(&policy, &known),
        [(1, 0, vec![1, 2]), (2, 60, vec![3, 4]), (3, 120, vec![8])]
    );
    let left = Facts {
        gone: &[person(3)],
        ..known
    };
    assert_eq!(called(&policy, &left)[1], (2, 60, vec![4]));
}

#[test]
fn another_services_rota_is_called_by_its_role() {
    let managers = [person(8)];
    let service = ServiceId::from_uuid(Uuid::from_u128(99));
    let elsewhere = [Elsewhere {
        service,
        service_name: "Network",
        rota_name: "Network nights",
        pairing: Pairing::new(Some(person(6)), None).unwrap(),
    }];
    let of = |role| Target::Service(OfService { service, role });
    let policy = policy(
        &[(0, &[LEAD]), (60, &[of(Role::Lead)]), (120, &[of(Role::Engineer)])],
        &[],
    );
    let known = Facts {
        elsewhere: &elsewhere,
        ..facts(1, 2, &managers, &[])
    };
    assert_eq!(
        called(&policy, &known),
        [(1, 0, vec![1]), (2, 60, vec![6]), (3, 120, vec![8])]
    );
    let resolved = resolve(&policy, Severity::P1, true, &known);
    assert_eq!(
        resolved.steps[1].targets[0].because,
        "on duty on rota Network nights for Network"
    );
}

#[test]
fn what_may_go_wrong_is_said_before_it_does() {
    let managers = [person(1)];
    let steps: &[(u32, &[Target])] = &[
        (0, &[LEAD, ENGINEER]),
        (60, &[Target::Managers, Target::Person(person(7))]),
        (90, &[Target::NextRole(Role::Lead)]),
    ];
    let left = Facts {
        gone: &[person(7)],
        ..facts(1, 0, &managers, &[])
    };
    let explained = explain(&policy(steps, &[]), Severity::P1, true, &left);
    assert_eq!(explained.rule, Some(1));
    let expected = [
        Warning::Gap {
            step: 1,
            role: Role::Engineer,
            whole_step: false,
        },
        Warning::Nobody {
            step: 3,
            target: Target::NextRole(Role::Lead),
        },
        Warning::OnePerson { person: person(1) },
        Warning::NoPhone { person: person(1) },
        Warning::Twice {
            step: 2,
            person: person(1),
        },
        Warning::Gone {
            step: 2,
            person: person(7),
        },
    ];
    assert_eq!(warnings(&explained, |_| false), expected);
    let sound = explain(
        &policy(&[(0, &[LEAD, ENGINEER])], &[]),
        Severity::P1,
        true,
        &facts(1, 2, &managers, &[]),
    );
    assert!(warnings(&sound, |_| true).is_empty());
}

#[test]
fn whoever_has_left_is_a_gap() {
    let (managers, gone) = ([person(8)], [person(1), person(5)]);
    let named: &[(u32, &[Target])] = &[(0, &[LEAD]), (300, &[ENGINEER]), (600, &[Target::Person(person(5))])];
    let left = Facts {
        gone: &gone,
        ..facts(1, 2, &managers, &[])
    };
    assert_eq!(called(&policy(named, &[]), &left), [(1, 0, vec![8]), (2, 300, vec![2])]);
}

#[test]
fn a_role_that_is_held_beside_a_gap_is_called_alone() {
    let managers = [person(8)];
    let both: &[(u32, &[Target])] = &[(0, &[LEAD, ENGINEER]), (600, &[Target::Managers])];
    assert_eq!(
        called(&policy(both, &[]), &facts(0, 2, &managers, &[])),
        [(1, 0, vec![2]), (2, 600, vec![8])]
    );
}

#[test]
fn nobody_is_called_at_two_steps() {
    let managers = [person(1), person(8)];
    let steps: &[(u32, &[Target])] = &[
        (0, &[LEAD]),
        (60, &[Target::Person(person(1))]),
        (120, &[Target::Managers, Target::Person(person(8))]),
    ];
    assert_eq!(
        called(&policy(steps, &[]), &facts(1, 2, &managers, &[])),
        [(1, 0, vec![1]), (2, 120, vec![8])]
    );
}

#[test]
fn when_nobody_is_left_the_last_resort_is_called_at_once() {
    let (managers, administrators) = ([person(8)], [person(9)]);
    let steps: &[(u32, &[Target])] = &[(600, &[LEAD])];
    let nobody = facts(0, 0, &managers, &administrators);
    assert_eq!(
        called(&policy(steps, &[Target::Person(person(5))]), &nobody),
        [(1, 0, vec![5])]
    );
    assert_eq!(called(&policy(steps, &[]), &nobody), [(1, 0, vec![8])]);
    let unmanaged = facts(0, 0, &[], &administrators);
    assert_eq!(
        called(&policy(steps, &[Target::Managers, ENGINEER]), &unmanaged),
        [(1, 0, vec![9])]
    );
    assert!(called(&policy(steps, &[]), &facts(0, 0, &[], &[])).is_empty());
}

#[test]
fn the_first_rule_that_matches_applies() {
    let only = |severities: &[Severity], hours, seconds| PolicyRule {
        severities: severities.to_vec(),
        hours,
        ..rule(&[(seconds, &[LEAD])])
    };
    let rules = vec![
        only(&[Severity::P1], Hours::Any, 1),
        only(&[Severity::P1, Severity::P2], Hours::Out, 2),
        only(&[], Hours::In, 3),
    ];
    let policy = Policy::new(rules, vec![]).unwrap();
    let first = |severity, in_hours| {
        policy
            .rule_for(severity, in_hours)
            .map(|rule| rule.steps[0].after_seconds)
    };
    assert_eq!(first(Severity::P1, true), Some(1));
    assert_eq!(first(Severity::P2, false), Some(2));
    assert_eq!(first(Severity::P2, true), Some(3));
    assert_eq!(first(Severity::P3, false), None);
    let managers = [person(8)];
    let unmatched = resolve(&policy, Severity::P3, false, &facts(1, 2, &managers, &[]));
    assert_eq!(unmatched.steps[0].targets[0].person, person(8));
}

#[test]
fn all_faults_of_a_policy_are_named_at_once() {
    let all = rule(&[(0, &[LEAD])]);
    let many: Vec<(u32, &[Target])> = (0..21).map(|second| (second, &[LEAD][..])).collect();
    let broken = PolicyRule {
        repeat: 99,
        ..rule(&[(60, &[LEAD]), (60, &[]), (90_000, &[ENGINEER])])
    };
    let faults = Policy::new(vec![rule(&[]), all, rule(&many), broken], vec![])
        .unwrap_err()
        .0;
    let expected = [
        Fault::NoSteps { rule: 1 },
        Fault::Unreachable { rule: 2 },
        Fault::TooManySteps { rule: 3, steps: 21 },
        Fault::Unreachable { rule: 3 },
        Fault::TooManyRepeats { rule: 4, repeat: 99 },
        Fault::NoTargets { rule: 4, step: 2 },
        Fault::OutOfOrder {
            rule: 4,
            step: 2,
            seconds: 60,
        },
        Fault::TooLate {
            rule: 4,
            step: 3,
            seconds: 90_000,
        },
        Fault::Unreachable { rule: 4 },
    ];
    assert_eq!(faults, expected);
    assert_eq!(Policy::new(vec![], vec![]).unwrap_err().0, [Fault::NoRules]);
    let too_many = (0..21).map(|_| rule(&[(0, &[LEAD])])).collect();
    assert!(
        Policy::new(too_many, vec![])
            .unwrap_err()
            .0
            .contains(&Fault::TooManyRules(21))
    );
}

#[test]
fn a_rule_that_matches_everything_has_to_be_the_last() {
    let p1 = PolicyRule {
        severities: vec![Severity::P1],
        ..rule(&[(0, &[ENGINEER])])
    };
    let all = rule(&[(0, &[LEAD])]);
    assert!(Policy::new(vec![p1.clone(), all.clone()], vec![]).is_ok());
    let error = Policy::new(vec![all, p1], vec![]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "rule 2 never applies: the rules before it already match everything it is for"
    );
}

#[test]
fn a_policy_reads_and_writes_as_data_and_a_bad_one_is_refused() {
    let policy = Policy::default_for_new_service();
    let json = serde_json::to_value(&policy).unwrap();
    assert_eq!(
        json["rules"][0]["steps"][1]["targets"][0],
        serde_json::json!({"kind": "role", "of": "engineer"})
    );
    assert_eq!(json["last_resort"], serde_json::json!([{"kind": "managers"}]));
    assert_eq!(serde_json::from_value::<Policy>(json).unwrap(), policy);
    let error = serde_json::from_str::<Policy>(r#"{"rules": []}"#).unwrap_err();
    assert!(error.to_string().contains("at least one rule"), "{error}");
}
