//! The Rust tests.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::postgres;
use super::tally::Tally;
use crate::workspace::Workspace;
use crate::{native, process};

/// The packages in two runs, so that what is compiled here is what `run` and `build` compile: features of the tasks' dependencies
/// would otherwise change the server's. `app-wasm` runs in browsers alone.
pub const RUNS: &[&[&str]] = &[
    &["--package", "domain", "--package", "app", "--package", "server"],
    &["--package", "xtask"],
];

/// Runs them all and counts them.
///
/// # Errors
/// When cargo cannot start.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    native::ensure_site_folder(workspace)?;
    let mut total = Tally::default();
    for packages in RUNS {
        let mut command = workspace.cargo();
        command.args(["test", "--no-fail-fast"]).args(*packages);
        if let Some(path) = postgres::path_with_programs()? {
            command.env("PATH", path);
        }
        total.add(count(&mut command)?);
    }
    Ok(total)
}

/// Runs a `cargo test`, shows what it prints, and adds up its closing lines. A run that fails without a failed test
/// (it did not compile, or a test binary crashed) counts as one failure.
fn count(command: &mut Command) -> Result<Tally> {
    let line = process::describe(command);
    eprintln!("$ {line}");
    let cannot_run = || format!("cannot run `{line}`");
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(cannot_run)?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        for text in BufReader::new(stdout).split(b'\n') {
            let text = text.with_context(cannot_run)?;
            let text = String::from_utf8_lossy(&text);
            println!("{text}");
            tally.add(Tally::from_cargo_line(&text).unwrap_or_default());
            tally
                .culprits
                .extend(Tally::culprit_in_cargo_line(&text).map(str::to_owned));
        }
    }
    let status = child.wait().with_context(cannot_run)?;
    if !status.success() && tally.failed == 0 {
        eprintln!("error: `{line}` failed ({status})");
        tally.add(Tally::one_failed(line));
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_closing_lines_of_several_binaries_are_added_up() {
        let line = "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        let tally = count(&mut shell(&format!("echo '{line}'; echo noise; echo '{line}'"))).unwrap();
        assert_eq!(
            tally,
            Tally {
                passed: 4,
                failed: 0,
                skipped: 0,
                ..Tally::default()
            }
        );
    }

    #[test]
    fn a_run_that_fails_before_any_test_is_a_failure() {
        let tally = count(&mut shell("exit 101")).unwrap();
        assert_eq!((tally.passed, tally.failed, tally.culprits.len()), (0, 1, 1));
    }
}
