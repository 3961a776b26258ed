//! The history of a rota: who changed what, and what was believed before.

mod api;
mod believed;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{Belief, BelievedDuty, ChangedDuty, HistoryAsked, HistoryChange, HistoryPage, LoadHistory, load_history};
pub use page::HistoryPageView;
