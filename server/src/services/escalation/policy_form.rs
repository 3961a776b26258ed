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
    Role, ServiceId,
    escalation::{Hours, OfService, OnGap, Policy, PolicyRule, Severity, Step, Target},
};

/// The longest policy that is carried from page to page while it is edited.
const DRAFT_BYTES: usize = 6 * 1024;
/// Minutes between a new step and the one before it.
const MINUTES_APART: u32 = 10;
/// More minutes than any step may come after.
const MOST_MINUTES: u32 = 24 * 60;

/// The most services whose rotas are offered to call, those of the team first.
const MOST_SERVICES: usize = 12;

/// Services by their slugs, which is how forms name them.
pub(super) trait Slugs {
    /// The service of a slug.
    fn id(&self, slug: &str) -> Option<ServiceId>;
    /// The slug of a service.
    fn slug(&self, id: ServiceId) -> Option<String>;
}

impl Slugs for Snapshot {
    fn id(&self, slug: &str) -> Option<ServiceId> {
        self.service(slug).map(|service| service.id)
    }

    fn slug(&self, id: ServiceId) -> Option<String> {
        self.services()
            .find(|service| service.id == id)
            .map(|service| service.slug.clone())
    }
}

/// The form of a policy.
pub(super) fn of(slugs: &impl Slugs, policy: &Policy) -> PolicyForm {
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
            call: key_of(slugs, &step.targets),
        })
    });
    PolicyForm {
        rules: rules.collect(),
        steps: steps.collect(),
        last_resort: key_of(slugs, policy.last_resort()),
        on_gap: match policy.on_gap() {
            OnGap::LastResort => "last_resort",
            OnGap::NextStep => "next_step",
        }
        .to_owned(),
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

/// Targets in one word: `lead,engineer`, `next-lead`, `managers`, `person:6f1f…`, `lead@network`.
fn key_of(slugs: &impl Slugs, targets: &[Target]) -> String {
    let key = |target: &Target| match target {
        Target::Role(role) => role.key().to_owned(),
        Target::NextRole(role) => format!("next-{}", role.key()),
        Target::Person(id) => format!("person:{id}"),
        Target::Managers => "managers".to_owned(),
        Target::Service(of) => {
            let slug = slugs.slug(of.service).unwrap_or_default();
            format!("{}@{slug}", of.role.key())
        }
    };
    targets.iter().map(key).collect::<Vec<_>>().join(",")
}

fn targets_of(slugs: &impl Slugs, key: &str) -> std::result::Result<Vec<Target>, String> {
    key.split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| target_of(slugs, word))
        .collect()
}

fn target_of(slugs: &impl Slugs, word: &str) -> std::result::Result<Target, String> {
    let unknown = |_| format!("‘{word}’ cannot be called: choose somebody.");
    if let Some(id) = word.strip_prefix("person:") {
        let person = id.parse().map(Target::Person);
        return person.map_err(|_| format!("‘{id}’ is not a person."));
    }
    if let Some((role, slug)) = word.split_once('@') {
        let role = role.parse::<Role>().map_err(unknown)?;
        let service = slugs.id(slug).ok_or_else(|| format!("There is no service ‘{slug}’."))?;
        return Ok(Target::Service(OfService { service, role }));
    }
    if let Some(role) = word.strip_prefix("next-") {
        return role.parse::<Role>().map(Target::NextRole).map_err(unknown);
    }
    if word == "managers" {
        return Ok(Target::Managers);
    }
    word.parse::<Role>().map(Target::Role).map_err(unknown)
}

