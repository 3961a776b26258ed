//! How bad an incident is.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// How bad an incident is: P1 is the worst. Written `P1`, `P2`, `P3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The service is down, or money or data is being lost.
    P1,
    /// The service is impaired.
    P2,
    /// A fault that can wait.
    P3,
}

impl Severity {
    /// All severities, the worst first.
    pub const ALL: [Severity; 3] = [Severity::P1, Severity::P2, Severity::P3];
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::P1 => "P1",
            Severity::P2 => "P2",
            Severity::P3 => "P3",
        })
    }
}

/// The text is not a severity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a severity: use P1, P2 or P3")]
pub struct BadSeverity(pub String);

/// Reads `P1`, in either case.
///
/// ```
/// use domain::escalation::Severity;
/// assert_eq!("p2".parse(), Ok(Severity::P2));
/// assert!("urgent".parse::<Severity>().is_err());
/// ```
impl FromStr for Severity {
    type Err = BadSeverity;
    fn from_str(text: &str) -> Result<Self, BadSeverity> {
        let wanted = text.trim();
        let found = Self::ALL
            .into_iter()
            .find(|severity| severity.to_string().eq_ignore_ascii_case(wanted));
        found.ok_or_else(|| BadSeverity(text.to_owned()))
    }
}
