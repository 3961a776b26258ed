//! `cargo xtask test`: the checks, the Rust tests and the browser tests.

mod alertmanager;
mod architecture;
mod browser;
mod licences;
mod lint;
mod packages;
mod postgres;
mod schema;
mod tally;
mod tidy;
mod unit;

use std::ffi::OsString;
use std::time::Instant;

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};

use crate::npm;
use crate::workspace::Workspace;
use tally::Tally;

#[derive(Args)]
pub struct Options {
    /// What to run; everything when left out
    parts: Vec<Part>,
    /// Passed on to Playwright: `cargo xtask test e2e -- --grep cover --project phone`
    #[arg(last = true)]
    playwright: Vec<OsString>,
}

/// A part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Formatting, clippy, licences, tidiness, architecture, types of the browser tests
    Lint,
    /// The Rust tests, against SQLite and a throw-away PostgreSQL
    Unit,
    /// The API against its own description
    Schema,
    /// The real binary in a real Chromium
    E2e,
}

/// Runs the chosen parts, all of them even when one fails, and ends with a line `N passed, N failed`.
///
/// # Errors
/// Never for a failing test: that is `Ok(false)`.
pub fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    let wants = |part| options.parts.is_empty() || options.parts.contains(&part);
    let mut total = Tally::default();
    std::thread::scope(|scope| {
        // Fetching waits for the network while the checks keep the processors busy.
        let fetched = scope.spawn(|| fetch(workspace, wants(Part::Unit), wants(Part::E2e)));
        if wants(Part::Lint) {
            timed("checks", &mut total, || lint::run(workspace));
        }
        let missing = match fetched.join() {
            Ok(result) => result.err(),
            Err(_) => Some(anyhow!("fetching what the tests need panicked")),
        };
        if let Some(error) = missing {
            eprintln!("error: {error:#}");
            total.add(Tally::one_failed(format!("{error:#}")));
            return;
        }
        if wants(Part::Unit) {
            timed("Rust tests", &mut total, || unit::run(workspace));
        }
        if wants(Part::Schema) {
            timed("API by its description", &mut total, || schema::run(workspace));
        }
        if wants(Part::E2e) {
            timed("browser tests", &mut total, || {
                browser::run(workspace, &options.playwright)
            });
        }
    });
    if total.skipped > 0 {
        println!("{} skipped", total.skipped);
    }
    for culprit in &total.culprits {
        println!("failed: {culprit}");
    }
    println!("{total}");
    Ok(total.failed == 0)
}

/// Gets what the chosen parts need beside the Rust toolchain.
fn fetch(workspace: &Workspace, unit: bool, e2e: bool) -> Result<()> {
    if unit {
        postgres::ensure()?;
        alertmanager::ensure()?;
    }
    if e2e {
        browser::find_chromium()?;
    }
    // The checks want the browser tests' types too.
    npm::install(workspace).map(drop)
}

/// Runs one part, says what came of it, and counts an error that stopped it as a failure.
fn timed(name: &str, total: &mut Tally, part: impl FnOnce() -> Result<Tally>) {
    println!("== {name}");
    let started = Instant::now();
    let tally = part().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        Tally::one_failed(format!("{name}: {error:#}"))
    });
    println!("== {name}: {tally} in {:.0} s", started.elapsed().as_secs_f32());
    total.add(tally);
}
