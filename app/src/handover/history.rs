//! `/rotas/{slug}/handovers`.

use super::{
    HandoverHistory, HandoverView, load_handovers,
    notes::{Checks, Notes, Pair, Versions},
};
use crate::{
    components::{Badge, Empty, Problem, TimeStamp},
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The handovers of a rota that had notes.
#[component]
pub fn HandoverHistoryPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        (slug, query.with(|query| query.get("before")).unwrap_or_default())
    };
    let load = Resource::new(key, |(slug, before)| load_handovers(slug, before));
    view! {
        <Title text="Earlier handovers"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <History page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn History(page: HandoverHistory) -> impl IntoView {
    let base = format!("/rotas/{}", page.heading.slug);
    let older = page.next.map(|before| format!("{base}/handovers?before={before}"));
    let (empty, zone) = (page.handovers.is_empty(), page.zone);
    view! {
        <RotaHead heading=page.heading tab=RotaTab::Handover/>
        <div class="handover stack stack--wide">
            <div class="section-head"><h2>"Earlier handovers"</h2><span class="muted small">{zone}</span></div>
            {empty.then(|| view! { <Empty icon="swap" title="No notes yet" text="Handovers with notes are listed here, with what they said and who has read them."/> })}
            {page.handovers.into_iter().map(|view| view! { <One view/> }).collect_view()}
            <p class="row">
                <A href=format!("{base}/handover")>"The present handover"</A>
                {older.map(|href| view! { <A href=href attr:class="button">"Older"</A> })}
            </p>
        </div>
    }
}

#[component]
fn One(view: HandoverView) -> impl IntoView {
    let (kind, word) = match (&view.waits_for, &view.taken) {
        (None, _) => ("success", "Acknowledged"),
        (Some(_), Some(_)) => ("warning", "Acknowledged by one"),
        (Some(_), None) => ("warning", "Not acknowledged"),
    };
    view! {
        <article class="card stack stack--tight">
            <div class="card__head"><h3><TimeStamp stamp=view.at/></h3><Badge kind word/></div>
            <div class="handover__pairs"><span class="muted">"From"</span><Pair people=view.outgoing/><span class="muted">"to"</span><Pair people=view.incoming/></div>
            <Notes pieces=view.notes/>
            <Checks checks=view.checks/>
            <p class="muted small">
                {view.written.map(|words| view! { "Written by "<bdi>{words}</bdi>". " })}
                {view.taken.map(|words| view! { "Acknowledged by "<bdi>{words}</bdi>". " })}
                {view.waits_for.map(|names| view! { "Not acknowledged by "<bdi>{names}</bdi>"." })}
            </p>
            <Versions versions=view.versions/>
        </article>
    }
}
