//! Adding a person.

use super::{AddPerson, NewPersonPage, load_new_person, organisation_roles};
use crate::{
    components::{Field, FormAlert, Problem, Select},
    viewer::sends_mail,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// The page that adds a person.
#[component]
pub fn NewPersonPageView() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_new_person());
    view! {
        <Title text="Add person"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Form page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Form(page: NewPersonPage) -> impl IntoView {
    let action = ServerAction::<AddPerson>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let zones = page.zones.into_iter().map(|zone| (zone.clone(), zone)).collect();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/people">"People"</A></nav>
                <h1>"Add person"</h1>
            </div>
        </div>
        <ActionForm action=action attr:class="card form">
            <FormAlert error/>
            <div class="form__pair">
                <Field name="person[name]" label="Name" required=true error/>
                <Field name="person[email]" label="E-mail" kind="email" required=true error/>
            </div>
            <div class="form__pair">
                <Select name="person[zone]" label="Time zone" options=zones value=page.zone error/>
                <Field name="person[phone]" label="Telephone" kind="tel" hint="In international form, such as +44 20 7946 0101. May be left out." error/>
            </div>
            <div class="form__pair">
                <Select name="person[role]" label="Organisation role" options=organisation_roles() value="member" error/>
                <Field
                    name="person[password]" label="First password" kind="password" autocomplete="new-password"
                    hint="12 characters or more. Leave it out for somebody who is invited, or does not sign in." error
                />
            </div>
            <label class="check">
                <input type="checkbox" name="invite" checked/>
                <span>"Make an invitation "<span class="muted">"(a link by which they set their own password)"</span></span>
            </label>
            {sends_mail().then(|| view! {
                <label class="check">
                    <input type="checkbox" name="mail" checked/>
                    <span>"Send the invitation to their e-mail address"</span>
                </label>
            })}
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Add person"</button>
                <A href="/people" attr:class="button button--quiet">"Cancel"</A>
            </div>
        </ActionForm>
    }
}
