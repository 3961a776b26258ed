//! Drafts, and what is published, side by side.

use super::{Column, Comparison, LoadCell, PairRow, PersonLoads, TermRow, difference::Difference, tools::gaps};
use crate::{
    components::{Badge, Disc},
    timeline::ChartView,
};
use leptos::prelude::*;

/// Score, timelines, loads, pairs and differences, each over all columns.
#[component]
pub(super) fn Compare(slug: String, compared: Comparison) -> impl IntoView {
    let columns = StoredValue::new(compared.columns.clone());
    let names: Vec<String> = compared.columns.iter().map(|column| column.name.clone()).collect();
    view! {
        <Scores slug columns=compared.columns.clone() terms=compared.terms/>
        <section class="card compare__charts">
            <div class="card__head"><h2>"On the timeline"</h2><span class="muted small">"Roles that are not as published have a thick edge."</span></div>
            {columns.get_value().into_iter().map(|column| view! {
                <h3><bdi>{column.name.clone()}</bdi></h3>
                <ChartView chart=column.chart of=column.name/>
            }).collect_view()}
        </section>
        <Loads names=names.clone() people=compared.people/>
        <Pairs names pairs=compared.pairs/>
        {compared.columns.into_iter().filter_map(|column| {
            let difference = column.difference?;
            Some(view! {
                <section class="card stack">
                    <div class="card__head"><h2><bdi>{column.name}</bdi>" against what is published"</h2><span class="muted small">{column.span}</span></div>
                    <Difference difference/>
                </section>
            })
        }).collect_view()}
    }
}

#[component]
fn Scores(slug: String, columns: Vec<Column>, terms: Vec<TermRow>) -> impl IntoView {
    let unfilled: Vec<Vec<String>> = columns.iter().map(|column| column.unfilled.clone()).collect();
    let costs: Vec<(i64, bool)> = columns.iter().map(|column| (column.cost, column.best)).collect();
    let money: Vec<Option<String>> = columns.iter().map(|column| column.money.clone()).collect();
    let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
    let label = move |index: usize| names.get(index).cloned().unwrap_or_default();
    let (of_gaps, of_terms, of_money, of_costs) = (label.clone(), label.clone(), label.clone(), label);
    view! {
        <section class="card compare">
            <div class="card__head"><h2>"Score by term"</h2><span class="muted small">"Less is better; gaps come first."</span></div>
            <table class="table">
                <thead><tr>
                    <th scope="col">"What counts"</th>
                    {columns.into_iter().map(|column| {
                        let href = column.id.map(|id| format!("/rotas/{slug}/drafts/{id}"));
                        view! { <th scope="col">{match href {
                            Some(href) => view! { <a href=href><bdi>{column.name}</bdi></a> }.into_any(),
                            None => view! { <bdi>{column.name}</bdi> }.into_any(),
                        }}</th> }
                    }).collect_view()}
                </tr></thead>
                <tbody>
                    <tr>
                        <th scope="row">"gaps"</th>
                        {unfilled.into_iter().enumerate().map(|(index, gap)| view! { <td data-label=of_gaps(index)><Unfilled unfilled=gap/></td> }).collect_view()}
                    </tr>
                    {terms.into_iter().map(|row| view! {
                        <tr>
                            <th scope="row">{row.term}</th>
                            {row.cells.into_iter().enumerate().map(|(index, (words, cost, best))| view! {
                                <td data-label=of_terms(index) class:compare__best=best>{words}<span class="muted small">{format!(" · {cost}")}</span></td>
                            }).collect_view()}
                        </tr>
                    }).collect_view()}
                    <tr class="compare__sum">
                        <th scope="row">"in all"</th>
                        {costs.into_iter().enumerate().map(|(index, (cost, best))| view! {
                            <td data-label=of_costs(index)>{cost}" "{best.then(|| view! { <Badge kind="success" word="best"/> })}</td>
                        }).collect_view()}
                    </tr>
                    {money.iter().any(Option::is_some).then(|| view! {
                        <tr>
                            <th scope="row">"pay"</th>
                            {money.into_iter().enumerate().map(|(index, money)| view! {
                                <td data-label=of_money(index)>{money.unwrap_or_else(|| "not paid".to_owned())}</td>
                            }).collect_view()}
                        </tr>
                    })}
                </tbody>
            </table>
        </section>
    }
}

