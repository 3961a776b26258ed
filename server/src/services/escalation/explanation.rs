//! Why these people would be called, and what may go wrong, in words.

use super::{Standing, policy_form};
use crate::{
    answers::{ExplanationAnswer, FoundAnswer, PersonAnswer, WarningAnswer},
    services::{contacts::ways_of, wording},
    snapshot::Snapshot,
    store::ServiceRecord,
};
use app::escalation::{CallReason, CallWarning};
use domain::{
    PersonId,
    contact::ContactKind,
    escalation::{Explained, Found, Hours, OnGap, PolicyRule, Severity, Warning, warnings},
    timeline::State,
};

/// How an escalation came about, for machines.
pub(super) fn answer(
    snapshot: &Snapshot,
    service: &ServiceRecord,
    severity: Severity,
    standing: &Standing,
) -> ExplanationAnswer {
    let people = |ids: &[PersonId]| {
        let person = |id: &PersonId| PersonAnswer {
            id: *id,
            name: snapshot.directory().name(*id).to_owned(),
        };
        ids.iter().map(person).collect()
    };
    let found = |found: &Found| FoundAnswer {
        step: found.step,
        after_seconds: found.after_seconds,
        asks: policy_form::target_words(snapshot, found.target),
        called: people(&found.called),
        earlier: people(&found.earlier),
        left: people(&found.gone),
        gap: found.gap,
    };
    let warning = |(kind, warning): (&'static str, CallWarning)| WarningAnswer {
        kind: kind.to_owned(),
        grave: warning.grave,
        detail: warning.words,
    };
    ExplanationAnswer {
        rule: standing.explained.rule,
        rule_words: rule_words(service, severity, standing),
        steps: standing.explained.found.iter().map(found).collect(),
        warnings: said(snapshot, service, severity, standing).map(warning).collect(),
    }
}

/// What may go wrong, for people.
pub(super) fn call_warnings(
    snapshot: &Snapshot,
    service: &ServiceRecord,
    severity: Severity,
    standing: &Standing,
) -> Vec<CallWarning> {
    said(snapshot, service, severity, standing)
        .map(|(_, warning)| warning)
        .collect()
}

/// What became of each target, for people.
pub(super) fn reasons(snapshot: &Snapshot, service: &ServiceRecord, explained: &Explained) -> Vec<CallReason> {
    let reason = |found: &Found| CallReason {
        step: found.step.to_string(),
        time: match found.after_seconds {
            0 => "at once".to_owned(),
            seconds => format!("+{}", wording::length(seconds.into())),
        },
        asks: policy_form::target_words(snapshot, found.target),
        became: became(snapshot, service, found),
    };
    explained.found.iter().map(reason).collect()
}

fn became(snapshot: &Snapshot, service: &ServiceRecord, found: &Found) -> String {
    let names = |people: &[PersonId]| {
        let names: Vec<_> = people
            .iter()
            .map(|id| snapshot.directory().name_in_words(*id).into_owned())
            .collect();
        wording_list(&names)
    };
    let mut words = Vec::new();
    if !found.called.is_empty() {
        words.push(names(&found.called));
    }
    if !found.earlier.is_empty() {
        words.push(format!("{} earlier already", names(&found.earlier)));
    }
    if !found.gone.is_empty() {
        words.push(format!("{} left", names(&found.gone)));
    }
    if words.is_empty() {
        words.push("nobody".to_owned());
    }
    if found.gap {
        words.push(gap_words(service).to_owned());
    }
    words.join("; ")
}

fn gap_words(service: &ServiceRecord) -> &'static str {
    match service.policy.on_gap() {
        OnGap::LastResort => "the last resort instead",
        OnGap::NextStep => "the next step in its place",
    }
}

