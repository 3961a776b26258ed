//! The page on which a manager says who was on duty after all.

use super::{Correct, CorrectionAsked, CorrectionPage, WithdrawCorrection, list::CorrectionList, load_corrections};
use crate::{
    components::{Field, FormAlert, Icon, Problem, Select, TextArea},
    covers::{Compare, Outcome, Preview},
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::Form,
    hooks::{use_params_map, use_query_map},
};

/// `/rotas/{slug}/correct`.
#[component]
pub fn CorrectionPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let correct = ServerAction::<Correct>::new();
    let withdraw = ServerAction::<WithdrawCorrection>::new();
    // The reason as it is typed, for the form that is drawn anew when what was sent is refused.
    let typed = RwSignal::new(String::new());
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let asked = query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            CorrectionAsked {
                lead: get("lead"),
                engineer: get("engineer"),
                from: get("from"),
                to: get("to"),
                preview: get("preview"),
            }
        });
        (slug, asked, correct.version().get() + withdraw.version().get())
    };
    let load = Resource::new(key, |(slug, asked, _)| load_corrections(slug, asked));
    view! {
        <Title text="Correct the past"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page correct withdraw typed/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(
    page: CorrectionPage,
    correct: ServerAction<Correct>,
    withdraw: ServerAction<WithdrawCorrection>,
    typed: RwSignal<String>,
) -> impl IntoView {
    view! {
        <RotaHead heading=page.heading.clone() tab=RotaTab::History/>
        <div class="split split--start">
            <Choose page=page.clone()/>
            <div class="stack">
                {page.outcome.clone().map(|outcome| view! { <OutcomeView outcome page=page.clone() correct typed/> })}
                <CorrectionList corrections=page.corrections action=withdraw/>
            </div>
        </div>
    }
}

/// Who was there, and when: answered by the preview.
#[component]
fn Choose(page: CorrectionPage) -> impl IntoView {
    let base = format!("/rotas/{}/correct", page.heading.slug);
    let error = Signal::stored(None);
    let people = {
        let mut people = vec![(String::new(), "As the rota says".to_owned())];
        people.extend(page.people);
        people
    };
    view! {
        <Form method="GET" action=base attr:class="card form">
            <div class="card__head"><h2>"Correct the past"</h2></div>
            <p class="muted">"Who was really on duty? A correction lies above plan and covers, and stays visible in history, audit and pay."</p>
            <Field name="from" label="From" kind="datetime-local" value=page.from required=true error/>
            <Field name="to" label="To" kind="datetime-local" value=page.to hint=page.zone required=true error/>
            <Select name="lead" label="Lead was" options=people.clone() value=page.lead error/>
            <Select name="engineer" label="Engineer was" options=people value=page.engineer error/>
            <div class="form__actions">
                <button class="button button--primary" name="preview" value="yes">"Preview"</button>
            </div>
        </Form>
    }
}

#[component]
fn OutcomeView(
    outcome: Outcome,
    page: CorrectionPage,
    correct: ServerAction<Correct>,
    typed: RwSignal<String>,
) -> impl IntoView {
    match outcome {
        Outcome::Possible(preview) => view! { <Confirm preview page correct typed/> }.into_any(),
        Outcome::Refused { rule, reasons } => view! { <Refusal rule reasons/> }.into_any(),
    }
}

#[component]
fn Refusal(rule: String, reasons: Vec<String>) -> impl IntoView {
    let title = match rule.as_str() {
        "two-people" => "One person cannot have held both roles",
        "nothing-to-correct" => "Nobody had to be on duty",
        "nothing-changes" => "Nothing would change",
        _ => "This cannot be a correction yet",
    };
    view! {
        <div class="alert alert--error" role="alert" data-rule=rule>
            <Icon name="warning"/>
            <div>
                <p class="alert__title">{title}</p>
                {reasons.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            </div>
        </div>
    }
}

/// The preview, and the form that makes it true.
#[component]
fn Confirm(
    preview: Preview,
    page: CorrectionPage,
    correct: ServerAction<Correct>,
    typed: RwSignal<String>,
) -> impl IntoView {
    let error = Signal::derive(move || correct.value().get().and_then(Result::err));
    if error.get_untracked().is_none() {
        typed.set(String::new());
    }
    let reason = typed.get_untracked();
    let words = match preview.words.as_str() {
        "" => "Nobody’s hours change.".to_owned(),
        words => format!("{words}."),
    };
    let notes = preview.warnings.clone();
    let hidden = [
        ("slug", page.heading.slug),
        ("form[lead]", page.lead),
        ("form[engineer]", page.engineer),
        ("form[from]", page.from),
        ("form[to]", page.to),
        ("form[seen]", preview.seen.clone()),
    ];
    view! {
        <section class="card stack">
            <div class="card__head"><h2>"Preview"</h2><span class="muted small">{words}</span></div>
            {(!notes.is_empty()).then(|| view! {
                <div class="alert alert--warning" role="status">
                    <Icon name="warning"/>
                    <div>{notes.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}</div>
                </div>
            })}
            <Compare preview/>
            <ActionForm action=correct attr:class="form">
                <FormAlert error/>
                {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                <div on:input=move |event| typed.set(event_target_value(&event))>
                <TextArea name="form[reason]" label="Reason" value=reason hint="It stands in the history and beside the pay, and those concerned are told." error/>
                </div>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || correct.pending().get()>
                        <Icon name="check"/>"Correct the past"
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}
