//! A service's escalation policy: shown to everybody, edited by managers.

use super::{ChangePolicy, RuleForm, ServicePage, StepForm};
use crate::{
    AppError,
    components::{Field, FormAlert, Icon, Select},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// Value and words of the severities a rule may be for.
const SEVERITIES: [(&str, &str); 7] = [
    ("", "Any severity"),
    ("P1", "P1"),
    ("P2", "P2"),
    ("P3", "P3"),
    ("P1 P2", "P1 and P2"),
    ("P1 P3", "P1 and P3"),
    ("P2 P3", "P2 and P3"),
];
/// Value and words of the hours a rule may be for.
const HOURS: [(&str, &str); 3] = [
    ("any", "At any time"),
    ("in", "In office hours"),
    ("out", "Out of hours"),
];

/// Value and words of what becomes of a step that leads to nobody.
const ON_GAP: [(&str, &str); 2] = [
    ("last_resort", "The last resort is called in its place"),
    ("next_step", "The next step takes its time"),
];

fn owned(choices: &[(&str, &str)]) -> Vec<(String, String)> {
    choices
        .iter()
        .map(|(key, words)| ((*key).to_owned(), (*words).to_owned()))
        .collect()
}

fn words_of(choices: &[(String, String)], key: &str) -> String {
    choices
        .iter()
        .find(|(known, _)| known == key)
        .map_or_else(|| key.to_owned(), |(_, words)| words.clone())
}

/// The policy, as a form for those who may change it.
#[component]
pub(super) fn Policy(page: ServicePage) -> impl IntoView {
    if page.may_manage {
        view! { <Edit page/> }.into_any()
    } else {
        view! { <Show page/> }.into_any()
    }
}

#[component]
fn Show(page: ServicePage) -> impl IntoView {
    let targets = page.targets;
    let gap = words_of(&owned(&ON_GAP), &page.policy.on_gap).to_lowercase();
    let last_resort = words_of(&targets, &page.policy.last_resort);
    let rules = page.policy.rules.into_iter().enumerate().map(move |(index, rule)| {
        let steps = page.policy.steps.iter().filter(|step| step.rule == index.to_string());
        let steps = steps.map(|step| (step.after.clone(), words_of(&targets, &step.call))).collect::<Vec<_>>();
        let head = format!("{}, {}", words_of(&owned(&SEVERITIES), &rule.severities), words_of(&owned(&HOURS), &rule.hours).to_lowercase());
        view! {
            <h3>{head}</h3>
            <ol class="calls">{steps.into_iter().map(|(after, call)| view! {
                <li class="call">
                    <span class="call__time">{if after == "0" { "at once".to_owned() } else { format!("+{after} min") }}</span>
                    <span class="call__dot"></span>
                    <p class="call__name">{call}</p>
                </li>
            }).collect_view()}</ol>
        }
    }).collect_view();
    view! {
       <section class="card stack">
           <h2>"Escalation policy"</h2>
           {rules}
           <p class="muted small">{format!("When a step leads to nobody, {gap}. Last resort: {last_resort}.")}</p>
       </section>
    }
}

#[component]
fn Edit(page: ServicePage) -> impl IntoView {
    let action = ServerAction::<ChangePolicy>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let targets = StoredValue::new(page.targets.clone());
    let several = page.policy.rules.len() > 1;
    let steps = page.policy.steps.clone();
    let rules = page
        .policy
        .rules
        .into_iter()
        .enumerate()
        .map(|(index, rule)| {
            let steps = steps
                .iter()
                .cloned()
                .enumerate()
                .filter(|(_, step)| step.rule == index.to_string())
                .collect::<Vec<_>>();
            view! { <RuleRows index rule steps several targets error/> }
        })
        .collect_view();
    let slug = page.slug.clone();
    view! {
        <ActionForm action=action attr:class="card form" attr:id="policy">
            // What Enter presses: the first button of a form.
            <button class="sr-only" name="act" value="save" tabindex="-1" aria-hidden="true">"Save"</button>
            <FormAlert error/>
            <div class="section-head"><h2>"Escalation policy"</h2></div>
            {page.draft.then(|| view! {
                <div class="alert alert--warning" role="status">
                    <Icon name="info"/>
                    <div><p>{page.fault.clone().unwrap_or_else(|| "Not saved yet. “Who would be called” shows what it would do.".to_owned())}</p></div>
                </div>
            })}
            <input type="hidden" name="slug" value=page.slug/>
            <input type="hidden" name="policy[revision]" value=page.policy.revision/>
            {rules}
            <div><button class="button" name="act" value="add-rule"><Icon name="plus"/>"Add rule"</button></div>
            <Select
                name="policy[on_gap]" label="When a step leads to nobody" options=owned(&ON_GAP) value=page.policy.on_gap
                hint="A gap, or nobody who is still here. It never costs time." error
            />
            <Select
                name="policy[last_resort]" label="Last resort" options=targets.get_value() value=page.policy.last_resort
                hint="When nobody is left. If that is nobody too: the managers, then the administrators." error
            />
            <div class="form__actions">
                <button class="button button--primary" name="act" value="save" disabled=move || action.pending().get()>"Save policy"</button>
                <button class="button" name="act" value="draft" disabled=move || action.pending().get()>"Keep as draft"</button>
                {page.draft.then(|| view! { <A href=format!("/services/{slug}") attr:class="button button--quiet">"Cancel"</A> })}
            </div>
        </ActionForm>
    }
}

#[component]
fn RuleRows(
    index: usize,
    rule: RuleForm,
    /// Each with its place among the steps of all rules.
    steps: Vec<(usize, StepForm)>,
    /// Whether there is another rule.
    several: bool,
    targets: StoredValue<Vec<(String, String)>>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let name = |field: &str| format!("policy[rules][{index}][{field}]");
    let rows = steps
        .into_iter()
        .enumerate()
        .map(|(number, (place, step))| {
            view! { <StepRow number=number + 1 place rule=index step targets error/> }
        })
        .collect_view();
    view! {
        <fieldset class="form__group">
            <legend>{if several { format!("Rule {}", index + 1) } else { "Steps".to_owned() }}</legend>
            <div class="form__pair">
                <Select name=name("severities") label="Severity" options=owned(&SEVERITIES) value=rule.severities error/>
                <Select name=name("hours") label="When" options=owned(&HOURS) value=rule.hours error/>
                <Field name=name("repeat") label="Repeat" kind="number" value=rule.repeat hint="Times, when nobody takes it." error/>
            </div>
            <div class="rows">{rows}</div>
            <div class="row">
                <button class="button" name="act" value=format!("add-step {index}")><Icon name="plus"/>"Add step"</button>
                {several.then(|| view! {
                    <button class="button button--quiet" name="act" value=format!("remove-rule {index}")><Icon name="trash"/>{format!("Remove rule {}", index + 1)}</button>
                })}
            </div>
        </fieldset>
    }
}

#[component]
fn StepRow(
    /// Its place in its rule, from 1.
    number: usize,
    /// Its place among the steps of all rules.
    place: usize,
    rule: usize,
    step: StepForm,
    targets: StoredValue<Vec<(String, String)>>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let name = |field: &str| format!("policy[steps][{place}][{field}]");
    view! {
        <div class="rows__row">
            <span class="rows__number">{number}</span>
            <input type="hidden" name=name("rule") value=rule.to_string()/>
            <div class="field--wide field"><Select name=name("call") label="Call" options=targets.get_value() value=step.call error/></div>
            <div class="field--time field"><Field name=name("after") label="After (minutes)" kind="number" value=step.after error/></div>
            <button class="button button--quiet button--icon" name="act" value=format!("remove-step {place}") aria-label=format!("Remove step {number}")><Icon name="trash"/></button>
        </div>
    }
}
