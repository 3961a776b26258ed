//! The page on which somebody takes a role for a while.

use super::{
    Asked, Candidate, CoverPage, CreateCover, Outcome, Preview, Quick, WithdrawCover, WithdrawTogether, chart::Compare,
    list::CoverList, load_cover_page,
};
use crate::{
    components::{Field, FormAlert, Icon, Problem, RoleIcon, Select, percent_encode},
    help::Help,
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::{use_params_map, use_query_map},
};

/// `/rotas/{slug}/cover`.
#[component]
pub fn CoverPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let create = ServerAction::<CreateCover>::new();
    let withdraw = ServerAction::<WithdrawCover>::new();
    let together = ServerAction::<WithdrawTogether>::new();
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let asked = query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            Asked {
                role: get("role"),
                lead: get("lead"),
                engineer: get("engineer"),
                from: get("from"),
                to: get("to"),
                preview: get("preview"),
                first: get("first"),
                last: get("last"),
            }
        });
        let done = create.version().get() + withdraw.version().get() + together.version().get();
        (slug, asked, done)
    };
    let load = Resource::new(key, |(slug, asked, _)| load_cover_page(slug, asked));
    view! {
        <Title text="Cover"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page create withdraw together/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(
    page: CoverPage,
    create: ServerAction<CreateCover>,
    withdraw: ServerAction<WithdrawCover>,
    together: ServerAction<WithdrawTogether>,
) -> impl IntoView {
    let (href, rota) = (format!("/rotas/{}", page.slug), page.rota.clone());
    let zone = format!("{} · {}", page.rota, page.zone);
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/rotas">"Rotas"</A><Icon name="chevron-right" small=true/><A href=href>{rota}</A>
                </nav>
                <div class="title"><h1>"Cover a stretch"</h1><Help words=&["cover", "override", "gap"]/></div>
                <p class="muted">{zone}</p>
            </div>
        </div>
        <div class="split split--start">
            <div class="stack">
                {page.may.then(|| view! { <Choose page=page.clone()/> })}
                {(!page.may).then(|| view! {
                    <div class="card"><p class="muted">"Members of the team and administrators make covers. You can see them here."</p></div>
                })}
            </div>
            <div class="stack">
                {page.outcome.clone().map(|outcome| view! { <OutcomeView outcome page=page.clone() create/> })}
                <CoverList covers=page.covers.clone() may=page.may action=withdraw together/>
            </div>
        </div>
    }
}

/// Who, and when: answered by the preview.
#[component]
fn Choose(page: CoverPage) -> impl IntoView {
    let base = format!("/rotas/{}/cover", page.slug);
    let error = Signal::stored(None);
    let zone_hint = format!("{} · {}", page.length, page.zone);
    view! {
        <Form method="GET" action=base.clone() attr:class="card form cover-form">
            <fieldset class="form__group">
                <legend>"Role to cover"</legend>
                <span class="segments">
                    <RoleChoice value="lead" chosen=page.role.clone() role=Role::Lead/>
                    <RoleChoice value="engineer" chosen=page.role.clone() role=Role::Engineer/>
                    <label><input type="radio" name="role" value="both" checked=page.role == "both"/>"Both"</label>
                </span>
            </fieldset>
            <Person name="lead" label="Lead by" chosen=page.lead.clone() people=page.leads.clone()/>
            <Person name="engineer" label="Engineer by" chosen=page.engineer.clone() people=page.engineers.clone()/>
            <QuickChoices page=page.clone() base/>
            <WholeShifts shifts=page.shifts.clone()/>
            <Field name="from" label="From" kind="datetime-local" value=page.from.clone() required=true error/>
            <Field name="to" label="To" kind="datetime-local" value=page.to.clone() hint=zone_hint required=true error/>
            <div class="form__actions">
                <button class="button button--primary" name="preview" value="yes">"Preview"</button>
            </div>
        </Form>
    }
}

#[component]
fn RoleChoice(value: &'static str, chosen: String, role: Role) -> impl IntoView {
    view! {
        <label class=crate::components::lane_class(role)>
            <input type="radio" name="role" value=value checked=chosen == value/><RoleIcon role/>
        </label>
    }
}

#[component]
fn Person(name: &'static str, label: &'static str, chosen: String, people: Vec<Candidate>) -> impl IntoView {
    let hint = format!("{name}-hint");
    view! {
        <div class=format!("field cover-form__{name}")>
            <label class="field__label" for=name>{label}</label>
            <select class="input" id=name name=name aria-describedby=hint.clone()>
                {people.into_iter().map(|person| {
                    let selected = person.id == chosen;
                    view! { <option value=person.id selected=selected>{person.words}</option> }
                }).collect_view()}
            </select>
            <p class="field__hint" id=hint>"Free and qualified people first."</p>
        </div>
    }
}

#[component]
fn QuickChoices(page: CoverPage, base: String) -> impl IntoView {
    let href = |quick: &Quick| {
        let pairs = [
            ("role", &page.role),
            ("lead", &page.lead),
            ("engineer", &page.engineer),
            ("from", &quick.from),
            ("to", &quick.to),
        ];
        let query: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", percent_encode(value)))
            .collect();
        format!("{base}?{}", query.join("&"))
    };
    let links: Vec<(String, String)> = page
        .quick
        .iter()
        .map(|quick| (href(quick), quick.words.clone()))
        .collect();
    view! {
        <div class="row">
            {links.into_iter().map(|(href, words)| view! { <A href=href attr:class="button">{words}</A> }).collect_view()}
            {page.exchange.map(|href| view! { <A href=href attr:class="button">"Exchange Lead and Engineer"</A> })}
        </div>
    }
}

