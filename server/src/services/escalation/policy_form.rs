//! A policy as a form, and back.

use crate::{
    collation,
    services::{Faults, Result},
    snapshot::Snapshot,
    store::ServiceRecord,
};
use app::{
    AppError,
    components::percent_encode,
    escalation::{PolicyForm, RuleForm, StepForm},
};
use domain::{
    PersonId, Role,
    escalation::{Hours, Policy, PolicyRule, Severity, Step, Target},
};

/// The longest policy that is carried from page to page while it is edited.
const DRAFT_BYTES: usize = 6 * 1024;
/// Minutes between a new step and the one before it.
const MINUTES_APART: u32 = 10;
/// More minutes than any step may come after.
const MOST_MINUTES: u32 = 24 * 60;

/// The form of a policy.
pub(super) fn of(policy: &Policy) -> PolicyForm {
    let rules = policy.rules().iter().map(|rule| RuleForm {
        severities: rule
            .severities
            .iter()
            .map(Severity::to_string)
            .collect::<Vec<_>>()
            .join(" "),
        hours: match rule.hours {
            Hours::Any => "any",
            Hours::In => "in",
            Hours::Out => "out",
        }
        .to_owned(),
        repeat: rule.repeat.to_string(),
    });
    let steps = policy.rules().iter().enumerate().flat_map(|(index, rule)| {
        rule.steps.iter().map(move |step| StepForm {
            rule: index.to_string(),
            after: minutes(step.after_seconds),
            call: key_of(&step.targets),
        })
    });
    PolicyForm {
        rules: rules.collect(),
        steps: steps.collect(),
        last_resort: key_of(policy.last_resort()),
        revision: String::new(),
    }
}

/// Minutes, with a fraction where the seconds ask for one.
fn minutes(seconds: u32) -> String {
    if seconds.is_multiple_of(60) {
        (seconds / 60).to_string()
    } else {
        format!("{}", f64::from(seconds) / 60.0)
    }
}

/// Targets in one word: `lead,engineer`, `managers`, `person:6f1f…`.
fn key_of(targets: &[Target]) -> String {
    let key = |target: &Target| match target {
        Target::Role(role) => role.key().to_owned(),
        Target::Person(id) => format!("person:{id}"),
        Target::Managers => "managers".to_owned(),
    };
    targets.iter().map(key).collect::<Vec<_>>().join(",")
}

fn targets_of(key: &str) -> std::result::Result<Vec<Target>, String> {
    let one = |word: &str| match word.split_once(':') {
        Some(("person", id)) => id
            .parse()
            .map(Target::Person)
            .map_err(|_| format!("‘{id}’ is not a person.")),
        _ if word == "managers" => Ok(Target::Managers),
        _ => word
            .parse::<Role>()
            .map(Target::Role)
            .map_err(|_| format!("‘{word}’ cannot be called: choose somebody.")),
    };
    key.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(one)
        .collect()
}

/// Value and words of whom a step may call; what the form calls already is among them.
pub(super) fn targets(snapshot: &Snapshot, service: &ServiceRecord, form: &PolicyForm) -> Vec<(String, String)> {
    let directory = snapshot.directory();
    let usual = [
        ("lead", "Lead on duty"),
        ("engineer", "Engineer on duty"),
        ("lead,engineer", "Lead and Engineer on duty"),
        ("managers", "Managers of the team"),
    ];
    let mut choices: Vec<(String, String)> = usual.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec();
    let members = directory
        .members(service.team)
        .iter()
        .filter_map(|member| directory.person(member.person));
    let here = members.filter(|person| person.deactivated_at.is_none());
    let mut people: Vec<(String, String)> = here
        .map(|person| (format!("person:{}", person.id), person.name.clone()))
        .collect();
    people.sort_by_cached_key(|(key, name)| (collation::key(name), key.clone()));
    choices.extend(people);
    let called = form.steps.iter().map(|step| &step.call).chain([&form.last_resort]);
    for key in called {
        if !choices.iter().any(|(known, _)| known == key) {
            choices.push((key.clone(), words_of(snapshot, key)));
        }
    }
    choices
}

