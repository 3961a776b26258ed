//! The pages that keep what is asked of plans.

use super::{
    ChangePlanningDefaults, ChangeRotaRules, PresetChoice, RulesFields, RulesPage, load_planning_defaults,
    load_rota_rules,
};
use crate::{
    AppError,
    components::{Done, FormAlert, Icon, Problem},
    help::Help,
    rotas::{RotaHead, RotaTab},
    settings::SettingsNav,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// `/settings/planning`: what the organisation asks of plans.
#[component]
pub fn PlanningDefaultsPage() -> impl IntoView {
    let action = ServerAction::<ChangePlanningDefaults>::new();
    let load = Resource::new(move || action.version().get(), |_| load_planning_defaults());
    view! {
        <Title text="Planning"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Defaults page action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Defaults(page: RulesPage, action: ServerAction<ChangePlanningDefaults>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let revision = page.form.revision.clone();
    view! {
        <div class="page-head"><div class="page-head__text">
            <div class="title"><h1>"Planning"</h1><Help words=&["shift", "wish", "draft"]/></div>
            <p class="muted">"What every rota asks of its plans that has no rules of its own."</p>
        </div></div>
        <div class="settings">
            <SettingsNav/>
            <ActionForm action=action attr:class="card form">
                <Done key="saved" words="Saved. It holds for what is planned from now on." error/>
                <FormAlert error/>
                <input type="hidden" name="rules[revision]" value=revision/>
                <RulesFields group="rules" form=page.form error/>
                <Presets presets=page.presets/>
                <Save pending=action.pending()/>
            </ActionForm>
        </div>
    }
}

#[component]
fn Save(#[prop(into)] pending: Signal<bool>) -> impl IntoView {
    view! {
        <div class="form__actions">
            <button class="button button--primary" disabled=move || pending.get()>"Save rules"</button>
        </div>
    }
}

/// Buttons that put a preset in place of everything.
#[component]
fn Presets(presets: Vec<PresetChoice>) -> impl IntoView {
    view! {
        <fieldset class="form__group">
            <legend>"Or start again from"</legend>
            <ul class="list">
                {presets.into_iter().map(|preset| view! {
                    <li>
                        <div class="list__grow"><b>{preset.name.clone()}</b><p class="muted small">{preset.what}</p></div>
                        <button class="button" name="rules[preset]" value=preset.key>"Use"<span class="sr-only">{format!(" {}", preset.name)}</span></button>
                    </li>
                }).collect_view()}
            </ul>
        </fieldset>
    }
}

/// `/rotas/{slug}/plan/rules`: what a rota asks of its plans.
#[component]
pub fn RotaRulesPage() -> impl IntoView {
    let params = use_params_map();
    let action = ServerAction::<ChangeRotaRules>::new();
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        (slug, action.version().get())
    };
    let load = Resource::new(key, |(slug, _)| load_rota_rules(slug));
    view! {
        <Title text="Planning rules"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Rota page action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Rota(page: RulesPage, action: ServerAction<ChangeRotaRules>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let slug = page
        .heading
        .as_ref()
        .map(|heading| heading.slug.clone())
        .unwrap_or_default();
    let (revision, follows) = (page.form.revision.clone(), page.follows);
    let back = format!("/rotas/{slug}/plan");
    let (own, own_revision) = (slug.clone(), revision.clone());
    view! {
        {page.heading.map(|heading| view! { <RotaHead heading tab=RotaTab::Plan/> })}
        <p><A href=back attr:class="row"><Icon name="chevron-left" small=true/>"Back to the plan"</A></p>
        <div class="split">
            <ActionForm action=action attr:class="card form">
                <h2>"Rules of this rota"</h2>
                <Done key="saved" words="Saved. It holds for what is planned from now on." error/>
                <FormAlert error/>
                <p class="muted">{if follows {
                    "This rota follows the organisation. Saving gives it rules of its own, which start from these."
                } else {
                    "This rota has rules of its own: changes to the organisation's do not reach it."
                }}</p>
                <input type="hidden" name="slug" value=own/>
                <input type="hidden" name="rules[revision]" value=own_revision/>
                <RulesFields group="rules" form=page.form error/>
                <Presets presets=page.presets/>
                <Save pending=action.pending()/>
            </ActionForm>
            <Organisation defaults=page.defaults follows slug revision action error/>
        </div>
    }
}

/// What the organisation asks for, and the way back to it.
#[component]
fn Organisation(
    defaults: Vec<(String, String)>,
    follows: bool,
    slug: String,
    revision: String,
    action: ServerAction<ChangeRotaRules>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    view! {
        <section class="card">
            <div class="card__head"><h2>"The organisation asks for"</h2></div>
            <dl class="stack stack--tight">
                {defaults.into_iter().map(|(what, how)| view! {
                    <div><dt class="muted small">{what}</dt><dd>{how}</dd></div>
                }).collect_view()}
            </dl>
            {(!follows).then(|| view! {
                <ActionForm action=action attr:class="form">
                    <input type="hidden" name="slug" value=slug/>
                    <input type="hidden" name="rules[revision]" value=revision/>
                    <input type="hidden" name="rules[follow]" value="organisation"/>
                    <button class="button" disabled=move || error.with(|_| action.pending().get())>"Follow the organisation again"</button>
                </ActionForm>
            })}
        </section>
    }
}