/// Whole shifts, from the one to the other, in place of times.
#[component]
fn WholeShifts(shifts: Vec<(String, String)>) -> impl IntoView {
    let none = Signal::stored(None);
    let with = |first: &str| {
        let mut choices = vec![(String::new(), first.to_owned())];
        choices.extend(shifts.iter().cloned());
        choices
    };
    let (first, last) = (with("The times below"), with("Only that one"));
    (shifts.len() > 1).then(|| {
        view! {
            <details class="details">
                <summary class="row muted"><Icon name="chevron-down" small=true/>"Several whole shifts"</summary>
                <Select name="first" label="From the shift" options=first error=none/>
                <Select name="last" label="To the shift" options=last error=none/>
                <p class="field__hint">"Time outside coverage stays off, and a gap inside is filled."</p>
            </details>
        }
    })
}

#[component]
fn OutcomeView(outcome: Outcome, page: CoverPage, create: ServerAction<CreateCover>) -> impl IntoView {
    match outcome {
        Outcome::Possible(preview) => view! { <Confirm preview page create/> }.into_any(),
        Outcome::Refused { rule, reasons } => view! { <Refusal rule reasons page/> }.into_any(),
    }
}

#[component]
fn Refusal(rule: String, reasons: Vec<String>, page: CoverPage) -> impl IntoView {
    let title = match rule.as_str() {
        "two-people" => "One person cannot hold both roles",
        "past" => "The past stands",
        "nothing-to-cover" => "Nothing to cover",
        "two-rotas" => "Nobody is on two rotas at once",
        _ => "This cannot be a cover yet",
    };
    let both = (rule == "two-people" && page.role != "both").then(|| {
        format!(
            "/rotas/{}/cover?role=both&lead={}&engineer={}&from={}&to={}",
            page.slug,
            page.lead,
            page.engineer,
            percent_encode(&page.from),
            percent_encode(&page.to)
        )
    });
    let correct = (rule == "past" && page.may_correct).then(|| {
        let (lead, engineer) = match page.role.as_str() {
            "lead" => (page.lead.as_str(), ""),
            "engineer" => ("", page.engineer.as_str()),
            _ => (page.lead.as_str(), page.engineer.as_str()),
        };
        format!(
            "/rotas/{}/correct?lead={lead}&engineer={engineer}&from={}&to={}",
            page.slug,
            percent_encode(&page.from),
            percent_encode(&page.to)
        )
    });
    view! {
        <div class="alert alert--error" role="alert" data-rule=rule>
            <Icon name="warning"/>
            <div>
                <p class="alert__title">{title}</p>
                {reasons.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                {both.is_some().then(|| view! { <p>"Choose someone else, or change both roles at once."</p> })}
            </div>
            {both.map(|href| view! { <A href=href attr:class="button">"Change both roles"</A> })}
            {correct.map(|href| view! { <A href=href attr:class="button">"Correct the past"</A> })}
        </div>
    }
}

/// The preview, and the form that makes it true.
#[component]
fn Confirm(preview: Preview, page: CoverPage, create: ServerAction<CreateCover>) -> impl IntoView {
    let error = Signal::derive(move || create.value().get().and_then(Result::err));
    let passed_over = preview.passed_over.clone();
    let over = !passed_over.is_empty();
    let words = if preview.words.is_empty() {
        "Nobody’s hours change.".to_owned()
    } else {
        preview.words.clone()
    };
    let hidden = [
        ("slug", page.slug),
        ("form[role]", page.role),
        ("form[lead]", page.lead),
        ("form[engineer]", page.engineer),
        ("form[from]", if page.from_now { String::new() } else { page.from }),
        ("form[to]", page.to),
        ("form[key]", preview.key.clone()),
    ];
    let (warnings, rest, short) = (preview.warnings.clone(), preview.rest.clone(), preview.short_rest);
    view! {
        <section class="card stack">
            <div class="card__head"><h2>"Preview"</h2><span class="muted small">{words}</span></div>
            {over.then(|| view! {
                <div class="alert alert--warning" role="status">
                    <Icon name="warning"/>
                    <div>{passed_over.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}</div>
                </div>
            })}
            {(!warnings.is_empty() || short).then(|| view! {
                <div class="alert alert--warning" role="status">
                    <Icon name="warning"/>
                    <div>
                        {warnings.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                        {short.then(|| rest.iter().map(|words| view! { <p>{words.clone()}</p> }).collect_view())}
                    </div>
                </div>
            })}
            <Compare preview/>
            {(!short).then(|| rest.iter().map(|words| view! { <p class="muted small">{words.clone()}</p> }).collect_view())}
            <ActionForm action=create attr:class="form">
                <FormAlert error/>
                {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                <Field name="form[reason]" label="Reason (optional)" error/>
                {over.then(|| view! {
                    <Field name="form[override_reason]" label="Why take them all the same" hint="It is shown with the cover." required=true error/>
                })}
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || create.pending().get()>
                        <Icon name="check"/>{if over { "Cover all the same" } else { "Cover" }}
                    </button>
                </div>
            </ActionForm>
        </section>
    }
}
