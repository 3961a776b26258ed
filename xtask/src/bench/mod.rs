//! `cargo xtask bench`: Tandem against its budgets.

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
        Benchmark::Planner(options) => planner::run(workspace, options),
    }
}
