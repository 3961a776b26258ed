//! Dependencies point one way, SQL has one home, and the rules do no I/O.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use super::{packages, tidy};
use crate::workspace::Workspace;

/// Which of our packages each of our packages may be compiled with.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("app", &["domain"]),
    ("app-wasm", &["app", "domain"]),
    ("server", &["app", "domain"]),
    ("xtask", &[]),
];

/// Crates that talk to the world. None may be compiled into `domain`.
const WORLDLY: &[&str] = &[
    "axum",
    "hyper",
    "leptos",
    "mio",
    "reqwest",
    "rand",
    "getrandom",
    "rustls",
    "socket2",
    "sqlx",
    "sqlx-core",
    "tokio",
    "tower",
    "tracing",
];

/// What `domain` must not name: files, network, processes, the system's clock and chance.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "SystemTime::now",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "async fn",
    "println!",
    "eprintln!",
];

/// Checks all of it.
///
/// # Errors
/// When something is where it does not belong; the message lists all of it.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut complaints = Vec::new();
    for (name, allowed) in LAYERS {
        complaints.extend(layer_complaints(
            name,
            allowed,
            &packages::compiled_into(workspace, name)?,
        ));
    }
    for file in tidy::source_files(workspace)? {
        let path = file.as_str();
        if !path.ends_with(".rs") {
            continue;
        }
        let text = std::fs::read_to_string(workspace.path(path)).with_context(|| format!("cannot read {path}"))?;
        if path.starts_with("domain/src/") {
            complaints.extend(impurities(path, &text));
        }
        let in_layers = ["domain/src/", "app/", "server/src/"]
            .iter()
            .any(|folder| path.starts_with(folder));
        if in_layers && !path.starts_with("server/src/store/") {
            complaints.extend(sql(path, &text));
        }
    }
    if complaints.is_empty() {
        return Ok(());
    }
    bail!("{}", complaints.join("\n"))
}

/// What is wrong with the packages that our package `name` is compiled with.
fn layer_complaints(name: &str, allowed: &[&str], compiled: &BTreeSet<String>) -> Vec<String> {
    let ours = LAYERS.iter().map(|(other, _)| *other);
    let mut complaints: Vec<String> = ours
        .filter(|other| compiled.contains(*other) && !allowed.contains(other))
        .map(|other| format!("{name} must not depend on {other}"))
        .collect();
    if name == "domain" {
        let worldly = WORLDLY.iter().filter(|other| compiled.contains(**other));
        complaints.extend(worldly.map(|other| format!("domain does no I/O and must not depend on {other}")));
    }
    complaints
}

fn impurities(path: &str, text: &str) -> Vec<String> {
    let named = |line: &str| IMPURE.iter().find(|name| line.contains(**name)).copied();
    code_lines(text)
        .filter_map(|(number, line)| Some((number, named(line)?)))
        .map(|(number, name)| format!("{path}:{number}: domain does no I/O and reads no clock, so no `{name}`"))
        .collect()
}

fn sql(path: &str, text: &str) -> Vec<String> {
    code_lines(text)
        .filter(|(_, line)| is_sql(line))
        .map(|(number, _)| format!("{path}:{number}: SQL belongs in server/src/store"))
        .collect()
}

/// Whether a line holds a statement, or a call that takes one.
fn is_sql(line: &str) -> bool {
    let both = |first: &str, second: &str| line.contains(first) && line.contains(second);
    line.contains("sqlx::query")
        || line.contains("INSERT INTO ")
        || line.contains("DELETE FROM ")
        || both("SELECT ", " FROM ")
        || both("UPDATE ", " SET ")
}

/// The lines that are not comments, numbered from 1.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domain_may_not_be_compiled_with_a_layer_above_or_a_crate_that_does_io() {
        let judge =
            |other: &str| layer_complaints("domain", &[], &BTreeSet::from(["serde".to_owned(), other.to_owned()]));
        assert_eq!(judge("chrono"), Vec::<String>::new());
        assert_eq!(judge("sqlx"), ["domain does no I/O and must not depend on sqlx"]);
        assert_eq!(judge("app"), ["domain must not depend on app"]);
    }

    #[test]
    fn a_layer_may_depend_on_the_one_below_and_not_on_the_one_above() {
        let judge = |other: &str| layer_complaints("app", &["domain"], &BTreeSet::from([other.to_owned()]));
        assert_eq!(judge("domain"), Vec::<String>::new());
        assert_eq!(judge("server"), ["app must not depend on server"]);
    }

    #[test]
    fn statements_are_found_outside_the_store_and_prose_is_not() {
        for line in [
            "sqlx::query(text)",
            "\"SELECT id FROM people\"",
            "\"UPDATE duty SET lead_id = $1\"",
        ] {
            assert_eq!(sql("server/src/http/a.rs", line).len(), 1, "{line}");
        }
        for line in [
            "// SELECT id FROM people",
            "Select a person from the list",
            "let update = set(a);",
        ] {
            assert_eq!(sql("server/src/http/a.rs", line).len(), 0, "{line}");
        }
    }

    #[test]
    fn the_rules_may_not_read_the_clock_or_a_file() {
        let text = "// Utc::now is not read here\nlet now = Utc::now();\nstd::fs::read(path)\n";
        let found = impurities("domain/src/a.rs", text);
        assert_eq!(found.len(), 2);
        assert!(found[0].starts_with("domain/src/a.rs:2:"));
    }
}
