//! The audit log: who did what, and what it changed.

mod api;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{AuditChange, AuditFilter, AuditPage, AuditRow, LoadAudit, load_audit};
pub use page::AuditPageView;
