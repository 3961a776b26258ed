//! What a rota covers and when it hands over: wall-clock rules turned into instants.

mod coverage;
mod days;
mod handover;
mod office_hours;
mod pattern;
mod recut;
mod rules;
mod shift;
mod time_of_day;
mod window_text;
mod windows;

pub use coverage::{Coverage, CoverageError, Effect, HolidayRule, OneOff};
pub use days::{BadDay, Days};
pub use handover::{Handover, HandoverError, Unit};
pub use office_hours::OfficeHours;
pub(crate) use pattern::merged;
pub use recut::{Fate, Recut, recut, with_holidays};
pub use rules::Rules;
pub use shift::{Shift, shifts};
pub use time_of_day::{BadTimeOfDay, TimeOfDay};
pub use window_text::BadWindowLine;
pub use windows::{BadWindow, WeeklyWindow, WrittenWindow};
