//! Pay: rate cards, what they pay, and what pay is worked out from.

mod card_form;
mod card_words;
mod cards;
mod change;
mod compare;
mod costs;
mod draft;
mod people;
mod trial;
mod uses;
mod work;

pub(super) use cards::today;
pub(crate) use cards::{CARD_BYTES, faults_of};
pub(super) use draft::SpanMoney;
pub(crate) use work::{DutyFrom, Part, Work};
