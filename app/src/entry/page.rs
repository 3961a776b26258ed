//! The page behind an entry link.

use super::{Enter, EntryForm, load_entry_form};
use crate::components::{Field, FormAlert, Mark, Problem};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// `/enter?key=…`
#[component]
pub fn EnterPage() -> impl IntoView {
    let key = use_query_map()
        .with_untracked(|query| query.get("key"))
        .unwrap_or_default();
    let asked = key.clone();
    let form = Resource::new(move || asked.clone(), load_entry_form);
    view! {
        <Title text="Set your password"/>
        <main class="alone" id="main">
            <span class="mark"><Mark/><span>"Tandem"</span></span>
            <Transition>
                {move || Suspend::new({
                    let key = key.clone();
                    async move {
                        match form.await {
                            Ok(form) => view! { <Form key form/> }.into_any(),
                            Err(error) => view! { <Problem error/> }.into_any(),
                        }
                    }
                })}
            </Transition>
        </main>
    }
}

#[component]
fn Form(key: String, form: EntryForm) -> impl IntoView {
    let action = ServerAction::<Enter>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let (title, text) = if form.invitation {
        (
            format!("Welcome, {}", form.name),
            format!("{} has invited you to Tandem.", form.organisation),
        )
    } else {
        (
            "Set a new password".to_owned(),
            format!(
                "For {} at {}. It ends every session of yours.",
                form.name, form.organisation
            ),
        )
    };
    view! {
        <ActionForm action=action attr:class="card form">
            <FormAlert error/>
            <div class="page-head__text"><h1>{title}</h1><p class="muted">{text}</p></div>
            <input type="hidden" name="key" value=key/>
            <div class="field">
                <label class="field__label" for="email">"E-mail"</label>
                <input class="input" id="email" type="email" autocomplete="username" readonly value=form.email/>
                <p class="field__hint">"You sign in with this address."</p>
            </div>
            <Field
                name="password" label="Password" kind="password" autocomplete="new-password"
                hint="12 to 128 characters; a sentence is good." required=true error
            />
            <button class="button button--primary button--wide" disabled=move || action.pending().get()>"Set password and sign in"</button>
        </ActionForm>
    }
}
