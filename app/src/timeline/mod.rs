//! A rota's time, drawn to scale and by day.

mod agenda;
mod api;
mod bar;
mod calendar;
mod chart;
mod many;
mod page;
mod select;
mod toolbar;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AgendaDay, AgendaItem, Bar, BarKind, CalendarDay, CalendarWeek, Chart, CoverRef, Look, ManyRotas, Offered,
    PersonLane, RotaLane, RotaTimeline, Shade, Turn, Unfit,
};
pub use chart::ChartView;
pub(crate) use many::ManyView;
pub use page::RotaPage;
