//! What was believed at an earlier time, beside today's.

use super::{Belief, ChangedDuty, HistoryAsked, HistoryPage};
use crate::{
    components::{Field, RoleIcon, lane_class},
    covers::Side,
};
use leptos::prelude::*;

/// The question, and its answer once it is asked.
#[component]
pub(super) fn LookBack(page: HistoryPage) -> impl IntoView {
    let none = Signal::derive(|| None);
    let HistoryAsked { at, day, .. } = page.asked;
    let action = format!("/rotas/{}/history", page.heading.slug);
    let zone = page.zone;
    view! {
        <section class="card stack" aria-labelledby="look-back">
            <div class="card__head"><h2 id="look-back">"What did the rota say then?"</h2></div>
            <form class="filters filters--look" method="get" action=action>
                <Field name="at" label=format!("As it stood at ({zone})") kind="datetime-local" value=at required=true error=none/>
                <Field name="day" label="About the fortnight from" kind="date" value=day error=none/>
                <div class="form__actions"><button class="button button--primary">"Look back"</button></div>
            </form>
            <p class="muted small">"Without a date, the fortnight begins on the day that is looked back to."</p>
            {page.belief.map(|belief| view! { <Answer belief/> })}
        </section>
    }
}

#[component]
fn Answer(belief: Belief) -> impl IntoView {
    let same = belief.changes.is_empty();
    let words = if same {
        format!(
            "At {} the rota said of {} what it says today.",
            belief.at.text, belief.when
        )
    } else {
        let count = match belief.changes.len() {
            1 => "One stretch of duty has".to_owned(),
            many => format!("{many} stretches of duty have"),
        };
        format!("{count} changed since {}, of {}.", belief.at.text, belief.when)
    };
    view! {
        <p role="status">{words}</p>
        <div class="compare">
            <Side title=format!("At {}", belief.at.text) chart=belief.believed days=belief.days.clone()/>
            <Side title="Today" chart=belief.today days=belief.days/>
        </div>
        <DutyList duty=belief.changes/>
    }
}

/// Stretches of duty, each as it was and as it is.
#[component]
pub(super) fn DutyList(duty: Vec<ChangedDuty>) -> impl IntoView {
    (!duty.is_empty()).then(|| {
        view! {
            <ul class="changes">
                {duty.into_iter().map(|one| view! {
                    <li class=lane_class(one.role)>
                        <RoleIcon role=one.role/>
                        <span><s><bdi>{one.before}</bdi></s>" → "<bdi class="strong">{one.after}</bdi></span>
                        <span class="muted small">{one.when}</span>
                    </li>
                }).collect_view()}
            </ul>
        }
    })
}
