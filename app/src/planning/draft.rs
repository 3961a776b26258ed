//! What is to be said of a draft.

use super::{LoadRow, Unmet};
use crate::components::{Disc, Icon};
use leptos::prelude::*;

/// The roles that stay a gap, each with its reasons. `sound` if every rule holds for whoever is seated.
#[component]
pub(crate) fn Unsatisfied(unmet: Vec<Unmet>, sound: bool) -> impl IntoView {
    let count = unmet.len();
    view! {
        <section class="card plan__unmet">
            <div class="card__head">
                <h2>"What could not be satisfied"</h2>
                {(count > 0).then(|| view! { <span class="badge badge--gap">{count}</span> })}
            </div>
            {if count == 0 {
                let words = if sound {
                    "Nothing: both roles of every shift have somebody, and every rule holds."
                } else {
                    "Both roles of every shift have somebody. What does not hold is said at the top of the page."
                };
                view! { <p class="muted">{words}</p> }.into_any()
            } else {
                view! { <ul class="list">{unmet.into_iter().map(|unmet| view! { <Gap unmet/> }).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Gap(unmet: Unmet) -> impl IntoView {
    let why = unmet.why.join("; ");
    view! {
        <li>
            <span class="badge badge--gap"><Icon name="warning" small=true/>"Gap"</span>
            <div class="list__grow">
                <b>{format!("{}, {}", unmet.role, unmet.when)}</b>
                <p class="muted small">{if why.is_empty() { why } else { format!("{why}.") }}</p>
            </div>
        </li>
    }
}

/// What each person carries, against their fair share.
#[component]
pub(crate) fn Fairness(loads: Vec<LoadRow>) -> impl IntoView {
    let kinds = [
        ("day", "Day"),
        ("night", "Night"),
        ("weekend", "Weekend"),
        ("holiday", "Bank holiday"),
    ];
    view! {
        <section class="card plan__fair">
            <div class="card__head"><h2>"Fairness"</h2><span class="muted small">"points: nights, weekends and holidays weigh more"</span></div>
            <ul class="fair">{loads.into_iter().map(|row| view! { <LoadView row/> }).collect_view()}</ul>
            <p class="legend card__foot">
                {kinds.map(|(kind, word)| view! {
                    <span class="key">
                        <svg class="key__swatch" viewBox="0 0 14 14" aria-hidden="true"><rect class=format!("load--{kind}") width="14" height="14" rx="3"></rect></svg>{word}
                    </span>
                }).collect_view()}
                <span>"The line is the fair share."</span>
            </p>
        </section>
    }
}

#[component]
fn LoadView(row: LoadRow) -> impl IntoView {
    let percent = |value: f64| format!("{value:.2}%");
    let label = format!("{}: {}, {}", row.person.name, row.words, row.shifts);
    let mut x = 0.0;
    let parts: Vec<_> = row
        .parts
        .into_iter()
        .map(|(kind, width)| {
            let start = x;
            x += width;
            view! { <rect class=format!("load--{kind}") x=percent(start) width=percent(width) height="14"></rect> }
        })
        .collect();
    view! {
        <li class="fair__row">
            <span class="person"><Disc name=row.person.name.clone() id=row.person.id/><bdi>{row.person.name}</bdi></span>
            <span class="fair__score">{row.words}</span>
            <svg class="fair__bar" role="img" aria-label=label>
                <rect class="fair__ground" width="100%" height="14" rx="4"></rect>
                {parts}
                <line class="fair__share" x1=percent(row.fair) x2=percent(row.fair) y1="-3" y2="17"></line>
            </svg>
            <span class="muted small">{row.shifts}</span>
        </li>
    }
}
