//! Publishing cannot be undone, so that the button first says what becomes binding.

use super::{DraftView, Unmet, api::PublishDraft};
use crate::components::Icon;
use leptos::prelude::*;

/// The most gaps that are named; the page lists all of them.
const MOST_GAPS: usize = 6;

/// What becomes binding, with the button that publishes it: an element that opens without JavaScript.
#[component]
pub(super) fn Publish(slug: String, draft: DraftView, action: ServerAction<PublishDraft>) -> impl IntoView {
    let pending = action.pending();
    let (class, word) = match draft.gaps {
        0 => ("button button--primary", "Publish now".to_owned()),
        1 => ("button button--danger", "Publish with 1 gap".to_owned()),
        gaps => ("button button--danger", format!("Publish with {gaps} gaps")),
    };
    view! {
        <details class="menu confirm">
            <summary class="button button--primary"><Icon name="check"/>"Publish…"</summary>
            <div class="menu__panel confirm__panel">
                <h2>"Publish this plan?"</h2>
                <p>{format!("{}, {}.", shifts(draft.shifts), draft.span)}</p>
                <Names draft=draft.clone()/>
                <Gaps unmet=draft.unmet count=draft.gaps/>
                <p class="muted small">"It goes to the board, into calendars and to whoever has to be called. It cannot be taken back: later changes are covers, or another plan."</p>
                <ActionForm action=action>
                    <input type="hidden" name="slug" value=slug/>
                    <input type="hidden" name="draft" value=draft.revision/>
                    <button class=class disabled=move || pending.get()>{word}</button>
                </ActionForm>
            </div>
        </details>
    }
}

fn shifts(count: usize) -> String {
    match count {
        1 => "1 shift becomes binding".to_owned(),
        many => format!("{many} shifts become binding"),
    }
}

/// Whoever serves in it.
#[component]
fn Names(draft: DraftView) -> impl IntoView {
    let serves = |parts: &[(String, f64)]| parts.iter().any(|(_, width)| *width > 0.0);
    let names: Vec<String> = draft
        .loads
        .into_iter()
        .filter(|row| serves(&row.parts))
        .map(|row| row.person.name)
        .collect();
    let last = names.len().saturating_sub(1);
    view! {
        <p>
            "On duty: "
            {names.into_iter().enumerate().map(|(index, name)| view! {
                <bdi>{name}</bdi>{if index == last { "." } else { ", " }}
            }).collect_view()}
        </p>
    }
}

#[component]
fn Gaps(unmet: Vec<Unmet>, count: usize) -> impl IntoView {
    let more = count.saturating_sub(unmet.len().min(MOST_GAPS));
    (count > 0).then(|| view! {
        <div class="alert alert--error">
            <Icon name="warning"/>
            <div>
                <p class="alert__title">"Nobody serves as"</p>
                <ul>
                    {unmet.into_iter().take(MOST_GAPS).map(|gap| view! { <li>{format!("{}, {}", gap.role, gap.when)}</li> }).collect_view()}
                    {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}
                </ul>
            </div>
        </div>
    })
}
