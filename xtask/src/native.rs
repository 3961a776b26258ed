//! The server's binary.

use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};

use crate::process;
use crate::site::{self, Mode};
use crate::workspace::Workspace;

/// Builds the site and the server, and returns the server's binary.
///
/// A debug server reads the site from disk, so the two are built side by side: each ends with a stretch that keeps one
/// processor busy. A release server embeds the site and has to wait for it.
///
/// # Errors
/// When either build fails.
pub fn build_with_site(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    match mode {
        Mode::Release => {
            site::build(workspace, mode)?;
            build(workspace, mode)
        }
        Mode::Dev => std::thread::scope(|scope| {
            let site = scope.spawn(|| site::build(workspace, mode));
            let server = build(workspace, mode);
            site.join().map_err(|_| anyhow!("building the site panicked"))??;
            server
        }),
    }
}

/// Builds the server alone and returns its binary.
///
/// # Errors
/// When cargo fails.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    // The derive that embeds the site wants its folder to exist, even in debug builds that read it later.
    let pkg = workspace.site().join("pkg");
    std::fs::create_dir_all(&pkg).with_context(|| format!("cannot make {}", pkg.display()))?;
    let mut command = workspace.cargo();
    command.args(["build", "--package", "server", "--bin", "tandem"]);
    if mode == Mode::Release {
        command.arg("--release");
    }
    process::run(&mut command)?;
    Ok(binary(workspace, mode))
}

/// Where cargo puts the server's binary.
pub fn binary(workspace: &Workspace, mode: Mode) -> PathBuf {
    let folder = match mode {
        Mode::Dev => "debug",
        Mode::Release => "release",
    };
    workspace.target.join(folder).join("tandem")
}
