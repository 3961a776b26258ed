//! The API against its own description, by schemathesis: whatever it makes up, nothing is a fault of ours, and every answer
//! is as it is described.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::bench::demo::Served;
use crate::workspace::Workspace;
use crate::{native, process, site::Mode};

/// The version that is installed: its checks are part of what holds.
const PACKAGE: &str = "schemathesis==4.32.5";
/// The longest it may take.
const SECONDS: &str = "90";
/// The same cases every time.
const SEED: &str = "20261124";
const CHECKS: &str = "not_a_server_error,response_schema_conformance,content_type_conformance";
/// What it cannot read, though it is as OpenAPI 3.1 has it: pairs within lists of such an answer.
const UNREADABLE: [&str; 3] = ["get_organisation", "get_profile", "change_profile"];

/// Runs it against the example organisation; left out, and said so, where it cannot be installed.
///
/// # Errors
/// When the server cannot be built or started.
pub fn run(workspace: &Workspace) -> Result<Tally> {
    let program = match install(workspace) {
        Ok(program) => program,
        Err(error) => {
            println!("skipped: schemathesis cannot be installed: {error:#}");
            return Ok(Tally {
                skipped: 1,
                ..Tally::default()
            });
        }
    };
    let binary = native::build(workspace, Mode::Dev)?;
    let folder = workspace.target.join("schema");
    let url = example(&folder, &binary)?;
    let token = process::output(
        Command::new(&binary)
            .args(["token", "create", "--database-url", &url])
            .args(["--name", "Schemathesis", "--scope", "admin", "--unlimited"]),
    )?;
    let served =
        Served::start(Command::new(&binary).args(["serve", "--listen", "127.0.0.1:0", "--database-url", &url]))?;
    let mut command = Command::new(program);
    command
        .current_dir(&folder)
        .args(["run", &format!("{}/api/openapi.json", served.url)])
        .args(["-H", &format!("Authorization: Bearer {}", token.trim())])
        .args([
            "--checks",
            CHECKS,
            "--phases",
            "coverage,fuzzing",
            "--max-examples",
            "5",
        ])
        .args(["--max-time", SECONDS, "--seed", SEED]);
    for operation in UNREADABLE {
        command.args(["--exclude-operation-id", operation]);
    }
    let held = command.status().context("cannot run schemathesis")?.success();
    Ok(if held {
        Tally::one_passed()
    } else {
        Tally::one_failed("schemathesis: see above what was answered otherwise than described")
    })
}

/// An example organisation, made anew; answers where it is.
fn example(folder: &Path, binary: &Path) -> Result<String> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let url = format!("sqlite://{}", folder.join("tandem.db").display());
    let size = ["--teams", "2", "--people", "5", "--weeks", "4"];
    process::output(
        Command::new(binary)
            .args(["demo", "--json", "--database-url", &url])
            .args(size),
    )?;
    Ok(url)
}

/// The program, in a virtual environment of its own beside what is built.
fn install(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target.join(PACKAGE.replace("==", "-"));
    let program = folder.join("bin/schemathesis");
    if !program.is_file() {
        let python = process::find("python3", &[]).context("there is no python3")?;
        process::output(Command::new(python).args(["-m", "venv"]).arg(&folder))?;
        process::output(Command::new(folder.join("bin/pip")).args(["install", "--quiet", PACKAGE]))?;
    }
    Ok(program)
}
