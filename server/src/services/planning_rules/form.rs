//! Rules as they are typed, and back.

use super::super::Faults;
use app::planning_rules::{LimitRow, RulesForm};
use domain::planner::{Emphasis, Level, PlanningRules, Term, WindowLimit};

/// The longest rest between shifts that may be asked for: two weeks.
const MOST_REST_HOURS: u32 = 336;
/// The longest rest in a week.
const MOST_WEEKLY_REST_HOURS: u32 = 144;
/// The longest window, and the most days in a row.
const MOST_DAYS: u32 = 366;
/// The most limits.
const MOST_LIMITS: usize = 10;

/// The rules of a form, noting everything that is wrong with it; `group` is the form's name for them.
pub(super) fn read(form: &RulesForm, group: &str, faults: &mut Faults) -> Option<PlanningRules> {
    let mut number = |field: &str, text: &str, most: u32, what: &str| {
        faults.take(&format!("{group}[{field}]"), number(text, most, what))
    };
    let min_rest_hours = number(
        "min_rest_hours",
        &form.min_rest_hours,
        MOST_REST_HOURS,
        "Rest between shifts",
    );
    let weekly_rest_hours = number(
        "weekly_rest_hours",
        &form.weekly_rest_hours,
        MOST_WEEKLY_REST_HOURS,
        "Rest in a week",
    );
    let consecutive = number(
        "max_consecutive_days",
        &form.max_consecutive_days,
        MOST_DAYS,
        "The most days in a row",
    );
    let reported = number(
        "report_weekly_hours",
        &form.report_weekly_hours,
        168,
        "The average to report",
    );
    let pair_cap = match form.pair_cap.trim() {
        "" => Some(None),
        text => number("pair_cap", text, 10_000, "How often two may be together").map(Some),
    };
    let max_in_window = limits(&form.windows, group, faults);
    let emphasis = emphasis(form, group, faults);
    let some = |number: u32| (number > 0).then_some(number);
    Some(PlanningRules {
        min_rest_hours: min_rest_hours?,
        weekly_rest_hours: weekly_rest_hours?,
        allow_back_to_back: !form.back_to_back.is_empty(),
        max_in_window: max_in_window?,
        max_consecutive_days: some(consecutive?),
        report_weekly_hours: some(reported?),
        emphasis: emphasis?,
        pair_cap: pair_cap?,
    })
}

/// A whole number up to `most`; nothing is 0. `what` begins the message.
fn number(text: &str, most: u32, what: &str) -> Result<u32, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(0);
    }
    let read = text.parse::<u32>().ok().filter(|number| *number <= most);
    read.ok_or_else(|| format!("{what} is a whole number from 0 to {most}: ‘{text}’ is not."))
}

fn limits(rows: &[LimitRow], group: &str, faults: &mut Faults) -> Option<Vec<WindowLimit>> {
    if rows.len() > MOST_LIMITS {
        faults.note(
            &format!("{group}[windows]"),
            format!("{} limits: give at most {MOST_LIMITS}.", rows.len()),
        );
        return None;
    }
    let mut limits = Some(Vec::new());
    for (index, row) in rows.iter().enumerate() {
        if row.max.trim().is_empty() && row.days.trim().is_empty() {
            continue;
        }
        let name = |field: &str| format!("{group}[windows][{index}][{field}]");
        let max = faults.take(&name("max"), between(&row.max, 1, 1000, "shifts"));
        let days = faults.take(&name("days"), between(&row.days, 1, MOST_DAYS, "days"));
        match (max, days, &mut limits) {
            (Some(max), Some(days), Some(limits)) => limits.push(WindowLimit { days, max }),
            (Some(_), Some(_), None) => {}
            _ => limits = None,
        }
    }
    limits
}

fn between(text: &str, least: u32, most: u32, what: &str) -> Result<u32, String> {
    let text = text.trim();
    let read = text
        .parse::<u32>()
        .ok()
        .filter(|number| (least..=most).contains(number));
    read.ok_or_else(|| format!("A limit says how many {what}: ‘{text}’ is not a number from {least} to {most}."))
}

