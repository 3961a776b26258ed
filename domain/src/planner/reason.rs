//! Why somebody cannot take a role.

use crate::{Instant, PersonId, Role, Span};
use chrono::Weekday;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a person cannot take a role of a shift. Reads after their name: "Ada **is on leave**".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// Their qualification does not allow the role.
    NotQualified {
        /// The role.
        role: Role,
    },
    /// They are unavailable during a stretch of the shift.
    OnLeave {
        /// When they are away.
        away: Span,
    },
    /// They never work on a weekday that a stretch of the shift falls on.
    DayOff {
        /// The weekday.
        weekday: Weekday,
    },
    /// They have not joined yet.
    NotYetJoined {
        /// When they join.
        joins: Instant,
    },
    /// They have left by then.
    HasLeft {
        /// When they leave.
        leaves: Instant,
    },
    /// They must not be paired with the other person of this shift.
    KeptApart {
        /// The other person.
        partner: PersonId,
    },
    /// They or the other person are new, and a newcomer is on duty beside somebody experienced only, never alone.
    Newcomer {
        /// The other person, if there is one.
        partner: Option<PersonId>,
    },
    /// They hold the other role of this shift.
    HoldsOtherRole {
        /// The role they hold.
        role: Role,
    },
    /// They are on duty elsewhere, or on another shift, at the same time.
    OnDuty {
        /// When.
        duty: Span,
    },
    /// They would have too little rest before or after another shift.
    Rest {
        /// The whole hours of rest they would have.
        hours: u32,
        /// The hours of rest asked for.
        needed: u32,
    },
    /// They would be without their long rest for more than a week less that rest.
    WeeklyRest {
        /// The hours of rest asked for in a week.
        hours: u32,
    },
    /// They have the turn just before or just after.
    BackToBack,
    /// They would have too many shifts within a number of days.
    TooMany {
        /// Length of the window, in days.
        days: u32,
        /// The most shifts in it.
        max: u32,
    },
    /// They would be on duty on too many days in a row.
    ConsecutiveDays {
        /// The most days in a row.
        max: u32,
    },
}

/// In words, after the person's name.
///
/// ```
/// use domain::planner::Reason;
/// let reason = Reason::Rest { hours: 4, needed: 11 };
/// assert_eq!(format!("Ada {reason}"), "Ada would have only 4 h of rest; 11 h are needed");
/// ```
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotQualified { role } => write!(f, "is not qualified as {role}"),
            Self::OnLeave { away } => write!(f, "is on leave from {} to {}", away.start(), away.end()),
            Self::DayOff { weekday } => write!(f, "never works on {}s", day_name(*weekday)),
            Self::NotYetJoined { joins } => write!(f, "joins on {joins}"),
            Self::HasLeft { leaves } => write!(f, "leaves on {leaves}"),
            Self::KeptApart { .. } => f.write_str("is not to be paired with the other person of this shift"),
            Self::Newcomer { partner: None } => f.write_str("is new, and nobody experienced is beside them"),
            Self::Newcomer { partner: Some(_) } => {
                f.write_str("and the other person of this shift are one who is new and one who is not experienced")
            }
            Self::HoldsOtherRole { role } => write!(f, "is the {role} of this shift"),
            Self::OnDuty { duty } => write!(f, "is on duty elsewhere from {} to {}", duty.start(), duty.end()),
            Self::Rest { hours, needed } => write!(f, "would have only {hours} h of rest; {needed} h are needed"),
            Self::WeeklyRest { hours } => write!(f, "would not have {hours} h of rest within the week"),
            Self::BackToBack => f.write_str("has the turn just before or just after"),
            Self::TooMany { days, max } => write!(f, "would have more than {max} shifts in {days} days"),
            Self::ConsecutiveDays { max } => write!(f, "would be on duty more than {max} days in a row"),
        }
    }
}

const fn day_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
