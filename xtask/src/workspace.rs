//! Where things are, and how the nested cargo is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

/// The checked-out repository.
pub struct Workspace {
    /// Where the workspace's `Cargo.toml` is.
    pub root: PathBuf,
    /// Where cargo puts what it builds.
    pub target: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    target_directory: PathBuf,
}

impl Workspace {
    /// Finds the workspace this program belongs to.
    ///
    /// # Errors
    /// When cargo cannot read the workspace.
    pub fn locate() -> Result<Self> {
        let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest_dir)
            .parent()
            .context("xtask is not inside a workspace")?
            .to_path_buf();
        let mut command = cargo_in(&root);
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata: Metadata = serde_json::from_str(&process::output(&mut command)?)
            .context("`cargo metadata` answered something unexpected")?;
        Ok(Self {
            root,
            target: metadata.target_directory,
        })
    }

    /// A cargo command, to be run at the root.
    pub fn cargo(&self) -> Command {
        cargo_in(&self.root)
    }

    /// A path below the root.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// The path as seen from the root, for messages.
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    /// The folder the server serves from in debug builds and embeds in release builds. It is named in the server's
    /// source, so it does not follow a target directory set elsewhere.
    pub fn site(&self) -> PathBuf {
        self.path("target/site")
    }
}

/// `cargo run` describes xtask in the environment of what it runs. Build scripts that watch those variables (ring's
/// does) would see other values than under a plain `cargo build`, and everything above them would be built again.
fn cargo_in(root: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") || text == "LD_LIBRARY_PATH" {
            command.env_remove(&name);
        }
    }
    command
}
