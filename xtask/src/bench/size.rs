//! What the first page weighs beside its HTML.

use std::path::Path;

use anyhow::{Context, Result};

use crate::site::{self, Mode};
use crate::workspace::Workspace;

/// Bytes of script, wasm and style together, compressed with brotli.
const COMPRESSED_BUDGET: u64 = 350_000;
/// Bytes of wasm as the browser compiles it.
const WASM_BUDGET: u64 = 1_200_000;

/// One downloaded file.
struct Weight {
    name: String,
    raw: u64,
    brotli: u64,
}

/// Builds the release site and weighs it: what every page loads against the budget, and the pieces that some pages load
/// beside it.
///
/// # Errors
/// When the site cannot be built.
pub fn run(workspace: &Workspace) -> Result<bool> {
    let weights = weigh(&site::build(workspace, Mode::Release)?)?;
    println!("{:<24} {:>12} {:>12}", "file", "raw", "brotli");
    for Weight { name, raw, brotli } in &weights {
        println!("{name:<24} {raw:>12} {brotli:>12}");
    }
    let (pieces, first): (Vec<&Weight>, Vec<&Weight>) = weights.iter().partition(|weight| site::is_piece(&weight.name));
    let later: u64 = pieces.iter().map(|weight| weight.brotli).sum();
    println!(
        "{} pieces loaded when a page needs them, brotli: {later} bytes",
        pieces.len()
    );
    let brotli = first.iter().map(|weight| weight.brotli).sum();
    let wasm = first
        .iter()
        .filter(|weight| weight.name.ends_with(".wasm"))
        .map(|weight| weight.raw)
        .sum();
    let compressed_holds = report("first page, brotli", brotli, COMPRESSED_BUDGET);
    let wasm_holds = report("its wasm, raw", wasm, WASM_BUDGET);
    Ok(compressed_holds && wasm_holds)
}

/// The site's files, each with the size of its brotli sibling.
fn weigh(folder: &Path) -> Result<Vec<Weight>> {
    let files = site::files(folder)?;
    let plain = files.iter().filter(|file| {
        matches!(
            file.extension().and_then(|extension| extension.to_str()),
            Some("js" | "wasm" | "css")
        )
    });
    let mut weights = plain
        .map(|file| {
            let name = file.strip_prefix(folder)?.display().to_string();
            Ok(Weight {
                name,
                raw: size(file)?,
                brotli: size(&site::sibling(file, "br"))?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    weights.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(weights)
}

/// Prints a sum beside its budget and says whether it keeps to it.
fn report(what: &str, bytes: u64, budget: u64) -> bool {
    let verdict = if bytes <= budget { "within" } else { "OVER" };
    println!("{what}: {bytes} bytes, {verdict} the budget of {budget}");
    bytes <= budget
}

fn size(file: &Path) -> Result<u64> {
    let metadata = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(metadata.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn each_file_is_weighed_with_its_compressed_sibling_and_siblings_are_not_weighed_twice() {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in [
            ("a.js", 10),
            ("a.js.br", 4),
            ("a.js.gz", 5),
            ("a_bg.wasm", 20),
            ("a_bg.wasm.br", 7),
        ] {
            std::fs::write(folder.path().join(name), vec![b'x'; bytes]).unwrap();
        }
        let weights = weigh(folder.path()).unwrap();
        let seen: Vec<_> = weights
            .iter()
            .map(|weight| (weight.name.as_str(), weight.raw, weight.brotli))
            .collect();
        assert_eq!(seen, [("a.js", 10, 4), ("a_bg.wasm", 20, 7)]);
    }

    #[test]
    fn a_budget_holds_up_to_its_last_byte() {
        assert!(report("x", 10, 10));
        assert!(!report("x", 11, 10));
    }
}
