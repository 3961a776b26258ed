//! Programs that come from the system: used when present, installed from Debian's packages when that is allowed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// A program the tests need, and the Debian package it is in.
pub struct Needed {
    /// What it is for, for messages.
    pub what: &'static str,
    /// The Debian package.
    pub package: &'static str,
    /// Finds it.
    pub find: fn() -> Option<PathBuf>,
}

impl Needed {
    /// Its path; installs it first when it is missing, this runs as root and there is apt-get.
    ///
    /// # Errors
    /// When it is missing and cannot be installed; the message says what to install.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(path) = (self.find)() {
            return Ok(path);
        }
        let Self { what, package, .. } = self;
        if !is_root() || process::find("apt-get", &[]).is_none() {
            bail!("Tandem’s tasks need {what}: install it first (on Debian: `apt-get install {package}`)");
        }
        eprintln!("Tandem’s tasks need {what}; installing Debian's {package}");
        install(package).with_context(|| format!("Tandem’s tasks need {what}, which could not be installed"))?;
        (self.find)().with_context(|| format!("{package} was installed, and {what} is still not to be found"))
    }
}

fn install(package: &str) -> Result<()> {
    let apt_get = |arguments: &[&str]| {
        process::output(
            Command::new("apt-get")
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    apt_get(&["update"])?;
    apt_get(&["install", "--yes", "--no-install-recommends", package])?;
    Ok(())
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    process::output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
