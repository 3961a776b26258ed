//! The first start: the organisation and its first administrator, through a one-time link.

use crate::{
    AppError,
    components::{Field, FormAlert, Icon, Mark, Problem, Select},
    viewer::awaits_set_up,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};
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
    async fn setup_form(&self, key: String) -> crate::Answer<SetupForm>;
    /// Makes the organisation and signs its administrator in.
    async fn set_up(&self, organisation: NewOrganisation) -> crate::Answer<()>;
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
    let awaited = awaits_set_up();
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
                            Err(error) => view! { <NotThisWay error awaited/> }.into_any(),
                        }
                    }
                })}
            </Transition>
        </main>
    }
}

/// A link that opens nothing: what to do instead. None of the pages behind the sign-in is offered.
#[component]
fn NotThisWay(error: AppError, awaited: bool) -> impl IntoView {
    match error {
        AppError::Forbidden(why) => {
            crate::status::set_status(403);
            if awaited {
                view! { <NotSetUp why/> }.into_any()
            } else {
                view! { <SetUpAlready why/> }.into_any()
            }
        }
        error => view! { <Problem error/> }.into_any(),
    }
}

/// What somebody finds before anybody has set Tandem up.
#[component]
pub(crate) fn NotSetUp(
    /// What is wrong with the link that was tried, if one was.
    #[prop(optional, into)]
    why: String,
) -> impl IntoView {
    let next = if why.is_empty() {
        "No link at hand, or is it older than a day? Start the server again: it prints a new one."
    } else {
        "Look for the newest link: each start prints another."
    };
    view! {
        <div class="card stack">
            <h1>"Tandem is not set up yet"</h1>
            {(!why.is_empty()).then(|| view! {
                <div class="alert alert--error" role="alert"><Icon name="warning"/><div><p>{why}</p></div></div>
            })}
            <p>"Open the set-up link that the server printed on its console when it started. It works once, within a day, and makes the organisation and its administrator."</p>
            <p class="muted">{next}</p>
        </div>
    }
}

#[component]
fn SetUpAlready(why: String) -> impl IntoView {
    view! {
        <div class="card stack">
            <h1>"Nothing left to set up"</h1>
            <p>{why}</p>
            <A href="/sign-in" attr:class="button button--primary button--wide">"Sign in"</A>
        </div>
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
