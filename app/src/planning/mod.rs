//! Planning: a draft from the rules, looked at, then published.

mod api;
mod draft;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{DraftView, LoadRow, PlanForm, PlanView, Unmet};
pub use page::PlanPage;
