//! The support card, to read and to print.

use super::{LevelView, SupportCardPage, edit::Edit, load_support_card};
use crate::{
    components::{Done, Icon, Problem},
    escalation::CallView,
    help::Help,
    now::CardView,
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The page of a service's support card.
#[component]
pub fn SupportCardPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    // After a change the card is loaded again.
    let done = move || query.with(|query| query.get("done")).unwrap_or_default();
    let load = Resource::new(move || (slug(), done()), |(slug, _)| load_support_card(slug));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: SupportCardPage) -> impl IntoView {
    let service = format!("/services/{}", page.slug);
    let name = page.name.clone();
    let edit = page
        .may_manage
        .then(|| view! { <Edit slug=page.slug.clone() form=page.form.clone()/> });
    let escalation = page.escalation.clone().into_iter().map(|one| {
        view! {
            <section class="stack stack--tight">
                <h3>{one.severity}</h3>
                <ol class="calls">{one.calls.into_iter().map(|call| view! { <CallView call/> }).collect_view()}</ol>
            </section>
        }
    });
    view! {
        <Title text=format!("Support card of {}", page.name)/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/services">"Services"</A><Icon name="chevron-right" small=true/>
                    <A href=service>{name}</A>
                </nav>
                <div class="title"><h1><bdi>{page.name.clone()}</bdi></h1><Help words=&["service", "escalation"]/></div>
                {(!page.description.is_empty()).then(|| view! { <p>{page.description.clone()}</p> })}
                <p class="muted">{format!("Support card of {}, as of {}.", page.team, page.now)}</p>
            </div>
        </div>
        <Done key="saved" words="Saved."/>
        <CardView card=page.card.clone()/>
        <p class="muted small">{page.on_duty.clone()}</p>
        <Levels levels=page.levels.clone()/>
        <div class="support__duties">
            <Duties role=Role::Lead lines=page.lead.clone()/>
            <Duties role=Role::Engineer lines=page.engineer.clone()/>
        </div>
        <Facts page=page.clone()/>
        <section class="card stack">
            <h2>"Who is called now"</h2>
            <div class="grid">{escalation.collect_view()}</div>
        </section>
        {edit}
    }
}

/// What is promised.
#[component]
fn Levels(levels: Vec<LevelView>) -> impl IntoView {
    if levels.is_empty() {
        return view! { <section class="card stack"><h2>"Service levels"</h2><p class="muted">"Nothing is promised yet."</p></section> }.into_any();
    }
    let or_none = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    let rows = levels.into_iter().map(|level| {
        let update = match (level.update.is_empty(), level.channel.is_empty()) {
            (true, _) => or_none(level.channel),
            (false, true) => format!("every {}", level.update),
            (false, false) => format!("every {}, {}", level.update, level.channel),
        };
        let examples = (!level.examples.is_empty())
            .then(|| view! { <p class="muted small">{format!("Such as: {}", level.examples)}</p> });
        view! {
            <tr>
                <th scope="row">{level.severity}</th>
                <td data-label="What"><div><p>{or_none(level.definition)}</p>{examples}</div></td>
                <td data-label="Response">{or_none(level.response)}</td>
                <td data-label="Updates">{update}</td>
                <td data-label="Restored">{or_none(level.restore)}</td>
            </tr>
        }
    });
    view! {
        <section class="card stack">
            <h2>"Service levels"</h2>
            <table class="table">
                <thead><tr><th scope="col">"Severity"</th><th scope="col">"What"</th><th scope="col">"Response in"</th><th scope="col">"Updates"</th><th scope="col">"Restored in"</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// What somebody in a role does.
#[component]
fn Duties(role: Role, lines: Vec<String>) -> impl IntoView {
    let icon = match role {
        Role::Lead => "compass",
        Role::Engineer => "wrench",
    };
    view! {
        <section class="card stack">
            <h2 class="row"><Icon name=icon/>{format!("What the {role} does")}</h2>
            <ol class="support__list">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ol>
        </section>
    }
}

/// Hours, people and places.
#[component]
fn Facts(page: SupportCardPage) -> impl IntoView {
    let facts = [
        ("Support hours", page.hours),
        ("To raise an issue", page.raise),
        ("Issues are kept in", page.tracker),
        ("Triage", page.triage),
        ("Stakeholders", page.stakeholders),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    let facts: Vec<_> = facts
        .map(|(name, text)| view! { <div><dt>{name}</dt><dd class="support__text">{text}</dd></div> })
        .collect();
    let books: Vec<_> = page
        .runbooks
        .into_iter()
        .map(|(title, address)| view! { <li><a href=address rel="noopener noreferrer">{title}</a></li> })
        .collect();
    if facts.is_empty() && books.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="card stack">
            <h2>"Good to know"</h2>
            <dl class="support__facts">{facts}</dl>
            {(!books.is_empty()).then(|| view! { <h3>"Runbooks"</h3><ul class="support__list">{books}</ul> })}
        </section>
    }
    .into_any()
}
