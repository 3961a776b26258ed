//! Who would be called, in order, to the minute.

use super::{Call, CallTarget, ServicePage};
use crate::{
    components::{Disc, Icon},
    contacts::ContactLink,
};
use domain::Role;
use leptos::prelude::*;

/// The severity and the instant to ask about, and the answer.
#[component]
pub(super) fn WhoWouldBeCalled(page: ServicePage) -> impl IntoView {
    let action = format!("/services/{}", page.slug);
    view! {
        <section class="card" id="who">
            <div class="card__head"><h2>"Who would be called"</h2></div>
            <form class="form__pair" method="get" action=action>
                <div class="field">
                    <label class="field__label" for="severity">"Severity"</label>
                    <select class="input" id="severity" name="severity">
                        {["P1", "P2", "P3"].map(|severity| {
                            let selected = page.severity == severity;
                            view! { <option value=severity selected=selected>{severity}</option> }
                        }).collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label class="field__label" for="at">{format!("At, {}", page.zone)}</label>
                    <input class="input" id="at" name="at" type="datetime-local" value=page.at.clone()/>
                </div>
                <div class="form__actions"><button class="button">"Show"</button></div>
            </form>
            <p class="muted small">{page.hours.clone()}</p>
            <div class="card__foot">
                <ol class="calls">{page.calls.into_iter().map(|call| view! { <CallView call/> }).collect_view()}</ol>
                {(!page.repeat.is_empty()).then(|| view! { <p class="muted small">{page.repeat.clone()}</p> })}
            </div>
        </section>
    }
}

#[component]
fn CallView(call: Call) -> impl IntoView {
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
