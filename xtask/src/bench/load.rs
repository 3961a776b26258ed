//! Load on a route and on a bare one with the same bytes, in turns.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::demo::Served;
use crate::debian::Needed;
use crate::process;
use crate::workspace::Workspace;

/// Connections that are open at once.
const CONNECTIONS: &str = "16";
/// How often the two are measured, in turns, and for how long each time.
const ROUNDS: usize = 5;
const SECONDS: u32 = 3;

/// What one route did under load.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Requests a second.
    pub rate: f64,
    /// The time within which 99 of 100 were answered, in milliseconds.
    pub p99: f64,
}

/// A route beside the bare one: the medians of all rounds.
pub struct Comparison {
    pub tandem: Figures,
    pub bare: Figures,
}

impl Comparison {
    /// Tandem's requests a second as a part of the bare route's.
    pub fn rate(&self) -> f64 {
        self.tandem.rate / self.bare.rate
    }

    /// Tandem's 99th percentile as a multiple of the bare route's.
    pub fn p99(&self) -> f64 {
        self.tandem.p99 / self.bare.p99
    }
}

/// What makes load, and what a bare route is.
pub struct Bench {
    wrk: PathBuf,
    bare: PathBuf,
    folder: PathBuf,
}

impl Bench {
    /// Builds the bare route, and finds `wrk` or installs it.
    pub fn new(workspace: &Workspace) -> Result<Self> {
        let wrk = Needed {
            what: "wrk",
            package: "wrk",
            find: || process::find("wrk", &[]),
        }
        .ensure()?;
        process::run(
            workspace
                .cargo()
                .args(["build", "--release", "--package", "server", "--example", "bare"]),
        )?;
        let folder = workspace.target.join("bench");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            wrk,
            bare: workspace.target.join("release/examples/bare"),
            folder,
        })
    }

    /// Measures a path of a server against the same bytes from a bare route.
    pub fn compare(&self, server: &Served, path: &str, token: Option<&str>, kind: &str) -> Result<Comparison> {
        let header = token.map(|token| format!("Authorization: Bearer {token}"));
        let body = self.folder.join("body");
        self.fetch(&format!("{}{path}", server.url), header.as_deref(), &body)?;
        let bare = Served::start(Command::new(&self.bare).arg(&body).arg(kind))?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            theirs.push(self.load(&format!("{}{path}", bare.url), header.as_deref())?);
            ours.push(self.load(&format!("{}{path}", server.url), header.as_deref())?);
        }
        Ok(Comparison {
            tandem: median(&ours),
            bare: median(&theirs),
        })
    }

    fn fetch(&self, url: &str, header: Option<&str>, body: &Path) -> Result<()> {
        let mut command = Command::new("curl");
        command
            .args(["--silent", "--show-error", "--fail", "--output"])
            .arg(body);
        if let Some(header) = header {
            command.args(["--header", header]);
        }
        process::output(command.arg(url)).map(drop)
    }

    fn load(&self, url: &str, header: Option<&str>) -> Result<Figures> {
        let mut command = Command::new(&self.wrk);
        command.args(["--threads", "1", "--connections", CONNECTIONS, "--latency"]);
        command.args(["--duration", &format!("{SECONDS}s")]);
        if let Some(header) = header {
            command.args(["--header", header]);
        }
        let told = process::output(command.arg(url))?;
        read(&told).with_context(|| format!("wrk told of failures, or something unexpected:\n{told}"))
    }
}

/// The figures in what wrk prints; `None` when an answer was not a good one.
fn read(told: &str) -> Option<Figures> {
    let after = |label: &str| {
        told.lines()
            .find_map(|line| line.trim().strip_prefix(label))
            .map(str::trim)
    };
    if after("Non-2xx or 3xx responses:").is_some() || after("Socket errors:").is_some() {
        return None;
    }
    Some(Figures {
        rate: after("Requests/sec:")?.parse().ok()?,
        p99: milliseconds(after("99%")?)?,
    })
}

/// `512.00us`, `3.51ms` and `1.02s` in milliseconds.
fn milliseconds(text: &str) -> Option<f64> {
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1000.0)];
    units
        .iter()
        .find_map(|(unit, factor)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * factor))
}

fn median(figures: &[Figures]) -> Figures {
    let middle = |of: fn(&Figures) -> f64| {
        let mut values: Vec<f64> = figures.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Figures {
        rate: middle(|figures| figures.rate),
        p99: middle(|figures| figures.p99),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLD: &str =
        "  Latency Distribution\n     50%  197.00us\n     99%    3.51ms\n  1000 requests\nRequests/sec:  43908.62\n";

    #[test]
    fn wrks_figures_are_read_and_failures_are_not_taken_for_speed() {
        let figures = Figures {
            rate: 43908.62,
            p99: 3.51,
        };
        assert_eq!(read(TOLD), Some(figures));
        assert_eq!(read(&format!("{TOLD}  Non-2xx or 3xx responses: 7\n")), None);
        assert_eq!(milliseconds("250.00us"), Some(0.25));
        assert_eq!(milliseconds("1.02s"), Some(1020.0));
    }
}
