//! Publishing a part of a draft: what it would do is said first, because it cannot be taken back.

use super::{
    Impact, PublishForm,
    api::{PublishDraft, load_impact},
    difference::Difference,
};
use crate::{
    components::{Field, FormAlert, Icon, Problem},
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::{use_params_map, use_query_map},
};

/// `/rotas/{slug}/drafts/{id}/publish`.
#[component]
pub fn PublishDraftPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let action = ServerAction::<PublishDraft>::new();
    let key = move || {
        let part = |name: &str| params.with(|params| params.get(name)).unwrap_or_default();
        let asked = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        let form = PublishForm {
            from: asked("from"),
            to: asked("to"),
            ..PublishForm::default()
        };
        (part("slug"), part("id"), form, action.version().get())
    };
    let load = Resource::new(key, |(slug, id, form, _)| load_impact(slug, id, form));
    view! {
        <Title text="Publish"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(impact) => view! { <Page impact action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(impact: Impact, action: ServerAction<PublishDraft>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let back = format!("/rotas/{}/drafts/{}", impact.heading.slug, impact.draft.id);
    let (name, form) = (impact.draft.name.clone(), format!("{back}/publish"));
    let (from, to) = impact.dates.clone();
    view! {
        <RotaHead heading=impact.heading.clone() tab=RotaTab::Plan>
            <A href=back attr:class="button">"Back to the draft"</A>
        </RotaHead>
        <FormAlert error/>
        <div class="split split--start">
            <div class="stack">
                <Form method="GET" action=form attr:class="card form">
                    <h2>"Publish "<bdi>{name}</bdi></h2>
                    <p class="muted small">"All that lies ahead, or the turns that begin from one day to another. The rest stays a draft."</p>
                    <Field name="from" label="From" kind="date" value=from error=Signal::stored(None)/>
                    <Field name="to" label="To" kind="date" value=to error=Signal::stored(None)/>
                    <button class="button">"Show what it would do"</button>
                </Form>
                <Confirm impact=impact.clone() action/>
            </div>
            <div class="stack"><Effects impact/></div>
        </div>
    }
}

/// Publishes all the same, and takes back the covers in the way in the same change.
#[component]
fn WithoutCovers(impact: Impact, action: ServerAction<PublishDraft>) -> impl IntoView {
    let ids: Vec<String> = impact.in_the_way.iter().map(|(id, _)| id.clone()).collect();
    let (title, button) = match ids.len() {
        1 => ("Withdraw the cover in the way?", "Publish and withdraw this cover"),
        _ => ("Withdraw the covers in the way?", "Publish and withdraw these covers"),
    };
    view! {
        <section class="card stack publish">
            <h2>{title}</h2>
            <p class="muted small">"What of them has passed stands. The plan and the withdrawal are one change: both happen, or neither."</p>
            <ul class="plain">{impact.in_the_way.into_iter().map(|(_, words)| view! { <li>{words}</li> }).collect_view()}</ul>
            <ActionForm action=action>
                <input type="hidden" name="slug" value=impact.heading.slug/>
                <input type="hidden" name="id" value=impact.draft.id/>
                <input type="hidden" name="form[from]" value=impact.dates.0/>
                <input type="hidden" name="form[to]" value=impact.dates.1/>
                <input type="hidden" name="form[seen]" value=impact.draft.revision/>
                <input type="hidden" name="form[withdraw]" value=ids.join(",")/>
                <button class="button button--danger button--wide" disabled=move || action.pending().get()>{button}</button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Confirm(impact: Impact, action: ServerAction<PublishDraft>) -> impl IntoView {
    let pending = action.pending();
    let refused = impact.refused.clone();
    if !refused.is_empty() {
        let instead = impact.clone();
        return view! {
            <div class="alert alert--error" role="alert">
                <Icon name="warning"/>
                <div>
                    <p class="alert__title">"This cannot be published"</p>
                    <ul>{refused.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                </div>
            </div>
            {(!instead.in_the_way.is_empty()).then(|| view! { <WithoutCovers impact=instead action/> })}
        }
        .into_any();
    }
    let (class, word) = match impact.gaps.len() {
        0 => ("button button--primary button--wide", "Publish now".to_owned()),
        1 => ("button button--danger button--wide", "Publish with 1 gap".to_owned()),
        gaps => (
            "button button--danger button--wide",
            format!("Publish with {gaps} gaps"),
        ),
    };
    view! {
        <section class="card stack publish">
            <h2>"Publish this plan?"</h2>
            <p class="strong">{impact.part}</p>
            {impact.rest.map(|words| view! { <p class="muted small">{words}</p> })}
            <p class="muted small">"It goes to the board, into calendars and to whoever has to be called. It cannot be taken back: later changes are covers, or another plan."</p>
            <ActionForm action=action>
                <input type="hidden" name="slug" value=impact.heading.slug/>
                <input type="hidden" name="id" value=impact.draft.id/>
                <input type="hidden" name="form[from]" value=impact.dates.0/>
                <input type="hidden" name="form[to]" value=impact.dates.1/>
                <input type="hidden" name="form[seen]" value=impact.draft.revision/>
                <button class=class disabled=move || pending.get()>{word}</button>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Who is affected, and what becomes of leave, gaps and covers.
#[component]
fn Effects(impact: Impact) -> impl IntoView {
    let covers: Vec<String> = impact
        .covers
        .into_iter()
        .map(|(words, kind)| match kind.as_str() {
            "in-the-way" => format!("In the way: {words}"),
            _ => words,
        })
        .collect();
    view! {
        <section class="card stack">
            <div class="card__head"><h2>"Who is affected"</h2></div>
            <Difference difference=impact.difference/>
        </section>
        <Listed title="Nobody serves as" lines=impact.gaps danger=true/>
        <Listed title="Against a rule, with a reason" lines=impact.against danger=false/>
        <Listed title="Published against a rule already" lines=impact.stays danger=false/>
        <Listed title="On two rotas at once" lines=impact.two_rotas danger=false/>
        <Listed title="Covers in this time" lines=covers danger=false/>
        <Listed title="On leave in this time" lines=impact.leave danger=false/>
    }
}

#[component]
fn Listed(title: &'static str, lines: Vec<String>, danger: bool) -> impl IntoView {
    let any = !lines.is_empty();
    any.then(|| {
        view! {
            <section class="card" class:card--danger=danger>
                <div class="card__head"><h2>{title}</h2></div>
                <ul class="plain">{lines.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            </section>
        }
    })
}
