//! What a plan is asked to be.

use super::{Assignment, Weights, Wish};
use crate::{Instant, Pairing, PersonId, Qualification, ShiftId, Span, Zone, rota::Days};
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
    /// What makes one plan better than another.
    #[serde(default)]
    pub weights: Weights,
    /// What people would like, shift by shift.
    #[serde(default)]
    pub wishes: Vec<Wish>,
    /// What is published: a plan that changes little of it is better. Shifts that are not in it may be filled freely.
    #[serde(default)]
    pub baseline: Vec<Assignment>,
    /// Another seed gives another plan that is about as good.
    pub seed: u64,
    /// How long to search, in moves tried: [`Request::default_iterations`] is a good number. With 0 the first plan
    /// that comes to hand is returned.
    pub iterations: u64,
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
            weights: Weights::default(),
            wishes: Vec::new(),
            baseline: Vec::new(),
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
    pub fn default_iterations(slots: usize) -> u64 {
        const PER_SLOT: u64 = 5_000;
        const MOST: u64 = 3_000_000;
        u64::try_from(slots)
            .unwrap_or(u64::MAX)
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
    /// The points of it that fall on bank holidays, which are shared out in a ledger of their own:
    /// see [`holiday_load`](super::holiday_load).
    #[serde(default)]
    pub holiday_load: u32,
    /// Who is on it already and stays, whatever the rules say; a gap here is free to be filled.
    #[serde(default)]
    pub locked: Pairing,
}

impl Slot {
    /// A shift that is covered from end to end, with nobody on it yet.
    ///
    /// ```
    /// use domain::{Instant, RotaId, ShiftId, Span, planner::Slot};
    /// let span = Span::new(Instant::from_seconds(0), Instant::from_seconds(43_200))?;
    /// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
    /// let slot = Slot::new(ShiftId::of(rota, span.start()), span, 8);
    /// assert_eq!((slot.load, slot.locked.gaps().count()), (8, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(shift: ShiftId, span: Span, load: u32) -> Self {
        Self {
            shift,
            span,
            stretches: Vec::new(),
            load,
            holiday_load: 0,
            locked: Pairing::GAP,
        }
    }
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
    #[serde(default)]
    pub prior_load: u32,
    /// Points of bank holidays they carry in, across years.
    #[serde(default)]
    pub prior_holiday_load: u32,
    /// When they join: no duty before.
    #[serde(default)]
    pub joins: Option<Instant>,
    /// When they leave: no duty after.
    #[serde(default)]
    pub leaves: Option<Instant>,
    /// Whether they may be on duty with anybody.
    #[serde(default)]
    pub experience: Experience,
    /// Weekdays in [`Rules::zone`] that they never work on: no stretch of their duty falls on one.
    #[serde(default)]
    pub days_off: Days,
    /// When they cannot be on duty, such as leave.
    #[serde(default)]
    pub unavailable: Vec<Span>,
    /// Duty they already hold elsewhere or just outside these slots, one span for each shift: it counts for rest, back
    /// to back and the limits. Give a shift of this rota as its whole turn, so that back to back is seen.
    #[serde(default)]
    pub busy: Vec<Span>,
}

impl Candidate {
    /// Somebody with a full share, who carries nothing in and is always free.
    ///
    /// ```
    /// use domain::{Qualification, planner::Candidate};
    /// let ada = Candidate::new("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, Qualification::Both);
    /// assert_eq!((ada.share_percent, ada.prior_load), (100, 0));
    /// # Ok::<(), domain::id::BadId>(())
    /// ```
    pub fn new(person: PersonId, qualification: Qualification) -> Self {
        Self {
            person,
            qualification,
            share_percent: 100,
            prior_load: 0,
            prior_holiday_load: 0,
            joins: None,
            leaves: None,
            experience: Experience::default(),
            days_off: Days::default(),
            unavailable: Vec::new(),
            busy: Vec::new(),
        }
    }
}

/// How much somebody knows of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Experience {
    /// Is on duty beside somebody experienced only, and never alone.
    Newcomer,
    /// Is on duty with anybody but a newcomer.
    Regular,
    /// May be on duty with anybody.
    #[default]
    Experienced,
}

impl Experience {
    /// Whether these two may be on duty together.
    ///
    /// ```
    /// use domain::planner::Experience::{Experienced, Newcomer, Regular};
    /// assert!(Newcomer.goes_with(Experienced) && Regular.goes_with(Regular));
    /// assert!(!Newcomer.goes_with(Regular) && !Newcomer.goes_with(Newcomer));
    /// ```
    pub fn goes_with(self, partner: Experience) -> bool {
        match (self, partner) {
            (Self::Newcomer, other) | (other, Self::Newcomer) => other == Self::Experienced,
            _ => true,
        }
    }
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
    /// A rest as long as this within every week: duties with shorter pauses between them last at most a week less it in
    /// all. 0 asks for none; 24 h is the weekly rest of Directive 2003/88/EC, article 5.
    pub weekly_rest_seconds: i64,
    /// Nobody takes two turns in a row, in either role.
    pub no_back_to_back: bool,
    /// At most so many shifts in so many days.
    pub max_in_window: Vec<WindowLimit>,
    /// At most so many days in a row with a shift starting on each; `None` is no limit.
    pub max_consecutive_days: Option<u32>,
    /// People who are never on the same shift, two by two.
    pub apart: Vec<[PersonId; 2]>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            zone: Zone::utc(),
            min_rest_seconds: 11 * 3600,
            weekly_rest_seconds: 0,
            no_back_to_back: true,
            max_in_window: Vec::new(),
            max_consecutive_days: None,
            apart: Vec::new(),
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
