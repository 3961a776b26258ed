//! The form of a rota's name and rules, for a new one and for one that exists.

use super::{
    FormChoices, RotaForm, RotaSettings,
    api::{CreateRota, LivePreview, PreviewRules, SaveRota, load_rota_form, preview_rules},
    fields::{Coverage, HandoverFields, HolidayFields, NameFields},
    heading::{RotaHead, RotaTab},
    preview::PreviewPane,
    typed_form,
};
use crate::{
    AppError,
    components::{Empty, Field, FormAlert, Icon, OverIt, Problem},
};
use leptos::{ev::MouseEvent, html, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

/// The page that makes a rota.
#[component]
pub fn NewRotaPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let load = Resource::new(|| (), move |()| open(None, query.clone()));
    view! {
        <Title text="New rota"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok((settings, _)) if settings.choices.teams.is_empty() => view! { <NoTeams/> }.into_any(),
                    Ok((settings, first)) => view! { <NewForm settings first/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn NoTeams() -> impl IntoView {
    view! {
        <div class="page-head"><div class="page-head__text"><h1>"New rota"</h1></div></div>
        <Empty icon="team" title="A team first" text="A rota is served by a team: the people who may be Lead or Engineer on it.">
            <A href="/teams" attr:class="button button--primary"><Icon name="plus"/>"Create team"</A>
        </Empty>
    }
}

#[component]
fn NewForm(settings: RotaSettings, first: LivePreview) -> impl IntoView {
    let action = ServerAction::<CreateRota>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let (changed, preview, node) = live();
    let form = settings.form;
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
            <PreviewPane first changed/>
        </div>
    }
}

/// The page that changes a rota's rules.
#[component]
pub fn RotaSettingsPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let query = use_query_map().get_untracked();
    let load = Resource::new(slug, move |slug| open(Some(slug), query.clone()));
    view! {
        <Title text="Rota settings"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok((settings, first)) => view! { <EditForm settings first/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn EditForm(settings: RotaSettings, first: LivePreview) -> impl IntoView {
    let action = ServerAction::<SaveRota>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let (changed, preview, node) = live();
    let form = settings.form;
    let slug = settings
        .heading
        .as_ref()
        .map(|heading| heading.slug.clone())
        .unwrap_or_default();
    let base = format!("/rotas/{slug}");
    view! {
        {settings.heading.map(|heading| view! { <RotaHead heading tab=RotaTab::Settings/> })}
        <div class="split">
            <ActionForm action=action node_ref=node attr:class="form" on:change=move |_| preview.run(())>
                <FormAlert error/>
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="rota[revision]" value=form.revision.clone()/>
                <input type="hidden" name="rota[slug]" value=form.slug.clone()/>
                <Effective value=form.effective.clone() error/>
                <Fields form choices=settings.choices fixed=true error/>
                <OverIt name="rota[over]" error/>
                <Actions page=format!("{base}/settings") word="Save rota" cancel=base pending=action.pending() preview/>
            </ActionForm>
            <PreviewPane first changed/>
        </div>
    }
}

/// The form as it opens, with what was typed before, and what its rules lead to.
///
/// Both are loaded by the page itself: a resource made inside a `Suspend` is made several times on the server, and the
/// browser then cannot find its data.
async fn open(slug: Option<String>, query: ParamsMap) -> Result<(RotaSettings, LivePreview), AppError> {
    let new = slug.is_none();
    let mut settings = load_rota_form(slug).await?;
    let asked = query.get("team").filter(|_| new);
    if let Some(team) = asked.filter(|team| settings.choices.teams.iter().any(|(slug, _)| slug == team)) {
        settings.form.team = team;
    }
    settings.form = typed_form::refill(&query, settings.form);
    let first = preview_rules(settings.form.clone()).await;
    Ok((settings, first))
}

/// What previews the rules, a way to make it do so, and the form they are read from.
fn live() -> (ServerAction<PreviewRules>, Callback<()>, NodeRef<html::Form>) {
    let (changed, node) = (ServerAction::<PreviewRules>::new(), NodeRef::<html::Form>::new());
    let read = Callback::new(move |()| {
        if let Some(rota) = node.get_untracked().and_then(|form| typed_form::read(&form)) {
            changed.dispatch(PreviewRules { rota });
        }
    });
    (changed, read, node)
}

#[component]
fn Fields(form: RotaForm, choices: FormChoices, fixed: bool, error: Signal<Option<AppError>>) -> impl IntoView {
    view! {
        <NameFields form=form.clone() choices=choices.clone() fixed error/>
        <Coverage form=form.clone() error/>
        <HolidayFields form=form.clone() choices error/>
        <HandoverFields form=form.clone() error/>
    }
}

/// From when on what is changed holds.
#[component]
fn Effective(value: String, error: Signal<Option<AppError>>) -> impl IntoView {
    let hint = "Published shifts from then on are cut anew, with the same people as far as they go; what lies before stands. The preview says what changes. The published end leaves all that is published as it is.";
    view! {
        <fieldset class="form__group">
            <legend>"Takes effect"</legend>
            <Field name="rota[effective]" label="Changes hold from" kind="datetime-local" value hint error/>
        </fieldset>
    }
}

#[component]
fn Actions(
    page: String,
    word: &'static str,
    cancel: String,
    pending: Memo<bool>,
    preview: Callback<()>,
) -> impl IntoView {
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
