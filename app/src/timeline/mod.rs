//! A rota's time, drawn to scale and by day.

mod agenda;
mod api;
mod bar;
mod calendar;
mod chart;
mod page;
mod select;
mod toolbar;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AgendaDay, AgendaItem, Bar, BarKind, CalendarDay, CalendarWeek, Chart, CoverRef, Look, Offered, PersonLane,
    RotaTimeline, Shade, Turn, Unfit,
};
pub use chart::ChartView;
pub use page::RotaPage;
