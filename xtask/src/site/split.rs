//! The compiler's wasm cut into the piece that every page needs and the pieces that pages load for themselves.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

/// Of the crate that cuts; it must understand what the `wasm_split_helpers` in Cargo.lock leave in the wasm.
pub const VERSION: &str = "0.2.4";

/// The script that loads pieces, beside them.
const LOADER: &str = "./pieces.js";

/// Whether a file of the site is a piece that only some pages load.
pub fn is_piece(name: &str) -> bool {
    name.ends_with(".wasm") && (name.starts_with("split_") || name.starts_with("chunk_"))
}

/// Writes the pieces and their loader into `results`, and what is left, which wasm-bindgen makes `tandem_bg.wasm` of,
/// to `main`.
///
/// # Errors
/// When the wasm was built without what it takes to cut it (`app/wasm/build.rs`), or a file cannot be written.
pub fn split(wasm: &Path, main: &Path, results: &Path) -> Result<()> {
    let started = Instant::now();
    let input = std::fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let mut options = Options::new(&input);
    options.output_dir = results;
    options.main_out_path = main;
    options.main_module = "./tandem.js";
    options.link_name = LOADER;
    let split = transform(options).map_err(|error| anyhow!("the wasm cannot be cut into pieces: {error:#}"))?;
    let pieces = split.split_modules.len();
    eprintln!("wasm-split: {pieces} pieces, {:.1} s", started.elapsed().as_secs_f32());
    Ok(())
}
