//! Everything there is to know about words and keys.

use super::glossary::{Entry, GLOSSARY};
use crate::components::Icon;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// What each key does.
const KEYS: [(&str, &str); 6] = [
    (
        "Ctrl K or ⌘ K",
        "Search: go to any page, rota, team, service or person, or do something",
    ),
    ("↑ ↓ and Enter", "Choose what was found, and go there"),
    ("Esc", "Close the search or a menu; the focus goes back to where it was"),
    (
        "Tab and Shift Tab",
        "Go to the next or the previous control; the first one skips to the content",
    ),
    ("← →", "Move the timeline, once it has the focus"),
    ("Enter on a bar of the timeline", "Find cover for that stretch"),
];

/// Where to go for what.
const PLACES: [(&str, &str, &str); 6] = [
    (
        "/",
        "Who is on duty now",
        "Every rota with its two people, until when, and who is next.",
    ),
    (
        "/me",
        "My shifts",
        "Your next duty, leave and wishes, and the address of your calendar.",
    ),
    (
        "/services",
        "Who would be called",
        "The escalation policy of each service, at any instant.",
    ),
    (
        "/settings/profile",
        "How you read",
        "Your time zone, the order of dates, 12 or 24 hours, and the theme.",
    ),
    (
        "/settings/security",
        "Security",
        "Your password, and where you are signed in.",
    ),
    ("/api/docs", "For machines", "Everything these pages do, as an API."),
];

/// `/help`
#[component]
pub fn HelpPage() -> impl IntoView {
    view! {
        <Title text="Help"/>
        <div class="page-head">
            <div class="page-head__text">
                <h1>"Help"</h1>
                <p class="muted">"Every shift has two people on it: a Lead who decides and an Engineer who fixes. They are never the same person."</p>
            </div>
        </div>
        <div class="split">
            <div class="stack">
                <section class="card">
                    <div class="card__head"><h2>"Words"</h2></div>
                    <dl class="glossary">{GLOSSARY.iter().map(|entry| view! { <Word entry/> }).collect_view()}</dl>
                </section>
            </div>
            <aside class="stack"><Places/><Keys/></aside>
        </div>
    }
}

#[component]
fn Word(entry: &'static Entry) -> impl IntoView {
    view! {
        <div class="glossary__entry" id=entry.key>
            <dt>{entry.word}</dt>
            <dd>{entry.meaning}</dd>
        </div>
    }
}

#[component]
fn Places() -> impl IntoView {
    view! {
        <section class="card">
            <div class="card__head"><h2>"Where to go"</h2></div>
            <ul class="stack stack--tight">
                {PLACES.map(|(href, title, text)| view! {
                    // External: the documentation of the API is no page of the app.
                    <li><A href=href attr:rel=(href == "/api/docs").then_some("external")>{title}</A><p class="muted small">{text}</p></li>
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Keys() -> impl IntoView {
    view! {
        <section class="card">
            <div class="card__head"><h2 class="row"><Icon name="list"/>"Keys"</h2></div>
            <dl class="keys">
                {KEYS.map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }).collect_view()}
            </dl>
        </section>
    }
}
