//! Escalation: whom to call about an incident, in what order, and after how long.

mod faults;
mod policy;
mod resolve;
mod severity;

pub use faults::{BadPolicy, Fault};
pub use policy::{Hours, Policy, PolicyRule, Step, Target};
pub use resolve::{Facts, Kind, Resolved, ResolvedStep, ResolvedTarget, resolve};
pub use severity::{BadSeverity, Severity};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
