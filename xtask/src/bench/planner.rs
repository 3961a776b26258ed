//! The planner against the benchmark of two-role rotas: every instance through the release binary, scored by the
//! benchmark's own scorer, beside what other solvers reach.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;

use crate::native;
use crate::process;
use crate::site::Mode;
use crate::workspace::Workspace;

/// How the planner is measured.
#[derive(Args)]
pub struct Options {
    /// The benchmark's folder, with `scorer.py` and `instances`
    #[arg(long, default_value = "../shared/bench")]
    bench: PathBuf,
    /// How many seeds; the worst counts
    #[arg(long, default_value_t = 5)]
    seeds: u64,
    /// A release binary that is built already
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Only instances of this name
    #[arg(long)]
    only: Option<String>,
}

/// What is asked of one instance in a time, and what others reach in it.
struct Goal {
    instance: &'static str,
    seconds: f64,
    cost: i64,
    /// CP-SAT, HiGHS and an 80-line simulated annealing, as the benchmark's README has them.
    others: [&'static str; 3],
}

const GOALS: [Goal; 7] = [
    goal("S", 0.2, 111, ["111 at 0.60 s", "111 at 0.66 s", "111 in 1 s"]),
    goal("S-pair", 0.2, 123, ["123 at 1.06 s", "-", "123 in 1 s"]),
    goal("M", 1.0, 264, ["-", "115296", "324"]),
    goal("L", 1.0, 2_900, ["-", "-", "3084"]),
    goal("M", 10.0, 252, ["7092", "115296", "288"]),
    goal("L", 10.0, 2_800, ["-", "-", "2844"]),
    goal("M-replan", 10.0, 610, ["738", "-", "618"]),
];

const fn goal(instance: &'static str, seconds: f64, cost: i64, others: [&'static str; 3]) -> Goal {
    Goal {
        instance,
        seconds,
        cost,
        others,
    }
}

/// What the scorer says.
#[derive(Deserialize)]
struct Verdict {
    feasible: bool,
    objective: i64,
}

/// What came of one goal.
struct Outcome {
    costs: Vec<i64>,
    feasible: bool,
    /// The most processor seconds of one run.
    processor: f64,
    /// The least that any rota costs, as far as the planner knows.
    bound: Option<i64>,
}

impl Outcome {
    fn worst(&self) -> i64 {
        self.costs.iter().copied().max().unwrap_or(i64::MAX)
    }

    /// Whether the goal is reached. One that is proven to be out of reach of any rota counts as reached within a
    /// hundredth of what is proven.
    fn meets(&self, goal: &Goal) -> bool {
        let limit = match self.bound {
            Some(bound) if bound > goal.cost => bound + bound / 100,
            _ => goal.cost,
        };
        self.feasible && self.worst() <= limit
    }
}

/// Runs the benchmark and prints its table. `Ok(false)` when a goal is missed or a hard rule is broken.
///
/// # Errors
/// When something cannot be run.
pub fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    let binary = match &options.binary {
        Some(binary) => binary.clone(),
        None => native::build_with_site(workspace, Mode::Release)?,
    };
    let folder = workspace.target.join("bench/planner");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let bench = workspace.path(&options.bench);
    println!(
        "worst of {} seeds, one thread; * proven optimal, ! a hard rule is broken",
        options.seeds
    );
    println!(
        "{:<9} {:>7} {:>6} {:>7} {:>7} {:>8}  {:<8} {:<14} {:<14} annealing",
        "instance", "seconds", "goal", "worst", "bound", "CPU s", "", "CP-SAT", "HiGHS"
    );
    let asked = |goal: &&Goal| options.only.as_deref().is_none_or(|only| only == goal.instance);
    let mut all = true;
    for goal in GOALS.iter().filter(asked) {
        let outcome = measure(&binary, &bench, &folder, goal, options.seeds)?;
        println!("{}", row(goal, &outcome));
        all &= outcome.meets(goal);
    }
    println!("near*: the goal is below what any rota can cost, and the worst is within a hundredth of that");
    Ok(all)
}

fn row(goal: &Goal, outcome: &Outcome) -> String {
    let verdict = match (outcome.meets(goal), outcome.bound) {
        (true, Some(bound)) if bound > goal.cost => "near*",
        (true, _) => "met",
        (false, _) => "MISSED",
    };
    let bound = outcome.bound.map_or("-".to_owned(), |bound| bound.to_string());
    let proven = if outcome.bound == Some(outcome.worst()) {
        "*"
    } else {
        ""
    };
    let broken = if outcome.feasible { "" } else { "!" };
    let worst = format!("{}{proven}{broken}", outcome.worst());
    let [cp_sat, highs, annealing] = goal.others;
    format!(
        "{:<9} {:>7} {:>6} {worst:>7} {bound:>7} {:>8.2}  {verdict:<8} {cp_sat:<14} {highs:<14} {annealing}  {:?}",
        goal.instance, goal.seconds, goal.cost, outcome.processor, outcome.costs
    )
}

