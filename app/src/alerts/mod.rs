//! Alerts: incidents that other programs report, and who takes them.

mod api;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{ActOnAlert, AlertLine, AlertView, AlertsPage, AlertsQuestion, LoadAlerts, act_on_alert, load_alerts};
pub use page::AlertsPageView;
