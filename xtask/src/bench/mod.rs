//! `cargo xtask bench`: Tandem against its budgets. Speed is a ratio, measured side by side in one run;
//! pay, which nothing can be compared with, has a time.

pub mod demo;
mod feed;
mod load;
mod lookup;
mod memory;
mod pay;
mod planner;
mod size;

use anyhow::Result;
use clap::Subcommand;

use crate::workspace::Workspace;

/// What can be measured.
#[derive(Subcommand)]
pub enum Benchmark {
    /// The bytes a browser downloads for the first page's script, wasm and style
    Size,
    /// On-call and escalation lookups against a bare route that returns the same bytes
    Lookup(lookup::Options),
    /// Calendar feeds against a bare route that returns the same bytes
    Feed(feed::Options),
    /// Resident memory and time to the first answer with 200 teams of 10 people and 52 weeks
    Memory,
    /// A year of pay for 200 people, month by month
    Pay,
    /// Rotas planned from the benchmark's instances: their cost against goals and other solvers
    Planner(planner::Options),
}

/// Runs a benchmark; `Ok(false)` when a budget is exceeded.
///
/// # Errors
/// When it cannot be run.
pub fn run(workspace: &Workspace, benchmark: &Benchmark) -> Result<bool> {
    match benchmark {
        Benchmark::Size => size::run(workspace),
        Benchmark::Lookup(options) => lookup::run(workspace, options),
        Benchmark::Feed(options) => feed::run(workspace, options),
        Benchmark::Memory => memory::run(workspace),
        Benchmark::Pay => pay::run(workspace),
        Benchmark::Planner(options) => planner::run(workspace, options),
    }
}
