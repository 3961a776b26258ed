//! The page of a rota's history.

use super::{
    HistoryAsked, HistoryChange, HistoryPage,
    believed::{DutyList, LookBack},
    load_history,
};
use crate::{
    components::{Empty, Field, Icon, Problem, Select, TimeStamp},
    live,
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// `/rotas/{slug}/history`.
#[component]
pub fn HistoryPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let asked = query.with(|query| {
            let of = |name: &str| query.get(name).unwrap_or_default();
            HistoryAsked {
                person: of("person"),
                kind: of("kind"),
                from: of("from"),
                to: of("to"),
                before: of("before"),
                at: of("at"),
                day: of("day"),
            }
        });
        (slug, asked)
    };
    let load = Resource::new(key, |(slug, asked)| load_history(slug, asked));
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    live::follow_any(move || format!("rota:{}", slug()), move || load.refetch());
    view! {
        <Title text="History"/>
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
fn History(page: HistoryPage) -> impl IntoView {
    let correct = format!("/rotas/{}/correct", page.heading.slug);
    view! {
        <RotaHead heading=page.heading.clone() tab=RotaTab::History>
            {page.heading.may_manage.then(|| view! {
                <A href=correct attr:class="button"><Icon name="pen"/>"Correct the past"</A>
            })}
        </RotaHead>
        <LookBack page=page.clone()/>
        <section class="section" aria-labelledby="changes">
            <div class="section-head"><h2 id="changes">"Changes"</h2></div>
            <Filters page=page.clone()/>
            <Changes page/>
        </section>
    }
}

#[component]
fn Filters(page: HistoryPage) -> impl IntoView {
    let none = Signal::derive(|| None);
    let asked = page.asked;
    let narrow = [&asked.person, &asked.kind, &asked.from, &asked.to]
        .into_iter()
        .any(|field| !field.is_empty());
    let all = |words: &str, options: Vec<(String, String)>| {
        let mut choices = vec![(String::new(), words.to_owned())];
        choices.extend(options);
        choices
    };
    let action = format!("/rotas/{}/history", page.heading.slug);
    view! {
        <details class="disclosure" open=narrow>
            <summary><Icon name="chevron-right" small=true/>"Filter"</summary>
            <form class="card filters" method="get" action=action.clone()>
                <Select name="person" label="Who made it" options=all("Anybody", page.people) value=asked.person error=none/>
                <Select name="kind" label="What" options=all("Everything", page.kinds) value=asked.kind error=none/>
                <Field name="from" label="From" kind="date" value=asked.from error=none/>
                <Field name="to" label="To" kind="date" value=asked.to error=none/>
                <div class="form__actions">
                    <button class="button">"Show"</button>
                    {narrow.then(|| view! { <A href=action.clone() attr:class="button button--quiet">"Show everything"</A> })}
                </div>
            </form>
        </details>
    }
}

#[component]
fn Changes(page: HistoryPage) -> impl IntoView {
    if page.changes.is_empty() {
        return view! {
            <Empty icon="search" title="No changes" text="Nothing was changed that is as you ask."/>
        }
        .into_any();
    }
    let base = format!("/rotas/{}/history", page.heading.slug);
    let first = page.asked.before.is_empty();
    let at = |before: String| {
        let asked = HistoryAsked {
            before,
            ..page.asked.clone()
        };
        format!("{base}?{}", asked.query())
    };
    let (latest, older) = (at(String::new()), page.next.clone().map(at));
    let words = match (first, page.changes.len()) {
        (false, _) => "Older changes".to_owned(),
        (true, 1) => "One change".to_owned(),
        (true, many) if older.is_none() => format!("All {many} changes"),
        (true, many) => format!("The latest {many} changes"),
    };
    view! {
        <div class="card card--flush">
            <table class="table audit">
                <thead><tr><th scope="col">{format!("When ({})", page.zone)}</th><th scope="col">"Who"</th><th scope="col">"What"</th><th scope="col">"Before and after"</th></tr></thead>
                <tbody>{page.changes.into_iter().map(|change| view! { <Row change/> }).collect_view()}</tbody>
            </table>
            <div class="pager">
                <span>{words}</span>
                <span class="row">
                    {(!first).then(|| view! { <A href=latest attr:class="button">"Latest"</A> })}
                    {older.map(|href| view! { <A href=href attr:class="button">"Older"</A> })}
                </span>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Row(change: HistoryChange) -> impl IntoView {
    let back = format!("?at={}", change.at.at);
    let nothing = change.duty.is_empty() && change.fields.is_empty();
    view! {
        <tr id=format!("change-{}", change.id)>
            <td data-label="When" class="audit__when"><TimeStamp stamp=change.at/></td>
            <td data-label="Who"><bdi>{change.who}</bdi></td>
            <td data-label="What" class="table__story">
                <span class="stack stack--tight">
                    <b>{change.what}</b>
                    {(!change.reason.is_empty()).then(|| view! { <span class="muted">{change.reason}</span> })}
                    <a class="small" href=back>"The rota as it stood then"</a>
                </span>
            </td>
            <td data-label="Before and after" class="table__story" class:table__story--none=nothing>
                <div>
                    <DutyList duty=change.duty/>
                    {(change.more > 0).then(|| view! { <p class="muted small">{format!("and {} more", change.more)}</p> })}
                    <ul class="audit__changes">
                        {change.fields.into_iter().map(|field| view! {
                            <li>
                                <span class="muted">{field.field}" "</span>
                                {field.before.map(|before| view! { <del><bdi>{before}</bdi></del>" → " })}
                                <ins><bdi>{field.after.unwrap_or_else(|| "none".to_owned())}</bdi></ins>
                            </li>
                        }).collect_view()}
                    </ul>
                </div>
            </td>
        </tr>
    }
}
