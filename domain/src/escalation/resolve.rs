//! From a policy and the facts of an instant to people.

use super::{Policy, Severity, Target};
use crate::timeline::Via;
use crate::{Pairing, PersonId, Role, ShiftId};
use serde::{Deserialize, Serialize};

/// What is known at the instant of an incident.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Who is on duty: [`Pairing::GAP`] outside coverage.
    pub pairing: Pairing,
    /// The name of the rota that serves the service at this hour.
    pub rota_name: &'a str,
    /// The shift of the pairing.
    pub shift: Option<ShiftId>,
    /// How the Lead came to be on duty.
    pub lead_via: Via,
    /// How the Engineer came to be on duty.
    pub engineer_via: Via,
    /// The managers of the team that owns the service.
    pub managers: &'a [PersonId],
    /// The administrators of the organisation.
    pub administrators: &'a [PersonId],
    /// Those who have left: nobody calls them, wherever they stand.
    pub gone: &'a [PersonId],
}

/// Whom to call: steps in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// How often to go through the steps again when nobody takes the incident.
    pub repeat: u8,
    /// The steps; empty only when the organisation has neither managers nor administrators to fall back to.
    pub steps: Vec<ResolvedStep>,
}

/// Whom to call at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedStep {
    /// Its place in the answer, from 1.
    pub step: u32,
    /// Seconds after the incident began.
    pub after_seconds: u32,
    /// At least one, and nobody who stands earlier.
    pub targets: Vec<ResolvedTarget>,
}

/// A person to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedTarget {
    /// What made them a target.
    pub kind: Kind,
    /// The role they hold, when that is why.
    pub role: Option<Role>,
    /// Who.
    pub person: PersonId,
    /// Why, in words.
    pub because: String,
}

/// What made somebody a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// They are on duty.
    Role,
    /// They are named.
    Person,
    /// They stand for the team or the organisation.
    Team,
}

/// The people to call about an incident of this severity, inside (`true`) or outside office hours.
///
/// A person who stands earlier falls away. A step whose roles nobody holds is a gap: the last resort is called in its
/// place, at its time, so that a gap never costs time; it is the policy's, else the managers, else the administrators.
/// A step that is left with nobody falls away, and the others keep their time. When nobody is left at all, the last
/// resort is called at once.
///
/// ```
/// use domain::{Pairing, PersonId, escalation::{Facts, Policy, Severity, resolve}, timeline::Via};
/// let boss: PersonId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let nobody_on_duty = Facts {
///     pairing: Pairing::GAP, rota_name: "Payments", shift: None,
///     lead_via: Via::Shift, engineer_via: Via::Shift, managers: &[], administrators: &[boss], gone: &[],
/// };
/// let resolved = resolve(&Policy::default_for_new_service(), Severity::P1, false, &nobody_on_duty);
/// assert_eq!(resolved.steps[0].targets[0].person, boss);
/// # Ok::<(), domain::id::BadId>(())
/// ```
pub fn resolve(policy: &Policy, severity: Severity, in_hours: bool, facts: &Facts) -> Resolved {
    let rule = policy.rule_for(severity, in_hours);
    let mut steps: Vec<ResolvedStep> = Vec::new();
    let mut anybody = false;
    for step in rule.map_or(&[][..], |rule| &rule.steps) {
        let mut found: Vec<_> = step.targets.iter().flat_map(|target| people(*target, facts)).collect();
        anybody |= !found.is_empty();
        if found.is_empty() {
            found = last_resort(policy, facts);
        }
        let targets = new_people(&steps, found.into_iter());
        if !targets.is_empty() {
            let place = u32::try_from(steps.len()).unwrap_or(u32::MAX).saturating_add(1);
            steps.push(ResolvedStep {
                step: place,
                after_seconds: step.after_seconds,
                targets,
            });
        }
    }
    if !anybody {
        steps = at_once(last_resort(policy, facts));
    }
    Resolved {
        repeat: rule.map_or(0, |rule| rule.repeat),
        steps,
    }
}

/// One step without delay; none without people.
fn at_once(found: Vec<ResolvedTarget>) -> Vec<ResolvedStep> {
    let targets = new_people(&[], found.into_iter());
    let step = ResolvedStep {
        step: 1,
        after_seconds: 0,
        targets,
    };
    Some(step).filter(|step| !step.targets.is_empty()).into_iter().collect()
}

/// Those of `found` who stand neither in `steps` nor earlier in `found`.
fn new_people(steps: &[ResolvedStep], found: impl Iterator<Item = ResolvedTarget>) -> Vec<ResolvedTarget> {
    let mut new: Vec<ResolvedTarget> = Vec::new();
    for target in found {
        let mut known = steps.iter().flat_map(|step| &step.targets).chain(&new);
        if !known.any(|earlier| earlier.person == target.person) {
            new.push(target);
        }
    }
    new
}

fn people(target: Target, facts: &Facts) -> Vec<ResolvedTarget> {
    let mut found = meant(target, facts);
    found.retain(|target| !facts.gone.contains(&target.person));
    found
}

fn meant(target: Target, facts: &Facts) -> Vec<ResolvedTarget> {
    match target {
        Target::Role(role) => holder(role, facts).into_iter().collect(),
        Target::Person(person) => {
            let because = "named in the escalation policy".to_owned();
            vec![ResolvedTarget {
                kind: Kind::Person,
                role: None,
                person,
                because,
            }]
        }
        Target::Managers => team(facts.managers, "manager of the team"),
    }
}

fn holder(role: Role, facts: &Facts) -> Option<ResolvedTarget> {
    let person = facts.pairing.holder(role)?;
    let via = match role {
        Role::Lead => facts.lead_via,
        Role::Engineer => facts.engineer_via,
    };
    let rota = facts.rota_name;
    let because = match (facts.shift, via) {
        (Some(shift), Via::Shift) => format!("shift {shift} of rota {rota}"),
        (Some(shift), Via::Cover) => format!("cover in shift {shift} of rota {rota}"),
        (None, _) => format!("on duty on rota {rota}"),
    };
    Some(ResolvedTarget {
        kind: Kind::Role,
        role: Some(role),
        person,
        because,
    })
}

fn team(people: &[PersonId], because: &str) -> Vec<ResolvedTarget> {
    let target = |person: &PersonId| ResolvedTarget {
        kind: Kind::Team,
        role: None,
        person: *person,
        because: because.to_owned(),
    };
    people.iter().map(target).collect()
}

fn last_resort(policy: &Policy, facts: &Facts) -> Vec<ResolvedTarget> {
    let named: Vec<_> = policy
        .last_resort()
        .iter()
        .flat_map(|target| people(*target, facts))
        .collect();
    let fallbacks = [
        named,
        people(Target::Managers, facts),
        team(facts.administrators, "administrator"),
    ];
    let mut found = fallbacks
        .into_iter()
        .find(|found| !found.is_empty())
        .unwrap_or_default();
    for target in &mut found {
        target.because = format!("last resort: {}", target.because);
    }
    found
}
