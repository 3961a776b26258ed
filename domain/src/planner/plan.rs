//! What a plan is.

use super::{Reason, Score, Wish, WishKind};
use crate::{Pairing, PersonId, Role, ShiftId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A plan, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Plan {
    /// Who is on each shift, in the order of the request's slots.
    pub assignments: Vec<Assignment>,
    /// The roles that stay a gap, in order of time, and why.
    pub unfilled: Vec<Unfilled>,
    /// The wishes that do not come true, in the order of the request, and why.
    #[serde(default)]
    pub broken_wishes: Vec<BrokenWish>,
    /// Who carries a usual turn more or less than their share, the furthest from it first, and why.
    #[serde(default)]
    pub unequal: Vec<Unequal>,
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

/// A wish that does not come true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenWish {
    /// The wish.
    pub wish: Wish,
    /// Whether the role, or both, are locked, so that there was no choice.
    pub locked: bool,
    /// What stands in the way: of whoever wants the shift, or of everybody who could take it instead of whoever would
    /// rather avoid it.
    pub reasons: Vec<(PersonId, Reason)>,
    /// The cheapest way to let it come true by giving the role to somebody else that breaks no rule, if there is one.
    pub dearer: Option<Dearer>,
}

/// In words, about the wish.
///
/// ```
/// use domain::planner::{BrokenWish, Dearer, Wish, WishKind};
/// use domain::{Instant, RotaId, ShiftId};
/// let person = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
/// let wish = Wish { person, shift: ShiftId::of(rota, Instant::from_seconds(0)), kind: WishKind::Want, weight: 1 };
/// let broken = BrokenWish { wish, locked: false, reasons: vec![], dearer: Some(Dearer { person, cost: 12 }) };
/// assert_eq!(broken.to_string(), "it would cost 12 more than it is worth elsewhere in the plan");
/// # Ok::<(), domain::id::BadId>(())
/// ```
impl fmt::Display for BrokenWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.locked, self.dearer, self.wish.kind) {
            (true, ..) => f.write_str("the shift is locked"),
            (_, Some(dearer), _) => {
                write!(
                    f,
                    "it would cost {} more than it is worth elsewhere in the plan",
                    dearer.cost.max(0)
                )
            }
            (_, None, WishKind::Avoid) => f.write_str("nobody else may take it"),
            (_, None, WishKind::Want) => {
                let reasons: Vec<String> = self.reasons.iter().map(|(_, reason)| reason.to_string()).collect();
                write!(f, "whoever wants it {}", reasons.join(" and "))
            }
        }
    }
}

/// Somebody who may take a role, at a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dearer {
    /// Who.
    pub person: PersonId,
    /// By how much the plan's cost would rise.
    pub cost: i64,
}

/// Somebody who carries more or less than their share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unequal {
    /// Who.
    pub person: PersonId,
    /// By how many points: less than 0 is less than their share.
    pub points: i64,
    /// The points that they carried in.
    pub carried_in: u32,
    /// How many of their turns are locked.
    pub locked: u32,
    /// How many of their turns nobody else may take, everything else being as planned.
    pub only_theirs: u32,
    /// For somebody who carries too little: what keeps them from most of the roles that others have.
    pub hindrances: Vec<Hindrance>,
}

/// In words, after the person's name.
///
/// ```
/// use domain::planner::{Hindrance, Reason, Unequal};
/// let person = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let back_to_back = Hindrance { reason: Reason::BackToBack, roles: 7 };
/// let unequal =
///     Unequal { person, points: -12, carried_in: 0, locked: 0, only_theirs: 0, hindrances: vec![back_to_back] };
/// assert_eq!(
///     format!("Ada {unequal}"),
///     "Ada carries 12 points less than their share: has the turn just before or just after (7 roles)"
/// );
/// # Ok::<(), domain::id::BadId>(())
/// ```
impl fmt::Display for Unequal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut because: Vec<String> = Vec::new();
        if self.points > 0 && self.carried_in > 0 {
            because.push(format!("{} points were carried in", self.carried_in));
        }
        if self.points > 0 && self.locked > 0 {
            because.push(format!("{} of their turns are locked", self.locked));
        }
        if self.points > 0 && self.only_theirs > 0 {
            because.push(format!("{} of their turns nobody else may take", self.only_theirs));
        }
        because.extend(
            self.hindrances
                .iter()
                .map(|hindrance| format!("{} ({} roles)", hindrance.reason, hindrance.roles)),
        );
        let which = if self.points > 0 { "more" } else { "less" };
        write!(f, "carries {} points {which} than their share", self.points.abs())?;
        match because.is_empty() {
            true => Ok(()),
            false => write!(f, ": {}", because.join("; ")),
        }
    }
}

/// What keeps somebody from roles that others have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hindrance {
    /// One of the reasons of its kind.
    pub reason: Reason,
    /// From how many roles reasons of this kind keep them.
    pub roles: u32,
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
