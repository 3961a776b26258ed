//! A service's name and rotas; a new service.

use super::{PutService, ServiceFormPage, load_service_form};
use crate::components::{Empty, Field, FormAlert, Icon, Problem, Select};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The page that makes a service.
#[component]
pub fn NewServicePage() -> impl IntoView {
    view! { <FormPage slug=Signal::derive(String::new)/> }
}

/// The page that changes a service.
#[component]
pub fn EditServicePage() -> impl IntoView {
    let params = use_params_map();
    view! { <FormPage slug=Signal::derive(move || params.with(|params| params.get("slug")).unwrap_or_default())/> }
}

#[component]
fn FormPage(slug: Signal<String>) -> impl IntoView {
    let load = Resource::new(move || slug.get(), load_service_form);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) if page.teams.is_empty() => view! { <First what="team" href="/teams" word="Create team"/> }.into_any(),
                    Ok(page) if page.rotas.is_empty() => view! { <First what="rota" href="/rotas/new" word="Create rota"/> }.into_any(),
                    Ok(page) => view! { <Form page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// What a service needs before there can be one.
#[component]
fn First(what: &'static str, href: &'static str, word: &'static str) -> impl IntoView {
    let text = "A service belongs to a team, and the rotas of teams say whom to call for it.";
    view! {
        <Title text="New service"/>
        <div class="page-head"><div class="page-head__text"><h1>"New service"</h1></div></div>
        <Empty icon="shield" title=format!("A {what} first") text>
            <A href=href attr:class="button button--primary"><Icon name="plus"/>{word}</A>
        </Empty>
    }
}

#[component]
fn Form(page: ServiceFormPage) -> impl IntoView {
    let action = ServerAction::<PutService>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let new = page.form.slug.is_empty();
    let title = if new {
        "New service".to_owned()
    } else {
        page.form.name.clone()
    };
    let form = page.form;
    // A team's page leads here with its own slug.
    let asked = use_query_map().with_untracked(|query| query.get("team"));
    let asked = asked.filter(|slug| new && page.teams.iter().any(|(team, _)| team == slug));
    let team = asked.unwrap_or_else(|| form.team.clone());
    let crumb = if new { "Services".to_owned() } else { form.name.clone() };
    let back = if new {
        "/services".to_owned()
    } else {
        format!("/services/{}", form.slug)
    };
    view! {
        <Title text=title.clone()/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href=back.clone()>{crumb}</A><Icon name="chevron-right" small=true/></nav>
                <h1>{title}</h1>
            </div>
        </div>
        <ActionForm action=action attr:class="card form">
            <FormAlert error/>
            <input type="hidden" name="service[slug]" value=form.slug/>
            <Field name="service[name]" label="Name" value=form.name required=true error/>
            <Field name="service[description]" label="Description" value=form.description hint="What it is, in a sentence." error/>
            {if new {
                view! { <Select name="service[team]" label="Team" options=page.teams value=team hint="Its managers are called when nobody else is left." error/> }.into_any()
            } else {
                view! { <input type="hidden" name="service[team]" value=team/> }.into_any()
            }}
            <div class="form__pair">
                <Select name="service[in_hours_rota]" label="Rota in office hours" options=page.rotas.clone() value=form.in_hours_rota error/>
                <Select name="service[out_of_hours_rota]" label="Rota out of hours" options=page.rotas value=form.out_of_hours_rota hint="May be the same." error/>
            </div>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>{if new { "Create service" } else { "Save" }}</button>
                <A href=back attr:class="button button--quiet">"Cancel"</A>
            </div>
        </ActionForm>
    }
}
