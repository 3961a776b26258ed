//! What was believed before: duty out of versions of its inputs, and what two beliefs differ in.

mod difference;
mod record;

pub use difference::{DutyChange, Holding, difference};
pub use record::{KeptCover, Record, Versioned};
