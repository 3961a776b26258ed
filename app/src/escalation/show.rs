//! One service: who is on now, its policy, and who would be called.

use super::{
    ServicePage,
    calls::WhoWouldBeCalled,
    load_service,
    policy::Policy,
    versions::{Draft, Versions},
};
use crate::{
    components::{Done, Icon, Problem},
    help::Help,
    now::CardView,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The page of one service.
#[component]
pub fn ServicePageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let key = Memo::new(move |_| {
        let asked = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        (
            params.with(|params| params.get("slug")).unwrap_or_default(),
            asked("severity"),
            at_of(asked("at"), asked("ahead")),
            asked("draft"),
            asked("done"),
        )
    });
    let load = Resource::new(
        move || key.get(),
        |(slug, severity, at, draft, _)| load_service(slug, severity, at, draft),
    );
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

/// The instant asked about: hours ahead are what the line sends without scripts.
fn at_of(at: String, ahead: String) -> String {
    if ahead.is_empty() { at } else { format!("in-{ahead}h") }
}

#[component]
fn Page(page: ServicePage) -> impl IntoView {
    let (policy, calls) = (page.clone(), page.clone());
    let about = format!("{} · {}", page.team, page.rotas);
    let edit = format!("/services/{}/edit", page.slug);
    view! {
        <Title text=page.name.clone()/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/services">"Services"</A><Icon name="chevron-right" small=true/>
                    <A href=format!("/teams/{}", page.team_slug)>{page.team.clone()}</A>
                </nav>
                <div class="title"><h1><bdi>{page.name.clone()}</bdi></h1><Help words=&["escalation", "office-hours", "gap"]/></div>
                {(!page.description.is_empty()).then(|| view! { <p>{page.description.clone()}</p> })}
                <p class="muted">{about}</p>
            </div>
            <div class="page-head__actions row">
                <A href=format!("/services/{}/card", page.slug) attr:class="button"><Icon name="print"/>"Support card"</A>
                {page.may_manage.then(|| view! { <A href=edit attr:class="button"><Icon name="edit"/>"Edit"</A> })}
            </div>
        </div>
        <Done key="saved" words="Saved."/>
        <Done key="policy" words="Policy saved. It is in force from now on."/>
        <Done key="draft" words="Kept as a draft. It binds nobody until it is published."/>
        <Done key="discarded" words="The draft is discarded."/>
        <CardView card=page.card.clone()/>
        {page.kept_draft.clone().map(|draft| view! { <Draft slug=page.slug.clone() draft/> })}
        <div class="split split--wide">
            <div class="stack"><Policy page=policy/><Versions versions=page.versions.clone()/></div>
            <WhoWouldBeCalled page=calls/>
        </div>
    }
}
