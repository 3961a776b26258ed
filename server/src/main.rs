//! The `tandem` binary.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = server::cli::Cli::parse();
    server::cli::run(command)
}