#[component]
fn Unfilled(unfilled: Vec<String>) -> impl IntoView {
    match unfilled.len() {
        0 => view! { "none" }.into_any(),
        count => view! {
            <details class="more">
                <summary>{gaps(count)}</summary>
                <ul>{unfilled.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            </details>
        }
        .into_any(),
    }
}

/// What each person would carry: a bar and its numbers in each cell, so that the table is the chart.
#[component]
fn Loads(names: Vec<String>, people: Vec<PersonLoads>) -> impl IntoView {
    let kinds = [
        ("day", "Day"),
        ("night", "Night"),
        ("weekend", "Weekend"),
        ("holiday", "Bank holiday"),
    ];
    let labels = names.clone();
    view! {
        <section class="card compare">
            <div class="card__head"><h2>"Fairness"</h2><span class="muted small">"Points by kind of duty, and pay where a rate card pays it; the line is the fair share."</span></div>
            <table class="table">
                <thead><tr><th scope="col">"Person"</th>{names.into_iter().map(|name| view! { <th scope="col"><bdi>{name}</bdi></th> }).collect_view()}</tr></thead>
                <tbody>
                    {people.into_iter().map(|row| view! {
                        <tr>
                            <th scope="row"><span class="person"><Disc name=row.person.name.clone() id=row.person.id/><bdi>{row.person.name}</bdi></span></th>
                            {row.cells.into_iter().zip(labels.clone()).map(|(cell, label)| view! { <td data-label=label><Load cell/></td> }).collect_view()}
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
            <p class="legend card__foot">
                {kinds.map(|(kind, word)| view! {
                    <span class="key">
                        <svg class="key__swatch" viewBox="0 0 14 14" aria-hidden="true"><rect class=format!("load--{kind}") width="14" height="14" rx="3"></rect></svg>{word}
                    </span>
                })}
            </p>
        </section>
    }
}

#[component]
fn Load(cell: LoadCell) -> impl IntoView {
    let percent = |value: f64| format!("{value:.2}%");
    let over = match cell.over {
        0 => "fair".to_owned(),
        more if more > 0 => format!("+{more}"),
        fewer => format!("−{}", -fewer),
    };
    let words = |index: usize, word: &str| {
        let points = cell.parts.get(index).map_or(0, |(_, points, _)| *points);
        (points > 0).then(|| format!("{word} {points}"))
    };
    let kinds: Vec<String> = [(0, "day"), (1, "night"), (2, "weekend"), (3, "holiday")]
        .into_iter()
        .filter_map(|(index, word)| words(index, word))
        .collect();
    let mut x = 0.0;
    let parts: Vec<_> = cell
        .parts
        .iter()
        .map(|(kind, _, width)| {
            let start = x;
            x += width;
            view! { <rect class=format!("load--{kind}") x=percent(start) width=percent(*width) height="10"></rect> }
        })
        .collect();
    let (lead, engineer) = cell.turns;
    view! {
        <div class="load">
            <span class="load__sum">{format!("{} ", cell.points)}<span class="muted small">{over}</span></span>
            <svg class="load__bar fair__bar" height="10" aria-hidden="true">
                <rect class="fair__ground" width="100%" height="10" rx="3"></rect>
                {parts}
                <line class="fair__share" x1=percent(cell.fair) x2=percent(cell.fair) y1="-2" y2="12"></line>
            </svg>
            <span class="load__kinds muted small">{format!("{lead} Lead, {engineer} Engineer · {}", kinds.join(", "))}</span>
            {cell.money.map(|money| view! { <span class="load__kinds small">{money}</span> })}
        </div>
    }
}

/// How often two people are together.
#[component]
fn Pairs(names: Vec<String>, pairs: Vec<PairRow>) -> impl IntoView {
    let most = pairs
        .iter()
        .flat_map(|row| row.cells.iter().flatten())
        .copied()
        .max()
        .unwrap_or(0)
        .max(1);
    let people: Vec<(String, String)> = pairs
        .iter()
        .map(|row| (row.person.id.clone(), row.person.name.clone()))
        .collect();
    let said = names.join(" / ");
    view! {
        <section class="card card--flush pairs">
            <div class="card__head"><h2>"Pairs"</h2><span class="muted small">{format!("times together: {said}")}</span></div>
            <div class="pairs__scroll" tabindex="0" role="region" aria-label="Pairs, scrolls sideways">
                <table class="pairs__table">
                    <thead><tr>
                        <th scope="col"><span class="small muted">"with"</span></th>
                        {people.into_iter().map(|(id, name)| {
                            let (title, said) = (name.clone(), name.clone());
                            view! { <th scope="col" title=title><Disc name=name id=id/><span class="sr-only">{said}</span></th> }
                        }).collect_view()}
                    </tr></thead>
                    <tbody>
                        {pairs.into_iter().map(|row| view! {
                            <tr>
                                <th scope="row"><bdi>{row.person.name}</bdi></th>
                                {row.cells.into_iter().map(|cell| view! { <Together cell most/> }).collect_view()}
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Together(cell: Vec<u32>, most: u32) -> impl IntoView {
    let heat = cell.iter().max().map_or(0, |times| (times * 4).div_ceil(most));
    let words: Vec<String> = cell.iter().map(u32::to_string).collect();
    let class = if cell.is_empty() {
        "pair pair--self".to_owned()
    } else {
        format!("pair pair--{heat}")
    };
    let words = if cell.is_empty() {
        "–".to_owned()
    } else {
        words.join(" / ")
    };
    view! { <td class=class>{words}</td> }
}
