//! Planning: drafts from the rules.

mod api;
mod asked;
mod draft;
mod form;
mod job;
mod live;
mod outlook;
mod page;
mod said;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{JobView, LoadRow, OutlookView, PlanForm, PlanView, Prospect, Said, Unmet};
pub(crate) use draft::{Fairness, Unsatisfied};
pub use page::PlanPage;
pub use said::SaidOfPlan;
