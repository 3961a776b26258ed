//! The plan page: what is asked for, plans in the making, who could serve, and the way to the drafts.

use super::{
    JobView, PlanView,
    api::{CancelPlan, StartPlan, load_plan},
    asked,
    form::Ask,
    job::Jobs,
};
use crate::{
    components::{Empty, FormAlert, Icon, Problem},
    drafts::DraftLinks,
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Redirect},
    hooks::{use_params_map, use_query_map},
};

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Actions {
    start: ServerAction<StartPlan>,
    cancel: ServerAction<CancelPlan>,
    /// Loads the page again: a plan has come to its end.
    again: RwSignal<u32>,
}

/// The plan page of a rota.
#[component]
pub fn PlanPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let actions = Actions {
        start: ServerAction::new(),
        cancel: ServerAction::new(),
        again: RwSignal::new(0),
    };
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let versions = (
            actions.start.version().get(),
            actions.cancel.version().get(),
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
    let query = use_query_map();
    let waited_for = query.with_untracked(|query| query.get("job"));
    if let Some(draft) = made(&plan.jobs, waited_for.as_deref()) {
        let path = format!("/rotas/{}/drafts/{draft}?done=planned", plan.heading.slug);
        return view! { <Redirect path/> }.into_any();
    }
    let refused = Signal::derive(move || actions.cancel.value().get().and_then(Result::err));
    let ended = Callback::new(move |()| actions.again.update(|again| *again += 1));
    view! {
        <RotaHead heading=plan.heading.clone() tab=RotaTab::Plan/>
        <FormAlert error=refused/>
        {plan.warnings.iter().cloned().map(|words| view! {
            <div class="alert alert--warning"><Icon name="warning"/><div><p>{words}</p></div></div>
        }).collect_view()}
        <Jobs slug=plan.heading.slug.clone() jobs=plan.jobs.clone() cancel=actions.cancel ended/>
        {match plan.impossible.clone() {
            Some(words) => view! { <Impossible words team=plan.heading.team_slug.clone()/> }.into_any(),
            None => view! { <Plan plan actions/> }.into_any(),
        }}
    }
    .into_any()
}

/// The draft that the plan somebody waits for has led to.
fn made(jobs: &[JobView], waited_for: Option<&str>) -> Option<String> {
    let job = jobs.iter().find(|job| Some(job.id.as_str()) == waited_for)?;
    job.draft.clone()
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
fn Plan(plan: PlanView, actions: Actions) -> impl IntoView {
    let (slug, drafts) = (plan.heading.slug.clone(), plan.drafts.clone());
    let again = !drafts.is_empty();
    view! {
        <div class="plan plan--first">
            <div class="plan__answer"><DraftLinks slug drafts/></div>
            <Ask plan again start=actions.start/>
        </div>
    }
}
