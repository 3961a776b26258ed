//! The pages of what duty costs.

use super::{CostRow, CostsPage, load_costs, load_team_costs};
use crate::{
    components::{Empty, Icon, Problem},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The quarters to choose from.
const QUARTERS: [(&str, &str); 3] = [
    ("last", "Last quarter"),
    ("this", "This quarter"),
    ("next", "Next quarter"),
];

fn asked() -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get("quarter")).unwrap_or_default())
}

/// `/teams/{slug}/costs`.
#[component]
pub fn TeamCostsPage() -> impl IntoView {
    let (params, quarter) = (use_params_map(), asked());
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let load = Resource::new(
        move || (slug(), quarter.get()),
        |(slug, quarter)| load_team_costs(slug, quarter),
    );
    view! { <Loaded load/> }
}

/// `/pay/costs`.
#[component]
pub fn CostsPageView() -> impl IntoView {
    let quarter = asked();
    let load = Resource::new(move || quarter.get(), load_costs);
    view! { <Loaded load/> }
}

#[component]
fn Loaded(load: Resource<crate::Answer<CostsPage>>) -> impl IntoView {
    view! {
        <Title text="What duty costs"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: CostsPage) -> impl IntoView {
    let (base, folder, what) = match &page.team {
        Some((slug, _)) => (format!("/teams/{slug}/costs"), "/rotas/", "Rota"),
        None => ("/pay/costs".to_owned(), "/teams/", "Team"),
    };
    let behind = if page.team.is_some() { "" } else { "/costs" };
    let shown = page.quarter.clone();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    {match page.team.clone() {
                        Some((slug, name)) => view! {
                            <A href="/teams">"Teams"</A><Icon name="chevron-right" small=true/><A href=format!("/teams/{slug}")><bdi>{name}</bdi></A>
                        }.into_any(),
                        None => view! { <A href="/pay/cards">"Rate cards"</A> }.into_any(),
                    }}
                </nav>
                <div class="title"><h1>"What duty costs"</h1><Help words=&["rate-card", "duty"]/></div>
                <p class="muted">{format!("{}: what is published, paid by today’s rate cards. Call-outs are not foreseen.", page.period)}</p>
            </div>
            <div class="page-head__actions row">
                {(page.sees_pay && page.team.is_some()).then(|| view! { <A href="/pay/costs" attr:class="button">"All teams"</A> })}
            </div>
        </div>
        <nav class="tabs" aria-label="Quarter">
            {QUARTERS.map(|(key, words)| {
                let current = (key == shown).then_some("page");
                view! { <a href=format!("{base}?quarter={key}") aria-current=current>{words}</a> }
            }).collect_view()}
        </nav>
        {if page.rows.is_empty() {
            let text = if page.paid { "Nothing that is published in this quarter is paid." } else { "No rate card pays this duty yet: those who prepare pay say which does." };
            view! { <Empty icon="calendar" title="It costs nothing" text=text/> }.into_any()
        } else {
            view! {
                <section class="card stack stack--tight">
                    {page.totals.iter().map(|total| view! { <p class="answer">{total.clone()}</p> }).collect_view()}
                    {(page.totals.len() > 1).then(|| view! { <p class="muted small">"Currencies are never added up."</p> })}
                </section>
                <Rows rows=page.rows months=page.months folder behind what/>
            }.into_any()
        }}
        {page.notes.into_iter().map(|note| view! { <p class="small row"><Icon name="info" small=true/><span>{note}</span></p> }).collect_view()}
        {page.faults.into_iter().map(|fault| view! { <p class="small row"><Icon name="warning" small=true/><span>{fault}</span></p> }).collect_view()}
    }
}

#[component]
fn Rows(
    rows: Vec<CostRow>,
    months: Vec<String>,
    folder: &'static str,
    behind: &'static str,
    what: &'static str,
) -> impl IntoView {
    let labels = months.clone();
    view! {
        <section class="card card--flush">
            <table class="table">
                <thead><tr>
                    <th>{what}</th>
                    {months.into_iter().map(|month| view! { <th class="number">{month}</th> }).collect_view()}
                    <th class="number">"Quarter"</th>
                </tr></thead>
                <tbody>
                    {rows.into_iter().map(|row| view! {
                        <tr>
                            <th scope="row"><A href=format!("{folder}{}{behind}", row.slug)><bdi>{row.name}</bdi></A></th>
                            {row.months.into_iter().zip(labels.clone()).map(|(month, label)| view! {
                                <td class="number" data-label=label>{month.join(" + ")}</td>
                            }).collect_view()}
                            <td class="number" data-label="Quarter"><b>{row.total.join(" + ")}</b></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}
