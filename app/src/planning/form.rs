//! The form that asks for a plan: from when to when, how long to search, and rules for this plan alone.

use super::{
    OutlookView, PlanForm, PlanView,
    api::{LookAhead, StartPlan},
    outlook::Outlook,
};
use crate::{
    AppError,
    components::{Field, FormAlert, Icon, Select, typed},
    planning_rules::RulesFields,
};
use leptos::{ev::MouseEvent, html, prelude::*};
use leptos_router::components::A;

/// Weeks to choose from, and what they are called.
const HORIZONS: [(&str, &str); 4] = [
    ("4", "4 weeks"),
    ("13", "A quarter"),
    ("26", "Half a year"),
    ("52", "A year"),
];

/// What the rota's plans keep to, the form, and what can be said beforehand.
#[component]
pub(super) fn Ask(plan: PlanView, again: bool, start: ServerAction<StartPlan>) -> impl IntoView {
    let slug = plan.heading.slug.clone();
    let (look, node) = (ServerAction::<LookAhead>::new(), NodeRef::<html::Form>::new());
    let error = Signal::derive(move || {
        let started = start.value().get().and_then(Result::err);
        started.or_else(|| look.value().get().and_then(Result::err))
    });
    let first = plan.outlook.clone();
    let outlook = Signal::derive(move || match look.value().get() {
        Some(Ok(outlook)) => Some(outlook),
        _ => first.clone(),
    });
    let ahead = Callback::new(move |()| {
        if let Some(asked) = node.get_untracked().and_then(|form| read(&form)) {
            look.dispatch(asked);
        }
    });
    let (page, asked_in) = (format!("/rotas/{slug}/plan"), slug.clone());
    let (form, rotation) = (plan.form.clone(), plan.rotation);
    view! {
        <div class="plan__form stack">
            <ActionForm action=start node_ref=node attr:class="card form" on:change=move |_| ahead.run(())>
                <FormAlert error/>
                <input type="hidden" name="slug" value=slug/>
                <Horizon form=form.clone() page=page.clone() error/>
                <Effort form=form.clone() error/>
                <Adjust form rotation error/>
                <Buttons page again pending=start.pending() ahead/>
            </ActionForm>
        </div>
        <div class="plan__rules"><Rules slug=asked_in plan/></div>
        <Ahead outlook/>
    }
}

/// What the form holds now, as a question that nothing is written for.
#[cfg(feature = "hydrate")]
fn read(form: &leptos::web_sys::HtmlFormElement) -> Option<LookAhead> {
    use leptos::{form::FromFormData as _, web_sys::FormData};
    LookAhead::from_form_data(&FormData::new_with_form(form).ok()?).ok()
}

#[cfg(not(feature = "hydrate"))]
fn read(_form: &leptos::web_sys::HtmlFormElement) -> Option<LookAhead> {
    None
}

#[component]
fn Ahead(outlook: Signal<Option<OutlookView>>) -> impl IntoView {
    move || outlook.get().map(|outlook| view! { <Outlook outlook/> })
}

#[component]
fn Horizon(form: PlanForm, page: String, error: Signal<Option<AppError>>) -> impl IntoView {
    view! {
        <Field name="form[from]" label="From" kind="date" value=form.from hint="Today: from now on. Later: from the first handover on or after that day." error/>
        <div class="form__pair">
            <Field name="form[weeks]" label="Weeks" kind="number" value=form.weeks hint="1 to 104." error/>
            <Field name="form[until]" label="Or until" kind="date" value=form.until hint="In place of the weeks." error/>
        </div>
        <p class="row small">
            {HORIZONS.map(|(weeks, words)| view! { <A href=format!("{page}?form%5Bweeks%5D={weeks}")>{words}</A> }).collect_view()}
        </p>
    }
}

#[component]
fn Effort(form: PlanForm, error: Signal<Option<AppError>>) -> impl IntoView {
    let efforts = [
        ("quick", "Quick: a good plan in a moment"),
        ("thorough", "Thorough: the best within some seconds"),
    ]
    .map(|(key, words)| (key.to_owned(), words.to_owned()))
    .to_vec();
    view! {
        <Select name="form[effort]" label="Search" options=efforts value=form.effort error/>
        <details class="disclosure">
            <summary><Icon name="chevron-right" small=true/>"More"</summary>
            <Field name="form[seed]" label="Number of the plan" kind="number" value=form.seed
                hint="The same number gives the same plan again; another one gives another that is about as good." error/>
        </details>
    }
}

/// Rules and weights for this plan alone.
#[component]
fn Adjust(form: PlanForm, rotation: bool, error: Signal<Option<AppError>>) -> impl IntoView {
    let came_back = typed("form[rules][min_rest_hours]").is_some();
    view! {
        <details class="disclosure" open=came_back>
            <summary><Icon name="chevron-right" small=true/>"Other rules for this plan"</summary>
            <div class="form">
                {rotation.then(|| view! { <p class="muted">"A rotation keeps to the rules; what makes one plan better than another does not count in it."</p> })}
                <RulesFields group="form[rules]" form=form.rules error/>
            </div>
        </details>
    }
}

#[component]
fn Buttons(page: String, again: bool, #[prop(into)] pending: Signal<bool>, ahead: Callback<()>) -> impl IntoView {
    // Without JavaScript the button asks for the page again, with the fields in its address.
    let look = move |event: MouseEvent| {
        event.prevent_default();
        ahead.run(());
    };
    let class = if again { "button" } else { "button button--primary" };
    view! {
        <div class="form__actions">
            <button class=class disabled=move || pending.get()>{if again { "Plan again" } else { "Plan" }}</button>
            <button class="button button--quiet" formmethod="get" formaction=page formnovalidate=true on:click=look>"Look ahead"</button>
        </div>
    }
}

/// What the rota's plans keep to, in words, and where that is changed.
#[component]
fn Rules(slug: String, plan: PlanView) -> impl IntoView {
    let from = match plan.rules_from.as_str() {
        "rota" => "rules of its own",
        _ => "follows the organisation",
    };
    let base = format!("/rotas/{slug}");
    let order = if plan.rotation {
        "Rotation order"
    } else {
        "Plan as a rotation"
    };
    view! {
        <section class="card">
            <div class="card__head"><h2>"What this rota uses"</h2><span class="muted small">{from}</span></div>
            <dl class="stack stack--tight">
                {plan.rotation.then(|| view! { <div><dt class="muted small">"Method"</dt><dd>"a plain rotation, each when they are next"</dd></div> })}
                {plan.rules.into_iter().map(|(what, how)| view! {
                    <div><dt class="muted small">{what}</dt><dd>{how}</dd></div>
                }).collect_view()}
            </dl>
            <ul class="list plan__ways">
                <li><A href=format!("{base}/plan/rules")>"Rules and weights"</A></li>
                <li><A href=format!("{base}/plan/order")>{order}</A></li>
                <li><A href=format!("/teams/{}/planning", plan.heading.team_slug)>"What plans know of people"</A></li>
                <li><A href=format!("{base}/settings")>"Coverage and handover"</A></li>
            </ul>
        </section>
    }
}