fn measure(binary: &Path, bench: &Path, folder: &Path, goal: &Goal, seeds: u64) -> Result<Outcome> {
    let instance = bench.join(format!("instances/{}.json", goal.instance));
    let mut outcome = Outcome {
        costs: Vec::new(),
        feasible: true,
        processor: 0.0,
        bound: None,
    };
    for seed in 1..=seeds {
        let solution = folder.join(format!("{}-{seed}.json", goal.instance));
        let mut generate = Command::new(binary);
        generate.arg("generate").arg(&instance).arg("--out").arg(&solution);
        generate.args(["--seed", &seed.to_string(), "--seconds", &goal.seconds.to_string()]);
        let before = processor_of_children()?;
        let printed = process::output(&mut generate)?;
        let used = processor_of_children()?.saturating_sub(before);
        outcome.processor = outcome.processor.max(used.as_secs_f64());
        outcome.bound = bound(&printed);
        let verdict = verdict(bench, &instance, &solution)?;
        outcome.feasible &= verdict.feasible;
        outcome.costs.push(verdict.objective);
    }
    Ok(outcome)
}

/// What the planner says no rota can be better than.
fn bound(printed: &str) -> Option<i64> {
    let first = printed.lines().next()?;
    if first.contains("proven optimal") {
        return first.split_whitespace().nth(1)?.parse().ok();
    }
    let after = first.split("at least ").nth(1)?;
    after.split_whitespace().next()?.parse().ok()
}

/// The scorer's verdict: it exits with 2 when a hard rule is broken.
fn verdict(bench: &Path, instance: &Path, solution: &Path) -> Result<Verdict> {
    let mut scorer = Command::new("python3");
    scorer.arg(bench.join("scorer.py")).arg(instance).arg(solution);
    let line = process::describe(&scorer);
    let output = scorer.output().with_context(|| format!("cannot start `{line}`"))?;
    if !matches!(output.status.code(), Some(0 | 2)) {
        bail!(
            "`{line}` failed ({}):\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("`{line}` answered something unexpected"))
}

/// Processor time of all children that have ended, by the kernel's account of this process.
fn processor_of_children() -> Result<Duration> {
    /// The kernel counts in hundredths of a second.
    const TICKS: u64 = 100;
    let stat = std::fs::read_to_string("/proc/self/stat").context("cannot read /proc/self/stat")?;
    // After the command's name in brackets come the state and the numbers from the fourth on.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |place: usize| {
        fields
            .get(place)
            .and_then(|field| field.parse::<u64>().ok())
            .unwrap_or(0)
    };
    let (user, system) = (ticks(13), ticks(14));
    Ok(Duration::from_millis((user + system) * 1000 / TICKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_read_from_what_the_planner_prints() {
        assert_eq!(bound("cost 252 (proven optimal)\nseed 1, iterations 5\n"), Some(252));
        assert_eq!(bound("cost 264 (at least 252 in any plan)\n"), Some(252));
        assert_eq!(bound("cost 264 (2 roles stay gaps)\n"), None);
    }

    #[test]
    fn the_worst_seed_counts_and_a_broken_rule_misses_the_goal() {
        let outcome = |costs: &[i64], feasible| Outcome {
            costs: costs.to_vec(),
            feasible,
            processor: 0.5,
            bound: Some(240),
        };
        let goal = goal("M", 1.0, 264, ["-", "-", "-"]);
        assert!(outcome(&[252, 264], true).meets(&goal));
        assert!(!outcome(&[252, 276], true).meets(&goal));
        assert!(!outcome(&[252], false).meets(&goal));
        let out_of_reach = Goal { cost: 230, ..goal };
        assert!(outcome(&[242], true).meets(&out_of_reach) && !outcome(&[243], true).meets(&out_of_reach));
    }

    #[test]
    fn the_work_of_a_child_is_counted() {
        let before = processor_of_children().unwrap_or_default();
        let busy = "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done";
        assert!(process::output(Command::new("sh").args(["-c", busy])).is_ok());
        assert!(processor_of_children().unwrap_or_default() > before);
    }
}
