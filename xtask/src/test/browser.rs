//! The browser tests: the real binary in a real Chromium, driven by Playwright.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::tally::Tally;
use crate::debian::Needed;
use crate::site::Mode;
use crate::workspace::Workspace;
use crate::{native, npm, process};

/// The part of Playwright's JSON report that counts.
#[derive(Deserialize)]
struct Report {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    expected: u64,
    unexpected: u64,
    flaky: u64,
    skipped: u64,
}

/// Builds the server and the site, and runs the browser tests.
///
/// # Errors
/// When something cannot be built, or Playwright leaves no report.
pub fn run(workspace: &Workspace, arguments: &[OsString]) -> Result<Tally> {
    let chromium = find_chromium()?;
    let modules = npm::install(workspace)?;
    let binary = native::build_with_site(workspace, Mode::Dev)?;
    let report = workspace.path("end2end/test-results/report.json");
    crate::site::remove_file(&report)?;
    let mut command = Command::new("node");
    command
        .arg(modules.join("@playwright/test/cli.js"))
        .arg("test")
        .args(arguments)
        .current_dir(npm::folder(workspace))
        .env("TANDEM_BINARY", binary)
        .env("TANDEM_CHROMIUM", chromium);
    let succeeded = command
        .status()
        .with_context(|| format!("cannot run {}", process::describe(&command)))?
        .success();
    let mut tally = read(&report)?;
    // Playwright also fails for what no single test is to blame for, such as a panic in the server's log.
    if !succeeded && tally.failed == 0 {
        tally.add(Tally::one_failed(
            "something beside the browser tests: see the end of their report",
        ));
    }
    Ok(tally)
}

/// The Chromium to test with.
///
/// # Errors
/// When there is none and none can be installed.
pub fn find_chromium() -> Result<PathBuf> {
    Needed {
        what: "Chromium",
        package: "chromium",
        find: chromium,
    }
    .ensure()
}

fn chromium() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("TANDEM_CHROMIUM") {
        return Some(chosen.into());
    }
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .iter()
        .find_map(|name| process::find(name, &[]))
}

fn read(report: &Path) -> Result<Tally> {
    let text = std::fs::read_to_string(report).context("Playwright ended without a report")?;
    let Report { stats } = serde_json::from_str(&text).context("Playwright's report is not readable")?;
    // A test that passes only sometimes does not hold.
    Ok(Tally {
        passed: stats.expected,
        failed: stats.unexpected.saturating_add(stats.flaky),
        skipped: stats.skipped,
        // Playwright lists them itself, at the end of what it prints.
        culprits: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_flaky_browser_test_counts_as_failed() {
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join("report.json");
        std::fs::write(
            &report,
            r#"{"config":{},"stats":{"startTime":"x","expected":5,"skipped":2,"unexpected":1,"flaky":3}}"#,
        )
        .unwrap();
        assert_eq!(
            read(&report).unwrap(),
            Tally {
                passed: 5,
                failed: 4,
                skipped: 2,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn a_missing_report_is_an_error() {
        assert!(read(Path::new("no/such/report.json")).is_err());
    }
}
