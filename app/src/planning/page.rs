//! The plan page: the rules in words, the draft, and what is to be said of it.

use super::{
    DraftView, PlanForm, PlanView,
    api::{DiscardDraft, MakeDraft, PublishDraft, load_plan},
    draft::{Answer, Fairness, Unsatisfied},
    outlook::Outlook,
    publish::Publish,
};
use crate::{
    AppError,
    components::{Badge, Empty, Field, FormAlert, Icon, Problem},
    rotas::{RotaHead, RotaTab},
    timeline::ChartView,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Actions {
    draft: ServerAction<MakeDraft>,
    publish: ServerAction<PublishDraft>,
    discard: ServerAction<DiscardDraft>,
}

/// The plan page of a rota.
#[component]
pub fn PlanPage() -> impl IntoView {
    let params = use_params_map();
    let actions = Actions {
        draft: ServerAction::new(),
        publish: ServerAction::new(),
        discard: ServerAction::new(),
    };
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        (
            slug,
            actions.draft.version().get(),
            actions.publish.version().get(),
            actions.discard.version().get(),
        )
    };
    let load = Resource::new(key, |(slug, ..)| load_plan(slug));
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
    let draft = plan.draft.clone();
    let refused = Signal::derive(move || {
        let publish = actions.publish.value().get().and_then(Result::err);
        publish.or_else(|| actions.discard.value().get().and_then(Result::err))
    });
    view! {
        <RotaHead heading=plan.heading.clone() tab=RotaTab::Plan>
            {draft.map(|draft| view! { <DraftActions slug draft actions/> })}
        </RotaHead>
        <FormAlert error=refused/>
        {stale.map(|words| view! { <Warning words/> })}
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
    let error = Signal::derive(move || actions.draft.value().get().and_then(Result::err));
    let slug = plan.heading.slug.clone();
    let rules = view! { <Rules rules=plan.rules settings=format!("/rotas/{slug}/settings")/> };
    let again = plan.draft.is_some();
    let form = view! { <Form slug form=plan.form again action=actions.draft error/> };
    match plan.draft {
        Some(draft) => view! {
            <div class="plan">
                <div class="plan__rules stack">{rules}{form}</div>
                <Answer draft=draft.clone()/>
                <div class="plan__draft"><ChartView chart=draft.chart/></div>
                <Unsatisfied unmet=draft.unmet/>
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
                <div class="plan__form">{form}</div>
                <div class="plan__rules">{rules}</div>
                {plan.outlook.map(|outlook| view! { <Outlook outlook/> })}
            </div>
        }
        .into_any(),
    }
}

#[component]
fn Rules(rules: Vec<(String, String)>, settings: String) -> impl IntoView {
    view! {
        <section class="card">
            <div class="card__head"><h2>"Rules"</h2><A href=settings attr:class="small">"Change"</A></div>
            <dl class="stack stack--tight">
                {rules.into_iter().map(|(what, how)| view! {
                    <div><dt class="muted small">{what}</dt><dd>{how}</dd></div>
                }).collect_view()}
            </dl>
        </section>
    }
}

#[component]
fn Form(
    slug: String,
    form: PlanForm,
    again: bool,
    action: ServerAction<MakeDraft>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let pending = action.pending();
    let word = move || match (pending.get(), again) {
        (true, _) => "Planning…",
        (false, true) => "Plan again",
        (false, false) => "Plan",
    };
    view! {
        <ActionForm action=action attr:class="card form">
            <FormAlert error/>
            <input type="hidden" name="slug" value=slug/>
            <input type="hidden" name="form[seed]" value=form.seed/>
            <Field name="form[from]" label="From" kind="date" value=form.from hint="Today: from now on. Later: from the first handover on or after that day." error/>
            <Field name="form[weeks]" label="Weeks" kind="number" value=form.weeks hint="1 to 104." required=true error/>
            <div class="form__actions">
                <button class=if again { "button" } else { "button button--primary" } disabled=move || pending.get()>{word}</button>
            </div>
        </ActionForm>
    }
}
