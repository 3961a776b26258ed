//! Rules of a plan of its own, of which only some are given: the others are a preset's, or the rota's.

use super::{
    super::Faults,
    form::{of, read},
    preset,
};
use app::planning_rules::RulesForm;
use domain::planner::PlanningRules;

/// What takes a rule away, beside 0.
const NONE: &str = "none";

/// The rules that a form asks for in place of `kept`, noting everything that is wrong with it. A field that is empty is as
/// in the form's preset, or as in `kept` where it names none. Pages send every field: then what is not ticked and limits
/// that are left out are taken away.
pub(in super::super) fn over(
    form: &RulesForm,
    kept: &PlanningRules,
    group: &str,
    faults: &mut Faults,
) -> Option<PlanningRules> {
    let preset = preset(&form.preset, group, faults)?;
    let base = of(&preset.map_or_else(|| kept.clone(), |preset| preset.rules()), 0);
    read(&filled(form, base), group, faults)
}

fn filled(form: &RulesForm, base: RulesForm) -> RulesForm {
    let whole = is_whole(form);
    let text = |typed: &str, base: String| match typed.trim() {
        "" => base,
        typed if typed.eq_ignore_ascii_case(NONE) => "0".to_owned(),
        typed => typed.to_owned(),
    };
    let back_to_back = match form.back_to_back.trim() {
        "" if !whole => base.back_to_back,
        "off" | "no" | "0" | NONE => String::new(),
        other => other.to_owned(),
    };
    let pair_cap = match form.pair_cap.trim() {
        "" if !whole => base.pair_cap,
        NONE => String::new(),
        other => other.to_owned(),
    };
    let mut windows = if whole || !form.windows.is_empty() {
        form.windows.clone()
    } else {
        base.windows
    };
    windows.retain(|row| !(row.days.trim().is_empty() && ["0", NONE].contains(&row.max.trim())));
    RulesForm {
        min_rest_hours: text(&form.min_rest_hours, base.min_rest_hours),
        weekly_rest_hours: text(&form.weekly_rest_hours, base.weekly_rest_hours),
        back_to_back,
        windows,
        max_consecutive_days: text(&form.max_consecutive_days, base.max_consecutive_days),
        report_weekly_hours: text(&form.report_weekly_hours, base.report_weekly_hours),
        pair_cap,
        fair_load: text(&form.fair_load, base.fair_load),
        fair_holidays: text(&form.fair_holidays, base.fair_holidays),
        wishes: text(&form.wishes, base.wishes),
        pair_variety: text(&form.pair_variety, base.pair_variety),
        even_turns: text(&form.even_turns, base.even_turns),
        role_alternation: text(&form.role_alternation, base.role_alternation),
        few_changes: text(&form.few_changes, base.few_changes),
        ..RulesForm::default()
    }
}

/// Whether every field is filled in that a page always fills in.
fn is_whole(form: &RulesForm) -> bool {
    let always = [
        &form.min_rest_hours,
        &form.weekly_rest_hours,
        &form.max_consecutive_days,
        &form.report_weekly_hours,
        &form.fair_load,
        &form.fair_holidays,
        &form.wishes,
        &form.pair_variety,
        &form.even_turns,
        &form.role_alternation,
        &form.few_changes,
    ];
    always.iter().all(|field| !field.trim().is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use app::planning_rules::LimitRow;
    use domain::planner::{Level, Preset, Term, WindowLimit};

    fn kept() -> PlanningRules {
        let mut kept = Preset::UkWorkingTime.rules();
        kept.allow_back_to_back = true;
        kept.max_in_window = vec![WindowLimit { days: 7, max: 2 }];
        kept.max_consecutive_days = Some(3);
        kept.pair_cap = Some(4);
        kept
    }

    fn asked(form: &RulesForm) -> PlanningRules {
        let mut faults = Faults::default();
        let rules = over(form, &kept(), "rules", &mut faults);
        faults.check().unwrap();
        rules.unwrap()
    }

    #[test]
    fn one_weight_leaves_every_rule_of_the_rota_as_it_is() {
        let form = RulesForm {
            wishes: "6".into(),
            ..RulesForm::default()
        };
        let mut expected = kept();
        expected.emphasis.set(Term::Wishes, Level::Most);
        assert_eq!(asked(&form), expected);
    }

    #[test]
    fn what_is_none_is_taken_away_and_the_rest_stays() {
        let form = RulesForm {
            min_rest_hours: "0".into(),
            max_consecutive_days: "none".into(),
            pair_cap: "none".into(),
            back_to_back: "off".into(),
            windows: vec![LimitRow {
                max: "none".into(),
                days: String::new(),
            }],
            ..RulesForm::default()
        };
        let expected = PlanningRules {
            min_rest_hours: 0,
            max_consecutive_days: None,
            pair_cap: None,
            allow_back_to_back: false,
            max_in_window: Vec::new(),
            ..kept()
        };
        assert_eq!(asked(&form), expected);
    }

    #[test]
    fn a_page_sends_every_field_and_what_is_not_ticked_there_is_off() {
        let page = RulesForm {
            back_to_back: String::new(),
            windows: Vec::new(),
            ..of(&kept(), 0)
        };
        let expected = PlanningRules {
            allow_back_to_back: false,
            max_in_window: Vec::new(),
            ..kept()
        };
        assert_eq!(asked(&page), expected);
    }

    #[test]
    fn a_preset_is_what_the_fields_beside_it_are_laid_over() {
        for preset in Preset::ALL {
            let form = RulesForm {
                preset: preset.key().into(),
                ..RulesForm::default()
            };
            assert_eq!(asked(&form), preset.rules());
            let expected = PlanningRules {
                min_rest_hours: 9,
                ..preset.rules()
            };
            let form = RulesForm {
                min_rest_hours: "9".into(),
                ..form
            };
            assert_eq!(asked(&form), expected);
        }
    }
}
