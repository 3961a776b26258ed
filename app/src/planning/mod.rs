//! Planning: drafts from the rules.

mod api;
mod draft;
mod outlook;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{LoadRow, OutlookView, PlanForm, PlanView, Prospect, Unmet};
pub(crate) use draft::{Fairness, Unsatisfied};
pub use page::PlanPage;
