//! What is wrong, and where.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that keeps pay from being worked out: the place, and the reason.
///
/// ```
/// let fault = domain::pay::Fault::new("bands[2].lead", "-3 is negative: pay cannot be");
/// assert_eq!(fault.to_string(), "bands[2].lead: -3 is negative: pay cannot be");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where: the path in the card's file, or the piece of duty or call-out.
    pub place: String,
    /// What is wrong with it, and what to do.
    pub reason: String,
}

impl Fault {
    /// A fault at a place.
    pub fn new(place: impl Into<String>, reason: impl fmt::Display) -> Self {
        Self {
            place: place.into(),
            reason: reason.to_string(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl std::error::Error for Fault {}
