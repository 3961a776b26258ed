//! `/inbox`.

use super::{InboxEntry, InboxPage, ReadAll, ReadEntry, load_inbox};
use crate::{
    components::{Badge, Empty, FormAlert, Icon, Problem, TimeStamp},
    live,
    viewer::refresh_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// The page of what somebody was told.
#[component]
pub fn InboxPageView() -> impl IntoView {
    let query = use_query_map();
    let (one, all) = (ServerAction::<ReadEntry>::new(), ServerAction::<ReadAll>::new());
    let below = move || query.with(|query| query.get("below")).unwrap_or_default();
    let load = Resource::new(
        move || (below(), one.version().get(), all.version().get()),
        |(below, ..)| load_inbox(below),
    );
    live::follow("inbox", move || load.refetch());
    Effect::new(move |_| {
        if one.version().get() + all.version().get() > 0 {
            refresh_viewer();
        }
    });
    let error = Signal::derive(move || {
        let failed = one.value().get().and_then(Result::err);
        failed.or_else(|| all.value().get().and_then(Result::err))
    });
    view! {
        <Title text="Inbox"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Head unread=page.unread all/><FormAlert error/><Entries page one/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Head(unread: i64, all: ServerAction<ReadAll>) -> impl IntoView {
    let answer = match unread {
        0 => "Nothing unread".to_owned(),
        count => format!("{count} unread"),
    };
    view! {
        <div class="page-head">
            <div class="page-head__text"><h1>"Inbox"</h1><p class="muted">{answer}</p></div>
            <div class="page-head__actions row">
                {(unread > 0).then(|| view! {
                    <ActionForm action=all><button class="button"><Icon name="check"/>"Mark all as read"</button></ActionForm>
                })}
                <A href="/settings/notices" attr:class="button button--quiet"><Icon name="gear"/>"What you are told"</A>
            </div>
        </div>
    }
}

#[component]
fn Entries(page: InboxPage, one: ServerAction<ReadEntry>) -> impl IntoView {
    if page.entries.is_empty() && page.first {
        let text =
            "When a shift of yours is given, taken or about to start, it is said here, and by mail as you choose.";
        return view! {
            <Empty icon="bell" title="Nothing yet" text>
                <A href="/me" attr:class="button">"My shifts"</A>
            </Empty>
        }
        .into_any();
    }
    view! {
        <section class="card card--flush">
            <ul class="list list--inset inbox">
                {page.entries.into_iter().map(|entry| view! { <Entry entry one/> }).collect_view()}
            </ul>
        </section>
        <nav class="row" aria-label="Pages of the inbox">
            {(!page.first).then(|| view! { <A href="/inbox" attr:class="button"><Icon name="chevron-left"/>"Latest"</A> })}
            {page.next.map(|next| view! {
                <A href=format!("/inbox?below={next}") attr:class="button">"Older"<Icon name="chevron-right"/></A>
            })}
        </nav>
    }
    .into_any()
}

#[component]
fn Entry(entry: InboxEntry, one: ServerAction<ReadEntry>) -> impl IntoView {
    let class = if entry.unread {
        "inbox__entry inbox__entry--unread"
    } else {
        "inbox__entry"
    };
    let label = format!(": {}", entry.subject);
    let unread = entry.unread;
    view! {
        <li class=class>
            <div class="list__grow">
                <h2 class="inbox__subject row">{entry.subject}{unread.then(|| view! { <Badge kind="lead" word="New"/> })}</h2>
                <p class="inbox__text breaks">{entry.text}</p>
                <p class="muted small"><TimeStamp stamp=entry.made/></p>
            </div>
            <div class="row">
                {entry.link.is_some().then(|| view! { <Read id=entry.id.clone() label=label.clone() one follow=true/> })}
                {unread.then(|| view! { <Read id=entry.id.clone() label=label.clone() one follow=false/> })}
            </div>
        </li>
    }
}

/// The button that marks an entry as read, and perhaps leads on to what it is about.
#[component]
fn Read(id: String, label: String, one: ServerAction<ReadEntry>, follow: bool) -> impl IntoView {
    let (class, icon, word) = match follow {
        true => ("button", "chevron-right", "Open"),
        false => ("button button--quiet", "check", "Mark as read"),
    };
    view! {
        <ActionForm action=one>
            <input type="hidden" name="id" value=id/>
            {follow.then(|| view! { <input type="hidden" name="follow" value="1"/> })}
            <button class=class><Icon name=icon/>{word}<span class="sr-only">{label}</span></button>
        </ActionForm>
    }
}
