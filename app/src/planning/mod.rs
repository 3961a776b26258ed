//! Planning: a draft from the rules, looked at, then published.

mod api;
mod draft;
mod outlook;
mod page;
mod publish;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{DraftView, LoadRow, OutlookView, PlanForm, PlanView, Prospect, Unmet};
pub use page::PlanPage;
