//! The audit log's page.

use super::{AuditChange, AuditFilter, AuditPage, AuditRow, load_audit};
use crate::{
    components::{Empty, Field, Icon, Problem, Select, TimeStamp},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// Changes shown at once; the rest unfold.
const SHOWN: usize = 4;

/// The page of the audit log.
#[component]
pub fn AuditPageView() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| {
        query.with(|query| {
            let of = |name: &str| query.get(name).unwrap_or_default();
            AuditFilter {
                who: of("who"),
                kind: of("kind"),
                team: of("team"),
                rota: of("rota"),
                from: of("from"),
                to: of("to"),
                text: of("text"),
                before: of("before"),
            }
        })
    });
    let load = Resource::new(move || filter.get(), load_audit);
    view! {
        <Title text="Audit log"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Log page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Log(page: AuditPage) -> impl IntoView {
    let reach = if page.everything {
        "Who did what, and what it changed. Nothing here is ever changed or removed."
    } else {
        "What was done to the teams you manage, their rotas and services."
    };
    let export = AuditFilter {
        before: String::new(),
        ..page.filter.clone()
    };
    let export = move |format: &str| format!("/settings/audit/export.{format}?{}", export.query());
    let (csv, json) = (export("csv"), export("json"));
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/settings">"Settings"</A></nav>
                <div class="title"><h1>"Audit log"</h1><Help words=&["rota", "cover", "published"]/></div>
                <p class="muted">{reach}</p>
            </div>
            <div class="page-head__actions row">
                <a class="button" rel="external" href=csv download="audit.csv"><Icon name="download"/>"CSV"</a>
                <a class="button" rel="external" href=json download="audit.json"><Icon name="download"/>"JSON"</a>
            </div>
        </div>
        <Filters page=page.clone()/>
        <Entries page/>
    }
}

#[component]
fn Filters(page: AuditPage) -> impl IntoView {
    let none = Signal::derive(|| None);
    let filter = page.filter;
    let filtered = filter != AuditFilter::default();
    let searched = AuditFilter {
        text: filter.text.clone(),
        before: filter.before.clone(),
        ..AuditFilter::default()
    };
    let narrow = filter != searched;
    let choice = |all: &str, options: Vec<(String, String)>| {
        let mut choices = vec![(String::new(), all.to_owned())];
        choices.extend(options);
        choices
    };
    view! {
        <form class="stack" role="search" method="get" action="/settings/audit">
            <div class="toolbar">
                <div class="search">
                    <Icon name="search"/>
                    <input class="input" type="search" name="text" value=filter.text aria-label="Search the audit log" placeholder="What was done, or to whom"/>
                </div>
                <button class="button">"Search"</button>
                {filtered.then(|| view! { <A href="/settings/audit" attr:class="button button--quiet">"Show everything"</A> })}
            </div>
            <details class="disclosure" open=narrow>
                <summary><Icon name="chevron-right" small=true/>"Filter"</summary>
                <div class="card filters">
                    <Field name="who" label="Who did it" kind="search" value=filter.who hint="A name, an address or a token." error=none/>
                    <Select name="kind" label="What" options=choice("Everything", page.kinds) value=filter.kind error=none/>
                    <Select name="team" label="Team" options=choice("Any team", page.teams) value=filter.team error=none/>
                    <Select name="rota" label="Rota" options=choice("Any rota", page.rotas) value=filter.rota error=none/>
                    <Field name="from" label="From" kind="date" value=filter.from error=none/>
                    <Field name="to" label="To" kind="date" value=filter.to error=none/>
                    <div class="form__actions"><button class="button">"Show"</button></div>
                </div>
            </details>
        </form>
    }
}

#[component]
fn Entries(page: AuditPage) -> impl IntoView {
    if page.rows.is_empty() {
        return view! {
            <Empty icon="search" title="Nothing found" text="No entry is as you ask. Take a condition away.">
                <A href="/settings/audit" attr:class="button">"Show everything"</A>
            </Empty>
        }
        .into_any();
    }
    let (zone, filter, next) = (page.zone, page.filter, page.next);
    let latest = AuditFilter {
        before: String::new(),
        ..filter.clone()
    };
    let is_first = filter.before.is_empty();
    let older = next.map(|before| format!("/settings/audit?{}", AuditFilter { before, ..filter }.query()));
    view! {
        <div class="card card--flush">
            <table class="table audit">
                <thead><tr><th scope="col">{format!("When ({zone})")}</th><th scope="col">"Who"</th><th scope="col">"What"</th><th scope="col">"Details"</th></tr></thead>
                <tbody>{page.rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</tbody>
            </table>
            <div class="pager">
                <span>{if is_first { "The latest entries" } else { "Older entries" }}</span>
                <span class="row">
                    {(!is_first).then(|| view! { <A href=format!("/settings/audit?{}", latest.query()) attr:class="button">"Latest"</A> })}
                    {older.map(|href| view! { <A href=href attr:class="button">"Older"</A> })}
                </span>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Row(row: AuditRow) -> impl IntoView {
    let who = match row.person {
        Some(person) => view! { <A href=format!("/people/{person}")><bdi>{row.who}</bdi></A> }.into_any(),
        None => view! { <span>{row.who}</span> }.into_any(),
    };
    let subject = match row.link {
        Some(link) => view! { <A href=link><bdi>{row.subject}</bdi></A> }.into_any(),
        None => view! { <span class="muted"><bdi>{row.subject}</bdi></span> }.into_any(),
    };
    view! {
        <tr id=format!("entry-{}", row.id)>
            <td data-label="When" class="audit__when"><TimeStamp stamp=row.at/></td>
            <td data-label="Who">{who}</td>
            <td data-label="What" title=row.action><span class="stack stack--tight"><b>{row.what}</b>{subject}</span></td>
            <td data-label="Details"><Changes changes=row.changes/></td>
        </tr>
    }
}

#[component]
fn Changes(changes: Vec<AuditChange>) -> impl IntoView {
    let list = |changes: &[AuditChange]| {
        let items = changes.iter().cloned().map(|change| view! { <Change change/> });
        view! { <ul class="audit__changes">{items.collect_view()}</ul> }
    };
    let (first, rest) = changes.split_at(changes.len().min(SHOWN));
    view! {
        <div>
            {(!first.is_empty()).then(|| list(first))}
            {(!rest.is_empty()).then(|| view! {
                <details><summary class="small">{format!("{} more", rest.len())}</summary>{list(rest)}</details>
            })}
        </div>
    }
}

#[component]
fn Change(change: AuditChange) -> impl IntoView {
    let words = match (change.before, change.after) {
        (Some(before), Some(after)) => {
            view! { <del><bdi>{before}</bdi></del>" → "<ins><bdi>{after}</bdi></ins> }.into_any()
        }
        (Some(before), None) => view! { <del><bdi>{before}</bdi></del>" → none" }.into_any(),
        (None, Some(after)) => view! { <bdi>{after}</bdi> }.into_any(),
        (None, None) => view! { "none" }.into_any(),
    };
    view! { <li><span class="muted">{change.field}" "</span>{words}</li> }
}
