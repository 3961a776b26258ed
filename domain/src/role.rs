//! The two roles of a shift, and who may hold them.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// One of the two roles of every shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Coordinates, communicates, decides, calls for help.
    Lead,
    /// Diagnoses, fixes, keeps notes.
    Engineer,
}

impl Role {
    /// Both roles, Lead first: the order of every list and lane.
    pub const BOTH: [Role; 2] = [Role::Lead, Role::Engineer];

    /// The other role of the pairing.
    ///
    /// ```
    /// assert_eq!(domain::Role::Lead.other(), domain::Role::Engineer);
    /// ```
    pub const fn other(self) -> Role {
        match self {
            Role::Lead => Role::Engineer,
            Role::Engineer => Role::Lead,
        }
    }

    /// The word used in data: `lead` or `engineer`.
    pub const fn key(self) -> &'static str {
        match self {
            Role::Lead => "lead",
            Role::Engineer => "engineer",
        }
    }
}

/// For people: `Lead` or `Engineer`.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Lead => "Lead",
            Role::Engineer => "Engineer",
        })
    }
}

/// The word is neither `lead` nor `engineer`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a role: use lead or engineer")]
pub struct BadRole(pub String);

impl FromStr for Role {
    type Err = BadRole;
    fn from_str(word: &str) -> Result<Self, BadRole> {
        match word.trim().to_ascii_lowercase().as_str() {
            "lead" => Ok(Role::Lead),
            "engineer" | "eng" => Ok(Role::Engineer),
            _ => Err(BadRole(word.to_owned())),
        }
    }
}

/// The roles a member may hold: at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Qualification {
    /// May be Lead only.
    Lead,
    /// May be Engineer only.
    Engineer,
    /// May be either, never both at once.
    Both,
}

impl Qualification {
    /// The qualification that allows exactly these roles; `None` when it allows none.
    ///
    /// ```
    /// use domain::Qualification;
    /// assert_eq!(Qualification::new(true, true), Some(Qualification::Both));
    /// assert_eq!(Qualification::new(false, false), None);
    /// ```
    pub const fn new(lead: bool, engineer: bool) -> Option<Self> {
        match (lead, engineer) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Lead),
            (false, true) => Some(Self::Engineer),
            (false, false) => None,
        }
    }

    /// Whether it allows `role`.
    pub const fn allows(self, role: Role) -> bool {
        matches!(
            (self, role),
            (Self::Both, _) | (Self::Lead, Role::Lead) | (Self::Engineer, Role::Engineer)
        )
    }

    /// The words of a people file: `lead`, `engineer` or `lead+engineer`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Engineer => "engineer",
            Self::Both => "lead+engineer",
        }
    }
}

/// The words name no role, or one that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a qualification: use lead, engineer or lead+engineer")]
pub struct BadQualification(pub String);

impl FromStr for Qualification {
    type Err = BadQualification;
    fn from_str(words: &str) -> Result<Self, BadQualification> {
        let bad = || BadQualification(words.to_owned());
        let (mut lead, mut engineer) = (false, false);
        for word in words.split(['+', ',', '/', ' ']).filter(|word| !word.is_empty()) {
            match word.parse::<Role>().map_err(|_| bad())? {
                Role::Lead => lead = true,
                Role::Engineer => engineer = true,
            }
        }
        Self::new(lead, engineer).ok_or_else(bad)
    }
}
