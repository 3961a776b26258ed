//! What the Rust toolchain must hold before anything can be built.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// What browsers run.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Makes sure that the wasm target's standard library is installed, adding it with rustup when it is not.
///
/// # Errors
/// When it is missing and cannot be added; the message says what to type.
pub fn ensure_wasm_target(workspace: &Workspace) -> Result<()> {
    if wasm_target_installed(workspace)? {
        return Ok(());
    }
    let add = format!("rustup target add {WASM_TARGET}");
    eprintln!("the Rust toolchain lacks {WASM_TARGET}; adding it");
    process::run(
        Command::new("rustup")
            .args(["target", "add", WASM_TARGET])
            .current_dir(&workspace.root),
    )
    .with_context(|| {
        format!(
            "the browser's part of Tandem needs Rust's {WASM_TARGET} target, and it could not be added. \
                 Type `{add}` in this folder where rustup can reach its server, then try again"
        )
    })
}

/// Makes sure that a toolchain component (`rustfmt`, `clippy`) is installed, adding it with rustup when it is not.
///
/// # Errors
/// When it is missing and cannot be added.
pub fn ensure_component(workspace: &Workspace, component: &str, subcommand: &str) -> Result<()> {
    if process::output(workspace.cargo().args([subcommand, "--version"])).is_ok() {
        return Ok(());
    }
    process::run(
        Command::new("rustup")
            .args(["component", "add", component])
            .current_dir(&workspace.root),
    )
    .with_context(|| format!("the checks need `{component}`: type `rustup component add {component}`"))
}

/// Asks rustc rather than rustup, so that toolchains from elsewhere work too.
fn wasm_target_installed(workspace: &Workspace) -> Result<bool> {
    let mut command = Command::new("rustc");
    command
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .current_dir(&workspace.root);
    let folder = process::output(&mut command)?;
    Ok(Path::new(folder.trim()).is_dir())
}
