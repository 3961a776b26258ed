//! The next turns that the rules in a form lead to, before they are kept.

use super::{
    ImpactRow, Preview, PreviewTurn, RotaImpact,
    api::{LivePreview, PreviewRules},
};
use crate::{
    AppError,
    components::{Badge, Icon, TimeStamp},
};
use leptos::prelude::*;

/// The next turns of the rules in a form: `first` as it opened, then whatever `changed` answered last.
#[component]
pub(super) fn PreviewPane(first: LivePreview, changed: ServerAction<PreviewRules>) -> impl IntoView {
    view! {
        <aside class="card" aria-live="polite">
            <div class="card__head"><h2>"Next turns"</h2><span class="badge">"Preview"</span></div>
            {move || match changed.value().get().unwrap_or_else(|| first.clone()) {
                Ok(preview) => view! { <Turns preview/> }.into_any(),
                Err(AppError::Invalid(faults)) => view! {
                    <p class="muted">"No preview yet:"</p>
                    <ul class="list">{faults.into_iter().map(|fault| view! { <li>{fault.message}</li> }).collect_view()}</ul>
                }.into_any(),
                Err(error) => view! { <p class="muted">{error.to_string()}</p> }.into_any(),
            }}
        </aside>
    }
}

#[component]
fn Turns(preview: Preview) -> impl IntoView {
    view! {
        {preview.impact.map(|impact| view! { <Impact impact/> })}
        <p class="muted small">{format!("Covered {}. Times in {}.", preview.coverage.join("; "), preview.zone)}</p>
        <ol class="list">{preview.turns.into_iter().map(|turn| view! { <Turn turn/> }).collect_view()}</ol>
    }
}

/// What becomes of what is published.
#[component]
fn Impact(impact: RotaImpact) -> impl IntoView {
    let changed = impact.rows.len() + impact.more;
    let words = match (changed, impact.kept) {
        (0, _) => "No published shift changes.".to_owned(),
        (1, kept) => format!("1 published shift changes, {kept} stay as they are."),
        (many, kept) => format!("{many} published shifts change, {kept} stay as they are."),
    };
    let refused = impact.refused;
    view! {
        <div class="stack impact" data-impact="rota">
            <p><b>"From "<TimeStamp stamp=impact.from/></b>": "{words}</p>
            {(!refused.is_empty()).then(|| view! {
                <div class="alert alert--error" role="alert">
                    <Icon name="warning"/>
                    <div>{refused.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}</div>
                </div>
            })}
            <ul class="list">{impact.rows.into_iter().map(|row| view! { <Changed row/> }).collect_view()}</ul>
            {(impact.more > 0).then(|| view! { <p class="muted small">{format!("and {} more", impact.more)}</p> })}
            <Affected title="Covers over other hours" words=impact.covers/>
            <Affected title="Offers that are cancelled" words=impact.offers/>
        </div>
    }
}

#[component]
fn Changed(row: ImpactRow) -> impl IntoView {
    let (kind, word) = match row.fate.as_str() {
        "cut" => ("warning", "Ends earlier"),
        "new" => ("success", "New"),
        "dropped" => ("gap", "Dropped"),
        _ => ("draft", "Other hours"),
    };
    view! { <li><span class="list__grow">{row.words}</span><Badge kind word/></li> }
}

#[component]
fn Affected(title: &'static str, words: Vec<String>) -> impl IntoView {
    (!words.is_empty()).then(|| {
        view! {
            <h3>{title}</h3>
            <ul class="small">{words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
        }
    })
}

#[component]
fn Turn(turn: PreviewTurn) -> impl IntoView {
    let notes = turn.notes.join(" · ");
    view! {
        <li>
            <div class="list__grow">
                <b><TimeStamp stamp=turn.at/></b>
                <p class="muted small">{turn.length}</p>
                <details class="disclosure">
                    <summary class="small">{match turn.stretches.len() {
                        1 => "1 stretch".to_owned(),
                        many => format!("{many} stretches"),
                    }}</summary>
                    <ul class="small muted">{turn.stretches.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                </details>
                {(!notes.is_empty()).then(|| view! { <p class="small">{notes}</p> })}
            </div>
        </li>
    }
}
