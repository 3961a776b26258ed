//! The Node packages of `end2end/`: the browser tests, and wasm-opt.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// The folder with package.json.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.path("end2end")
}

/// Installs, one caller at a time, the packages that package-lock.json names, unless that was done for this very lock file, and returns
/// `node_modules`.
///
/// # Errors
/// When Node is not installed or `npm ci` fails.
pub fn install(workspace: &Workspace) -> Result<PathBuf> {
    let _alone = process::lock(&workspace.path("target/xtask/npm.lock"))?;
    let folder = folder(workspace);
    let modules = folder.join("node_modules");
    let stamp = modules.join(".installed-from");
    let lock =
        std::fs::read_to_string(folder.join("package-lock.json")).context("cannot read end2end/package-lock.json")?;
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(modules);
    }
    if process::find("npm", &[]).is_none() || process::find("node", &[]).is_none() {
        bail!("Node.js 20 or later with npm is needed, and `npm` is not in PATH");
    }
    eprintln!("$ npm ci (in end2end)");
    // Only packages: the browser comes from the system.
    let mut command = Command::new("npm");
    command
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::output(&mut command)?;
    std::fs::write(&stamp, lock).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(modules)
}
