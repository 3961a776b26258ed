//! That something was done.

use super::Icon;
use crate::AppError;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Says `words` after a form that leads back to its page with `?done=key`, until it is sent again in vain.
#[component]
pub fn Done(
    /// What the query says.
    #[prop(into)]
    key: String,
    /// What was done.
    #[prop(into)]
    words: String,
    /// What the form's action answered last.
    #[prop(into, optional)]
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let query = use_query_map();
    let done = Memo::new(move |_| {
        error.get().is_none() && query.with(|query| query.get("done")).is_some_and(|done| done == key)
    });
    view! {
        <Show when=move || done.get()>
            <div class="alert alert--success" role="status">
                <Icon name="check"/>
                <div><p>{words.clone()}</p></div>
            </div>
        </Show>
    }
}
