//! Nothing stray: the top level holds what it should, and the text is clean.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;
use crate::workspace::Workspace;

/// What the top level may hold, beside names that start with a dot.
const TOP_LEVEL: &[&str] = &[
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "app",
    "clippy.toml",
    "deny.toml",
    "docs",
    "domain",
    "end2end",
    "migrations",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "server",
    "style",
    "xtask",
];

/// Larger files are data or build results that came in by accident.
const LARGEST: u64 = 1_000_000;

/// Checks every file that is, or is about to be, in the repository.
///
/// # Errors
/// When something is stray; the message lists all of it.
pub fn check(workspace: &Workspace) -> Result<()> {
    let files = source_files(workspace)?;
    let mut complaints = top_level_complaints(&files);
    for file in &files {
        let path = workspace.path(file);
        let size = std::fs::metadata(&path)
            .with_context(|| format!("cannot read {file}"))?
            .len();
        if size > LARGEST {
            complaints.push(format!("{file}: {size} bytes is larger than anything written by hand"));
            continue;
        }
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {file}"))?;
        complaints.extend(text_complaints(file, &bytes));
    }
    if complaints.is_empty() {
        return Ok(());
    }
    bail!("{}", complaints.join("\n"))
}

/// The files of the repository, those not yet added included, those ignored left out; with `/`, from the root.
///
/// # Errors
/// When git cannot be asked.
pub fn source_files(workspace: &Workspace) -> Result<Vec<String>> {
    let mut command = Command::new("git");
    // The check-out may belong to someone else than the one who tests it.
    command.args([
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]);
    let listed = process::output(command.current_dir(&workspace.root))?;
    let files = listed
        .split_terminator('\0')
        .filter(|file| workspace.path(file).is_file());
    Ok(files.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect())
}

fn top_level_complaints(files: &[String]) -> Vec<String> {
    let names: BTreeSet<&str> = files.iter().filter_map(|file| file.split('/').next()).collect();
    names
        .into_iter()
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name))
        .map(|name| format!("{name} does not belong at the top level"))
        .collect()
}

fn text_complaints(file: &str, bytes: &[u8]) -> Vec<String> {
    let binary = [".png", ".ico", ".woff2"]
        .iter()
        .any(|extension| file.ends_with(extension));
    if binary {
        return Vec::new();
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![format!("{file}: not UTF-8 text")];
    };
    let mut complaints: Vec<String> = text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some(format!("{file}:{}: {}", index + 1, line_complaint(file, line)?)))
        .collect();
    if !text.is_empty() && !text.ends_with('\n') && !file.ends_with(".json") {
        complaints.push(format!("{file}: the last line does not end"));
    }
    complaints
}

fn line_complaint(file: &str, line: &str) -> Option<String> {
    let line = line.strip_suffix('\r').unwrap_or(line);
    // Two blanks at a line's end mean something in Markdown, and calendar files fold with them.
    let blanks_mean_something = [".md", ".ics", ".snap"]
        .iter()
        .any(|extension| file.ends_with(extension));
    if !blanks_mean_something && line.ends_with([' ', '\t']) {
        return Some("blanks at the end".to_owned());
    }
    if ["<<<<<<< ", ">>>>>>> "].iter().any(|marker| line.starts_with(marker)) {
        return Some("a merge was not finished".to_owned());
    }
    if let Some(path) = machine_path(line) {
        return Some(format!("`{path}` is a path of one machine"));
    }
    if let Some(marker) = unfinished(line) {
        return Some(format!("`{marker}` says that something is not done"));
    }
    let resolved = file.ends_with("package-lock.json") && line.contains("\"resolved\"");
    resolved.then(|| "the lock file names a registry; npm's omit-lockfile-registry-resolved leaves it out".to_owned())
}

/// A path into someone's home, which no other machine has.
fn machine_path(line: &str) -> Option<&'static str> {
    // Written apart, or this file would find itself.
    [
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("/Us", "ers/"),
    ]
    .into_iter()
    .find(|path| {
        line.split([' ', '"', '\'', '`', '(', '='])
            .any(|word| word.starts_with(path))
    })
}

fn unfinished(line: &str) -> Option<&'static str> {
    [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
    ]
    .into_iter()
    .find(|marker| line.contains(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(files: &[&str]) -> Vec<String> {
        files.iter().map(|file| (*file).to_owned()).collect()
    }

    #[test]
    fn an_unknown_name_at_the_top_level_is_stray_and_a_dotfile_is_not() {
        let files = names(&["Cargo.toml", "app/src/lib.rs", ".ci/run", "notes.txt", "scratch/a.rs"]);
        let complaints = top_level_complaints(&files);
        assert_eq!(
            complaints,
            [
                "notes.txt does not belong at the top level",
                "scratch does not belong at the top level"
            ]
        );
    }

    #[test]
    fn each_kind_of_stray_text_is_found_with_its_line() {
        let cases = [
            ("a.rs", "fn a() {}\nlet b = 1; \n", "a.rs:2: blanks"),
            ("a.rs", "<<<<<<< ours\n", "a.rs:1: a merge"),
            ("a.rs", concat!("open(\"/ho", "me/ann/x\")\n"), "a.rs:1: `/"),
            ("a.rs", concat!("// TO", "DO later\n"), "a.rs:1: `TO"),
            (
                "end2end/package-lock.json",
                "  \"resolved\": \"x\",\n",
                "end2end/package-lock.json:1: the lock file",
            ),
            ("a.rs", "fn a() {}", "a.rs: the last line"),
        ];
        for (file, text, expected) in cases {
            let complaints = text_complaints(file, text.as_bytes());
            assert_eq!(complaints.len(), 1, "{text}: {complaints:?}");
            assert!(
                complaints.iter().all(|complaint| complaint.starts_with(expected)),
                "{complaints:?}"
            );
        }
    }

    #[test]
    fn clean_text_is_left_alone() {
        assert_eq!(
            text_complaints("a.rs", b"//! Homes and work.\nfn a() {}\n"),
            Vec::<String>::new()
        );
        assert_eq!(text_complaints("logo.png", &[0xff, 0xd8]), Vec::<String>::new());
        assert_eq!(text_complaints("a.rs", &[0xff, 0xd8]), ["a.rs: not UTF-8 text"]);
    }
}
