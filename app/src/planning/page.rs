//! The plan page: the rules in words, the draft, and what is to be said of it.

use super::{
    DraftView, PlanView,
    api::{CancelPlan, DiscardDraft, PublishDraft, StartPlan, load_plan},
    asked,
    draft::{Answer, Fairness, Unsatisfied},
    form::Ask,
    job::Jobs,
    publish::Publish,
    said::SaidOfPlan,
};
use crate::{
    components::{Badge, Empty, FormAlert, Icon, Problem},
    rotas::{RotaHead, RotaTab},
    timeline::ChartView,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Actions {
    start: ServerAction<StartPlan>,
    cancel: ServerAction<CancelPlan>,
    /// Loads the page again: a plan has come to its end.
    again: RwSignal<u32>,
    publish: ServerAction<PublishDraft>,
    discard: ServerAction<DiscardDraft>,
}

/// The plan page of a rota.
#[component]
pub fn PlanPage() -> impl IntoView {
    let params = use_params_map();
    let actions = Actions {
        start: ServerAction::new(),
        cancel: ServerAction::new(),
        again: RwSignal::new(0),
        publish: ServerAction::new(),
        discard: ServerAction::new(),
    };
    let query = use_query_map();
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let versions = (
            actions.start.version().get(),
            actions.cancel.version().get(),
            actions.publish.version().get(),
            actions.discard.version().get(),
            actions.again.get(),
        );
        (slug, query.with(asked::of), versions)
    };
    let load = Resource::new(key, |(slug, asked, _)| load_plan(slug, asked));
    view! {
        <Title text="Plan"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(plan) => view! { <Page plan actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(plan: PlanView, actions: Actions) -> impl IntoView {
    let slug = plan.heading.slug.clone();
    let stale = plan.draft.as_ref().and_then(|draft| draft.stale.clone());
    let (draft, jobs_of) = (plan.draft.clone(), slug.clone());
    let refused = Signal::derive(move || {
        let publish = actions.publish.value().get().and_then(Result::err);
        let discard = || actions.discard.value().get().and_then(Result::err);
        publish
            .or_else(discard)
            .or_else(|| actions.cancel.value().get().and_then(Result::err))
    });
    view! {
        <RotaHead heading=plan.heading.clone() tab=RotaTab::Plan>
            {draft.map(|draft| view! { <DraftActions slug draft actions/> })}
        </RotaHead>
        <FormAlert error=refused/>
        {stale.map(|words| view! { <Warning words/> })}
        <Jobs slug=jobs_of jobs=plan.jobs.clone() cancel=actions.cancel ended=Callback::new(move |()| actions.again.update(|again| *again += 1))/>
        {match plan.impossible.clone() {
            Some(words) => view! { <Impossible words team=plan.heading.team_slug.clone()/> }.into_any(),
            None => view! { <Plan plan actions/> }.into_any(),
        }}
    }
}

#[component]
fn Warning(words: String) -> impl IntoView {
    view! {
        <div class="alert alert--warning" role="status"><Icon name="warning"/><div><p class="alert__title">{words}</p></div></div>
    }
}

#[component]
fn Impossible(words: String, team: String) -> impl IntoView {
    view! {
        <Empty icon="people" title="Not enough people to plan with" text=words>
            <A href=format!("/teams/{team}") attr:class="button button--primary">"Open the team"</A>
        </Empty>
    }
}

#[component]
fn DraftActions(slug: String, draft: DraftView, actions: Actions) -> impl IntoView {
    let discarded = slug.clone();
    view! {
        <Badge kind="draft" word="Draft"/>
        <ActionForm action=actions.discard>
            <input type="hidden" name="slug" value=discarded/>
            <button class="button button--quiet" disabled=move || actions.discard.pending().get()>"Discard"</button>
        </ActionForm>
        {if draft.stale.is_some() {
            view! { <button class="button button--primary" type="button" disabled=true><Icon name="check"/>"Publish…"</button> }.into_any()
        } else {
            view! { <Publish slug draft action=actions.publish/> }.into_any()
        }}
    }
}

#[component]
fn Plan(plan: PlanView, actions: Actions) -> impl IntoView {
    let start = actions.start;
    match plan.draft.clone() {
        Some(draft) => view! {
            <div class="plan">
                <div class="plan__rules stack"><Ask plan again=true start/></div>
                <Answer draft=draft.clone()/>
                <div class="plan__draft"><ChartView chart=draft.chart/></div>
                <div class="plan__unmet stack"><Unsatisfied unmet=draft.unmet/><SaidOfPlan said=draft.said/></div>
                <Fairness loads=draft.loads/>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="plan plan--first">
                <div class="card plan__answer">
                    <p class="answer">"No draft yet"</p>
                    <p class="muted">"Plan as many weeks as you like. Nobody sees a draft until you publish it."</p>
                </div>
                <Ask plan again=false start/>
            </div>
        }
        .into_any(),
    }
}
