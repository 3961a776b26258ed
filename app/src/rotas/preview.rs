//! The next turns that the rules in a form lead to, before they are kept.

use super::{
    Preview, PreviewTurn,
    api::{LivePreview, PreviewRules},
};
use crate::{AppError, components::TimeStamp};
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
        <p class="muted small">{format!("Covered {}. Times in {}.", preview.coverage.join("; "), preview.zone)}</p>
        <ol class="list">{preview.turns.into_iter().map(|turn| view! { <Turn turn/> }).collect_view()}</ol>
    }
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
