//! What a plan is.

use super::Reason;
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

/// How good a plan is: less is better, the first figure first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Score {
    /// Roles that stay a gap.
    pub unfilled: u32,
    /// Points between the most and the least loaded person, as if everybody had a full share, with what they carry in.
    pub spread: u32,
    /// Turns that follow the same person's last one in less than half the time an even spread would leave.
    pub close_turns: u32,
    /// How often two people are together again beyond the fewest times that all pairs can share.
    pub repeated_pairs: u32,
}
