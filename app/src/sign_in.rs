//! Sign-in.

use crate::{
    components::{Field, FormAlert, Mark},
    session::SignIn,
    setup::NotSetUp,
    viewer::awaits_set_up,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// The sign-in page; before there is anybody to sign in, the way to set Tandem up.
#[component]
pub fn SignInPage() -> impl IntoView {
    let awaited = awaits_set_up();
    view! {
        <Title text=if awaited { "Not set up yet" } else { "Sign in" }/>
        <main class="alone" id="main">
            <span class="mark"><Mark/><span>"Tandem"</span></span>
            {if awaited { view! { <NotSetUp/> }.into_any() } else { view! { <Form/> }.into_any() }}
        </main>
    }
}

/// Asks for e-mail address and password.
#[component]
fn Form() -> impl IntoView {
    let action = ServerAction::<SignIn>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let next = use_query_map()
        .with_untracked(|query| query.get("next"))
        .unwrap_or_default();
    view! {
        <ActionForm action=action attr:class="card form">
            <FormAlert error/>
            <h1>"Sign in"</h1>
            <input type="hidden" name="next" value=next/>
            <Field name="email" label="E-mail" kind="email" autocomplete="username" required=true error/>
            <Field name="password" label="Password" kind="password" autocomplete="current-password" required=true error/>
            <button class="button button--primary button--wide" disabled=move || action.pending().get()>"Sign in"</button>
        </ActionForm>
        <p class="alone__foot"><A href="/forgotten">"Forgot your password?"</A></p>
    }
}
