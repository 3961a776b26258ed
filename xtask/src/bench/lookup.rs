//! Who is on call, and whom to call: against a bare route, in organisations small and large.

use anyhow::{Context, Result};
use clap::Args;

use super::demo::Organisation;
use super::load::Bench;
use crate::native;
use crate::site::Mode;
use crate::workspace::Workspace;

/// The least part of the bare route's requests a second, and the most of its 99th percentile.
const LEAST_RATE: f64 = 0.85;
const MOST_P99: f64 = 2.0;
/// How far the largest organisation may fall behind the smallest.
const MOST_LOSS: f64 = 0.1;

#[derive(Args)]
pub struct Options {
    /// How many teams of ten people the organisations have
    #[arg(long, value_delimiter = ',', default_values_t = [10, 200, 2000])]
    teams: Vec<u32>,
}

/// Prints a table; `Ok(false)` when a goal is missed.
///
/// # Errors
/// When something cannot be built, started or measured.
pub fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    let binary = native::build_with_site(workspace, Mode::Release)?;
    let bench = Bench::new(workspace)?;
    println!(
        "{:>6} {:<11} {:>10} {:>10} {:>6} {:>9} {:>9} {:>6}",
        "teams", "lookup", "tandem/s", "bare/s", "ratio", "p99 ms", "bare p99", "ratio"
    );
    let (mut holds, mut first) = (true, [None; 2]);
    for teams in &options.teams {
        let organisation = Organisation::of(workspace, &binary, *teams)?;
        let server = organisation.serve(&binary)?;
        let made = &organisation.made;
        let rota = made.rotas.last().context("the organisation has a rota")?;
        let service = made.services.last().context("the organisation has a service")?;
        let paths = [
            ("on-call", format!("/api/v1/rotas/{rota}/oncall")),
            (
                "escalation",
                format!("/api/v1/services/{service}/escalation?severity=P1"),
            ),
        ];
        for ((name, path), first) in paths.iter().zip(&mut first) {
            let measured = bench.compare(&server, path, Some(&made.tokens.read), "application/json")?;
            let (rate, p99) = (measured.rate(), measured.p99());
            println!(
                "{teams:>6} {name:<11} {:>10.0} {:>10.0} {rate:>6.2} {:>9.2} {:>9.2} {p99:>6.2}",
                measured.tandem.rate, measured.bare.rate, measured.tandem.p99, measured.bare.p99
            );
            let smallest = *first.get_or_insert(rate);
            holds &= rate >= LEAST_RATE && p99 <= MOST_P99 && rate >= smallest * (1.0 - MOST_LOSS);
        }
    }
    println!(
        "{}: at least {LEAST_RATE} of the requests a second, at most {MOST_P99} times the 99th percentile, large within {:.0} % of small",
        if holds { "held" } else { "MISSED" },
        MOST_LOSS * 100.0
    );
    Ok(holds)
}
