//! From the compiler's wasm to what a browser loads.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::optimise::{self, Optimiser};
use super::{Mode, compress, folder, split};
use crate::workspace::Workspace;

/// Must be the version of the `wasm-bindgen` the wasm was compiled with.
const BINDGEN_VERSION: &str = "0.2.130";

/// Everything the results depend on; they are made again when it changes.
#[derive(Debug)]
#[expect(dead_code, reason = "read through Debug, as the text that is compared")]
struct Recipe<'a> {
    input: u64,
    bindgen: &'a str,
    splitter: &'a str,
    optimiser: Option<&'a [&'a str]>,
    compressed: bool,
}

/// Writes `tandem.js`, `tandem_bg.wasm` and the pieces into `results`, unless the same input has already been dealt with in the
/// same way.
///
/// # Errors
/// When the wasm was built with another wasm-bindgen, or a file cannot be read or written.
pub fn build(workspace: &Workspace, mode: Mode, wasm: &Path, results: &Path) -> Result<()> {
    let optimiser = match mode {
        Mode::Dev => None,
        Mode::Release => Optimiser::find(workspace),
    };
    let recipe = Recipe {
        input: digest(wasm)?,
        bindgen: BINDGEN_VERSION,
        splitter: split::VERSION,
        optimiser: optimiser.as_ref().map(|_| optimise::FLAGS),
        compressed: mode == Mode::Release,
    };
    let recipe = format!("{recipe:?}");
    let stamp = results.with_extension("recipe");
    if std::fs::read_to_string(&stamp).is_ok_and(|made| made == recipe) && results.join("tandem.js").is_file() {
        return Ok(());
    }
    // Nothing may take the place for finished while it is not.
    folder::remove_file(&stamp)?;
    folder::remove_all_but(results, |name| name.starts_with("tandem.css"))?;
    let main = results.with_extension("main.wasm");
    split::split(wasm, &main, results)?;
    generate(mode, &main, results)?;
    if let Some(optimiser) = optimiser {
        optimiser.shrink(&wasm_files(results)?)?;
    }
    if mode == Mode::Release {
        compress::siblings(results)?;
    }
    std::fs::write(&stamp, recipe).with_context(|| format!("cannot write {}", stamp.display()))
}

fn generate(mode: Mode, wasm: &Path, results: &Path) -> Result<()> {
    let started = Instant::now();
    let release = mode == Mode::Release;
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        .keep_lld_exports(true)
        .out_name("tandem")
        .generate(results)
        .context("wasm-bindgen failed")?;
    eprintln!("wasm-bindgen: {:.1} s", started.elapsed().as_secs_f32());
    Ok(())
}

/// The wasm files in a folder, by name.
fn wasm_files(results: &Path) -> Result<Vec<PathBuf>> {
    let mut files = folder::files(results)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "wasm"));
    files.sort();
    Ok(files)
}

fn digest(file: &Path) -> Result<u64> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Ok(hasher.finish())
}
