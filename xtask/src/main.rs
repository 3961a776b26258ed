//! Tandem's tasks: `cargo xtask run | test | build | bench`.

mod bench;
mod debian;
mod native;
mod npm;
mod process;
mod run;
mod site;
mod test;
mod toolchain;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use site::Mode;
use workspace::Workspace;

/// Builds, runs, tests and measures Tandem.
#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
enum Task {
    /// Builds the site and the server, then starts `tandem serve`
    Run(run::Options),
    /// Runs the checks, the Rust tests and the browser tests; the last line counts them
    Test(test::Options),
    /// Makes target/release/tandem, with the site inside: one file to copy
    Build,
    /// Measures Tandem against its budgets
    #[command(subcommand)]
    Bench(bench::Benchmark),
}

fn main() -> ExitCode {
    let task = Task::parse();
    match perform(&task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Performs a task. `Ok(false)` means that it ran to its end and has already told what failed.
fn perform(task: &Task) -> anyhow::Result<bool> {
    let workspace = Workspace::locate()?;
    match task {
        Task::Run(options) => run::run(&workspace, options).map(|()| true),
        Task::Test(options) => test::run(&workspace, options),
        Task::Build => {
            let binary = native::build_with_site(&workspace, Mode::Release)?;
            println!("built {}", workspace.relative(&binary).display());
            Ok(true)
        }
        Task::Bench(benchmark) => bench::run(&workspace, benchmark),
    }
}
