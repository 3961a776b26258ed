//! What a choice would do, and the form that makes it true.

use super::{Changing, CoverPage, Outcome, Preview, Writing, chart::Compare};
use crate::{
    AppError,
    components::{Field, FormAlert, Icon, percent_encode},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The outcome of a choice; saved, it leads back to the covers, or to the rota's page when `back` is its query.
#[component]
pub(crate) fn OutcomeView(
    outcome: Outcome,
    page: CoverPage,
    writing: Writing,
    #[prop(optional)] back: String,
) -> impl IntoView {
    match outcome {
        Outcome::Possible(preview) => view! { <Confirm preview page writing back/> }.into_any(),
        Outcome::Refused { rule, reasons } => view! { <Refusal rule reasons page/> }.into_any(),
    }
}

#[component]
fn Refusal(rule: String, reasons: Vec<String>, page: CoverPage) -> impl IntoView {
    let title = match rule.as_str() {
        "two-people" => "One person cannot hold both roles",
        "past" => "The past stands",
        "nothing-to-cover" => "Nothing to cover",
        "two-rotas" => "Nobody is on two rotas at once",
        _ => "This cannot be a cover yet",
    };
    let both = (rule == "two-people" && page.role != "both").then(|| {
        format!(
            "/rotas/{}/cover?role=both&lead={}&engineer={}&from={}&to={}",
            page.slug,
            page.lead,
            page.engineer,
            percent_encode(&page.from),
            percent_encode(&page.to)
        )
    });
    let correct = (rule == "past" && page.may_correct).then(|| {
        let (lead, engineer) = match page.role.as_str() {
            "lead" => (page.lead.as_str(), ""),
            "engineer" => ("", page.engineer.as_str()),
            _ => (page.lead.as_str(), page.engineer.as_str()),
        };
        format!(
            "/rotas/{}/correct?lead={lead}&engineer={engineer}&from={}&to={}",
            page.slug,
            percent_encode(&page.from),
            percent_encode(&page.to)
        )
    });
    view! {
        <div class="alert alert--error" role="alert" data-rule=rule>
            <Icon name="warning"/>
            <div>
                <p class="alert__title">{title}</p>
                {reasons.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                {both.is_some().then(|| view! { <p>"Choose someone else, or change both roles at once."</p> })}
            </div>
            {both.map(|href| view! { <A href=href attr:class="button">"Change both roles"</A> })}
            {correct.map(|href| view! { <A href=href attr:class="button">"Correct the past"</A> })}
        </div>
    }
}

/// The preview, and the form that makes it true.
#[component]
fn Confirm(preview: Preview, page: CoverPage, writing: Writing, back: String) -> impl IntoView {
    let words = match preview.words.is_empty() {
        true => "Nobody’s hours change.".to_owned(),
        false => preview.words.clone(),
    };
    let shown = preview.clone();
    view! {
        <section class="card stack confirm-cover">
            <div class="card__head"><h2>"Preview"</h2><span class="muted small">{words}</span></div>
            <Warnings preview=preview.clone()/>
            <Compare preview=shown/>
            {match page.change.clone() {
                Some(change) => view! { <ChangeForm change preview page writing back/> }.into_any(),
                None => view! { <CreateForm preview page writing back/> }.into_any(),
            }}
        </section>
    }
}

/// What is passed over, what is worth knowing, and how long people rest.
#[component]
fn Warnings(preview: Preview) -> impl IntoView {
    let Preview {
        passed_over,
        warnings,
        rest,
        short_rest,
        ..
    } = preview;
    let lines = |words: Vec<String>| words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view();
    let (short, enough) = if short_rest {
        (rest, Vec::new())
    } else {
        (Vec::new(), rest)
    };
    let worth: Vec<String> = warnings.into_iter().chain(short).collect();
    let boxes = [passed_over, worth].into_iter().filter(|words| !words.is_empty());
    view! {
        {boxes.map(|words| view! {
            <div class="alert alert--warning" role="status"><Icon name="warning"/><div>{lines(words)}</div></div>
        }).collect_view()}
        {enough.into_iter().map(|words| view! { <p class="muted small">{words}</p> }).collect_view()}
    }
}

/// What both forms send.
#[component]
fn Sent(
    preview: Preview,
    page: CoverPage,
    back: String,
    reason: String,
    typed: RwSignal<(String, String)>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let (reason, why) = match error.get_untracked() {
        Some(_) => typed.get_untracked(),
        None => (reason, String::new()),
    };
    typed.set((reason.clone(), why.clone()));
    let over = !preview.passed_over.is_empty();
    let hidden = [
        ("form[role]", page.role),
        ("form[lead]", page.lead),
        ("form[engineer]", page.engineer),
        ("form[from]", if page.from_now { String::new() } else { page.from }),
        ("form[to]", page.to),
        ("form[key]", preview.key),
        ("form[seen]", preview.seen),
        ("form[back]", back),
    ];
    view! {
        <FormAlert error/>
        {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
        <div on:input=move |event| typed.update(|typed| typed.0 = event_target_value(&event))>
            <Field name="form[reason]" label="Reason (optional)" value=reason error/>
        </div>
        {over.then(|| view! {
            <div on:input=move |event| typed.update(|typed| typed.1 = event_target_value(&event))>
                <Field name="form[override_reason]" label="Why take them all the same" hint="It is shown with the cover." value=why required=true error/>
            </div>
        })}
    }
}

#[component]
fn CreateForm(preview: Preview, page: CoverPage, writing: Writing, back: String) -> impl IntoView {
    let create = writing.create;
    let error = Signal::derive(move || create.value().get().and_then(Result::err));
    let over = !preview.passed_over.is_empty();
    let slug = page.slug.clone();
    view! {
        <ActionForm action=create attr:class="form">
            <input type="hidden" name="slug" value=slug/>
            <Sent preview page back reason=String::new() typed=writing.typed error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || create.pending().get()>
                    <Icon name="check"/>{if over { "Cover all the same" } else { "Cover" }}
                </button>
            </div>
        </ActionForm>
    }
}

#[component]
fn ChangeForm(change: Changing, preview: Preview, page: CoverPage, writing: Writing, back: String) -> impl IntoView {
    let action = writing.change;
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <ActionForm action=action attr:class="form">
            <input type="hidden" name="id" value=change.id/>
            <input type="hidden" name="seen" value=change.seen.to_string()/>
            <Sent preview page back reason=change.reason typed=writing.typed error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()><Icon name="check"/>"Save the change"</button>
            </div>
        </ActionForm>
    }
}
