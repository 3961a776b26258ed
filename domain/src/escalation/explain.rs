//! Whom to call, and what became of everything that the policy asks for.

use super::{Facts, Kind, OfService, OnGap, Policy, Resolved, ResolvedStep, ResolvedTarget, Severity, Step, Target};
use crate::timeline::Via;
use crate::{PersonId, Role};

/// Whom to call, and how that came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Whom to call.
    pub resolved: Resolved,
    /// Where the rule that applies stands in the policy, from 1; `None` when none is for this severity and these hours.
    pub rule: Option<usize>,
    /// What became of each target of the rule, in order.
    pub found: Vec<Found>,
}

/// What became of one target of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The step of the rule, from 1.
    pub step: usize,
    /// Its time in the rule.
    pub after_seconds: u32,
    /// Whom it asks for.
    pub target: Target,
    /// Whom it leads to.
    pub called: Vec<PersonId>,
    /// Who is meant too, and stands earlier already.
    pub earlier: Vec<PersonId>,
    /// Who is meant too, and has left.
    pub gone: Vec<PersonId>,
    /// Whether the whole step leads to nobody, so that the policy's rule for gaps applies.
    pub gap: bool,
}

/// The people to call as [`resolve`](super::resolve) has it, and what became of each target.
pub fn explain(policy: &Policy, severity: Severity, in_hours: bool, facts: &Facts) -> Explained {
    let place = policy.place_for(severity, in_hours);
    let rule = place.and_then(|place| policy.rules().get(place));
    let mut walk = Walk {
        policy,
        facts,
        steps: Vec::new(),
        found: Vec::new(),
        anybody: false,
        waiting: None,
    };
    for (index, step) in rule.iter().flat_map(|rule| &rule.steps).enumerate() {
        walk.take(index + 1, step);
    }
    let mut steps = walk.steps;
    if !walk.anybody {
        steps.clear();
        push(&mut steps, 0, last_resort(policy, facts));
    }
    Explained {
        resolved: Resolved {
            repeat: rule.map_or(0, |rule| rule.repeat),
            steps,
        },
        rule: place.map(|place| place + 1),
        found: walk.found,
    }
}

/// The way through a rule.
struct Walk<'a> {
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    steps: Vec<ResolvedStep>,
    found: Vec<Found>,
    /// Whether any step meant anybody who is here.
    anybody: bool,
    /// The time of a gap that the next step takes.
    waiting: Option<u32>,
}

impl Walk<'_> {
    fn take(&mut self, number: usize, step: &Step) {
        let mut new: Vec<ResolvedTarget> = Vec::new();
        let first = self.found.len();
        for target in &step.targets {
            let mut found = Found {
                step: number,
                after_seconds: step.after_seconds,
                target: *target,
                called: Vec::new(),
                earlier: Vec::new(),
                gone: Vec::new(),
                gap: false,
            };
            self.sort_out(*target, &mut found, &mut new);
            self.found.push(found);
        }
        let of_step = &mut self.found[first..];
        let gap = of_step
            .iter()
            .all(|one| one.called.is_empty() && one.earlier.is_empty());
        of_step.iter_mut().for_each(|one| one.gap = gap);
        self.anybody |= !gap;
        self.keep(gap, step.after_seconds, new);
    }

    /// Who of those that a target means is called by it.
    fn sort_out(&self, target: Target, found: &mut Found, new: &mut Vec<ResolvedTarget>) {
        for meant in meant(target, self.facts) {
            if self.facts.gone.contains(&meant.person) {
                note(&mut found.gone, meant.person);
            } else if stands(&self.steps, new, meant.person) {
                note(&mut found.earlier, meant.person);
            } else {
                note(&mut found.called, meant.person);
                new.push(meant);
                if matches!(target, Target::NextRole(_)) {
                    break;
                }
            }
        }
        if matches!(target, Target::NextRole(_)) && !found.called.is_empty() {
            // They were only passed over on the way to somebody else.
            found.earlier.clear();
            found.gone.clear();
        }
    }

    fn keep(&mut self, gap: bool, after_seconds: u32, new: Vec<ResolvedTarget>) {
        if gap && self.policy.on_gap() == OnGap::NextStep {
            self.waiting = self.waiting.or(Some(after_seconds));
            return;
        }
        let new = if gap { last_resort(self.policy, self.facts) } else { new };
        let after = self.waiting.unwrap_or(after_seconds);
        if push(&mut self.steps, after, new) {
            self.waiting = None;
        }
    }
}

/// Adds a step of those who do not stand earlier; whether there are any.
fn push(steps: &mut Vec<ResolvedStep>, after_seconds: u32, found: Vec<ResolvedTarget>) -> bool {
    let mut targets: Vec<ResolvedTarget> = Vec::new();
    for target in found {
        if !stands(steps, &targets, target.person) {
            targets.push(target);
        }
    }
    if targets.is_empty() {
        return false;
    }
    steps.push(ResolvedStep {
        step: u32::try_from(steps.len()).unwrap_or(u32::MAX).saturating_add(1),
        after_seconds,
        targets,
    });
    true
}

fn note(people: &mut Vec<PersonId>, person: PersonId) {
    if !people.contains(&person) {
        people.push(person);
    }
}

fn stands(steps: &[ResolvedStep], new: &[ResolvedTarget], person: PersonId) -> bool {
    let mut known = steps.iter().flat_map(|step| &step.targets).chain(new);
    known.any(|target| target.person == person)
}

/// Everybody a target means, those who have left too.
fn meant(target: Target, facts: &Facts) -> Vec<ResolvedTarget> {
    match target {
        Target::Role(role) => holder(role, facts).into_iter().collect(),
        Target::NextRole(role) => coming(role, facts),
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
        Target::Service(of) => elsewhere(of, facts).into_iter().collect(),
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
    Some(held(role, person, because))
}

fn held(role: Role, person: PersonId, because: String) -> ResolvedTarget {
    ResolvedTarget {
        kind: Kind::Role,
        role: Some(role),
        person,
        because,
    }
}

/// Those who hold the role later, whoever holds it now left out.
fn coming(role: Role, facts: &Facts) -> Vec<ResolvedTarget> {
    let rota = facts.rota_name;
    let later = facts.coming.iter().filter(|coming| coming.role == role);
    let others = later.filter(|coming| facts.pairing.holder(role) != Some(coming.person));
    let target = |coming: &super::Coming| {
        let because = format!("next on rota {rota}, from {}", coming.from);
        held(role, coming.person, because)
    };
    others.map(target).collect()
}

fn elsewhere(of: OfService, facts: &Facts) -> Option<ResolvedTarget> {
    let place = facts.elsewhere.iter().find(|place| place.service == of.service)?;
    let person = place.pairing.holder(of.role)?;
    let because = format!("on duty on rota {} for {}", place.rota_name, place.service_name);
    Some(held(of.role, person, because))
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
    let here = |target: &ResolvedTarget| !facts.gone.contains(&target.person);
    let of = |target: &Target| {
        let mut people = meant(*target, facts);
        people.retain(here);
        if matches!(target, Target::NextRole(_)) {
            people.truncate(1);
        }
        people
    };
    let named: Vec<_> = policy.last_resort().iter().flat_map(of).collect();
    let fallbacks = [
        named,
        of(&Target::Managers),
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
