//! The two lanes: one colour and one icon for each role, everywhere.

use super::Icon;
use domain::Role;
use leptos::prelude::*;

/// The class of a role's lane.
pub const fn lane_class(role: Role) -> &'static str {
    match role {
        Role::Lead => "lane lane--lead",
        Role::Engineer => "lane lane--engineer",
    }
}

/// A role's icon with its word: compass for the Lead, wrench for the Engineer.
#[component]
pub fn RoleIcon(
    role: Role,
    /// Leaves the word to screen readers.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let name = match role {
        Role::Lead => "compass",
        Role::Engineer => "wrench",
    };
    view! {
        <span class="lane__role">
            <Icon name small=true/>
            {if quiet { view! { <span class="sr-only">{role.to_string()}</span> }.into_any() } else { role.to_string().into_any() }}
        </span>
    }
}
