//! What cargo knows of the packages, ours and others'.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;
use crate::workspace::Workspace;

/// The answer of `cargo metadata`.
#[derive(Deserialize)]
pub struct Packages {
    /// Every package in Cargo.lock.
    pub packages: Vec<Package>,
    resolve: Resolve,
}

/// One package.
#[derive(Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Cargo's name for it, which says its version and origin.
    pub id: String,
    /// Where it comes from; none for our own.
    pub source: Option<String>,
    /// Its licences, as an SPDX expression.
    pub license: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<DependencyKind>,
}

#[derive(Deserialize)]
struct DependencyKind {
    kind: Option<String>,
}

/// Reads them.
///
/// # Errors
/// When Cargo.lock is not up to date or cargo cannot be asked.
pub fn read(workspace: &Workspace) -> Result<Packages> {
    let mut command = workspace.cargo();
    command.args(["metadata", "--format-version", "1", "--locked"]);
    let text = process::output(&mut command)?;
    serde_json::from_str(&text).context("`cargo metadata` answered something unexpected")
}

impl Packages {
    /// The names of the packages that our package `name` is compiled with, directly or through others; not those of
    /// its tests.
    pub fn compiled_into(&self, name: &str) -> Vec<&str> {
        let names: HashMap<&str, &str> = self
            .packages
            .iter()
            .map(|package| (package.id.as_str(), package.name.as_str()))
            .collect();
        let nodes: HashMap<&str, &Node> = self.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let mut waiting: Vec<&str> = self
            .packages
            .iter()
            .filter(|package| package.source.is_none() && package.name == name)
            .map(|package| package.id.as_str())
            .collect();
        let mut seen = waiting.clone();
        while let Some(id) = waiting.pop() {
            let dependencies = nodes.get(id).map_or(&[][..], |node| &node.deps);
            for dependency in dependencies {
                let compiled = dependency.dep_kinds.iter().any(|kind| kind.kind.is_none());
                if compiled && !seen.contains(&dependency.pkg.as_str()) {
                    seen.push(&dependency.pkg);
                    waiting.push(&dependency.pkg);
                }
            }
        }
        seen.iter().skip(1).filter_map(|id| names.get(id).copied()).collect()
    }
}

#[cfg(test)]
pub mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// `domain` is compiled with `serde`, which needs `alloc`, and tests with `tokio`.
    pub const EXAMPLE: &str = r#"{
      "packages": [
        {"name": "domain", "version": "0.1.0", "id": "d", "source": null, "license": "MIT"},
        {"name": "serde", "version": "1.0.0", "id": "s", "source": "registry+crates", "license": "MIT OR Apache-2.0"},
        {"name": "alloc", "version": "2.0.0", "id": "a", "source": "registry+crates", "license": "MIT/Zlib"},
        {"name": "tokio", "version": "1.0.0", "id": "t", "source": "registry+crates", "license": "MIT"}
      ],
      "resolve": {"nodes": [
        {"id": "d", "deps": [{"pkg": "s", "dep_kinds": [{"kind": null}]}, {"pkg": "t", "dep_kinds": [{"kind": "dev"}]}]},
        {"id": "s", "deps": [{"pkg": "a", "dep_kinds": [{"kind": null}]}]},
        {"id": "a", "deps": []},
        {"id": "t", "deps": []}
      ]}
    }"#;

    #[test]
    fn what_a_package_is_compiled_with_reaches_through_others_but_not_into_tests() {
        let packages: Packages = serde_json::from_str(EXAMPLE).unwrap();
        assert_eq!(packages.compiled_into("domain"), ["serde", "alloc"]);
    }
}
