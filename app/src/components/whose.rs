//! A choice of the person whose things are shown.

use super::{Icon, Select};
use leptos::prelude::*;
use leptos_router::components::Form;

/// Leads to the page at `action` about one of these people, by id and name.
#[component]
pub fn Whose(action: &'static str, people: Vec<(String, String)>, person: String) -> impl IntoView {
    view! {
        <Form method="GET" action=action attr:class="row">
            <Select name="person" label="Whose" options=people value=person error=Signal::stored(None)/>
            <button class="button"><Icon name="search" small=true/>"Show"</button>
        </Form>
    }
}
