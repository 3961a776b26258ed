//! The page that sends a link to somebody who has forgotten their password.

use super::AskForEntryLink;
use crate::{
    components::{Done, Field, FormAlert, Mark, Problem},
    session::load_visit,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/forgotten`
#[component]
pub fn ForgottenPage() -> impl IntoView {
    let visit = Resource::new(|| (), |()| load_visit());
    view! {
        <Title text="Forgot your password?"/>
        <main class="alone" id="main">
            <span class="mark"><Mark/><span>"Tandem"</span></span>
            <Transition>
                {move || Suspend::new(async move {
                    match visit.await {
                        Ok(visit) if visit.mail => view! { <Form/> }.into_any(),
                        Ok(_) => view! { <AskSomebody/> }.into_any(),
                        Err(error) => view! { <Problem error/> }.into_any(),
                    }
                })}
            </Transition>
            <p class="alone__foot"><A href="/sign-in">"Back to sign-in"</A></p>
        </main>
    }
}

#[component]
fn Form() -> impl IntoView {
    let action = ServerAction::<AskForEntryLink>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <ActionForm action=action attr:class="card form">
            <Done
                key="asked" error
                words="If this address can sign in here, a link is on its way to it. Look at your mail; the link works once and within the hour."
            />
            <FormAlert error/>
            <div class="page-head__text">
                <h1>"Forgot your password?"</h1>
                <p class="muted">"We send you a link that sets a new one. Until you use it, the old one works."</p>
            </div>
            <Field name="email" label="E-mail" kind="email" autocomplete="username" required=true error/>
            <button class="button button--primary button--wide" disabled=move || action.pending().get()>"Send the link"</button>
        </ActionForm>
    }
}

/// Without mail nobody can be sent anything.
#[component]
fn AskSomebody() -> impl IntoView {
    view! {
        <section class="card stack">
            <h1>"Forgot your password?"</h1>
            <p>"Ask an administrator of your organisation: they can give you a link that sets a new one."</p>
        </section>
    }
}
