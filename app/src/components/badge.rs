//! A word in a pill.

use leptos::prelude::*;

/// A word in a pill; `kind` is one of `lead`, `engineer`, `gap`, `draft`, `cover`, `success`, or empty.
#[component]
pub fn Badge(#[prop(into, optional)] kind: String, #[prop(into)] word: String) -> impl IntoView {
    let class = if kind.is_empty() {
        "badge".to_owned()
    } else {
        format!("badge badge--{kind}")
    };
    view! { <span class=class>{word}</span> }
}
