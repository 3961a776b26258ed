//! The drafts of a rota: choose two or three to see them side by side.

use super::{
    DraftRow, DraftsPage,
    api::{RestoreDraft, load_drafts},
    compare::Compare,
};
use crate::{
    components::{Badge, Empty, FormAlert, Icon, Problem},
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::{use_params_map, use_query_map},
};

/// `/rotas/{slug}/drafts`.
#[component]
pub fn DraftsPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let restore = ServerAction::<RestoreDraft>::new();
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let compare = query.with(|query| query.get_all("compare")).unwrap_or_default();
        (slug, compare, restore.version().get())
    };
    let load = Resource::new(key, |(slug, compare, ..)| load_drafts(slug, compare));
    view! {
        <Title text="Drafts"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page restore/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: DraftsPage, restore: ServerAction<RestoreDraft>) -> impl IntoView {
    let slug = page.heading.slug.clone();
    let plan = format!("/rotas/{slug}/plan");
    let refused = Signal::derive(move || restore.value().get().and_then(Result::err));
    let (nothing, anew) = (page.open.is_empty(), plan.clone());
    view! {
        <RotaHead heading=page.heading.clone() tab=RotaTab::Plan>
            <A href=plan attr:class="button"><Icon name="plus"/>"Plan"</A>
        </RotaHead>
        <FormAlert error=refused/>
        {match nothing {
            true => view! {
                <Empty icon="calendar" title="No drafts" text="Plan as many weeks as you like. Nobody sees a draft until you publish it.">
                    <A href=anew attr:class="button button--primary">"Plan"</A>
                </Empty>
            }.into_any(),
            false => view! { <Choose slug=slug.clone() page=page.clone()/> }.into_any(),
        }}
        {page.compared.map(|compared| view! { <Compare slug=slug.clone() compared/> })}
        <Earlier slug rows=page.earlier action=restore/>
    }
}

/// The open drafts, each with a box to compare it.
#[component]
fn Choose(slug: String, page: DraftsPage) -> impl IntoView {
    let base = format!("/rotas/{slug}/drafts");
    let chosen: Vec<Option<String>> = page
        .compared
        .iter()
        .flat_map(|compared| compared.columns.iter().map(|column| column.id.clone()))
        .collect();
    let (count, published) = (page.open.len(), page.published);
    let with_published = published && (chosen.is_empty() || chosen.contains(&None));
    let rows = page.open.into_iter().enumerate().map(|(index, row)| {
        let checked = match chosen.is_empty() {
            true => index < 2,
            false => chosen.contains(&Some(row.id.clone())),
        };
        let href = format!("{base}/{}", row.id);
        view! { <Row row href checked/> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="card card--flush">
            <div class="card__head"><h2>"Drafts"</h2><span class="muted small">{super::tools::drafts(count)}</span></div>
            <Form method="GET" action=base.clone() attr:class="drafts">
                <ul class="list list--inset">
                    {rows}
                    {published.then(|| view! {
                        <li>
                            <label class="check"><input type="checkbox" name="compare" value="published" checked=with_published/><span>"What is published"</span></label>
                        </li>
                    })}
                </ul>
                <div class="drafts__foot">
                    <button class="button button--primary"><Icon name="list"/>"Compare"</button>
                    <span class="muted small">"Two or three, side by side."</span>
                </div>
            </Form>
        </section>
    }
}

#[component]
fn Row(row: DraftRow, href: String, checked: bool) -> impl IntoView {
    let name = row.name.clone();
    let label = format!("Compare {name}");
    let gaps = (row.gaps > 0).then(|| super::tools::gaps(row.gaps));
    let locked = (row.locked > 0).then(|| format!("{} locked", row.locked));
    view! {
        <li>
            <input type="checkbox" name="compare" value=row.id checked=checked aria-label=label/>
            <div class="list__grow">
                <a class="strong" href=href><bdi>{name}</bdi></a>
                <p class="muted small">{format!("{} shifts, {} · {}", row.shifts, row.span, row.made)}</p>
            </div>
            <span class="small">{row.score}</span>
            {gaps.map(|word| view! { <Badge kind="gap" word/> })}
            {locked.map(|word| view! { <Badge word/> })}
            {row.moved.then(|| view! { <Badge kind="warning" word="published since"/> })}
            {row.stale.is_some().then(|| view! { <Badge kind="warning" word="plan again"/> })}
        </li>
    }
}

#[component]
fn Earlier(slug: String, rows: Vec<DraftRow>, action: ServerAction<RestoreDraft>) -> impl IntoView {
    let any = !rows.is_empty();
    any.then(|| view! {
        <details class="card earlier">
            <summary>"Discarded and published drafts"</summary>
            <ul class="list">
                {rows.into_iter().map(|row| {
                    let href = format!("/rotas/{slug}/drafts/{}", row.id);
                    let back = (row.state == "discarded").then(|| (slug.clone(), row.id.clone()));
                    view! {
                        <li>
                            <div class="list__grow">
                                <a href=href><bdi>{row.name}</bdi></a>
                                <p class="muted small">{format!("{} · {}", row.span, row.made)}</p>
                            </div>
                            <Badge word=row.state/>
                            {back.map(|(slug, id)| view! {
                                <ActionForm action=action>
                                    <input type="hidden" name="slug" value=slug/>
                                    <input type="hidden" name="id" value=id/>
                                    <button class="button" disabled=move || action.pending().get()><Icon name="undo"/>"Restore"</button>
                                </ActionForm>
                            })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </details>
    })
}

/// The way from the plan page to the drafts.
#[component]
pub fn DraftLinks(slug: String, drafts: Vec<DraftRow>) -> impl IntoView {
    let base = format!("/rotas/{slug}/drafts");
    let title = match drafts.len() {
        0 => "No draft yet".to_owned(),
        count => super::tools::drafts(count),
    };
    let any = !drafts.is_empty();
    view! {
        <section class="card">
            <div class="card__head">
                <p class="answer">{title}</p>
                {any.then(|| view! { <A href=base.clone() attr:class="button">"Compare drafts"</A> })}
            </div>
            <p class="muted">"Plan as many weeks as you like. Nobody sees a draft until you publish it."</p>
            <ul class="list">
                {drafts.into_iter().take(4).map(|row| {
                    let href = format!("{base}/{}", row.id);
                    let gaps = (row.gaps > 0).then(|| super::tools::gaps(row.gaps));
                    view! {
                        <li>
                            <div class="list__grow"><a class="strong" href=href><bdi>{row.name}</bdi></a><p class="muted small">{format!("{} · {}", row.span, row.made)}</p></div>
                            {gaps.map(|word| view! { <Badge kind="gap" word/> })}
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}
