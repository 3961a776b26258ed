//! What an organisation wants done about an incident.

use super::faults::{BadPolicy, faults};
use super::{Severity, Target};
use crate::{PersonId, Role, ServiceId};
use serde::{Deserialize, Serialize};

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

/// What becomes of a step that leads to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnGap {
    /// The last resort is called in its place.
    #[default]
    LastResort,
    /// The step that follows takes its time.
    NextStep,
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
    on_gap: OnGap,
}

impl Policy {
    /// A policy from its rules and its last resort. Without a last resort, or when it leads to nobody, the managers are
    /// called, then the administrators.
    ///
    /// # Errors
    /// [`BadPolicy`] with every fault found.
    pub fn new(rules: Vec<PolicyRule>, last_resort: Vec<Target>) -> Result<Self, BadPolicy> {
        let faults = faults(&rules);
        if faults.is_empty() {
            Ok(Self {
                rules,
                last_resort,
                on_gap: OnGap::default(),
            })
        } else {
            Err(BadPolicy(faults))
        }
    }

    /// The same, with another answer to steps that lead to nobody.
    #[must_use]
    pub fn with_gaps(self, on_gap: OnGap) -> Self {
        Self { on_gap, ..self }
    }

    /// The same without its rules: whoever is called by it is the last resort.
    ///
    /// ```
    /// use domain::escalation::{Policy, Severity};
    /// let policy = Policy::default_for_new_service();
    /// assert_eq!(policy.only_last_resort().last_resort(), policy.last_resort());
    /// assert!(policy.only_last_resort().rule_for(Severity::P1, false).is_none());
    /// ```
    #[must_use]
    pub fn only_last_resort(&self) -> Self {
        Self {
            rules: Vec::new(),
            ..self.clone()
        }
    }

    /// For a service nobody has thought about yet, any severity at any time: the Lead at once, the Engineer after 10
    /// minutes, the managers after 20; gone through twice.
    pub fn default_for_new_service() -> Self {
        let step = |minutes: u32, target| Step {
            after_seconds: minutes * 60,
            targets: vec![target],
        };
        let steps = vec![
            step(0, Target::Role(Role::Lead)),
            step(10, Target::Role(Role::Engineer)),
            step(20, Target::Managers),
        ];
        let rule = PolicyRule {
            severities: Vec::new(),
            hours: Hours::Any,
            steps,
            repeat: 1,
        };
        Self {
            rules: vec![rule],
            last_resort: vec![Target::Managers],
            on_gap: OnGap::default(),
        }
    }

    /// The rules, the first that matches first.
    pub fn rules(&self) -> &[PolicyRule] {
        &self.rules
    }

    /// Whom to call when no rule leads to anybody.
    pub fn last_resort(&self) -> &[Target] {
        &self.last_resort
    }

    /// What becomes of a step that leads to nobody.
    pub const fn on_gap(&self) -> OnGap {
        self.on_gap
    }

    /// Every target in it, in steps and as the last resort.
    pub fn targets(&self) -> impl Iterator<Item = Target> {
        let steps = self.rules.iter().flat_map(|rule| &rule.steps);
        steps.flat_map(|step| &step.targets).chain(&self.last_resort).copied()
    }

    /// Everybody who is named in it, in a step or as the last resort.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.targets().filter_map(|target| match target {
            Target::Person(person) => Some(person),
            _ => None,
        })
    }

    /// The other services whose rotas it calls.
    pub fn services(&self) -> impl Iterator<Item = ServiceId> {
        self.targets().filter_map(|target| match target {
            Target::Service(of) => Some(of.service),
            _ => None,
        })
    }

    /// Whether it calls whoever comes after those on duty.
    pub fn looks_ahead(&self) -> bool {
        self.targets().any(|target| matches!(target, Target::NextRole(_)))
    }

    /// The rule that applies; `None` leaves it to the last resort.
    pub fn rule_for(&self, severity: Severity, in_hours: bool) -> Option<&PolicyRule> {
        self.rules.get(self.place_for(severity, in_hours)?)
    }

    /// Where the rule that applies stands, from 0.
    pub fn place_for(&self, severity: Severity, in_hours: bool) -> Option<usize> {
        self.rules.iter().position(|rule| rule.matches(severity, in_hours))
    }
}

#[derive(Serialize, Deserialize)]
struct Parts {
    rules: Vec<PolicyRule>,
    #[serde(default)]
    last_resort: Vec<Target>,
    #[serde(default)]
    on_gap: OnGap,
}

impl TryFrom<Parts> for Policy {
    type Error = BadPolicy;
    fn try_from(parts: Parts) -> Result<Self, BadPolicy> {
        Self::new(parts.rules, parts.last_resort).map(|policy| policy.with_gaps(parts.on_gap))
    }
}

impl From<Policy> for Parts {
    fn from(policy: Policy) -> Self {
        Self {
            rules: policy.rules,
            last_resort: policy.last_resort,
            on_gap: policy.on_gap,
        }
    }
}
