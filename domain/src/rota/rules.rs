//! Everything that shapes a rota but its people.

use super::{Coverage, Handover, OfficeHours};
use crate::Zone;
use crate::holidays::Holidays;
use serde::{Deserialize, Serialize};

/// What a rota covers, when it hands over, and the clock it does both by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The zone whose wall clock all of this is in.
    pub zone: Zone,
    /// When somebody has to be there.
    pub coverage: Coverage,
    /// When one turn ends and the next begins.
    pub handover: Handover,
    /// When the office is open.
    pub office_hours: OfficeHours,
    /// The days on which the holiday rule holds.
    pub holidays: Holidays,
}
