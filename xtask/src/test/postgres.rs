//! PostgreSQL's programs, with which the Rust tests start a throw-away cluster.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::debian::Needed;
use crate::process;

/// Makes sure that `initdb` and `pg_ctl` are there.
///
/// # Errors
/// When they are missing and cannot be installed.
pub fn ensure() -> Result<()> {
    Needed {
        what: "PostgreSQL's initdb and pg_ctl",
        package: "postgresql",
        find: programs,
    }
    .ensure()
    .map(drop)
}

/// A PATH on which the tests find them, when the usual one does not do. Debian keeps them in a folder per version.
///
/// # Errors
/// When PATH holds what cannot be joined again.
pub fn path_with_programs() -> Result<Option<OsString>> {
    if process::find("pg_ctl", &[]).is_some() {
        return Ok(None);
    }
    let Some(folder) = programs() else {
        return Ok(None);
    };
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(std::iter::once(folder));
    std::env::join_paths(folders)
        .map(Some)
        .context("PATH cannot be extended")
}

/// The folder that holds `pg_ctl` and `initdb`; of several versions the newest.
fn programs() -> Option<PathBuf> {
    let initdb = process::find("initdb", &debian_folders())?;
    let folder = initdb.parent()?.to_path_buf();
    folder.join("pg_ctl").is_file().then_some(folder)
}

fn debian_folders() -> Vec<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut numbered: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    numbered.sort();
    numbered.into_iter().rev().map(|(_, folder)| folder).collect()
}
