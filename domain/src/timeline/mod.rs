//! Who is really there: shifts with covers and corrections on top, and the questions asked of the result.

mod change;
mod correction;
mod cover;
mod duty;
mod in_the_way;
mod layers;
mod on_call;
mod resolve;

pub use change::changed;
pub use correction::{BadCorrection, Corrected, Correction};
pub use cover::{BadCover, Cover};
pub use duty::{Duty, DutyRow, State};
pub use in_the_way::covers_in_the_way;
pub use on_call::{Held, Next, OnCall, Via, on_call};
pub use resolve::{Conflict, Inputs, resolve};
