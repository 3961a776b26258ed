//! Planning: a draft from the rules, looked at, then published.

mod api;
mod asked;
mod draft;
mod form;
mod job;
mod live;
mod outlook;
mod page;
mod publish;
mod said;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{DraftView, JobView, LoadRow, OutlookView, PlanForm, PlanView, Prospect, Said, Unmet};
pub use page::PlanPage;
pub use said::SaidOfPlan;
