//! What is to be said of a plan beside its gaps.

use super::Said;
use crate::components::Badge;
use leptos::prelude::*;

/// Wishes that do not come true, turns that were passed on, unequal loads and long hours, each with its reasons.
#[component]
pub fn SaidOfPlan(said: Vec<Said>) -> impl IntoView {
    (!said.is_empty()).then(|| {
        view! {
            <section class="card plan__said">
                <div class="card__head"><h2>"Why it is not better"</h2><span class="muted small">{said.len()}</span></div>
                <ul class="list">{said.into_iter().map(|said| view! { <Line said/> }).collect_view()}</ul>
            </section>
        }
    })
}

#[component]
fn Line(said: Said) -> impl IntoView {
    let word = match said.kind.as_str() {
        "wish" => "Wish",
        "passed" => "Passed on",
        "hours" => "Hours",
        _ => "Load",
    };
    view! {
        <li>
            <Badge word/>
            <div class="list__grow"><b>{said.title}</b><p class="muted small">{said.why}</p></div>
        </li>
    }
}
