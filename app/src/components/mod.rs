//! Small pieces that every page is made of.

mod badge;
mod choice;
mod copy;
mod disc;
mod done;
mod form;
mod hatch;
mod icon;
mod in_sight;
mod lane;
mod problem;
mod qualified;
mod slider;
mod stamp;
mod whose;

pub use badge::Badge;
pub use choice::Choice;
pub use copy::CopyField;
pub use disc::Disc;
pub(crate) use disc::{hue, initials};
pub use done::Done;
pub use form::{Field, FormAlert, OverIt, Select, TextArea, in_textarea, typed};
pub use hatch::{HatchPatterns, Mark};
pub use icon::Icon;
pub use in_sight::current_in_sight;
pub use lane::{RoleIcon, lane_class};
pub use problem::{Empty, Problem};
pub use qualified::Qualified;
pub use slider::Slider;
pub use stamp::{Beside, Stamp, TimeStamp, percent_encode};
pub use whose::Whose;
