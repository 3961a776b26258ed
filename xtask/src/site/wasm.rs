//! From Rust to wasm.

use std::path::PathBuf;

use anyhow::Result;

use super::Mode;
use crate::workspace::Workspace;
use crate::{process, toolchain};

/// The cargo profile of the wasm build. It is not the server's, so that the two can be built at the same time: cargo
/// locks each profile's folder.
pub fn profile(mode: Mode) -> &'static str {
    match mode {
        Mode::Dev => "wasm-dev",
        Mode::Release => "wasm-release",
    }
}

/// Compiles `app-wasm` and returns the wasm file.
///
/// # Errors
/// When the target is missing or cargo fails.
pub fn compile(workspace: &Workspace, mode: Mode) -> Result<PathBuf> {
    toolchain::ensure_wasm_target(workspace)?;
    let profile = profile(mode);
    let mut command = workspace.cargo();
    command.args([
        "build",
        "--package",
        "app-wasm",
        "--target",
        toolchain::WASM_TARGET,
        "--profile",
        profile,
    ]);
    process::run(&mut command)?;
    Ok(workspace
        .target
        .join(toolchain::WASM_TARGET)
        .join(profile)
        .join("tandem.wasm"))
}
