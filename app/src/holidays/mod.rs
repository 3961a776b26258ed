//! Holiday calendars: those that come with Tandem, and the organisation's own.

mod api;
mod import;
mod list;
mod show;

pub use api::*;
pub use import::ImportHolidaysPage;
pub use list::HolidaysPageView;
pub use show::HolidayCalendarPageView;
