//! What the plan page is asked for in its address: how its form looks ahead without JavaScript.

use super::PlanForm;
use crate::planning_rules::{LimitRow, RulesForm};
use leptos_router::params::ParamsMap;

/// The most limits that are read from an address.
const MOST_LIMITS: usize = 10;

/// The form that an address holds; all of it empty for an address without one.
pub(super) fn of(query: &ParamsMap) -> PlanForm {
    let text = |field: &str| query.get(&format!("form[{field}]")).unwrap_or_default();
    PlanForm {
        from: text("from"),
        weeks: text("weeks"),
        until: text("until"),
        effort: text("effort"),
        seed: text("seed"),
        rules: rules(query),
    }
}

fn rules(query: &ParamsMap) -> RulesForm {
    let text = |field: &str| query.get(&format!("form[rules]{field}")).unwrap_or_default();
    let windows = (0..MOST_LIMITS).map(|index| LimitRow {
        max: text(&format!("[windows][{index}][max]")),
        days: text(&format!("[windows][{index}][days]")),
    });
    RulesForm {
        min_rest_hours: text("[min_rest_hours]"),
        weekly_rest_hours: text("[weekly_rest_hours]"),
        back_to_back: text("[back_to_back]"),
        windows: windows.filter(|row| *row != LimitRow::default()).collect(),
        max_consecutive_days: text("[max_consecutive_days]"),
        report_weekly_hours: text("[report_weekly_hours]"),
        pair_cap: text("[pair_cap]"),
        fair_load: text("[fair_load]"),
        fair_holidays: text("[fair_holidays]"),
        wishes: text("[wishes]"),
        pair_variety: text("[pair_variety]"),
        even_turns: text("[even_turns]"),
        role_alternation: text("[role_alternation]"),
        few_changes: text("[few_changes]"),
        ..RulesForm::default()
    }
}
