//! The page on which somebody takes a role for a while.

use super::{
    Asked, Candidate, CoverPage, Quick, Writing,
    list::{CoverList, Made},
    load_cover_page,
    outcome::OutcomeView,
    suggestions::Suggestions,
};
use crate::{
    components::{Field, Icon, Problem, RoleIcon, Select, percent_encode},
    help::Help,
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::{use_params_map, use_query_map},
};

/// `/rotas/{slug}/cover`.
#[component]
pub fn CoverPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let writing = Writing::new();
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let asked = query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            Asked {
                role: get("role"),
                lead: get("lead"),
                engineer: get("engineer"),
                from: get("from"),
                to: get("to"),
                preview: get("preview"),
                made: get("made"),
                change: get("change"),
                changed: get("changed"),
                page: get("page"),
                first: get("first"),
                last: get("last"),
            }
        });
        (slug, asked, writing.done())
    };
    let load = Resource::new(key, |(slug, asked, _)| load_cover_page(slug, asked));
    view! {
        <Title text="Cover"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page writing/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: CoverPage, writing: Writing) -> impl IntoView {
    let (href, rota) = (format!("/rotas/{}", page.slug), page.rota.clone());
    let zone = format!("{} · {}", page.rota, page.zone);
    let title = if page.change.is_some() {
        "Change a cover"
    } else {
        "Cover a stretch"
    };
    let pages = (page.slug.clone(), page.pages);
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/rotas">"Rotas"</A><Icon name="chevron-right" small=true/><A href=href>{rota}</A>
                </nav>
                <div class="title"><h1>{title}</h1><Help words=&["cover", "override", "gap"]/></div>
                <p class="muted">{zone}</p>
            </div>
        </div>
        <div class="split split--start">
            <div class="stack">
                {page.may.then(|| view! { <Choose page=page.clone()/> })}
                {(!page.may).then(|| view! {
                    <div class="card"><p class="muted">"Members of the team and administrators make covers. You can see them here."</p></div>
                })}
            </div>
            <div class="stack">
                {page.made.clone().map(|row| view! { <Made row action=writing.withdraw changed=page.was_changed/> })}
                {page.outcome.clone().map(|outcome| view! { <OutcomeView outcome page=page.clone() writing/> })}
                {(page.may && page.outcome.is_none() && page.change.is_none()).then(|| view! { <Suggestions page=page.clone()/> })}
                <CoverList slug=pages.0 covers=page.covers.clone() pages=pages.1 may=page.may writing/>
            </div>
        </div>
    }
}

/// Who, and when: answered by the preview.
#[component]
fn Choose(page: CoverPage) -> impl IntoView {
    let base = format!("/rotas/{}/cover", page.slug);
    let error = Signal::stored(None);
    let zone_hint = format!("{} · {}", page.length, page.zone);
    view! {
        <Form method="GET" action=base.clone() attr:class="card form cover-form">
            {page.change.clone().map(|change| view! {
                <input type="hidden" name="change" value=change.id/>
                <p class="muted small">"As it is: "{change.words}</p>
            })}
            <fieldset class="form__group">
                <legend>"Role to cover"</legend>
                <span class="segments">
                    <RoleChoice value="lead" chosen=page.role.clone() role=Role::Lead/>
                    <RoleChoice value="engineer" chosen=page.role.clone() role=Role::Engineer/>
                    <label><input type="radio" name="role" value="both" checked=page.role == "both"/>"Both"</label>
                </span>
            </fieldset>
            <Person name="lead" label="Lead by" chosen=page.lead.clone() people=page.leads.clone()/>
            <Person name="engineer" label="Engineer by" chosen=page.engineer.clone() people=page.engineers.clone()/>
            {page.change.is_none().then(|| view! {
                <QuickChoices page=page.clone() base/>
                <WholeShifts shifts=page.shifts.clone()/>
            })}
            <Field name="from" label="From" kind="datetime-local" value=page.from.clone() required=true error/>
            <Field name="to" label="To" kind="datetime-local" value=page.to.clone() hint=zone_hint required=true error/>
            <div class="form__actions">
                <button class="button button--primary" name="preview" value="yes">"Preview"</button>
            </div>
        </Form>
    }
}

#[component]
fn RoleChoice(value: &'static str, chosen: String, role: Role) -> impl IntoView {
    view! {
        <label class=crate::components::lane_class(role)>
            <input type="radio" name="role" value=value checked=chosen == value/><RoleIcon role/>
        </label>
    }
}

#[component]
fn Person(name: &'static str, label: &'static str, chosen: String, people: Vec<Candidate>) -> impl IntoView {
    let hint = format!("{name}-hint");
    view! {
        <div class=format!("field cover-form__{name}")>
            <label class="field__label" for=name>{label}</label>
            <select class="input" id=name name=name aria-describedby=hint.clone()>
                {people.into_iter().map(|person| {
                    let selected = person.id == chosen;
                    view! { <option value=person.id selected=selected>{person.words}</option> }
                }).collect_view()}
            </select>
            <p class="field__hint" id=hint>"Free and qualified people first."</p>
        </div>
    }
}

#[component]
fn QuickChoices(page: CoverPage, base: String) -> impl IntoView {
    let href = |quick: &Quick| {
        let pairs = [
            ("role", &page.role),
            ("lead", &page.lead),
            ("engineer", &page.engineer),
            ("from", &quick.from),
            ("to", &quick.to),
        ];
        let query: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        format!("{base}?{}", query.join("&"))
    };
    let links: Vec<(String, String)> = page
        .quick
        .iter()
        .map(|quick| (href(quick), quick.words.clone()))
        .collect();
    view! {
        <div class="row">
            {links.into_iter().map(|(href, words)| view! { <A href=href attr:class="button">{words}</A> }).collect_view()}
            {page.exchange.map(|href| view! { <A href=href attr:class="button">"Exchange Lead and Engineer"</A> })}
        </div>
    }
}

/// Whole shifts, from the one to the other, in place of times.
#[component]
fn WholeShifts(shifts: Vec<(String, String)>) -> impl IntoView {
    let none = Signal::stored(None);
    let with = |first: &str| {
        let mut choices = vec![(String::new(), first.to_owned())];
        choices.extend(shifts.iter().cloned());
        choices
    };
    let (first, last) = (with("The times below"), with("Only that one"));
    (shifts.len() > 1).then(|| {
        view! {
            <details class="details">
                <summary class="row muted"><Icon name="chevron-down" small=true/>"Several whole shifts"</summary>
                <Select name="first" label="From the shift" options=first error=none/>
                <Select name="last" label="To the shift" options=last error=none/>
                <p class="field__hint">"Time outside coverage stays off, and a gap inside is filled."</p>
            </details>
        }
    })
}
