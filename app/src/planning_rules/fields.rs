//! The fields of rules and weights, in words: on the pages that keep them, and for one plan.

use super::{LimitRow, RulesForm};
use crate::{
    AppError,
    components::{Field, Slider, typed},
};
use domain::planner::{Level, Term};
use leptos::prelude::*;

/// Rows for limits that are always there to be filled.
const LIMIT_ROWS: usize = 3;

fn number(text: &str) -> u32 {
    text.trim().parse().unwrap_or(0)
}

fn hours(value: u32) -> String {
    match value {
        0 => "none".to_owned(),
        hours => format!("{hours} h"),
    }
}

fn days(value: u32) -> String {
    match value {
        0 => "no limit".to_owned(),
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

fn reported(value: u32) -> String {
    match value {
        0 => "nobody".to_owned(),
        hours => format!("above {hours} h"),
    }
}

fn level(step: u32) -> String {
    let step = usize::try_from(step).unwrap_or(usize::MAX);
    Level::ALL.get(step).copied().unwrap_or_default().words().to_owned()
}

/// What is never broken, and what counts how much. `group` is the form's name for them.
#[component]
pub(crate) fn RulesFields(
    #[prop(into)] group: String,
    form: RulesForm,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let name = |field: &str| format!("{group}[{field}]");
    let came_back = typed(&name("min_rest_hours")).is_some();
    let back_to_back = match came_back {
        true => typed(&name("back_to_back")).is_some(),
        false => !form.back_to_back.is_empty(),
    };
    view! {
        <fieldset class="form__group">
            <legend>"A plan never breaks these"</legend>
            <div class="sliders">
                <Slider name=name("min_rest_hours") label="Rest between two shifts" value=number(&form.min_rest_hours) max=72 low="none" high="3 days" words=hours/>
                <Slider name=name("weekly_rest_hours") label="Unbroken rest in every week" value=number(&form.weekly_rest_hours) max=72 low="none" high="3 days" words=hours/>
                <Slider name=name("max_consecutive_days") label="Most days in a row" value=number(&form.max_consecutive_days) max=14 low="no limit" high="2 weeks" words=days/>
            </div>
            <label class="check">
                <input type="checkbox" name=name("back_to_back") checked=back_to_back/>
                <span>"One person may serve two turns in a row"</span>
            </label>
            <Limits group=group.clone() rows=form.windows.clone() error/>
        </fieldset>
        <fieldset class="form__group">
            <legend>"What makes one plan better than another"</legend>
            <div class="sliders">
                {Term::ALL.map(|term| view! { <Weight group=group.clone() term form=form.clone()/> }).collect_view()}
            </div>
            <Field
                name=name("pair_cap") label="Two people may be together this often" kind="number" value=form.pair_cap.clone()
                hint="More often counts against varied pairs. Empty: as often as an even share makes it." error
            />
        </fieldset>
        <fieldset class="form__group">
            <legend>"What is only reported"</legend>
            <div class="sliders">
                <Slider name=name("report_weekly_hours") label="Hours of duty a week, on average" value=number(&form.report_weekly_hours) max=80 low="nobody" high="above 80 h" words=reported/>
            </div>
            <p class="field__hint">"All hours of duty count here. By law, standing by at home is working time only while somebody works: the average is a sign, not a verdict."</p>
        </fieldset>
    }
}

#[component]
fn Limits(group: String, rows: Vec<LimitRow>, error: Signal<Option<AppError>>) -> impl IntoView {
    let count = rows.len().max(LIMIT_ROWS);
    let row = move |index: usize| rows.get(index).cloned().unwrap_or_default();
    view! {
        <div class="stack stack--tight">
            <p class="field__label">"At most so many shifts in any so many days"</p>
            {(0..count).map(|index| {
                let (row, name) = (row(index), format!("{group}[windows][{index}]"));
                view! {
                    <div class="form__pair">
                        <Field name=format!("{name}[max]") label=format!("Limit {}: shifts", index + 1) kind="number" value=row.max error/>
                        <Field name=format!("{name}[days]") label="in days" kind="number" value=row.days error/>
                    </div>
                }
            }).collect_view()}
        </div>
    }
}

#[component]
fn Weight(group: String, term: Term, form: RulesForm) -> impl IntoView {
    let (field, label, kept) = match term {
        Term::FairLoad => ("fair_load", "Everybody carries their fair share", form.fair_load),
        Term::FairHolidays => ("fair_holidays", "Bank holidays are shared fairly", form.fair_holidays),
        Term::Wishes => ("wishes", "Wishes come true", form.wishes),
        Term::PairVariety => ("pair_variety", "Pairs vary", form.pair_variety),
        Term::EvenTurns => ("even_turns", "Turns are spread evenly", form.even_turns),
        Term::RoleAlternation => ("role_alternation", "Roles alternate", form.role_alternation),
        Term::FewChanges => ("few_changes", "Little of what is published changes", form.few_changes),
    };
    let most = u32::try_from(Level::Most.step()).unwrap_or(u32::MAX);
    let usual = u32::try_from(Level::Usual.step()).unwrap_or(0);
    let value = kept.trim().parse().unwrap_or(usual).min(most);
    view! { <Slider name=format!("{group}[{field}]") label value max=most low="does not count" high="above all" words=level/> }
}