/// Names in a row: `Ada, Ben and Chloé`.
fn wording_list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Which rule applies.
pub(super) fn rule_words(service: &ServiceRecord, severity: Severity, standing: &Standing) -> String {
    let place = standing.explained.rule;
    match place.and_then(|place| Some((place, service.policy.rules().get(place - 1)?))) {
        Some((place, rule)) if service.policy.rules().len() > 1 => format!("Rule {place}: {}", heads(rule)),
        Some((_, rule)) => format!("The policy’s one rule: {}", heads(rule)),
        None => format!("No rule is for {severity} {}.", hours(standing.in_hours())),
    }
}

/// The severities and the hours a rule is for.
pub(super) fn heads(rule: &PolicyRule) -> String {
    let severities: Vec<String> = rule.severities.iter().map(ToString::to_string).collect();
    let severities = if severities.is_empty() {
        "any severity".to_owned()
    } else {
        wording_list(&severities)
    };
    let hours = match rule.hours {
        Hours::Any => "at any time",
        Hours::In => hours(true),
        Hours::Out => hours(false),
    };
    format!("{severities}, {hours}.")
}

fn hours(in_hours: bool) -> &'static str {
    if in_hours { "in office hours" } else { "out of hours" }
}

/// Each warning by its stable word, and in words.
fn said<'a>(
    snapshot: &'a Snapshot,
    service: &'a ServiceRecord,
    severity: Severity,
    standing: &'a Standing,
) -> impl Iterator<Item = (&'static str, CallWarning)> + 'a {
    let has_phone = |id: PersonId| {
        let person = snapshot.directory().person(id);
        let ways = person.map(|person| ways_of(person, standing.occasion()));
        ways.is_some_and(|ways| ways.iter().any(|way| way.kind == ContactKind::Phone))
    };
    let all = warnings(&standing.explained, has_phone);
    all.into_iter().map(move |warning| {
        let (kind, grave, words) = in_words(snapshot, service, severity, standing, warning);
        (kind, CallWarning { grave, words })
    })
}

fn in_words(
    snapshot: &Snapshot,
    service: &ServiceRecord,
    severity: Severity,
    standing: &Standing,
    warning: Warning,
) -> (&'static str, bool, String) {
    let name = |id| snapshot.directory().name_in_words(id);
    match warning {
        Warning::NoRule => {
            let hours = hours(standing.in_hours());
            let words = format!("No rule is for {severity} {hours}: the last resort is called at once.");
            ("no-rule", true, words)
        }
        Warning::Gap { step, role, whole_step } => {
            let why = nobody_words(standing);
            let then = if whole_step {
                format!(
                    " Step {step} falls to {}.",
                    gap_words(service).trim_end_matches(" instead")
                )
            } else {
                format!(" Step {step} calls the others alone.")
            };
            ("gap", true, format!("No {role}: {why}{then}"))
        }
        Warning::Nobody { step, target } => {
            let whom = policy_form::target_words(snapshot, target);
            let words = format!("Step {step} calls {}, which is nobody.", wording_small(&whom));
            ("nobody", true, words)
        }
        Warning::OnePerson { person } => {
            let words = format!("{} is everybody there is to call: nobody else follows.", name(person));
            ("one-person", true, words)
        }
        Warning::NoPhone { person } => ("no-phone", true, format!("{} has no telephone number.", name(person))),
        Warning::Gone { step, person } => {
            let words = format!("Step {step} means {}, who has left.", name(person));
            ("left", false, words)
        }
        Warning::Twice { step, person } => {
            let words = format!(
                "{} stands at step {step} too, and is called once, by the earlier one.",
                name(person)
            );
            ("twice", false, words)
        }
    }
}

/// Why nobody holds a role.
fn nobody_words(standing: &Standing) -> String {
    let rota = &standing.serving.rota.record.name;
    match standing.serving.duty.state {
        State::Covered => format!("{rota} has a gap then."),
        State::Off => format!("{rota} is not covered at this hour."),
        State::Unplanned => format!("nothing is published for {rota} then."),
    }
}

/// With a small first letter, for the middle of a sentence; names of roles keep theirs.
fn wording_small(words: &str) -> String {
    if words.starts_with("Managers") {
        words.replacen('M', "m", 1)
    } else {
        format!("the {}", words.replacen("Next", "next", 1))
    }
}
