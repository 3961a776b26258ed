//! `/settings/contacts`.

use super::{ContactsCard, use_contacts};
use crate::{components::Icon, help::Help, viewer::use_viewer};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// The page of one's own contact methods.
#[component]
pub fn ContactsPageView() -> impl IntoView {
    let viewer = use_viewer();
    let contacts = use_contacts(move || viewer.id.clone(), true);
    view! {
        <Title text="Contact methods"/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/settings">"Settings"</A></nav>
                <div class="title"><h1>"Contact methods"</h1><Help words=&["escalation", "duty"]/></div>
            </div>
            <div class="page-head__actions row"><A href="/settings/profile" attr:class="button"><Icon name="person"/>"My profile"</A></div>
        </div>
        <ContactsCard contacts/>
    }
}
