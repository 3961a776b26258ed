//! What somebody who looks at an escalation before an incident should know.

use super::{Explained, Found, Target};
use crate::{PersonId, Role};
use std::collections::BTreeSet;

/// Something about an escalation that may go wrong; steps are those of the rule, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// No rule is for this severity and these hours: the last resort is called at once.
    NoRule,
    /// Nobody holds a role that a step calls.
    Gap {
        /// Which step.
        step: usize,
        /// Which role.
        role: Role,
        /// Whether nobody else is called by the step either.
        whole_step: bool,
    },
    /// A step means a target that leads to nobody, such as managers where there are none.
    Nobody {
        /// Which step.
        step: usize,
        /// Whom it means.
        target: Target,
    },
    /// Somebody whom an earlier target calls is meant once more: they are called once.
    Twice {
        /// The later step.
        step: usize,
        /// Who.
        person: PersonId,
    },
    /// Somebody whom a step names has left.
    Gone {
        /// Which step.
        step: usize,
        /// Who.
        person: PersonId,
    },
    /// Somebody who is called cannot be telephoned.
    NoPhone {
        /// Who.
        person: PersonId,
    },
    /// Everybody who is called is one person: if they do not answer, nobody does.
    OnePerson {
        /// Who.
        person: PersonId,
    },
}

/// All there is to know, the gravest first. `has_phone` says who can be telephoned.
pub fn warnings(explained: &Explained, has_phone: impl Fn(PersonId) -> bool) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if explained.rule.is_none() {
        warnings.push(Warning::NoRule);
    }
    let targets = explained.resolved.steps.iter().flat_map(|step| &step.targets);
    let mut people = Vec::new();
    for target in targets {
        if !people.contains(&target.person) {
            people.push(target.person);
        }
    }
    warnings.extend(explained.found.iter().filter_map(led_nowhere));
    if let [person] = people[..] {
        warnings.push(Warning::OnePerson { person });
    }
    let without = people.iter().filter(|person| !has_phone(**person));
    warnings.extend(without.map(|person| Warning::NoPhone { person: *person }));
    let mut said = BTreeSet::new();
    for found in &explained.found {
        for person in &found.gone {
            warnings.push(Warning::Gone {
                step: found.step,
                person: *person,
            });
        }
        for person in &found.earlier {
            if said.insert((found.step, *person)) {
                warnings.push(Warning::Twice {
                    step: found.step,
                    person: *person,
                });
            }
        }
    }
    warnings
}

fn led_nowhere(found: &Found) -> Option<Warning> {
    if !(found.called.is_empty() && found.earlier.is_empty() && found.gone.is_empty()) {
        return None;
    }
    Some(match found.target {
        Target::Role(role) => Warning::Gap {
            step: found.step,
            role,
            whole_step: found.gap,
        },
        target => Warning::Nobody {
            step: found.step,
            target,
        },
    })
}
