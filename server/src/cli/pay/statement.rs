//! `tandem pay statement`.

use super::super::{Place, console};
use app::payroll::{Amount, StatementPage};
use clap::Args;
use std::{fmt::Write as _, process::ExitCode};

/// Print what somebody is paid for a period, line by line.
#[derive(Debug, Args)]
pub(super) struct Statement {
    /// Whose: an e-mail address or an id.
    person: String,
    /// The first date of the period, such as 2026-11-01; the period that ended last, if absent.
    #[arg(long, value_name = "DATE", default_value = "")]
    period: String,
    /// Print what the API answers.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

impl Statement {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let desk = console(&self.place).await?;
        let page = desk.statement_of(&self.person, &self.period).await?;
        desk.tandem().store.close().await;
        match self.json {
            true => println!("{}", serde_json::to_string_pretty(&page)?),
            false => print!("{}", text(&page)),
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Lines with their amounts under each other, and the total below.
fn text(page: &StatementPage) -> String {
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in page.groups.iter().flat_map(|group| &group.lines) {
        rows.push((line.why.clone(), line.amount.text.clone()));
    }
    for good in &page.adjustments {
        rows.push((format!("{}: {}", good.period, good.why), good.amount.text.clone()));
    }
    let totals: Vec<&Amount> = page.totals.iter().collect();
    let width = |text: &str| text.chars().count();
    let left = rows.iter().map(|(why, _)| width(why)).max().unwrap_or_default().max(5);
    let amounts = rows.iter().map(|(_, amount)| amount.as_str());
    let right = amounts
        .chain(totals.iter().map(|total| total.text.as_str()))
        .map(width)
        .max();
    let right = right.unwrap_or_default();
    let mut text = format!("{}, {}\n{}\n\n", page.name, page.period.words, page.state_words);
    for (why, amount) in &rows {
        let _ = writeln!(text, "{why:left$}  {amount:>right$}");
    }
    let _ = writeln!(text, "{}", "─".repeat(left + 2 + right));
    for total in &totals {
        let _ = writeln!(text, "{:left$}  {:>right$}", "Total", total.text);
    }
    if totals.is_empty() {
        text.push_str("Nothing\n");
    }
    if !page.toil.is_empty() {
        let _ = writeln!(text, "Time off: {}", page.toil);
    }
    for words in page.problems.iter().chain(&page.rest).chain(&page.warnings) {
        let _ = writeln!(text, "{words}");
    }
    text
}
