//! What a plan is asked to be.

use crate::{Pairing, PersonId, Qualification, ShiftId, Span, Zone};
use serde::{Deserialize, Serialize};

/// Everything a plan depends on: the same request always gives the same plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The shifts to fill, in any order.
    pub slots: Vec<Slot>,
    /// The people to fill them with.
    pub people: Vec<Candidate>,
    /// What a plan may never do.
    pub rules: Rules,
    /// Another seed gives another plan that is about as good.
    pub seed: u64,
    /// How long to search, in moves tried: [`Request::default_iterations`] is a good number. With 0 the first plan
    /// that comes to hand is returned.
    pub iterations: u32,
}

impl Request {
    /// A request with the default search effort for its size and seed 1.
    ///
    /// ```
    /// use domain::planner::{Request, Rules, plan};
    /// let nothing = plan(&Request::new(vec![], vec![], Rules::default()));
    /// assert!(nothing.assignments.is_empty() && nothing.unfilled.is_empty());
    /// ```
    pub fn new(slots: Vec<Slot>, people: Vec<Candidate>, rules: Rules) -> Self {
        let iterations = Self::default_iterations(slots.len());
        Self {
            slots,
            people,
            rules,
            seed: 1,
            iterations,
        }
    }

    /// The moves worth trying for so many slots: grows with the slots, and stays within what a person waits for.
    ///
    /// ```
    /// use domain::planner::Request;
    /// assert!(Request::default_iterations(26) < Request::default_iterations(728));
    /// assert_eq!(Request::default_iterations(1_000_000), Request::default_iterations(10_000_000));
    /// ```
    pub fn default_iterations(slots: usize) -> u32 {
        const PER_SLOT: u32 = 2_000;
        const MOST: u32 = 500_000;
        u32::try_from(slots)
            .unwrap_or(u32::MAX)
            .saturating_mul(PER_SLOT)
            .min(MOST)
    }
}

/// A shift to fill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Which shift.
    pub shift: ShiftId,
    /// Its whole turn, from its handover to the next.
    pub span: Span,
    /// When somebody has to be there: in order, within the span. None at all means the whole span.
    pub stretches: Vec<Span>,
    /// What the turn weighs, in points: see [`load`](super::load).
    pub load: u32,
    /// Who is on it already and stays, whatever the rules say; a gap here is free to be filled.
    pub locked: Pairing,
}

/// Somebody who may be planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// The roles they may take.
    pub qualification: Qualification,
    /// Their share of the work, in percent of a full share: 1 to 100.
    pub share_percent: u16,
    /// Points they carry in from earlier plans.
    pub prior_load: u32,
    /// When they cannot be on duty.
    pub unavailable: Vec<Span>,
    /// Duty they already hold elsewhere or just outside these slots, one span for each shift: it counts for rest, back
    /// to back and the limits. Give a shift of this rota as its whole turn, so that back to back is seen.
    pub busy: Vec<Span>,
}

/// What a plan may never do.
///
/// ```
/// let rules = domain::planner::Rules::default();
/// assert!(rules.no_back_to_back && rules.min_rest_seconds == 11 * 3600);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// The zone whose calendar days the limits below count; a shift counts on the day its first stretch starts.
    pub zone: Zone,
    /// Rest between the end of one shift's last stretch and the start of the next one's first. 11 h is the daily rest of
    /// the Working Time Directive 2003/88/EC, article 3.
    pub min_rest_seconds: i64,
    /// Nobody takes two turns in a row, in either role.
    pub no_back_to_back: bool,
    /// At most so many shifts in so many days.
    pub max_in_window: Vec<WindowLimit>,
    /// At most so many days in a row with a shift starting on each; `None` is no limit.
    pub max_consecutive_days: Option<u32>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            zone: Zone::utc(),
            min_rest_seconds: 11 * 3600,
            no_back_to_back: true,
            max_in_window: Vec::new(),
            max_consecutive_days: None,
        }
    }
}

/// At most `max` shifts start within any `days` days in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowLimit {
    /// Length of the window in calendar days: 0 is no limit, and more than 366 counts as 366.
    pub days: u32,
    /// The most shifts in it.
    pub max: u32,
}
