//! The first start: the organisation and its first administrator, through a one-time link.

use crate::{
    Answer,
    components::{Field, FormAlert, Mark, Problem, Select},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

/// What the set-up page needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupForm {
    /// Names of the zones to choose from.
    pub zones: Vec<String>,
    /// Key and name of each holiday calendar.
    pub holiday_calendars: Vec<(String, String)>,
}

/// What set-up asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewOrganisation {
    /// The secret of the one-time link.
    pub key: String,
    /// The organisation's name.
    pub organisation: String,
    /// Its IANA zone.
    pub zone: String,
    /// Key of its holiday calendar; empty for none.
    pub holiday_calendar: String,
    /// The administrator's name.
    pub name: String,
    /// The administrator's e-mail address.
    pub email: String,
    /// The administrator's password: 12 to 128 characters.
    pub password: String,
    /// `on` to fill it with the example organisation.
    pub example: Option<String>,
}

/// Setting up.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// What the page needs, if the link's `key` is good.
    async fn setup_form(&self, key: String) -> Answer<SetupForm>;
    /// Makes the organisation and signs its administrator in.
    async fn set_up(&self, organisation: NewOrganisation) -> Answer<()>;
}

/// What the page needs, if the link's `key` is good.
#[server(endpoint = "setup/form")]
pub async fn load_setup_form(key: String) -> Result<SetupForm, crate::AppError> {
    crate::ports::ports()?.setup_form(key).await
}

/// Makes the organisation and signs its administrator in.
#[server(endpoint = "setup/create")]
pub async fn set_up(organisation: NewOrganisation) -> Result<(), crate::AppError> {
    crate::ports::ports()?.set_up(organisation).await?;
    leptos_axum::redirect("/");
    Ok(())
}

/// The set-up page.
#[component]
pub fn SetupPage() -> impl IntoView {
    let key = use_query_map()
        .with_untracked(|query| query.get("key"))
        .unwrap_or_default();
    let form = Resource::new(
        {
            let key = key.clone();
            move || key.clone()
        },
        load_setup_form,
    );
    view! {
        <Title text="Set up"/>
        <main class="alone alone--wide" id="main">
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
fn Form(key: String, form: SetupForm) -> impl IntoView {
    let action = ServerAction::<SetUp>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let zones = form.zones.into_iter().map(|zone| (zone.clone(), zone)).collect();
    view! {
        <ActionForm action=action attr:class="card form">
            <FormAlert error/>
            <div class="page-head__text">
                <h1>"Set up Tandem"</h1>
                <p class="muted">"One minute. You can change everything later."</p>
            </div>
            <input type="hidden" name="organisation[key]" value=key/>
            <fieldset class="form__group">
                <legend>"Organisation"</legend>
                <Field name="organisation[organisation]" label="Name" required=true error/>
                <Select name="organisation[zone]" label="Time zone" options=zones value="Europe/London" error/>
                <Select name="organisation[holiday_calendar]" label="Bank holidays" options=form.holiday_calendars value="GB-ENG" error/>
            </fieldset>
            <fieldset class="form__group">
                <legend>"You, the administrator"</legend>
                <Field name="organisation[name]" label="Name" autocomplete="name" required=true error/>
                <Field name="organisation[email]" label="E-mail" kind="email" autocomplete="username" required=true error/>
                <Field
                    name="organisation[password]" label="Password" kind="password" autocomplete="new-password"
                    hint="12 characters or more; a sentence is good." required=true error
                />
            </fieldset>
            <label class="check">
                <input type="checkbox" name="organisation[example]"/>
                <span>"Load the example organisation "<span class="muted">"(three teams with rotas, to look around)"</span></span>
            </label>
            <button class="button button--primary button--wide" disabled=move || action.pending().get()>"Create organisation"</button>
        </ActionForm>
    }
}
