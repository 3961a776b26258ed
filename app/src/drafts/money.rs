//! What a draft would cost, and what each person would be paid: fairness of money beside fairness of load.

use super::{DraftMoney, MoneyRow};
use crate::components::{Disc, Icon};
use leptos::prelude::*;

/// What a draft would cost.
#[component]
pub(super) fn MoneyCard(money: DraftMoney) -> impl IntoView {
    let mean = money.mean;
    let instead = format!("What is published in this time costs {}.", money.published.join(" + "));
    view! {
        <section class="card plan__fair">
            <div class="card__head"><h2>"Pay"</h2><span class="muted small">"standby by today’s rate cards, without call-outs"</span></div>
            <p class="answer">{money.total.join(" + ")}</p>
            <p class="muted small">{instead}</p>
            <ul class="fair">{money.people.into_iter().map(|row| view! { <PersonMoney row mean/> }).collect_view()}</ul>
            {(!money.mean_words.is_empty()).then(|| view! { <p class="legend card__foot"><span>{format!("The line is the mean, {}.", money.mean_words)}</span></p> })}
            {money.faults.into_iter().map(|fault| view! { <p class="small row"><Icon name="warning" small=true/><span>{fault}</span></p> }).collect_view()}
        </section>
    }
}

#[component]
fn PersonMoney(row: MoneyRow, mean: f64) -> impl IntoView {
    let percent = |value: f64| format!("{value:.2}%");
    let label = format!("{}: {}", row.person.name, row.amount);
    view! {
        <li class="fair__row">
            <span class="person"><Disc name=row.person.name.clone() id=row.person.id/><bdi>{row.person.name}</bdi></span>
            <span class="fair__score">{row.amount}</span>
            <svg class="fair__bar" role="img" aria-label=label>
                <rect class="fair__ground" width="100%" height="14" rx="4"></rect>
                <rect class="fair__money" width=percent(row.width) height="14" rx="4"></rect>
                <line class="fair__share" x1=percent(mean) x2=percent(mean) y1="-3" y2="17"></line>
            </svg>
        </li>
    }
}
