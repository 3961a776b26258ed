//! The checks: everything that judges the source without running it.

use std::process::Command;

use anyhow::Result;

use super::tally::Tally;
use super::{architecture, licences, packages, tidy};
use crate::site::{Mode, wasm_profile};
use crate::workspace::Workspace;
use crate::{native, npm, process, toolchain};

type Check = fn(&Workspace) -> Result<()>;

/// Quick ones first.
const CHECKS: &[(&str, Check)] = &[
    ("nothing stray in the repository", tidy::check),
    ("layers depend one way", architecture::check),
    ("dependencies keep to deny.toml", dependencies),
    ("formatting", formatting),
    ("types of the browser tests", typescript),
    ("clippy", clippy),
    ("clippy, as compiled for browsers", clippy_wasm),
];

/// Runs every check.
///
/// # Errors
/// Never: a check that cannot run has failed.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let mut total = Tally::default();
    for (name, check) in CHECKS {
        total.add(match check(workspace) {
            Ok(()) => {
                println!("check {name} ... ok");
                Tally::one_passed()
            }
            Err(error) => {
                println!("check {name} ... FAILED\n{error:#}");
                Tally::one_failed(format!("{name}: {error:#}"))
            }
        });
    }
    Ok(total)
}

fn formatting(workspace: &Workspace) -> Result<()> {
    toolchain::ensure_component(workspace, "rustfmt", "fmt")?;
    process::run(
        workspace
            .cargo()
            .args(["fmt", "--all", "--check", "--", "--files-with-diff"]),
    )
}

/// The same packages in the same groups as the tests, so that build scripts and macros are compiled once.
fn clippy(workspace: &Workspace) -> Result<()> {
    toolchain::ensure_component(workspace, "clippy", "clippy")?;
    native::ensure_site_folder(workspace)?;
    for packages in super::unit::RUNS {
        let mut command = workspace.cargo();
        command
            .arg("clippy")
            .args(*packages)
            .args(["--all-targets", "--", "-D", "warnings"]);
        process::run(&mut command)?;
    }
    Ok(())
}

fn clippy_wasm(workspace: &Workspace) -> Result<()> {
    toolchain::ensure_wasm_target(workspace)?;
    let mut command = workspace.cargo();
    command.args([
        "clippy",
        "--package",
        "app-wasm",
        "--package",
        "app",
        "--features",
        "app/hydrate",
    ]);
    command.args([
        "--target",
        toolchain::WASM_TARGET,
        "--profile",
        wasm_profile(Mode::Dev),
        "--",
        "-D",
        "warnings",
    ]);
    process::run(&mut command)
}

fn dependencies(workspace: &Workspace) -> Result<()> {
    licences::check(&workspace.path("deny.toml"), &packages::read(workspace)?)?;
    cargo_deny(workspace)
}

/// Adds cargo-deny's opinion where it is installed. It knows security advisories too, when it can fetch them.
fn cargo_deny(workspace: &Workspace) -> Result<()> {
    if process::find("cargo-deny", &[]).is_none() {
        return Ok(());
    }
    process::run(workspace.cargo().args(["deny", "check", "bans", "licenses", "sources"]))?;
    if let Err(error) = process::run(workspace.cargo().args(["deny", "fetch", "db"])) {
        eprintln!("note: security advisories were not looked at. {error:#}");
        return Ok(());
    }
    process::run(workspace.cargo().args(["deny", "check", "advisories"]))
}

fn typescript(workspace: &Workspace) -> Result<()> {
    let modules = npm::install(workspace)?;
    let mut command = Command::new("node");
    command
        .arg(modules.join("typescript/bin/tsc"))
        .arg("--noEmit")
        .current_dir(npm::folder(workspace));
    process::output(&mut command).map(drop)
}
