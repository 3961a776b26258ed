//! Pay: rate cards, what they pay, and what pay is worked out from.

mod card_words;
mod cards;
mod uses;
#[allow(dead_code, reason = "what pay is worked out from")]
mod work;

pub(crate) use cards::{CARD_BYTES, faults_of};
#[allow(unused_imports, reason = "what pay is worked out from")]
pub(crate) use work::{DutyFrom, Part, Work, totals};
