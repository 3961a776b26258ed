//! What cargo knows of the packages, ours and others'.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;
use crate::workspace::Workspace;

/// The answer of `cargo metadata`.
#[derive(Deserialize)]
pub struct Packages {
    /// Every package in Cargo.lock.
    pub packages: Vec<Package>,
}

/// One package.
#[derive(Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it comes from; none for our own.
    pub source: Option<String>,
    /// Its licences, as an SPDX expression.
    pub license: Option<String>,
}

/// Reads them.
///
/// # Errors
/// When Cargo.lock is not up to date or cargo cannot be asked.
pub fn read(workspace: &Workspace) -> Result<Packages> {
    let mut command = workspace.cargo();
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let text = process::output(&mut command)?;
    serde_json::from_str(&text).context("`cargo metadata` answered something unexpected")
}

/// The names of the packages that our package `name` is compiled with, directly or through others; not those of its
/// tests, and not those that only another package's choice of features brings in.
///
/// # Errors
/// When cargo cannot be asked.
pub fn compiled_into(workspace: &Workspace, name: &str) -> Result<BTreeSet<String>> {
    let mut command = workspace.cargo();
    command.args([
        "tree",
        "--locked",
        "--package",
        name,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let listed = process::output(&mut command)?;
    // The first line is the package itself; each is a name, a version and remarks.
    Ok(listed
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}
