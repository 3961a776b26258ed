//! What can be wrong with a policy.

use super::{PolicyRule, Severity};
use std::fmt;

/// The most rules: one for each severity in and out of hours is six.
const MOST_RULES: usize = 20;
const MOST_STEPS: usize = 20;
const MOST_REPEATS: u8 = 20;
const LATEST_SECONDS: u32 = 86_400;

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

/// All that is wrong with these rules.
pub(super) fn faults(rules: &[PolicyRule]) -> Vec<Fault> {
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
    let cases = Severity::ALL
        .into_iter()
        .flat_map(|severity| [(severity, true), (severity, false)]);
    cases
        .filter(|(severity, in_hours)| rule.matches(*severity, *in_hours))
        .any(|(severity, in_hours)| !earlier.iter().any(|before| before.matches(severity, in_hours)))
}

fn rule_faults(rule: usize, of: &PolicyRule, faults: &mut Vec<Fault>) {
    if of.steps.is_empty() {
        faults.push(Fault::NoSteps { rule });
    }
    if of.steps.len() > MOST_STEPS {
        faults.push(Fault::TooManySteps {
            rule,
            steps: of.steps.len(),
        });
    }
    if of.repeat > MOST_REPEATS {
        faults.push(Fault::TooManyRepeats {
            rule,
            repeat: of.repeat,
        });
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
