//! What an organisation wants done about an incident.

use super::Severity;
use crate::{PersonId, Role};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whom a step calls. In data: `{"kind": "role", "of": "lead"}`, `{"kind": "managers"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "of", rename_all = "snake_case")]
pub enum Target {
    /// Whoever holds the role on the service's rota at that instant.
    Role(Role),
    /// This person, whoever is on duty.
    Person(PersonId),
    /// All managers of the team that owns the service.
    Managers,
}

/// Whom to call, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Seconds after the incident began, if nobody has taken it by then.
    pub after_seconds: u32,
    /// Called at the same time.
    pub targets: Vec<Target>,
}

/// When a rule applies, by the rota's office hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// At any time.
    #[default]
    Any,
    /// Inside office hours.
    In,
    /// Outside office hours.
    Out,
}

impl Hours {
    /// Whether a time inside (`true`) or outside office hours is meant.
    pub const fn match_hours(self, in_hours: bool) -> bool {
        matches!((self, in_hours), (Self::Any, _) | (Self::In, true) | (Self::Out, false))
    }
}

/// The steps for some severities and hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyRule {
    /// The severities it is for; none named means all.
    #[serde(default)]
    pub severities: Vec<Severity>,
    /// The hours it is for.
    #[serde(default)]
    pub hours: Hours,
    /// What to do, in order of time.
    pub steps: Vec<Step>,
    /// How often to go through the steps again when nobody takes the incident.
    #[serde(default)]
    pub repeat: u8,
}

impl PolicyRule {
    /// Whether the rule is for an incident of this severity inside (`true`) or outside office hours.
    pub fn matches(&self, severity: Severity, in_hours: bool) -> bool {
        self.hours.match_hours(in_hours) && (self.severities.is_empty() || self.severities.contains(&severity))
    }
}

/// A service's escalation policy: rules, of which the first that matches applies, and whom to call when no rule leads to
/// anybody.
///
/// ```
/// use domain::escalation::{Policy, Severity};
/// let policy = Policy::default_for_new_service();
/// let rule = policy.rule_for(Severity::P1, false).unwrap();
/// assert_eq!(rule.steps.iter().map(|step| step.after_seconds).collect::<Vec<_>>(), [0, 600, 1200]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Policy {
    rules: Vec<PolicyRule>,
    last_resort: Vec<Target>,
}

/// One thing that is wrong with a policy; rules and steps are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no rule at all.
    #[error("a policy needs at least one rule")]
    NoRules,
    /// There are too many rules.
    #[error("{0} rules are too many: at most {MOST_RULES}")]
    TooManyRules(usize),
    /// A rule has no step.
    #[error("rule {rule} has no step: add one, or remove the rule")]
    NoSteps {
        /// Which rule.
        rule: usize,
    },
    /// A rule has too many steps.
    #[error("rule {rule} has {steps} steps: at most {MOST_STEPS}")]
    TooManySteps {
        /// Which rule.
        rule: usize,
        /// How many steps it has.
        steps: usize,
    },
    /// A step calls nobody.
    #[error("step {step} of rule {rule} calls nobody: add a target, or remove the step")]
    NoTargets {
        /// Which rule.
        rule: usize,
        /// Which step.
        step: usize,
    },
    /// A step is not later than the one before it.
    #[error("step {step} of rule {rule} comes after {seconds} s, which is not later than the step before it")]
    OutOfOrder {
        /// Which rule.
        rule: usize,
        /// Which step.
        step: usize,
        /// Its time.
        seconds: u32,
    },
    /// A step comes too late.
    #[error("step {step} of rule {rule} comes after {seconds} s: at most {LATEST_SECONDS} s, a day")]
    TooLate {
        /// Which rule.
        rule: usize,
        /// Which step.
        step: usize,
        /// Its time.
        seconds: u32,
    },
    /// The steps are repeated too often.
    #[error("rule {rule} repeats {repeat} times: at most {MOST_REPEATS}")]
    TooManyRepeats {
        /// Which rule.
        rule: usize,
        /// How often it repeats.
        repeat: u8,
    },
    /// Earlier rules leave nothing to a rule.
    #[error("rule {rule} never applies: the rules before it already match everything it is for")]
    Unreachable {
        /// Which rule.
        rule: usize,
    },
}

/// A policy that cannot be: all that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct BadPolicy(pub Vec<Fault>);

impl fmt::Display for BadPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<String> = self.0.iter().map(Fault::to_string).collect();
        f.write_str(&faults.join("; "))
    }
}

