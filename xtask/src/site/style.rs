//! The style sheet: the numbered files of `style/`, one after the other.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Mode, compress, folder};
use crate::workspace::Workspace;

/// Writes `tandem.css` into `results`, and where `cargo leptos watch` looks for it.
///
/// # Errors
/// When there is no numbered file, or one cannot be read or written.
pub fn build(workspace: &Workspace, mode: Mode, results: &Path) -> Result<()> {
    let sheet = concatenate(&workspace.path("style"))?;
    folder::write_if_changed(&workspace.path("target/style/tandem.css"), sheet.as_bytes())?;
    let output = results.join("tandem.css");
    let changed = folder::write_if_changed(&output, sheet.as_bytes())?;
    if mode == Mode::Release && (changed || !compress::sibling(&output, "br").is_file()) {
        compress::file(&output)?;
    }
    Ok(())
}

/// The text of `NN-*.css`, in the order of their names.
fn concatenate(folder: &Path) -> Result<String> {
    let mut files = folder::entries(folder)?;
    files.retain(|file| is_numbered(file));
    files.sort();
    if files.is_empty() {
        bail!(
            "{} holds no numbered style sheet such as 10-tokens.css",
            folder.display()
        );
    }
    let mut sheet = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        sheet.push_str(text.trim_end());
        sheet.push('\n');
    }
    Ok(sheet)
}

fn is_numbered(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    digits == 2 && name[digits..].starts_with('-') && name.ends_with(".css")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn numbered_sheets_are_joined_in_the_order_of_their_names_and_others_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("20-b.css", "b {}\n\n"),
            ("10-a.css", "a {}"),
            ("notes.css", "x {}"),
            ("5-c.css", "c {}"),
        ] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(concatenate(folder.path()).unwrap(), "a {}\nb {}\n");
    }

    #[test]
    fn a_folder_without_numbered_sheets_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("main.css"), "a {}").unwrap();
        assert!(
            concatenate(folder.path())
                .unwrap_err()
                .to_string()
                .contains("no numbered style sheet")
        );
    }
}
