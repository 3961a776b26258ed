//! Calendar feeds: against a bare route with the same bytes.

use anyhow::{Context, Result};
use clap::Args;

use super::demo::Organisation;
use super::load::Bench;
use crate::native;
use crate::site::Mode;
use crate::workspace::Workspace;

/// The least part of the bare route's requests a second.
const LEAST_RATE: f64 = 0.7;

#[derive(Args)]
pub struct Options {
    /// How many teams of ten people the organisation has
    #[arg(long, default_value_t = 200)]
    teams: u32,
}

/// Prints a table; `Ok(false)` when the goal is missed.
///
/// # Errors
/// When something cannot be built, started or measured.
pub fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    let binary = native::build_with_site(workspace, Mode::Release)?;
    let bench = Bench::new(workspace)?;
    let organisation = Organisation::of(workspace, &binary, options.teams)?;
    let server = organisation.serve(&binary)?;
    let feeds = &organisation.made.feeds;
    println!("{:<7} {:>10} {:>10} {:>6}", "feed", "tandem/s", "bare/s", "ratio");
    let mut holds = true;
    for (name, of_kind) in [("person", &feeds.person), ("team", &feeds.team), ("rota", &feeds.rota)] {
        let path = of_kind.first().context("the organisation has feeds of every kind")?;
        let measured = bench.compare(&server, path, None, "text/calendar; charset=utf-8")?;
        let rate = measured.rate();
        println!(
            "{name:<7} {:>10.0} {:>10.0} {rate:>6.2}",
            measured.tandem.rate, measured.bare.rate
        );
        holds &= rate >= LEAST_RATE;
    }
    println!(
        "{}: at least {LEAST_RATE} of the requests a second",
        if holds { "held" } else { "MISSED" }
    );
    Ok(holds)
}
