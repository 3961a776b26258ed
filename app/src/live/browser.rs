//! The browser's side of live pages.

use super::{Followed, Live, Mark, read};
use crate::viewer::{refresher, use_viewer};
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::{JsCast as _, closure::Closure},
};
use std::{collections::BTreeSet, time::Duration};
use web_sys::{Element, EventSource, HtmlElement, MessageEvent};

/// How long it is said that something has changed.
const SHOWN: Duration = Duration::from_secs(8);
/// How long a stream that was refused is not asked for.
const REFUSED: Duration = Duration::from_secs(15);
/// How often, and how many times, it is asked whether a form that was sent has its answer.
const ANSWER_LOOK: Duration = Duration::from_millis(150);
const ANSWER_LOOKS: u32 = 60;
/// How often, and how many times, the focus is looked after while a page is loaded again.
const FOCUS_LOOK: Duration = Duration::from_millis(60);
const FOCUS_LOOKS: u32 = 40;

/// Listens to the server for as long as the frame is there.
pub(crate) fn listen() {
    let Some(live) = use_context::<Live>() else { return };
    let refresh_viewer = refresher();
    let revision = StoredValue::new(use_viewer().revision);
    let (typed, sent) = follow_typing();
    let seen = follow_visibility();
    // The frame itself counts gaps and unread entries.
    let topics = Memo::new(move |_| {
        let pages = live
            .followed
            .with(|all| all.iter().map(|one| one.topic.clone()).collect::<BTreeSet<_>>());
        let all: BTreeSet<String> = pages
            .into_iter()
            .chain(["board".to_owned(), "inbox".to_owned()])
            .collect();
        all.into_iter().collect::<Vec<_>>().join(",")
    });
    let again = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let topics = topics.get();
        again.track();
        if !seen.get() {
            return;
        }
        let address = format!("/events?since={}&topics={topics}", revision.get_value());
        hear(&address, again, move |(now, by, topics)| {
            revision.set_value(now);
            refresh_viewer.run(());
            let touched: Vec<Followed> = live
                .followed
                .with_untracked(|all| all.iter().filter(|one| topics.contains(&one.topic)).cloned().collect());
            if !touched.is_empty() {
                show_once_answered(live, by, touched, (typed, sent), ANSWER_LOOKS);
            }
        });
    });
}

/// The form that was sent last.
type Sent = StoredValue<Option<Element>, LocalStorage>;

/// Shows a change once the form that was just sent has its answer: one that is refused keeps what was typed.
fn show_once_answered(live: Live, by: String, touched: Vec<Followed>, of: (StoredValue<bool>, Sent), looks: u32) {
    let (typed, sent) = of;
    let form = sent.try_get_value().flatten().filter(|form| form.is_connected());
    let holds = |what: &str| {
        form.as_ref()
            .is_some_and(|form| form.query_selector(what).is_ok_and(|it| it.is_some()))
    };
    if looks > 0 && holds("button:disabled") {
        set_timeout(
            move || show_once_answered(live, by, touched, of, looks - 1),
            ANSWER_LOOK,
        );
        return;
    }
    let writing = typed.try_get_value().unwrap_or_default() || holds("[role='alert']");
    show(live, by, &touched, writing);
}

/// Loads again what has changed and says so; where somebody is writing, it waits for them to ask.
fn show(live: Live, by: String, touched: &[Followed], typed: bool) {
    let writing = typed || in_field();
    if !writing {
        keep_focus();
        touched.iter().for_each(|one| one.reload.run(()));
        if by.is_empty() {
            return;
        }
    }
    let waiting = if writing {
        touched.iter().map(|one| one.reload).collect()
    } else {
        Vec::new()
    };
    let stays = writing;
    live.mark.set(Some(Mark { by, waiting }));
    if !stays {
        set_timeout(move || drop(live.mark.try_set(None)), SHOWN);
    }
}