fn emphasis(form: &RulesForm, group: &str, faults: &mut Faults) -> Option<Emphasis> {
    let mut emphasis = Some(Emphasis::default());
    for term in Term::ALL {
        let (field, text) = field(form, term);
        let level = match text.trim() {
            "" => Ok(Level::Usual),
            text => text
                .parse::<usize>()
                .ok()
                .and_then(|step| Level::ALL.get(step).copied())
                .ok_or_else(|| format!("How much {term} counts is a step from 0 to 6: ‘{text}’ is not.")),
        };
        match (faults.take(&format!("{group}[{field}]"), level), &mut emphasis) {
            (Some(level), Some(emphasis)) => emphasis.set(term, level),
            (Some(_), None) => {}
            (None, _) => emphasis = None,
        }
    }
    emphasis
}

fn field(form: &RulesForm, term: Term) -> (&'static str, &str) {
    match term {
        Term::FairLoad => ("fair_load", &form.fair_load),
        Term::FairHolidays => ("fair_holidays", &form.fair_holidays),
        Term::Wishes => ("wishes", &form.wishes),
        Term::PairVariety => ("pair_variety", &form.pair_variety),
        Term::EvenTurns => ("even_turns", &form.even_turns),
        Term::RoleAlternation => ("role_alternation", &form.role_alternation),
        Term::FewChanges => ("few_changes", &form.few_changes),
    }
}

/// The form of rules as they are.
pub(in super::super) fn of(rules: &PlanningRules, revision: i64) -> RulesForm {
    let step = |term: Term| rules.emphasis.of(term).step().to_string();
    RulesForm {
        revision: revision.to_string(),
        follow: String::new(),
        preset: String::new(),
        min_rest_hours: rules.min_rest_hours.to_string(),
        weekly_rest_hours: rules.weekly_rest_hours.to_string(),
        back_to_back: if rules.allow_back_to_back {
            "on".into()
        } else {
            String::new()
        },
        windows: rules
            .max_in_window
            .iter()
            .map(|limit| LimitRow {
                max: limit.max.to_string(),
                days: limit.days.to_string(),
            })
            .collect(),
        max_consecutive_days: rules.max_consecutive_days.unwrap_or(0).to_string(),
        report_weekly_hours: rules.report_weekly_hours.unwrap_or(0).to_string(),
        pair_cap: rules.pair_cap.map_or_else(String::new, |cap| cap.to_string()),
        fair_load: step(Term::FairLoad),
        fair_holidays: step(Term::FairHolidays),
        wishes: step(Term::Wishes),
        pair_variety: step(Term::PairVariety),
        even_turns: step(Term::EvenTurns),
        role_alternation: step(Term::RoleAlternation),
        few_changes: step(Term::FewChanges),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use app::AppError;
    use domain::planner::Preset;

    #[test]
    fn what_is_shown_can_be_sent_back() {
        let mut rules = Preset::UkWorkingTime.rules();
        rules.max_in_window = vec![WindowLimit { days: 7, max: 2 }, WindowLimit { days: 28, max: 6 }];
        rules.max_consecutive_days = Some(3);
        rules.pair_cap = Some(4);
        rules.emphasis.set(Term::Wishes, Level::Most);
        for rules in Preset::ALL.map(Preset::rules).into_iter().chain([rules]) {
            let mut faults = Faults::default();
            assert_eq!(read(&of(&rules, 7), "rules", &mut faults), Some(rules));
            faults.check().unwrap();
        }
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let form = RulesForm {
            min_rest_hours: "many".into(),
            weekly_rest_hours: "145".into(),
            windows: vec![LimitRow {
                max: "2".into(),
                days: String::new(),
            }],
            wishes: "7".into(),
            pair_cap: "-1".into(),
            ..RulesForm::default()
        };
        let mut faults = Faults::default();
        assert_eq!(read(&form, "rules", &mut faults), None);
        let Err(AppError::Invalid(faults)) = faults.check() else {
            panic!("it was taken")
        };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "rules[min_rest_hours]",
                "rules[weekly_rest_hours]",
                "rules[pair_cap]",
                "rules[windows][0][days]",
                "rules[wishes]"
            ]
        );
        assert!(faults[1].message.contains("‘145’"), "{}", faults[1].message);
    }
}
