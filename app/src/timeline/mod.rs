//! A rota's time, drawn to scale and by day.

mod agenda;
mod api;
mod bar;
mod chart;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{AgendaDay, AgendaItem, Bar, BarKind, Chart, RotaTimeline, Shade, Turn, Unfit};
pub use chart::ChartView;
pub use page::RotaPage;
