//! Prometheus Alertmanager, with which the Rust tests try how alerts are taken.

use anyhow::Result;

use crate::debian::Needed;
use crate::process;

/// Makes sure that it is there.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn ensure() -> Result<()> {
    Needed {
        what: "Prometheus Alertmanager",
        package: "prometheus-alertmanager",
        find: || process::find("prometheus-alertmanager", &[]).or_else(|| process::find("alertmanager", &[])),
    }
    .ensure()
    .map(drop)
}