fn words_of(snapshot: &Snapshot, key: &str) -> String {
    let words = |target: Target| match target {
        Target::Role(role) => format!("{role} on duty"),
        Target::Person(id) => snapshot.directory().name(id).to_owned(),
        Target::Managers => "Managers of the team".to_owned(),
    };
    let targets = targets_of(key).unwrap_or_default();
    if targets.is_empty() {
        "Nobody".to_owned()
    } else {
        targets.into_iter().map(words).collect::<Vec<_>>().join(" and ")
    }
}

/// Everybody a policy names.
pub(super) fn named(policy: &Policy) -> Vec<PersonId> {
    let steps = policy
        .rules()
        .iter()
        .flat_map(|rule| &rule.steps)
        .flat_map(|step| &step.targets);
    let person = |target: &Target| match target {
        Target::Person(id) => Some(*id),
        _ => None,
    };
    steps.chain(policy.last_resort()).filter_map(person).collect()
}

/// The policy that a form describes.
///
/// # Errors
/// `Invalid` with everything that is wrong.
pub(super) fn read(form: &PolicyForm) -> Result<Policy> {
    let mut faults = Faults::default();
    let mut rules: Vec<PolicyRule> = form
        .rules
        .iter()
        .enumerate()
        .map(|(index, rule)| read_rule(&mut faults, index, rule))
        .collect();
    for (place, step) in form.steps.iter().enumerate() {
        let name = |field: &str| format!("policy[steps][{place}][{field}]");
        let after = faults.take(&name("after"), read_minutes(&step.after));
        let targets = faults.take(&name("call"), targets_of(&step.call));
        let rule = step.rule.parse::<usize>().ok().and_then(|index| rules.get_mut(index));
        if let (Some(after_seconds), Some(targets), Some(rule)) = (after, targets, rule) {
            rule.steps.push(Step { after_seconds, targets });
        }
    }
    let last_resort = faults
        .take("policy[last_resort]", targets_of(&form.last_resort))
        .unwrap_or_default();
    faults.check()?;
    for rule in &mut rules {
        rule.steps.sort_by_key(|step| step.after_seconds);
    }
    Policy::new(rules, last_resort).map_err(|bad| {
        let fields = bad.0.into_iter().map(|fault| app::FieldError {
            field: "policy".to_owned(),
            message: format!("{fault}."),
        });
        AppError::Invalid(fields.collect())
    })
}

fn read_rule(faults: &mut Faults, index: usize, rule: &RuleForm) -> PolicyRule {
    let name = |field: &str| format!("policy[rules][{index}][{field}]");
    let severities: std::result::Result<Vec<Severity>, _> =
        rule.severities.split_whitespace().map(str::parse).collect();
    let hours = match rule.hours.as_str() {
        "" | "any" => Ok(Hours::Any),
        "in" => Ok(Hours::In),
        "out" => Ok(Hours::Out),
        other => Err(format!(
            "‘{other}’ are no hours: choose any time, in or out of office hours."
        )),
    };
    let repeat = match rule.repeat.trim() {
        "" => Ok(0),
        text => text
            .parse::<u8>()
            .map_err(|_| format!("‘{text}’ times: write a whole number up to 20.")),
    };
    PolicyRule {
        severities: faults.take(&name("severities"), severities).unwrap_or_default(),
        hours: faults.take(&name("hours"), hours).unwrap_or_default(),
        steps: Vec::new(),
        repeat: faults.take(&name("repeat"), repeat).unwrap_or_default(),
    }
}

fn read_minutes(text: &str) -> std::result::Result<u32, String> {
    let minutes = text.trim().parse::<f64>().ok();
    let minutes = minutes.filter(|minutes| (0.0..=f64::from(MOST_MINUTES)).contains(minutes));
    // At most a day's seconds, which any integer holds.
    minutes
        .map(|minutes| (minutes * 60.0).round() as u32)
        .ok_or_else(|| format!("‘{text}’ minutes: write a number from 0 to {MOST_MINUTES}."))
}

