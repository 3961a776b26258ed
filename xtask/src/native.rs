//! The server's binary.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

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
    ensure_site_folder(workspace)?;
    match mode {
        Mode::Release => {
            let site = site::build(workspace, mode)?;
            build_around(workspace, &site)
        }
        Mode::Dev => std::thread::scope(|scope| {
            let site = scope.spawn(|| site::build(workspace, mode));
            let server = build(workspace, mode);
            site.join().map_err(|_| anyhow!("building the site panicked"))??;
            server
        }),
    }
}

/// Builds a release server and makes sure that the site is inside. Cargo builds again when an embedded file changes, but
/// does not notice a file that was not there the last time.
fn build_around(workspace: &Workspace, site: &Path) -> Result<PathBuf> {
    let binary = build(workspace, Mode::Release)?;
    if embeds(&binary, site)? {
        return Ok(binary);
    }
    process::run(workspace.cargo().args(["clean", "--release", "--package", "server"]))?;
    let binary = build(workspace, Mode::Release)?;
    if !embeds(&binary, site)? {
        bail!("{} was built without the site's files", binary.display());
    }
    Ok(binary)
}

/// Whether the binary holds the compressed script and style sheet of the site.
fn embeds(binary: &Path, site: &Path) -> Result<bool> {
    let program = std::fs::read(binary).with_context(|| format!("cannot read {}", binary.display()))?;
    for name in ["tandem.js.br", "tandem.css.br"] {
        let file = site.join(name);
        let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        if !program.windows(bytes.len().max(1)).any(|window| window == bytes) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Builds the server alone and returns its binary.
///
/// # Errors
/// When cargo fails.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    let mut command = workspace.cargo();
    command.args(["build", "--package", "server", "--bin", "tandem"]);
    if mode == Mode::Release {
        command.arg("--release");
    }
    process::run(&mut command)?;
    Ok(binary(workspace, mode))
}

/// Makes the folder of the site. A server compiled while there was none never finds a file in it, and cargo sees no
/// reason to compile it again; so a server from before is removed.
///
/// # Errors
/// When the folder cannot be made.
pub fn ensure_site_folder(workspace: &Workspace) -> Result<()> {
    let pkg = workspace.site().join("pkg");
    if pkg.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(&pkg).with_context(|| format!("cannot make {}", pkg.display()))?;
    for profile in ["dev", "release"] {
        process::output(
            workspace
                .cargo()
                .args(["clean", "--package", "server", "--profile", profile]),
        )?;
    }
    Ok(())
}

/// Where cargo puts the server's binary.
fn binary(workspace: &Workspace, mode: Mode) -> PathBuf {
    let folder = match mode {
        Mode::Dev => "debug",
        Mode::Release => "release",
    };
    workspace.target.join(folder).join("tandem")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_binary_without_one_of_the_sites_files_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("tandem.js.br"), "script").unwrap();
        std::fs::write(folder.path().join("tandem.css.br"), "style").unwrap();
        let binary = folder.path().join("tandem");
        std::fs::write(&binary, "..style..script..").unwrap();
        assert!(embeds(&binary, folder.path()).unwrap());
        std::fs::write(&binary, "..script..").unwrap();
        assert!(!embeds(&binary, folder.path()).unwrap());
    }
}
