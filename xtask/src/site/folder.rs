//! Small helpers for folders of results.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Writes a file, making its folder, unless it already has this content. Says whether it wrote: cargo goes by times of
/// change, and an untouched file rebuilds nothing.
///
/// # Errors
/// When the file or its folder cannot be written.
pub fn write_if_changed(file: &Path, content: &[u8]) -> Result<bool> {
    if std::fs::read(file).is_ok_and(|present| present == content) {
        return Ok(false);
    }
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    std::fs::write(file, content).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(true)
}

/// Makes `to` hold exactly the files of `from`; files that are the same stay untouched.
///
/// # Errors
/// When a file cannot be read, written or removed.
pub fn mirror(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let content = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        write_if_changed(&to.join(file.strip_prefix(from)?), &content)?;
    }
    for file in files(to)? {
        if !from.join(file.strip_prefix(to)?).is_file() {
            remove_file(&file)?;
        }
    }
    Ok(())
}

/// All files in a folder and below.
///
/// # Errors
/// When a folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in entries(folder)? {
        if entry.is_dir() {
            found.extend(files(&entry)?);
        } else {
            found.push(entry);
        }
    }
    Ok(found)
}

/// The entries of a folder.
///
/// # Errors
/// When it cannot be read.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .with_context(|| format!("cannot read the folder {}", folder.display()))
}

/// Removes every entry whose name is not to be kept.
///
/// # Errors
/// When something cannot be removed.
pub fn remove_all_but(folder: &Path, keep: impl Fn(&str) -> bool) -> Result<()> {
    for entry in entries(folder)? {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        if keep(&name) {
            continue;
        }
        if entry.is_dir() {
            std::fs::remove_dir_all(&entry).with_context(|| format!("cannot remove {}", entry.display()))?;
        } else {
            remove_file(&entry)?;
        }
    }
    Ok(())
}

/// Removes a file; that there is none is fine.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove_file(file: &Path) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_mirror_holds_what_its_source_holds_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        std::fs::create_dir_all(&to).unwrap();
        std::fs::create_dir_all(from.join("snippets")).unwrap();
        std::fs::write(from.join("tandem.js"), "new").unwrap();
        std::fs::write(from.join("snippets/inline.js"), "inline").unwrap();
        std::fs::write(to.join("tandem.js"), "old").unwrap();
        std::fs::write(to.join("tandem.js.br"), "stale").unwrap();
        mirror(&from, &to).unwrap();
        assert_eq!(std::fs::read_to_string(to.join("tandem.js")).unwrap(), "new");
        assert_eq!(
            std::fs::read_to_string(to.join("snippets/inline.js")).unwrap(),
            "inline"
        );
        assert!(!to.join("tandem.js.br").exists());
    }

    #[test]
    fn a_file_that_already_has_its_content_is_left_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.css");
        assert!(write_if_changed(&file, b"a {}").unwrap());
        assert!(!write_if_changed(&file, b"a {}").unwrap());
        assert!(write_if_changed(&file, b"b {}").unwrap());
    }
}
