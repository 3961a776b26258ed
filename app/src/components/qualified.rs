//! The roles somebody may hold.

use super::Icon;
use domain::{Qualification, Role};
use leptos::prelude::*;

/// A badge for each role that `qualification` allows; a dash for somebody who does no duty.
#[component]
pub fn Qualified(qualification: Option<Qualification>) -> impl IntoView {
    let roles = Role::BOTH
        .into_iter()
        .filter(move |role| qualification.is_some_and(|it| it.allows(*role)));
    view! {
        <span class="row">
            {qualification.is_none().then(|| view! { <span class="muted">"No duty"</span> })}
            {roles.map(|role| {
                let (class, icon) = match role {
                    Role::Lead => ("badge badge--lead", "compass"),
                    Role::Engineer => ("badge badge--engineer", "wrench"),
                };
                view! { <span class=class><Icon name=icon small=true/>{role.to_string()}</span> }
            }).collect_view()}
        </span>
    }
}
