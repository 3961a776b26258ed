//! Who would be called, in order, to the minute.

use super::{Call, CallTarget, CallWarning, ServicePage, ask::Ask};
use crate::{
    components::{Disc, Icon},
    contacts::ContactLink,
};
use domain::Role;
use leptos::prelude::*;

/// The severity and the instant to ask about, and the answer.
#[component]
pub(super) fn WhoWouldBeCalled(page: ServicePage) -> impl IntoView {
    let moment = page.moment.clone();
    view! {
        <section class="card stack" id="who">
            <h2>"Who would be called"</h2>
            <Ask page=page.clone()/>
            <div role="status">
                <p class="who__moment">{format!("{}, {moment}", page.severity)}</p>
                <p class="muted small">{page.hours.clone()}</p>
            </div>
            <Warnings warnings=page.warnings.clone()/>
            <ol class="calls">{page.calls.clone().into_iter().map(|call| view! { <CallView call/> }).collect_view()}</ol>
            {(!page.repeat.is_empty()).then(|| view! { <p class="muted small">{page.repeat.clone()}</p> })}
            <Why page/>
        </section>
    }
}

/// What may go wrong then.
#[component]
fn Warnings(warnings: Vec<CallWarning>) -> impl IntoView {
    if warnings.is_empty() {
        return ().into_any();
    }
    let grave = warnings.iter().any(|warning| warning.grave);
    let items = warnings.into_iter().map(|warning| view! { <li>{warning.words}</li> });
    let class = if grave { "alert alert--warning" } else { "alert" };
    view! {
        <div class=class>
            <Icon name=if grave { "warning" } else { "info" }/>
            <ul>{items.collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// How the answer came about: what the rule asks for, and what became of it.
#[component]
fn Why(page: ServicePage) -> impl IntoView {
    let reasons = page.reasons.into_iter().map(|reason| {
        view! {
            <tr>
                <th scope="row">{reason.step}</th>
                <td>{reason.time}</td>
                <td><bdi>{reason.asks}</bdi></td>
                <td>{reason.became}</td>
            </tr>
        }
    });
    view! {
        <details class="disclosure">
            <summary><Icon name="chevron-right" small=true/>"Why these people"</summary>
            <div class="stack stack--tight">
                <p>{page.rule}</p>
                <table class="table table--plain who__why">
                    <thead><tr><th scope="col">"Step"</th><th scope="col">"When"</th><th scope="col">"Asks for"</th><th scope="col">"Becomes"</th></tr></thead>
                    <tbody>{reasons.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

/// One step.
#[component]
pub fn CallView(call: Call) -> impl IntoView {
    view! {
        <li class="call">
            <span class="call__time">{call.time}</span>
            <span class="call__dot"></span>
            <div class="call__targets">{call.targets.into_iter().map(|target| view! { <TargetView target/> }).collect_view()}</div>
        </li>
    }
}

#[component]
fn TargetView(target: CallTarget) -> impl IntoView {
    view! {
        <div class="call__target">
            <Disc name=target.name.clone() id=target.id.clone()/>
            <p class="call__name">
                <bdi>{target.name.clone()}</bdi>" "
                {target.role.map(|role| view! { <RoleBadge role/> })}
                {target.last_resort.then(|| view! { <span class="badge badge--warning">"Last resort"</span> })}
            </p>
            <p class="call__because">{target.because}</p>
            <p class="call__contacts">
                {target.contacts.into_iter().map(|way| view! { <ContactLink way/> }).collect_view()}
            </p>
        </div>
    }
}

#[component]
fn RoleBadge(role: Role) -> impl IntoView {
    let (class, icon) = match role {
        Role::Lead => ("badge badge--lead", "compass"),
        Role::Engineer => ("badge badge--engineer", "wrench"),
    };
    view! { <span class=class><Icon name=icon small=true/>{role.to_string()}</span> }
}
