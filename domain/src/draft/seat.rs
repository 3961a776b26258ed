//! A role of a shift, and what stands there.

use crate::{PersonId, Role, ShiftId};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A role of a shift. Written as the shift's id, a dot and the role.
///
/// ```
/// use domain::{Role, draft::Seat};
/// let seat: Seat = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11.lead".parse()?;
/// assert_eq!(seat.role, Role::Lead);
/// assert_eq!(seat.other().to_string(), "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11.engineer");
/// assert!("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse::<Seat>().is_err());
/// # Ok::<(), domain::draft::BadSeat>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Seat {
    /// The shift.
    pub shift: ShiftId,
    /// The role.
    pub role: Role,
}

impl Seat {
    /// The other role of the same shift.
    pub const fn other(self) -> Self {
        Self {
            shift: self.shift,
            role: self.role.other(),
        }
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.shift, self.role.key())
    }
}

/// The text names no role of a shift.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a role of a shift: write the shift's id, a dot, and lead or engineer")]
pub struct BadSeat(pub String);

impl FromStr for Seat {
    type Err = BadSeat;

    fn from_str(text: &str) -> Result<Self, BadSeat> {
        let bad = || BadSeat(text.to_owned());
        let (shift, role) = text.trim().split_once('.').ok_or_else(bad)?;
        Ok(Self {
            shift: shift.parse().map_err(|_| bad())?,
            role: role.parse().map_err(|_| bad())?,
        })
    }
}

/// What stands in a seat.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Held {
    /// Who; `None` is a gap.
    pub person: Option<PersonId>,
    /// Whether it is agreed: edits leave it alone, and planning again keeps it.
    #[serde(default)]
    pub locked: bool,
    /// Why somebody was put there by hand although a rule speaks against it.
    #[serde(default)]
    pub against: Option<String>,
}
