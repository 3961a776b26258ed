//! wasm-opt, from the npm package `binaryen`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
use crate::{npm, process};

/// Only what every browser of the last years runs. `--all-features` writes wasm that Chromium refuses.
pub const FLAGS: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// A wasm-opt that can be run.
pub struct Optimiser {
    script: PathBuf,
}

impl Optimiser {
    /// wasm-opt, installed when need be. Without it the site works and is an eighth larger, so its absence is noted and
    /// not an error.
    pub fn find(workspace: &Workspace) -> Option<Self> {
        match npm::install(workspace) {
            Ok(modules) => Some(Self {
                script: modules.join("binaryen/bin/wasm-opt"),
            }),
            Err(error) => {
                eprintln!("note: without wasm-opt the wasm stays about an eighth larger. {error:#}");
                None
            }
        }
    }

    /// Makes wasm files smaller, in place.
    ///
    /// # Errors
    /// When wasm-opt fails.
    pub fn shrink(&self, files: &[PathBuf]) -> Result<()> {
        let started = Instant::now();
        let before = sizes(files)?;
        for wasm in files {
            let smaller = wasm.with_extension("smaller");
            let mut command = Command::new("node");
            command.arg(&self.script).args(FLAGS).arg(wasm).arg("-o").arg(&smaller);
            process::output(&mut command)?;
            std::fs::rename(&smaller, wasm).with_context(|| format!("cannot replace {}", wasm.display()))?;
        }
        let seconds = started.elapsed().as_secs_f32();
        eprintln!("wasm-opt: {before} to {} bytes, {seconds:.1} s", sizes(files)?);
        Ok(())
    }
}

/// Bytes of several files together.
fn sizes(files: &[PathBuf]) -> Result<u64> {
    files.iter().map(|file| size(file)).sum()
}

fn size(file: &Path) -> Result<u64> {
    let metadata = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(metadata.len())
}
