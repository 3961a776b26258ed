//! The `tandem` binary.

use clap::{Parser as _, error::ErrorKind};
use std::process::ExitCode;

fn main() -> ExitCode {
    match server::cli::Cli::try_parse() {
        Ok(command) => server::cli::run(command),
        Err(error) => {
            // A stream that is closed already has nobody to tell.
            let _ = error.print();
            match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => ExitCode::SUCCESS,
                _ => ExitCode::FAILURE,
            }
        }
    }
}
