//! Where settings are found.

use crate::{
    components::{Icon, current_in_sight},
    viewer::use_viewer,
};
use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::components::A;

/// The settings an administrator has beside each of their pages: address and words.
const PAGES: [(&str, &str); 5] = [
    ("/settings/organisation", "Organisation"),
    ("/settings/planning", "Planning"),
    ("/settings/tokens", "API tokens"),
    ("/settings/mail", "Mail"),
    ("/settings/webhooks", "Webhooks"),
];

/// The list of settings beside each of their pages.
#[component]
pub fn SettingsNav() -> impl IntoView {
    let row = NodeRef::<html::Nav>::new();
    current_in_sight(row);
    view! {
        <nav class="side-nav" aria-label="Settings" node_ref=row>
            {PAGES.map(|(href, words)| view! { <A href=href>{words}</A> }).collect_view()}
        </nav>
    }
}

/// The page that leads to all settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let viewer = use_viewer();
    let me = format!("/people/{}", viewer.id);
    let manages = viewer.administrator || (!viewer.read_only && !viewer.manages.is_empty());
    view! {
        <Title text="Settings"/>
        <div class="page-head"><div class="page-head__text"><h1>"Settings"</h1></div></div>
        <div class="grid">
            <Place href="/settings/profile" icon="person" title="My profile" text="Name, time zone, how dates and times are written, and theme."/>
            <Place href="/settings/contacts" icon="phone" title="Contact methods" text="How to reach you, in which order, and whether it works."/>
            <Place href="/settings/notices" icon="bell" title="What you are told" text="What comes by mail, when, and reminders before a shift."/>
            <Place href=me icon="people" title="My details" text="E-mail address and teams."/>
            <Place href="/settings/security" icon="lock" title="Security" text="Your password, and where you are signed in."/>
            {(viewer.administrator || viewer.payroll).then(|| view! {
                <Place href="/pay/cards" icon="list" title="Rate cards" text="What duty pays, which card pays which rota, and what it costs."/>
                <Place href="/pay/holidays" icon="calendar" title="Holiday calendars" text="The bank holidays that rotas, rate cards and people follow."/>
            })}
            {viewer.administrator.then(|| view! {
                <Place href="/settings/organisation" icon="gear" title="Organisation" text="Name, time zone, office hours and bank holidays."/>
                <Place href="/settings/planning" icon="calendar" title="Planning" text="Rest, limits and what counts in every plan."/>
                <Place href="/settings/tokens" icon="key" title="API tokens" text="What machines may ask and change."/>
                <Place href="/settings/mail" icon="mail" title="Mail" text="Whether mail is set up and arrives, and what could not be sent."/>
                <Place href="/settings/webhooks" icon="link" title="Webhooks" text="Which other programs are told what happens."/>
                <Place href="/people/import" icon="upload" title="Import people" text="Bring people and teams in from a file."/>
            })}
            <Place href="/settings/permissions" icon="shield" title="Permissions" text="Who may do what, and which scope machines need."/>
            {manages.then(|| view! {
                <Place href="/settings/audit" icon="search" title="Audit log" text="Who did what and when, and what it changed."/>
            })}
        </div>
    }
}

#[component]
fn Place(#[prop(into)] href: String, icon: &'static str, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <article class="card stack stack--tight">
            <h2 class="row"><Icon name=icon/><A href=href>{title}</A></h2>
            <p class="muted">{text}</p>
        </article>
    }
}
