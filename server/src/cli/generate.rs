//! `tandem generate`.

use crate::rota_bench::Problem;
use anyhow::Context as _;
use clap::Args;
use domain::planner::{Plan, Progress, Watch, plan_watched};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

/// Some roles stay gaps.
const PARTIAL: u8 = 3;
/// The part of the time that is planned for: the search may turn out slower than it began.
const PLANNED: f64 = 0.9;
/// The longest that can be asked for: a day.
const MOST_SECONDS: f64 = 86_400.0;

/// Plan a rota from a file in the format of support-rota-bench/1, on one thread. Exits with 3, and the reasons on
/// stderr, when roles stay gaps.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// The instance.
    instance: PathBuf,
    /// Where to write the solution.
    #[arg(long, value_name = "SOLUTION.json", env = "TANDEM_GENERATE_OUT")]
    out: PathBuf,
    /// Another seed gives another rota that is about as good.
    #[arg(long, default_value_t = 1, env = "TANDEM_GENERATE_SEED")]
    seed: u64,
    /// How long to search, such as 0.5. The iterations that are printed give the same rota again.
    #[arg(long, value_name = "S", value_parser = seconds, env = "TANDEM_GENERATE_SECONDS")]
    seconds: Option<Duration>,
    /// How many moves to try: the same number gives the same rota on every machine.
    #[arg(
        long,
        value_name = "N",
        conflicts_with = "seconds",
        env = "TANDEM_GENERATE_ITERATIONS"
    )]
    iterations: Option<u64>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.0..=MOST_SECONDS).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("‘{text}’ is not a time: use seconds, such as 0.5, up to {MOST_SECONDS}"))
}

impl Generate {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let started = Instant::now();
        let mut problem = read(&self.instance)?;
        problem.request.seed = self.seed;
        let plan = match self.seconds {
            Some(allowed) => {
                problem.request.iterations = u64::MAX;
                let searching = Instant::now();
                let mut deadline = Deadline {
                    started,
                    searching,
                    allowed,
                };
                plan_watched(&problem.request, &mut deadline)
            }
            None => {
                problem.request.iterations = self.iterations.unwrap_or(problem.request.iterations);
                plan_watched(&problem.request, &mut ())
            }
        };
        let solution = problem.solution(&plan)?;
        std::fs::write(&self.out, solution).with_context(|| format!("cannot write {}", self.out.display()))?;
        print!("{}", report(&plan, self.seed));
        for gap in problem.gaps(&plan) {
            eprintln!("{gap}");
        }
        Ok(match plan.unfilled.is_empty() {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(PARTIAL),
        })
    }
}

fn read(file: &Path) -> anyhow::Result<Problem> {
    let json = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Problem::read(&json).with_context(|| format!("cannot plan {}", file.display()))
}

/// Cost, iterations and every term.
fn report(plan: &Plan, seed: u64) -> String {
    let score = &plan.score;
    let standing = match (score.unfilled, score.is_proven_optimal()) {
        (0, true) => "proven optimal".to_owned(),
        (0, false) => format!("at least {} in any plan", score.bound),
        (gaps, _) => format!("{gaps} roles stay gaps"),
    };
    let mut text = format!("cost {} ({standing})\n", score.cost());
    for term in score.terms.iter().filter(|term| term.weight > 0) {
        text += &format!(
            "  {}: {} x {} {}\n",
            term.term,
            term.weight,
            term.amount,
            term.term.counts()
        );
    }
    text + &format!("seed {seed}, iterations {}\n", plan.iterations)
}

/// Searches as long as there is time.
struct Deadline {
    started: Instant,
    searching: Instant,
    allowed: Duration,
}

impl Watch for Deadline {
    fn length(&mut self, warmed_up: u64, _asked: u64) -> u64 {
        let left = self.allowed.saturating_sub(self.started.elapsed());
        let speed = warmed_up as f64 / self.searching.elapsed().as_secs_f64().max(1e-6);
        warmed_up + (speed * left.as_secs_f64() * PLANNED) as u64
    }

    fn goes_on(&mut self, progress: &Progress) -> bool {
        // A search that is cut by less than a fifth is told by its iterations alone.
        self.started.elapsed() < self.allowed || progress.iterations <= progress.least_to_repeat()
    }
}
