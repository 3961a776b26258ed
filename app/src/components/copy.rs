//! A text to take along.

use super::Icon;
use leptos::prelude::*;

/// A field to read, with a button that copies it.
#[component]
pub fn CopyField(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    /// Set once it has been copied.
    copied: RwSignal<bool>,
) -> impl IntoView {
    let text = value.clone();
    let copy = move |_| {
        copy_text(&text);
        copied.set(true);
    };
    let button = format!("Copy {}", label.to_lowercase());
    view! {
        <div class="secret">
            <input class="input input--mono" readonly aria-label=label value=value/>
            <button class="button button--icon" type="button" aria-label=button on:click=copy>
                {move || if copied.get() { view! { <Icon name="check"/> } } else { view! { <Icon name="copy"/> } }}
            </button>
        </div>
    }
}

/// Puts a text on the clipboard; a browser that refuses leaves it to be selected by hand.
fn copy_text(text: &str) {
    #[cfg(feature = "hydrate")]
    let _ = window().navigator().clipboard().write_text(text);
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}
