//! What a plan is.

use super::{Reason, Score};
use crate::{Pairing, PersonId, Role, ShiftId};
use serde::{Deserialize, Serialize};

/// A plan, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Who is on each shift, in the order of the request's slots.
    pub assignments: Vec<Assignment>,
    /// The roles that stay a gap, in order of time, and why.
    pub unfilled: Vec<Unfilled>,
    /// What each person carries, in the order of the request's people; whoever is given twice is here once.
    pub loads: Vec<Load>,
    /// How good it is.
    pub score: Score,
    /// A request for so many iterations gives the same plan.
    #[serde(default)]
    pub iterations: u64,
}

/// Who is on a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// The shift.
    pub shift: ShiftId,
    /// Its two people; a role nobody may take is a gap.
    pub pairing: Pairing,
}

/// A role that stays a gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfilled {
    /// The shift.
    pub shift: ShiftId,
    /// The role.
    pub role: Role,
    /// Everything that stands in each person's way, person by person: whoever is freed of all of theirs can take it.
    pub reasons: Vec<(PersonId, Reason)>,
}

/// What one person carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    /// Who.
    pub person: PersonId,
    /// Shifts as Lead.
    pub lead_shifts: u32,
    /// Shifts as Engineer.
    pub engineer_shifts: u32,
    /// Points of those shifts; what was carried in is not among them.
    pub load: u32,
    /// The points that would be exactly their share of this plan, what everybody carries in taken into account.
    pub fair_share: u32,
}