/// The most rules: one for each severity in and out of hours is six.
const MOST_RULES: usize = 20;
const MOST_STEPS: usize = 20;
const MOST_REPEATS: u8 = 20;
const LATEST_SECONDS: u32 = 86_400;

impl Policy {
    /// A policy from its rules and its last resort. Without a last resort, or when it leads to nobody, the managers are
    /// called, then the administrators.
    ///
    /// # Errors
    /// [`BadPolicy`] with every fault found.
    pub fn new(rules: Vec<PolicyRule>, last_resort: Vec<Target>) -> Result<Self, BadPolicy> {
        let faults = faults(&rules);
        if faults.is_empty() { Ok(Self { rules, last_resort }) } else { Err(BadPolicy(faults)) }
    }

    /// For a service nobody has thought about yet, any severity at any time: the Lead at once, the Engineer after 10
    /// minutes, the managers after 20; gone through twice.
    pub fn default_for_new_service() -> Self {
        let step = |minutes: u32, target| Step { after_seconds: minutes * 60, targets: vec![target] };
        let steps = vec![
            step(0, Target::Role(Role::Lead)),
            step(10, Target::Role(Role::Engineer)),
            step(20, Target::Managers),
        ];
        let rule = PolicyRule { severities: Vec::new(), hours: Hours::Any, steps, repeat: 1 };
        Self { rules: vec![rule], last_resort: vec![Target::Managers] }
    }

    /// The rules, the first that matches first.
    pub fn rules(&self) -> &[PolicyRule] {
        &self.rules
    }

    /// Whom to call when no rule leads to anybody.
    pub fn last_resort(&self) -> &[Target] {
        &self.last_resort
    }

    /// The rule that applies; `None` leaves it to the last resort.
    pub fn rule_for(&self, severity: Severity, in_hours: bool) -> Option<&PolicyRule> {
        self.rules.iter().find(|rule| rule.matches(severity, in_hours))
    }
}

#[derive(Serialize, Deserialize)]
struct Parts {
    rules: Vec<PolicyRule>,
    #[serde(default)]
    last_resort: Vec<Target>,
}

impl TryFrom<Parts> for Policy {
    type Error = BadPolicy;
    fn try_from(parts: Parts) -> Result<Self, BadPolicy> {
        Self::new(parts.rules, parts.last_resort)
    }
}

impl From<Policy> for Parts {
    fn from(policy: Policy) -> Self {
        Self { rules: policy.rules, last_resort: policy.last_resort }
    }
}

fn faults(rules: &[PolicyRule]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if rules.is_empty() {
        faults.push(Fault::NoRules);
    }
    if rules.len() > MOST_RULES {
        faults.push(Fault::TooManyRules(rules.len()));
    }
    for (index, rule) in rules.iter().enumerate() {
        rule_faults(index + 1, rule, &mut faults);
        if !reachable(rule, &rules[..index]) {
            faults.push(Fault::Unreachable { rule: index + 1 });
        }
    }
    faults
}

fn reachable(rule: &PolicyRule, earlier: &[PolicyRule]) -> bool {
    let cases = Severity::ALL.into_iter().flat_map(|severity| [(severity, true), (severity, false)]);
    cases
        .filter(|(severity, in_hours)| rule.matches(*severity, *in_hours))
        .any(|(severity, in_hours)| !earlier.iter().any(|before| before.matches(severity, in_hours)))
}

fn rule_faults(rule: usize, of: &PolicyRule, faults: &mut Vec<Fault>) {
    if of.steps.is_empty() {
        faults.push(Fault::NoSteps { rule });
    }
    if of.steps.len() > MOST_STEPS {
        faults.push(Fault::TooManySteps { rule, steps: of.steps.len() });
    }
    if of.repeat > MOST_REPEATS {
        faults.push(Fault::TooManyRepeats { rule, repeat: of.repeat });
    }
    let mut before = None;
    for (index, one) in of.steps.iter().enumerate() {
        let (step, seconds) = (index + 1, one.after_seconds);
        if one.targets.is_empty() {
            faults.push(Fault::NoTargets { rule, step });
        }
        if before.is_some_and(|before| seconds <= before) {
            faults.push(Fault::OutOfOrder { rule, step, seconds });
        }
        if seconds > LATEST_SECONDS {
            faults.push(Fault::TooLate { rule, step, seconds });
        }
        before = Some(seconds);
    }
}
