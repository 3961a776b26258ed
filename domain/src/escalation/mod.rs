//! Escalation: whom to call about an incident, in what order, and after how long.

mod explain;
mod facts;
mod faults;
mod policy;
mod resolve;
mod severity;
mod target;
mod warnings;

pub use explain::{Explained, Found, explain};
pub use facts::{Coming, Elsewhere, Facts};
pub use faults::{BadPolicy, Fault};
pub use policy::{Hours, OnGap, Policy, PolicyRule, Step};
pub use resolve::{Kind, Resolved, ResolvedStep, ResolvedTarget, resolve};
pub use severity::{BadSeverity, Severity};
pub use target::{OfService, Target};
pub use warnings::{Warning, warnings};

#[cfg(test)]
mod model;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
