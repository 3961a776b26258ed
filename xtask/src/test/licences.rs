//! Dependencies against `deny.toml`: their licences, where they come from, and which are banned.
//!
//! This reads the part of cargo-deny's file that can be judged from `cargo metadata` alone, so that it holds on
//! machines without cargo-deny and without network.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use spdx::{Expression, ParseMode};

use super::packages::{Package, Packages};

#[derive(Deserialize)]
struct Rules {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
    #[serde(default)]
    clarify: Vec<Clarification>,
}

/// Licences that one crate may have beside the allowed ones.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

/// The licence of a crate whose manifest does not say it.
#[derive(Deserialize)]
struct Clarification {
    #[serde(rename = "crate")]
    name: String,
    expression: String,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Deserialize)]
struct Sources {
    #[serde(rename = "allow-registry")]
    allow_registry: Vec<String>,
}

/// Checks every package that is not our own.
///
/// # Errors
/// When one breaks a rule; the message lists all that do.
pub fn check(rules: &Path, packages: &Packages) -> Result<()> {
    let text = std::fs::read_to_string(rules).with_context(|| format!("cannot read {}", rules.display()))?;
    let rules: Rules = toml::from_str(&text).context("deny.toml is not as expected")?;
    let complaints: Vec<String> = packages
        .packages
        .iter()
        .filter(|package| package.source.is_some())
        .flat_map(|package| complaints(&rules, package))
        .collect();
    if complaints.is_empty() {
        return Ok(());
    }
    bail!("{}", complaints.join("\n"))
}

fn complaints(rules: &Rules, package: &Package) -> Vec<String> {
    let Package { name, version, .. } = package;
    let mut found = Vec::new();
    if let Some(problem) = licence_problem(&rules.licenses, package) {
        found.push(format!("{name} {version}: {problem}"));
    }
    if let Some(ban) = rules.bans.deny.iter().find(|ban| ban.name == *name) {
        found.push(format!("{name} {version} is banned: {}", ban.reason));
    }
    let source = package.source.as_deref().unwrap_or_default();
    let known = |registry: &String| source.strip_prefix("registry+").is_some_and(|from| from == registry);
    if !rules.sources.allow_registry.iter().any(known) {
        found.push(format!(
            "{name} {version} comes from {source}, which deny.toml does not allow"
        ));
    }
    found
}

/// What is wrong with the package's licence, if anything is.
fn licence_problem(licenses: &Licenses, package: &Package) -> Option<String> {
    let clarified = licenses.clarify.iter().find(|entry| entry.name == package.name);
    let Some(text) = clarified
        .map(|entry| entry.expression.as_str())
        .or(package.license.as_deref())
    else {
        return Some("names no licence; read it and clarify it in deny.toml".to_owned());
    };
    let expression = match Expression::parse_mode(text, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(error) => {
            return Some(format!("the licence `{text}` cannot be read: {}", error.reason));
        }
    };
    let excepted = licenses
        .exceptions
        .iter()
        .filter(|entry| entry.name == package.name)
        .flat_map(|entry| &entry.allow);
    let allowed: Vec<&String> = licenses.allow.iter().chain(excepted).collect();
    let permitted = expression.evaluate(|requirement| {
        let requirement = requirement.to_string();
        allowed.iter().any(|allowed| **allowed == requirement)
    });
    (!permitted).then(|| format!("the licence `{text}` is not allowed by deny.toml"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PACKAGES: &str = r#"{"packages": [
        {"name": "domain", "version": "0.1.0", "source": null, "license": null},
        {"name": "serde", "version": "1.0.0", "source": "registry+crates", "license": "MIT OR Apache-2.0"},
        {"name": "tokio", "version": "1.0.0", "source": "registry+crates", "license": "MIT"}
    ]}"#;

    const RULES: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
        exceptions = [{ crate = "roots", allow = ["CDLA-Permissive-2.0"] }]
        [[licenses.clarify]]
        crate = "ical"
        expression = "Apache-2.0"
        [bans]
        deny = [{ crate = "openssl", reason = "rustls is used" }]
        [sources]
        allow-registry = ["crates"]
    "#;

    fn package(name: &str, license: Option<&str>) -> Package {
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            source: Some("registry+crates".to_owned()),
            license: license.map(str::to_owned),
        }
    }

    fn judge(package: &Package) -> String {
        complaints(&toml::from_str(RULES).unwrap(), package).join("; ")
    }

    #[test]
    fn a_choice_needs_one_allowed_licence_and_a_conjunction_needs_all() {
        assert_eq!(judge(&package("a", Some("GPL-3.0-only OR MIT"))), "");
        assert_eq!(judge(&package("a", Some("MIT/Apache-2.0"))), "");
        assert_eq!(judge(&package("a", Some("Apache-2.0 WITH LLVM-exception"))), "");
        assert!(judge(&package("a", Some("MIT AND GPL-3.0-only"))).contains("is not allowed"));
        assert!(judge(&package("a", Some("MIT WITH nonsense"))).contains("cannot be read"));
    }

    #[test]
    fn an_exception_holds_for_its_crate_alone() {
        assert_eq!(judge(&package("roots", Some("CDLA-Permissive-2.0"))), "");
        assert!(judge(&package("other", Some("CDLA-Permissive-2.0"))).contains("is not allowed"));
    }

    #[test]
    fn a_crate_that_names_no_licence_must_be_clarified() {
        assert_eq!(judge(&package("ical", None)), "");
        assert!(judge(&package("a", None)).contains("names no licence"));
    }

    #[test]
    fn banned_crates_and_foreign_sources_are_refused() {
        assert!(judge(&package("openssl", Some("MIT"))).contains("rustls is used"));
        let mut foreign = package("a", Some("MIT"));
        foreign.source = Some("git+https://example.com/a".to_owned());
        assert!(judge(&foreign).contains("does not allow"));
    }

    fn check_text(packages: &str) -> Result<()> {
        let folder = tempfile::tempdir().unwrap();
        let rules = folder.path().join("deny.toml");
        std::fs::write(&rules, RULES).unwrap();
        check(&rules, &serde_json::from_str(packages).unwrap())
    }

    #[test]
    fn our_own_packages_are_not_judged() {
        check_text(PACKAGES).unwrap();
    }

    #[test]
    fn every_broken_rule_is_listed() {
        let broken = PACKAGES
            .replace("tokio", "openssl")
            .replace("MIT OR Apache-2.0", "AGPL-3.0-only");
        let error = check_text(&broken).unwrap_err().to_string();
        assert_eq!(error.lines().count(), 2, "{error}");
    }
}
