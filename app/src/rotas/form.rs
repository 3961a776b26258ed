//! The form of a rota's name and rules, for a new one and for one that exists.

use super::{
    FormChoices, RotaForm, RotaSettings,
    api::{CreateRota, SaveRota, load_rota_form},
    fields::{Coverage, HandoverFields, HolidayFields, NameFields, PlanningFields},
    heading::{RotaHead, RotaTab},
    preview::PreviewPane,
    typed_form,
};
use crate::{
    AppError,
    components::{Empty, FormAlert, Icon, Problem},
};
use leptos::{ev::MouseEvent, html, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The page that makes a rota.
#[component]
pub fn NewRotaPage() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_rota_form(None));
    view! {
        <Title text="New rota"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(settings) if settings.choices.teams.is_empty() => view! { <NoTeams/> }.into_any(),
                    Ok(settings) => view! { <NewForm settings/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn NoTeams() -> impl IntoView {
    view! {
        <Empty icon="team" title="A team first" text="A rota is served by a team: the people who may be Lead or Engineer on it.">
            <A href="/teams/new" attr:class="button button--primary"><Icon name="plus"/>"Create team"</A>
        </Empty>
    }
}

#[component]
fn NewForm(settings: RotaSettings) -> impl IntoView {
    let action = ServerAction::<CreateRota>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let form = use_query_map().with_untracked(|query| typed_form::refill(query, settings.form));
    let (shown, preview, node) = live(form.clone());
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/rotas">"Rotas"</A></nav>
                <h1>"New rota"</h1>
            </div>
        </div>
        <div class="split">
            <ActionForm action=action node_ref=node attr:class="form" on:change=move |_| preview.run(())>
                <FormAlert error/>
                <Fields form choices=settings.choices fixed=false error/>
                <Actions page="/rotas/new".to_owned() word="Create rota" cancel="/rotas".to_owned() pending=action.pending() preview/>
            </ActionForm>
            <PreviewPane form=shown/>
        </div>
    }
}

/// The page that changes a rota's rules.
#[component]
pub fn RotaSettingsPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let load = Resource::new(slug, |slug| load_rota_form(Some(slug)));
    view! {
        <Title text="Rota settings"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(settings) => view! { <EditForm settings/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn EditForm(settings: RotaSettings) -> impl IntoView {
    let action = ServerAction::<SaveRota>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let form = use_query_map().with_untracked(|query| typed_form::refill(query, settings.form));
    let (shown, preview, node) = live(form.clone());
    let slug = settings.heading.as_ref().map(|heading| heading.slug.clone()).unwrap_or_default();
    let base = format!("/rotas/{slug}");
    view! {
        {settings.heading.map(|heading| view! { <RotaHead heading tab=RotaTab::Settings/> })}
        <div class="split">
            <ActionForm action=action node_ref=node attr:class="form" on:change=move |_| preview.run(())>
                <FormAlert error/>
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="rota[revision]" value=form.revision.clone()/>
                <Fields form choices=settings.choices fixed=true error/>
                <p class="muted small">"What is published stays as it is until you plan again and publish."</p>
                <Actions page=format!("{base}/settings") word="Save rota" cancel=base pending=action.pending() preview/>
            </ActionForm>
            <PreviewPane form=shown/>
        </div>
    }
}

/// What the preview shows, a way to bring it up to date, and the form it is read from.
fn live(form: RotaForm) -> (Signal<RotaForm>, Callback<()>, NodeRef<html::Form>) {
    let (shown, node) = (RwSignal::new(form), NodeRef::<html::Form>::new());
    let read = Callback::new(move |()| {
        if let Some(form) = node.get_untracked().and_then(|form| typed_form::read(&form)) {
            shown.set(form);
        }
    });
    (shown.into(), read, node)
}

#[component]
fn Fields(form: RotaForm, choices: FormChoices, fixed: bool, error: Signal<Option<AppError>>) -> impl IntoView {
    view! {
        <NameFields form=form.clone() choices=choices.clone() fixed error/>
        <Coverage form=form.clone() error/>
        <HolidayFields form=form.clone() choices error/>
        <HandoverFields form=form.clone() error/>
        <PlanningFields form error/>
    }
}

#[component]
fn Actions(page: String, word: &'static str, cancel: String, pending: Memo<bool>, preview: Callback<()>) -> impl IntoView {
    // Without JavaScript the button asks for the page again, with the fields in its address.
    let look = move |event: MouseEvent| {
        event.prevent_default();
        preview.run(());
    };
    view! {
        <div class="form__actions">
            <button class="button button--primary" disabled=move || pending.get()>{word}</button>
            <button class="button" name="preview" value="1" formmethod="get" formaction=page formnovalidate=true on:click=look>"Preview"</button>
            <A href=cancel attr:class="button button--quiet">"Cancel"</A>
        </div>
    }
}
