//! What somebody does to a draft by hand, and what it did.

use super::{Held, Seat};
use crate::PersonId;
use serde::{Deserialize, Serialize};

/// What somebody asks of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Gives a seat to somebody, whoever had it; to nobody makes it a gap.
    Give {
        /// The seat.
        seat: Seat,
        /// Who gets it.
        person: Option<PersonId>,
    },
    /// Lets the holders of two seats change places; the two seats of one shift exchange its roles.
    Swap {
        /// The one.
        one: Seat,
        /// The other.
        other: Seat,
    },
    /// Locks seats, so that what is agreed stays, or unlocks them.
    Lock {
        /// Which.
        seats: Vec<Seat>,
        /// Whether they are to be locked.
        locked: bool,
    },
}

/// What an edit does to one seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatChange {
    /// Which.
    pub seat: Seat,
    /// What stood there.
    pub before: Held,
    /// What stands there afterwards.
    pub after: Held,
}

/// An edit that was made: see [`Sheet::edit`](super::Sheet::edit).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edit {
    /// What it does to each seat that it touches.
    pub changes: Vec<SeatChange>,
}

impl Edit {
    /// The edit that undoes this one.
    ///
    /// ```
    /// use domain::draft::{Edit, Held, SeatChange};
    /// let seat = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11.lead".parse()?;
    /// let after = Held { locked: true, ..Held::default() };
    /// let edit = Edit { changes: vec![SeatChange { seat, before: Held::default(), after }] };
    /// assert!(edit.reversed().changes[0].before.locked);
    /// assert_eq!(edit.reversed().reversed(), edit);
    /// # Ok::<(), domain::draft::BadSeat>(())
    /// ```
    pub fn reversed(&self) -> Self {
        let back = |change: &SeatChange| SeatChange {
            seat: change.seat,
            before: change.after.clone(),
            after: change.before.clone(),
        };
        Self {
            changes: self.changes.iter().map(back).collect(),
        }
    }
}
