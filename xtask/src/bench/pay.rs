//! How long it takes to work out pay.

use anyhow::{Context, Result};

use crate::process;
use crate::workspace::Workspace;

/// Seconds for a year of 200 people.
const BUDGET: f64 = 0.2;

/// Pays a year of 200 people, month by month.
///
/// # Errors
/// When the benchmark cannot be built or run.
pub fn run(workspace: &Workspace) -> Result<bool> {
    let mut command = workspace.cargo();
    command.args(["bench", "--quiet", "--package", "domain", "--bench", "pay"]);
    let printed = process::output(&mut command)?;
    print!("{printed}");
    let seconds = seconds(&printed).context("the benchmark did not say how long it took")?;
    let holds = seconds <= BUDGET;
    println!(
        "{} of {BUDGET} s: {}",
        seconds,
        if holds { "ok" } else { "over budget" }
    );
    Ok(holds)
}

/// The figure behind `seconds`.
fn seconds(printed: &str) -> Option<f64> {
    printed
        .lines()
        .find_map(|line| line.strip_prefix("seconds ")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_is_found_among_the_others() {
        assert_eq!(seconds("people 200\nseconds 0.0512\n"), Some(0.0512));
        assert_eq!(seconds("people 200\n"), None);
    }
}
