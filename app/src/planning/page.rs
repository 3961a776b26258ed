//! The plan page: the rules in words, who could serve, and the way to the drafts.

use super::{
    PlanForm, PlanView,
    api::{MakeDraft, load_plan},
    outlook::Outlook,
};
use crate::{
    AppError,
    components::{Empty, Field, FormAlert, Problem},
    drafts::DraftLinks,
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// The plan page of a rota.
#[component]
pub fn PlanPage() -> impl IntoView {
    let params = use_params_map();
    let action = ServerAction::<MakeDraft>::new();
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        (slug, action.version().get())
    };
    let load = Resource::new(key, |(slug, ..)| load_plan(slug));
    view! {
        <Title text="Plan"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(plan) => view! { <Page plan action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(plan: PlanView, action: ServerAction<MakeDraft>) -> impl IntoView {
    view! {
        <RotaHead heading=plan.heading.clone() tab=RotaTab::Plan/>
        {match plan.impossible.clone() {
            Some(words) => view! { <Impossible words team=plan.heading.team_slug.clone()/> }.into_any(),
            None => view! { <Plan plan action/> }.into_any(),
        }}
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
fn Plan(plan: PlanView, action: ServerAction<MakeDraft>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let slug = plan.heading.slug.clone();
    let settings = format!("/rotas/{slug}/settings");
    let again = !plan.drafts.is_empty();
    view! {
        <div class="plan plan--first">
            <div class="plan__answer"><DraftLinks slug=slug.clone() drafts=plan.drafts/></div>
            <div class="plan__form"><Form slug form=plan.form again action error/></div>
            <div class="plan__rules"><Rules rules=plan.rules settings/></div>
            {plan.outlook.map(|outlook| view! { <Outlook outlook/> })}
        </div>
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
