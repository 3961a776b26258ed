//! The words of one page, behind a quiet sign beside its title.

use super::glossary::{Entry, entry};
use crate::components::Icon;
use leptos::prelude::*;
use leptos_router::components::A;

/// What words of this page mean; opens without JavaScript too.
#[component]
pub(crate) fn Help(
    /// Their keys in the glossary.
    words: &'static [&'static str],
) -> impl IntoView {
    let entries: Vec<&'static Entry> = words.iter().filter_map(|key| entry(key)).collect();
    let first = entries.first().map_or("", |entry| entry.key);
    view! {
        <details class="menu help">
            <summary class="button button--quiet button--icon" aria-label="What do these words mean?"><Icon name="help"/></summary>
            <div class="menu__panel help__panel">
                <dl>
                    {entries.into_iter().map(|entry| view! { <dt>{entry.word}</dt><dd>{entry.meaning}</dd> }).collect_view()}
                </dl>
                <A href=format!("/help#{first}")>"All words and keys"</A>
            </div>
        </details>
    }
}
