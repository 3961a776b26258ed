//! Rules in words.

use domain::planner::{Level, PlanningRules, Term};

/// What is asked of plans: what, and how it is.
pub(in super::super) fn words(rules: &PlanningRules) -> Vec<(String, String)> {
    let rest = match rules.min_rest_hours {
        0 => "none asked for".to_owned(),
        hours => format!("at least {hours} h between two shifts"),
    };
    let weekly = match rules.weekly_rest_hours {
        0 => "none asked for".to_owned(),
        hours => format!("{hours} h without a break"),
    };
    let turns = if rules.allow_back_to_back {
        "may follow each other"
    } else {
        "never two in a row"
    };
    let mut words = vec![
        ("Rest", rest),
        ("Rest in every week", weekly),
        ("Turns", turns.to_owned()),
    ];
    words.extend(limits(rules).map(|limits| ("Limits", limits)));
    if let Some(hours) = rules.report_weekly_hours {
        words.push(("Hours", format!("reported above {hours} h a week on average")));
    }
    words.push(("What counts", emphasis(rules)));
    words.into_iter().map(|(what, how)| (what.to_owned(), how)).collect()
}

fn limits(rules: &PlanningRules) -> Option<String> {
    let windows = rules.max_in_window.iter();
    let windows = windows.map(|limit| format!("{} in {}", count(limit.max, "shift"), count(limit.days, "day")));
    let run = rules
        .max_consecutive_days
        .map(|days| format!("{} in a row", count(days, "day")));
    let all: Vec<String> = windows.chain(run).collect();
    (!all.is_empty()).then(|| format!("at most {}", all.join(", ")))
}

fn count(number: u32, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}

/// What counts otherwise than usual.
fn emphasis(rules: &PlanningRules) -> String {
    let unusual = Term::ALL.into_iter().filter_map(|term| {
        let level = rules.emphasis.of(term);
        (level != Level::Usual).then(|| format!("{term} {}", level.words()))
    });
    let unusual: Vec<String> = unusual.collect();
    match unusual.is_empty() {
        true => "everything as usual".to_owned(),
        false => unusual.join("; "),
    }
}