/// Runs `heard` with every event of the stream at this address, until the owner is cleaned up. A browser gives a stream up
/// that a node refuses, as one does that goes away: then `again` is raised after a while.
fn hear(address: &str, again: RwSignal<u32>, heard: impl Fn((i64, String, Vec<String>)) + 'static) {
    // A browser that cannot listen shows pages as they were sent.
    let Ok(source) = EventSource::new(address) else { return };
    let on_changed = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(news) = event.data().as_string().and_then(|data| read(&data)) {
            heard(news);
        }
    });
    if source
        .add_event_listener_with_callback("changed", on_changed.as_ref().unchecked_ref())
        .is_err()
    {
        source.close();
    }
    let refused = source.clone();
    let on_error = Closure::<dyn Fn()>::new(move || {
        if refused.ready_state() == EventSource::CLOSED {
            let raise = move || {
                // A frame that is gone asks no more.
                let _ = again.try_update(|times| *times = times.wrapping_add(1));
            };
            set_timeout(raise, REFUSED);
        }
    });
    source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((source, on_changed, on_error));
    on_cleanup(move || {
        let _ = kept.try_with_value(|(source, ..)| {
            source.set_onerror(None);
            source.close();
        });
    });
}

/// Whether the window can be seen.
fn follow_visibility() -> RwSignal<bool> {
    let seen = RwSignal::new(!document().hidden());
    let handle = window_event_listener_untyped("visibilitychange", move |_| seen.set(!document().hidden()));
    on_cleanup(move || handle.remove());
    seen
}

/// Whether something was typed on the page that was not sent yet, and the form that was sent last.
fn follow_typing() -> (StoredValue<bool>, Sent) {
    let typed = StoredValue::new(false);
    let sent: Sent = StoredValue::new_local(None);
    let input = window_event_listener(ev::input, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_some_and(|element| within_page(&element)) {
            typed.set_value(true);
        }
    });
    let submit = window_event_listener(ev::submit, move |event| {
        typed.set_value(false);
        sent.set_value(event.target().and_then(|target| target.dyn_into::<Element>().ok()));
    });
    let path = leptos_router::hooks::use_location().pathname;
    Effect::new(move |_| {
        path.track();
        typed.set_value(false);
    });
    on_cleanup(move || {
        input.remove();
        submit.remove();
    });
    (typed, sent)
}

fn within_page(element: &Element) -> bool {
    document()
        .get_element_by_id("main")
        .is_some_and(|main| main.contains(Some(element)))
}

/// Whether the focus is in a field of the page.
fn in_field() -> bool {
    let focused = document().active_element();
    focused.is_some_and(|element| {
        within_page(&element) && ["INPUT", "SELECT", "TEXTAREA"].contains(&element.tag_name().as_str())
    })
}

/// Gives the focus back to what looks like what has it now, if that goes while the page is loaded again.
fn keep_focus() {
    let Some(focused) = document().active_element().filter(within_page) else {
        return;
    };
    if focused.id() == "main" {
        return;
    }
    let wanted = (
        focused.tag_name(),
        focused.get_attribute("href"),
        focused.text_content(),
    );
    look_after(focused, wanted, FOCUS_LOOKS);
}

type Looks = (String, Option<String>, Option<String>);

fn look_after(focused: Element, wanted: Looks, looks: u32) {
    set_timeout(
        move || {
            if focused.is_connected() {
                if looks > 0 {
                    look_after(focused, wanted, looks - 1);
                }
                return;
            }
            // Whoever has moved on meanwhile stays where they are.
            let elsewhere = document()
                .active_element()
                .is_some_and(|element| element.tag_name() != "BODY");
            if !elsewhere {
                focus_like(&wanted);
            }
        },
        FOCUS_LOOK,
    );
}

fn focus_like((tag, href, text): &Looks) {
    let Some(main) = document().get_element_by_id("main") else {
        return;
    };
    let alike = main.get_elements_by_tag_name(tag);
    for place in 0..alike.length() {
        let Some(element) = alike.item(place) else { continue };
        if element.get_attribute("href") == *href && element.text_content() == *text {
            // What cannot be focused leaves the focus where it is.
            let _ = element.unchecked_into::<HtmlElement>().focus();
            return;
        }
    }
}
