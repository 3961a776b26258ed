//! Alerts: how an incident that was reported walks through its escalation until somebody takes it.

#[cfg(test)]
mod tests;

use crate::escalation::{Resolved, ResolvedTarget};
use crate::{Instant, PersonId};
use serde::{Deserialize, Serialize};

/// How long the last step of a round has before the next round, or the last resort: ten minutes.
pub const LAST_STEP_SECONDS: u32 = 600;

/// Where an alert stands in its escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The round it is in, from 1; 0 before the first.
    pub round: u32,
    /// The steps of this round, as they were when it began.
    pub steps: Vec<CourseStep>,
    /// How many rounds there are.
    pub rounds: u32,
    /// What is due next.
    pub next: Due,
}

/// People to tell at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseStep {
    /// Seconds after the round began.
    pub after_seconds: u32,
    /// Who, and why.
    pub people: Vec<(PersonId, String)>,
}

/// What is due next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// A round begins: who is called is worked out anew.
    Round,
    /// The step at this place, from 0.
    Step(usize),
    /// The last resort.
    LastResort,
    /// Nothing any more.
    Nothing,
}

impl Course {
    /// Of an alert that was just opened: its first round is due at once.
    pub fn new() -> Self {
        Self {
            round: 0,
            steps: Vec::new(),
            rounds: 1,
            next: Due::Round,
        }
    }

    /// Begins a round at `now` with the people as they are then; answers when its first step is due. With nobody to call
    /// the last resort is due at once.
    pub fn begin_round(&mut self, resolved: &Resolved, now: Instant) -> Option<Instant> {
        self.round += 1;
        self.rounds = u32::from(resolved.repeat) + 1;
        let step = |step: &crate::escalation::ResolvedStep| CourseStep {
            after_seconds: step.after_seconds,
            people: step.targets.iter().map(|target| (target.person, why(target))).collect(),
        };
        self.steps = resolved.steps.iter().map(step).collect();
        match self.steps.first() {
            Some(first) => {
                self.next = Due::Step(0);
                Some(now + i64::from(first.after_seconds))
            }
            None => {
                self.next = Due::LastResort;
                Some(now)
            }
        }
    }

    /// The step at a place was told at `now`; answers when what follows is due. After a pause each step still has its time.
    pub fn told(&mut self, place: usize, now: Instant) -> Option<Instant> {
        let at = |place: usize| self.steps.get(place).map(|step| step.after_seconds);
        match (at(place), at(place + 1)) {
            (Some(this), Some(next)) => {
                self.next = Due::Step(place + 1);
                Some(now + i64::from(next.saturating_sub(this)))
            }
            _ => Some(self.ended(now)),
        }
    }

    /// The last resort was told: nothing follows.
    pub fn told_last_resort(&mut self) -> Option<Instant> {
        self.next = Due::Nothing;
        None
    }

    /// Somebody has taken it: nothing follows.
    pub fn stop(&mut self) {
        self.next = Due::Nothing;
    }

    /// The round has ended.
    fn ended(&mut self, now: Instant) -> Instant {
        self.next = if self.round < self.rounds {
            Due::Round
        } else {
            Due::LastResort
        };
        now + i64::from(LAST_STEP_SECONDS)
    }
}

/// Why somebody is called, in words for people: without the shift's id.
///
/// ```
/// use domain::{PersonId, Role, alert::why, escalation::{Kind, ResolvedTarget}};
/// let person: PersonId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let target = |because: &str| ResolvedTarget { kind: Kind::Role, role: Some(Role::Lead), person, because: because.into() };
/// assert_eq!(why(&target("shift 5f0c of rota Payments")), "Lead on duty on rota Payments");
/// assert_eq!(why(&target("cover in shift 5f0c of rota Payments")), "Lead on duty on rota Payments, by cover");
/// assert_eq!(why(&target("next on rota Payments, from 2026-11-25T09:00:00Z")), "next on rota Payments, from 2026-11-25T09:00:00Z");
/// # Ok::<(), domain::id::BadId>(())
/// ```
pub fn why(target: &ResolvedTarget) -> String {
    let (before, words) = match target.because.strip_prefix("last resort: ") {
        Some(words) => ("last resort: ", words),
        None => ("", target.because.as_str()),
    };
    let duty = target.role.zip(words.split_once(" of rota "));
    match duty {
        Some((role, (how, rota))) if how.starts_with("cover in shift ") => {
            format!("{before}{role} on duty on rota {rota}, by cover")
        }
        Some((role, (how, rota))) if how.starts_with("shift ") => format!("{before}{role} on duty on rota {rota}"),
        _ => target.because.clone(),
    }
}

impl Default for Course {
    fn default() -> Self {
        Self::new()
    }
}
