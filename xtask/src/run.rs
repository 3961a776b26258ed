//! `cargo xtask run`: build, then serve.

use std::ffi::OsString;
use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::native;
use crate::site::Mode;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// Build and run the optimised binary, with the site inside
    #[arg(long)]
    release: bool,
    /// Passed on to `tandem serve`; `cargo xtask run -- --help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    serve: Vec<OsString>,
}

/// Builds everything, then becomes `tandem serve`.
///
/// # Errors
/// When a build fails or the server cannot start.
pub fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let mode = if options.release { Mode::Release } else { Mode::Dev };
    let binary = native::build_with_site(workspace, mode)?;
    let mut command = Command::new(&binary);
    command.arg("serve").args(&options.serve);
    eprintln!("$ {} serve", workspace.relative(&binary).display());
    become_server(&mut command)
}

/// Replaces this process, so that signals meant for the server reach it.
#[cfg(unix)]
fn become_server(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_server(command: &mut Command) -> Result<()> {
    crate::process::run(command)
}
