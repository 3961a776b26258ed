//! Compressed siblings, so that the server never compresses what never changes.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::folder;

/// Writes `.br` and `.gz` beside each script and wasm file in `folder` and below.
///
/// # Errors
/// When a file cannot be read or written.
pub fn siblings(results: &Path) -> Result<()> {
    for path in folder::files(results)? {
        if matches!(
            path.extension().and_then(|extension| extension.to_str()),
            Some("js" | "wasm")
        ) {
            file(&path)?;
        }
    }
    Ok(())
}

/// Writes `.br` and `.gz` beside one file.
///
/// # Errors
/// When a file cannot be read or written.
pub fn file(path: &Path) -> Result<()> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    folder::write_if_changed(&sibling(path, "br"), &brotli(&bytes)?)?;
    folder::write_if_changed(&sibling(path, "gz"), &gzip(&bytes)?)?;
    Ok(())
}

/// The name of a compressed sibling: `tandem.js` and `br` make `tandem.js.br`.
pub fn sibling(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters).context("brotli failed")?;
    Ok(compressed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("gzip failed")?;
    encoder.finish().context("gzip failed")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_reads_back_the_same_and_is_smaller() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("tandem.js");
        let text = "export function hydrate() {}\n".repeat(200);
        std::fs::write(&script, &text).unwrap();
        siblings(folder.path()).unwrap();

        let br = std::fs::read(folder.path().join("tandem.js.br")).unwrap();
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &br[..], &mut plain).unwrap();
        assert_eq!(plain, text.as_bytes());
        assert!(br.len() < text.len() / 10);

        let gz = std::fs::read(folder.path().join("tandem.js.gz")).unwrap();
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&gz[..])
            .read_to_string(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
    }
}
