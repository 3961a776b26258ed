//! From a policy and the facts of an instant to people.

use super::{Facts, Policy, Severity, explain};
use crate::{PersonId, Role};
use serde::{Deserialize, Serialize};

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
/// A person who stands earlier falls away. A step that leads to nobody is a gap: by the policy's rule the last resort is
/// called in its place, at its time, or the step that follows takes its time, so that a gap never costs time. The last
/// resort is the policy's, else the managers, else the administrators. A step that is left with nobody falls away, and the
/// others keep their time. When nobody is left at all, the last resort is called at once.
///
/// ```
/// use domain::{Pairing, PersonId, escalation::{Facts, Policy, Severity, resolve}, timeline::Via};
/// let boss: PersonId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let nobody_on_duty = Facts {
///     pairing: Pairing::GAP, rota_name: "Payments", shift: None, lead_via: Via::Shift, engineer_via: Via::Shift,
///     coming: &[], elsewhere: &[], managers: &[], administrators: &[boss], gone: &[],
/// };
/// let resolved = resolve(&Policy::default_for_new_service(), Severity::P1, false, &nobody_on_duty);
/// assert_eq!(resolved.steps[0].targets[0].person, boss);
/// # Ok::<(), domain::id::BadId>(())
/// ```
pub fn resolve(policy: &Policy, severity: Severity, in_hours: bool, facts: &Facts) -> Resolved {
    explain(policy, severity, in_hours, facts).resolved
}
