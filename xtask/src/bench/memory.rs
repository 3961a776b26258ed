//! What a server with 200 teams of 10 people and 52 weeks takes.

use std::process::Command;

use anyhow::{Context, Result};

use super::demo::Organisation;
use crate::process;
use crate::site::Mode;
use crate::{native, workspace::Workspace};

const TEAMS: u32 = 200;
/// Resident bytes after every rota, service and feed was asked for once.
const MOST_BYTES: u64 = 80_000_000;

/// Prints the figures; `Ok(false)` when the budget is exceeded.
///
/// # Errors
/// When something cannot be built, started or asked.
pub fn run(workspace: &Workspace) -> Result<bool> {
    let binary = native::build_with_site(workspace, Mode::Release)?;
    let organisation = Organisation::of(workspace, &binary, TEAMS)?;
    let server = organisation.serve(&binary)?;
    let at_start = server.resident()?;
    let made = &organisation.made;
    let header = format!("Authorization: Bearer {}", made.tokens.read);
    let lookups = made.rotas.iter().map(|rota| format!("/api/v1/rotas/{rota}/oncall"));
    let policies = made
        .services
        .iter()
        .map(|service| format!("/api/v1/services/{service}/escalation"));
    let feeds = made
        .feeds
        .person
        .iter()
        .chain(&made.feeds.team)
        .chain(&made.feeds.rota)
        .cloned();
    for path in lookups.chain(policies).chain(feeds) {
        let mut command = Command::new("curl");
        command.args(["--silent", "--fail", "--output", "/dev/null", "--header", &header]);
        process::output(command.arg(format!("{}{path}", server.url))).with_context(|| format!("asking for {path}"))?;
    }
    let after = server.resident()?;
    let holds = after <= MOST_BYTES;
    println!("first answer after {:.0} ms", server.started_in.as_secs_f64() * 1000.0);
    println!("resident at the start {:>5.1} MB", at_start as f64 / 1e6);
    println!(
        "resident after use    {:>5.1} MB of {:.0} MB: {}",
        after as f64 / 1e6,
        MOST_BYTES as f64 / 1e6,
        if holds { "held" } else { "MISSED" }
    );
    Ok(holds)
}