/// The form with one row added or removed: `add-step 0`, `remove-step 3`, `add-rule`, `remove-rule 1`. Anything else
/// leaves it as it is.
pub(super) fn with_row_changed(mut form: PolicyForm, act: &str) -> PolicyForm {
    let (verb, place) = act.split_once(' ').unwrap_or((act, ""));
    let place = place.parse::<usize>().ok();
    match (verb, place) {
        ("add-step", Some(rule)) if rule < form.rules.len() => {
            let of_rule = form.steps.iter().filter(|step| step.rule == rule.to_string());
            let last = of_rule.filter_map(|step| read_minutes(&step.after).ok()).max();
            let after = last.map_or(0, |seconds| (seconds / 60 + MINUTES_APART).min(MOST_MINUTES));
            form.steps.push(StepForm {
                rule: rule.to_string(),
                after: after.to_string(),
                call: "managers".to_owned(),
            });
        }
        ("remove-step", Some(step)) if step < form.steps.len() => {
            form.steps.remove(step);
        }
        ("add-rule", None) => {
            // Before the others: what matches everything comes last.
            form.rules.insert(
                0,
                RuleForm {
                    severities: "P1".to_owned(),
                    hours: "out".to_owned(),
                    repeat: "1".to_owned(),
                },
            );
            renumber(&mut form.steps, |rule| Some(rule + 1));
            form.steps.push(StepForm {
                rule: "0".to_owned(),
                after: "0".to_owned(),
                call: "lead,engineer".to_owned(),
            });
        }
        ("remove-rule", Some(gone)) if gone < form.rules.len() => {
            form.rules.remove(gone);
            renumber(&mut form.steps, |rule| {
                if rule == gone {
                    None
                } else {
                    Some(rule - usize::from(rule > gone))
                }
            });
        }
        _ => {}
    }
    form
}

fn renumber(steps: &mut Vec<StepForm>, to: impl Fn(usize) -> Option<usize>) {
    steps.retain_mut(|step| match step.rule.parse().ok().and_then(&to) {
        Some(rule) => {
            step.rule = rule.to_string();
            true
        }
        None => false,
    });
}

/// The page that shows a policy while it is edited.
pub(super) fn draft_page(slug: &str, form: PolicyForm) -> Result<String> {
    let draft = serde_json::to_string(&form).unwrap_or_default();
    if draft.len() > DRAFT_BYTES {
        return Err(AppError::field(
            "policy",
            "This is as much as can be edited at once: save, then go on.",
        ));
    }
    Ok(format!("/services/{slug}?draft={}#policy", percent_encode(&draft)))
}

/// The policy that is being edited, out of a page's address.
pub(super) fn draft(text: &str) -> Option<PolicyForm> {
    if text.len() > 2 * DRAFT_BYTES {
        None
    } else {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_policy_survives_its_form() {
        let policy = Policy::default_for_new_service();
        assert_eq!(read(&of(&policy)).unwrap(), policy);
        let uneven = PolicyRule {
            severities: vec![Severity::P2, Severity::P3],
            hours: Hours::Out,
            steps: vec![Step {
                after_seconds: 90,
                targets: vec![Target::Role(Role::Lead), Target::Managers],
            }],
            repeat: 3,
        };
        let policy = Policy::new(vec![uneven], Vec::new()).unwrap();
        assert_eq!(read(&of(&policy)).unwrap(), policy);
    }

    #[test]
    fn everything_wrong_with_a_form_is_said_by_its_field() {
        let mut form = of(&Policy::default_for_new_service());
        form.steps[1].after = "soon".to_owned();
        form.steps[2].call = "everybody".to_owned();
        let Err(AppError::Invalid(fields)) = read(&form) else {
            panic!("it was taken")
        };
        let names: Vec<&str> = fields.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(names, ["policy[steps][1][after]", "policy[steps][2][call]"]);
    }

    #[test]
    fn rows_are_added_and_removed_with_their_rule() {
        let form = of(&Policy::default_for_new_service());
        let longer = with_row_changed(form.clone(), "add-step 0");
        assert_eq!((longer.steps.len(), longer.steps[3].after.as_str()), (4, "30"));
        let two = with_row_changed(form.clone(), "add-rule");
        let read_two = read(&two).unwrap();
        assert_eq!(read_two.rules()[0].severities, [Severity::P1]);
        assert_eq!(read_two.rules()[1].steps.len(), 3);
        assert_eq!(with_row_changed(two, "remove-rule 0"), form);
        assert_eq!(with_row_changed(form.clone(), "remove-step 99"), form);
    }
}
