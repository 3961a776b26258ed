//! The files browsers download: `target/site/pkg/tandem.js`, `tandem_bg.wasm`, `tandem.css`, and the pieces of wasm that
//! some pages load beside them.

mod bindgen;
mod compress;
mod folder;
mod optimise;
mod split;
mod style;
mod wasm;

use std::path::PathBuf;

pub use compress::sibling;
pub use folder::{files, remove_file};
pub use split::is_piece;
pub use wasm::profile as wasm_profile;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// How the site and the server are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Quick to build.
    Dev,
    /// Small to download, with compressed siblings (`.br`, `.gz`).
    Release,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

/// Builds the site into `target/site/pkg`. Each mode keeps its results in a folder of its own, so that going from one
/// to the other and back costs a copy. Returns that folder.
///
/// # Errors
/// When the wasm target is missing and cannot be added, a build step fails, or a file cannot be written.
pub fn build(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    let results = results(workspace, mode);
    std::fs::create_dir_all(&results).with_context(|| format!("cannot make {}", results.display()))?;
    let wasm = wasm::compile(workspace, mode)?;
    let _alone = process::lock(&results.with_extension("lock"))?;
    style::build(workspace, mode, &results)?;
    bindgen::build(workspace, mode, &wasm, &results)?;
    folder::mirror(&results, &workspace.site().join("pkg"))?;
    Ok(results)
}

/// Where a mode's results are kept.
fn results(workspace: &Workspace, mode: Mode) -> PathBuf {
    workspace.path("target/xtask/site").join(mode.name())
}
