//! Offers: somebody gives a stretch of their duty to whoever accepts it, for nothing or for a stretch of theirs in return.

mod candidates;
mod life;
#[cfg(test)]
mod properties;
mod stretch;

pub use candidates::{Against, Candidate, Known, candidates};
pub use life::{BadOffer, Offer, Refusal, State, Terms, To};
pub use stretch::{Stretch, is_held};
