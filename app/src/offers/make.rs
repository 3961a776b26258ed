//! The page on which somebody offers a stretch of duty.

use super::{MakeOffer, OfferCandidate, OfferChoices, OfferRows, load_offer_choices};
use crate::{
    components::{Field, FormAlert, Icon, Problem, RoleIcon, Select, lane_class, typed},
    help::Help,
    live,
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::{use_params_map, use_query_map},
};

/// `/rotas/{slug}/offer`.
#[component]
pub fn MakeOfferPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let action = ServerAction::<MakeOffer>::new();
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let get = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        (slug, get("role"), get("from"), get("to"))
    };
    let load = Resource::new(key, |(slug, role, from, to)| load_offer_choices(slug, role, from, to));
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    live::follow_any(move || format!("rota:{}", slug()), move || load.refetch());
    view! {
        <Title text="Offer duty"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: OfferChoices, action: ServerAction<MakeOffer>) -> impl IntoView {
    let (href, rota) = (format!("/rotas/{}", page.slug), page.rota.clone());
    let pending = page.pending.clone();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/rotas">"Rotas"</A><Icon name="chevron-right" small=true/><A href=href><bdi>{rota}</bdi></A>
                </nav>
                <div class="title"><h1>"Offer duty"</h1><Help words=&["offer", "swap", "cover"]/></div>
            </div>
        </div>
        <div class="split split--start">
            <div class="stack">
                <What page=page.clone()/>
                {page.problem.is_empty().then(|| view! { <Make page=page.clone() action/> })}
            </div>
            <section class="card">
                <div class="card__head"><h2>"Offers of this rota"</h2></div>
                {pending.is_empty().then(|| view! { <p class="muted">"Nothing is offered at present."</p> })}
                <OfferRows rows=pending/>
            </section>
        </div>
    }
}

/// What is offered: changing it shows who could take that.
#[component]
fn What(page: OfferChoices) -> impl IntoView {
    let error = Signal::stored(None);
    let role = if page.role == "engineer" {
        Role::Engineer
    } else {
        Role::Lead
    };
    let problem = page.problem.clone();
    view! {
        <section class=format!("card stack {}", lane_class(role))>
            <div class="next__text">
                <span class="row"><RoleIcon role/><bdi>{page.giver_name.clone()}</bdi></span>
                <p class="answer">{page.when.clone()}</p>
            </div>
            {(!problem.is_empty()).then(|| view! {
                <div class="alert alert--warning" role="status"><Icon name="warning"/><div><p>{problem}</p></div></div>
            })}
            <details class="disclosure" open=!page.problem.is_empty()>
                <summary><Icon name="chevron-right" small=true/>"Offer another stretch"</summary>
                <Form method="GET" action=format!("/rotas/{}/offer", page.slug) attr:class="form">
                    <Select name="role" label="Role" options=vec![("lead".into(), "Lead".into()), ("engineer".into(), "Engineer".into())] value=page.role.clone() error/>
                    <Field name="from" label="From" kind="datetime-local" value=page.from.clone() required=true error/>
                    <Field name="to" label="To" kind="datetime-local" value=page.to.clone() hint=page.zone.clone() required=true error/>
                    <div class="form__actions"><button class="button">"Show who could take it"</button></div>
                </Form>
            </details>
        </section>
    }
}

#[component]
fn Make(page: OfferChoices, action: ServerAction<MakeOffer>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let hidden = [
        ("slug", page.slug.clone()),
        ("form[giver]", page.giver.clone()),
        ("form[role]", page.role.clone()),
        ("form[from]", page.from.clone()),
        ("form[to]", page.to.clone()),
    ];
    let nothing = [(String::new(), "Nothing".to_owned())];
    let returns: Vec<(String, String)> = nothing.into_iter().chain(page.returns.clone()).collect();
    let until_hint = format!("{}. When it begins, at the latest.", page.zone);
    view! {
        <ActionForm action=action attr:class="card form">
            <h2>"Who could take it?"</h2>
            <FormAlert error/>
            {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
            <Whom people=page.candidates.clone()/>
            {(returns.len() > 1).then(|| view! {
                <Select name="form[wanted]" label="In return" options=returns hint="A swap: it goes to whoever holds that." error/>
            })}
            <Field name="form[until]" label="Answer by" kind="datetime-local" value=page.until.clone() hint=until_hint error/>
            <Field name="form[note]" label="A word with it (optional)" error/>
            {page.needs_approval.then(|| view! { <p class="muted small">"In this team a manager approves what is accepted."</p> })}
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()><Icon name="swap"/>"Offer it"</button>
            </div>
        </ActionForm>
    }
}

#[component]
fn Whom(people: Vec<OfferCandidate>) -> impl IntoView {
    let named = typed("form[whom]").is_some_and(|whom| whom == "people");
    view! {
        <fieldset class="form__group">
            <legend>"Offer it to"</legend>
            <span class="segments">
                <label><input type="radio" name="form[whom]" value="anyone" checked=!named/>"Anyone qualified"</label>
                <label><input type="radio" name="form[whom]" value="people" checked=named/>"People I choose"</label>
            </span>
        </fieldset>
        <fieldset class="form__group">
            <legend>"People, the best first"</legend>
            <ul class="list">
                {people.into_iter().enumerate().map(|(index, person)| view! { <Person index person/> }).collect_view()}
            </ul>
        </fieldset>
    }
}

#[component]
fn Person(index: usize, person: OfferCandidate) -> impl IntoView {
    let name = format!("form[people][{index}]");
    let checked = typed(&name).is_some_and(|id| id == person.id);
    let class = if person.can {
        "muted small"
    } else {
        "field__error small"
    };
    view! {
        <li>
            <label class="check list__grow">
                <input type="checkbox" name=name value=person.id checked=checked disabled=!person.can/>
                <span><b><bdi>{person.name}</bdi></b><br/><span class=class>{person.because}</span></span>
            </label>
        </li>
    }
}
