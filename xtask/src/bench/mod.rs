//! `cargo xtask bench`: Tandem against its budgets.

mod pay;
mod size;

use anyhow::Result;
use clap::Subcommand;

use crate::workspace::Workspace;

/// What can be measured.
#[derive(Subcommand)]
pub enum Benchmark {
    /// The bytes a browser downloads for the first page's script, wasm and style
    Size,
    /// A year of pay for 200 people, month by month
    Pay,
}

/// Runs a benchmark; `Ok(false)` when a budget is exceeded.
///
/// # Errors
/// When it cannot be run.
pub fn run(workspace: &Workspace, benchmark: &Benchmark) -> Result<bool> {
    match benchmark {
        Benchmark::Size => size::run(workspace),
        Benchmark::Pay => pay::run(workspace),
    }
}