/// Value and words of whom a step may call; what the form calls already is among them.
pub(super) fn targets(snapshot: &Snapshot, service: &ServiceRecord, form: &PolicyForm) -> Vec<(String, String)> {
    let directory = snapshot.directory();
    let usual = [
        ("lead", "Lead on duty"),
        ("engineer", "Engineer on duty"),
        ("lead,engineer", "Lead and Engineer on duty"),
        ("next-lead", "Next Lead"),
        ("next-engineer", "Next Engineer"),
        ("next-lead,next-engineer", "Next Lead and next Engineer"),
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
    choices.extend(of_others(snapshot, service));
    let called = form.steps.iter().map(|step| &step.call).chain([&form.last_resort]);
    for key in called {
        if !choices.iter().any(|(known, _)| known == key) {
            choices.push((key.clone(), words_of(snapshot, key)));
        }
    }
    choices
}

/// Lead, Engineer and both of other services, those of the same team first.
fn of_others(snapshot: &Snapshot, service: &ServiceRecord) -> Vec<(String, String)> {
    let mut others: Vec<&ServiceRecord> = snapshot.services().filter(|other| other.id != service.id).collect();
    others.sort_by_cached_key(|other| {
        let name = collation::key(&other.name);
        (other.team != service.team, name, other.slug.clone())
    });
    others.truncate(MOST_SERVICES);
    let choices = others.into_iter().flat_map(|other| {
        let (slug, name) = (&other.slug, &other.name);
        [
            (format!("lead@{slug}"), format!("Lead on duty for {name}")),
            (format!("engineer@{slug}"), format!("Engineer on duty for {name}")),
            (
                format!("lead@{slug},engineer@{slug}"),
                format!("Lead and Engineer on duty for {name}"),
            ),
        ]
    });
    choices.collect()
}

fn words_of(snapshot: &Snapshot, key: &str) -> String {
    let targets = targets_of(snapshot, key).unwrap_or_default();
    if targets.is_empty() {
        return "Nobody".to_owned();
    }
    let words = targets.into_iter().map(|target| target_words(snapshot, target));
    words.collect::<Vec<_>>().join(" and ")
}

/// Whom a target means, in words: `Lead on duty`.
pub(super) fn target_words(snapshot: &Snapshot, target: Target) -> String {
    match target {
        Target::Role(role) => format!("{role} on duty"),
        Target::NextRole(role) => format!("Next {role}"),
        Target::Person(id) => snapshot.directory().name(id).to_owned(),
        Target::Managers => "Managers of the team".to_owned(),
        Target::Service(of) => {
            let service = snapshot.services().find(|service| service.id == of.service);
            let name = service.map_or("a service that is unknown", |service| service.name.as_str());
            format!("{} on duty for {name}", of.role)
        }
    }
}

/// The policy that a form describes.
///
/// # Errors
/// `Invalid` with everything that is wrong.
pub(super) fn read(slugs: &impl Slugs, form: &PolicyForm) -> Result<Policy> {
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
        let targets = faults.take(&name("call"), targets_of(slugs, &step.call));
        let rule = step.rule.parse::<usize>().ok().and_then(|index| rules.get_mut(index));
        if let (Some(after_seconds), Some(targets), Some(rule)) = (after, targets, rule) {
            rule.steps.push(Step { after_seconds, targets });
        }
    }
    let last_resort = faults
        .take("policy[last_resort]", targets_of(slugs, &form.last_resort))
        .unwrap_or_default();
    let on_gap = faults
        .take("policy[on_gap]", read_on_gap(&form.on_gap))
        .unwrap_or_default();
    faults.check()?;
    for rule in &mut rules {
        rule.steps.sort_by_key(|step| step.after_seconds);
    }
    let policy = Policy::new(rules, last_resort).map(|policy| policy.with_gaps(on_gap));
    policy.map_err(|bad| {
        let fields = bad.0.into_iter().map(|fault| app::FieldError {
            field: "policy".to_owned(),
            message: format!("{fault}."),
        });
        AppError::Invalid(fields.collect())
    })
}

fn read_on_gap(text: &str) -> std::result::Result<OnGap, String> {
    match text {
        "" | "last_resort" => Ok(OnGap::LastResort),
        "next_step" => Ok(OnGap::NextStep),
        other => Err(format!(
            "‘{other}’ is no rule for gaps: choose the last resort or the next step."
        )),
    }
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
    use domain::PersonId;

    /// Knows one service.
    struct Network(ServiceId);

    impl Slugs for Network {
        fn id(&self, slug: &str) -> Option<ServiceId> {
            (slug == "network").then_some(self.0)
        }

        fn slug(&self, id: ServiceId) -> Option<String> {
            (id == self.0).then(|| "network".to_owned())
        }
    }

    fn network() -> Network {
        Network(ServiceId::from_uuid(uuid::Uuid::from_u128(7)))
    }

    #[test]
    fn every_target_survives_its_key() {
        let network = network();
        let role = Role::Engineer;
        let targets = [
            Target::Role(Role::Lead),
            Target::NextRole(role),
            Target::Person(PersonId::from_uuid(uuid::Uuid::from_u128(3))),
            Target::Managers,
            Target::Service(OfService {
                service: network.0,
                role,
            }),
        ];
        let key = key_of(&network, &targets);
        assert!(key.ends_with("managers,engineer@network"), "{key}");
        assert_eq!(targets_of(&network, &key).unwrap(), targets);
        for word in ["lead@power", "next-boss", "person:1", "boss@network", "boss"] {
            assert!(targets_of(&network, word).is_err(), "{word}");
        }
    }

    #[test]
    fn a_policy_survives_its_form() {
        let policy = Policy::default_for_new_service();
        assert_eq!(read(&network(), &of(&network(), &policy)).unwrap(), policy);
        let uneven = PolicyRule {
            severities: vec![Severity::P2, Severity::P3],
            hours: Hours::Out,
            steps: vec![Step {
                after_seconds: 90,
                targets: vec![Target::Role(Role::Lead), Target::Managers],
            }],
            repeat: 3,
        };
        let policy = Policy::new(vec![uneven], Vec::new())
            .unwrap()
            .with_gaps(OnGap::NextStep);
        assert_eq!(read(&network(), &of(&network(), &policy)).unwrap(), policy);
    }

    #[test]
    fn everything_wrong_with_a_form_is_said_by_its_field() {
        let mut form = of(&network(), &Policy::default_for_new_service());
        form.steps[1].after = "soon".to_owned();
        form.steps[2].call = "everybody".to_owned();
        let Err(AppError::Invalid(fields)) = read(&network(), &form) else {
            panic!("it was taken")
        };
        let names: Vec<&str> = fields.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(names, ["policy[steps][1][after]", "policy[steps][2][call]"]);
    }

    #[test]
    fn rows_are_added_and_removed_with_their_rule() {
        let form = of(&network(), &Policy::default_for_new_service());
        let longer = with_row_changed(form.clone(), "add-step 0");
        assert_eq!((longer.steps.len(), longer.steps[3].after.as_str()), (4, "30"));
        let two = with_row_changed(form.clone(), "add-rule");
        let read_two = read(&network(), &two).unwrap();
        assert_eq!(read_two.rules()[0].severities, [Severity::P1]);
        assert_eq!(read_two.rules()[1].steps.len(), 3);
        assert_eq!(with_row_changed(two, "remove-rule 0"), form);
        assert_eq!(with_row_changed(form.clone(), "remove-step 99"), form);
    }
}
