//! The command palette: Ctrl K or ⌘ K on every page.

use super::{Found, Hit, count_words, find};
use crate::components::Icon;
use leptos::{ev::KeyboardEvent, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

/// How long typing pauses before it is searched for.
const PAUSE: Duration = Duration::from_millis(120);

/// The palette's state.
#[derive(Clone, Copy)]
struct State {
    dialog: NodeRef<html::Dialog>,
    input: NodeRef<html::Input>,
    found: RwSignal<Option<Found>>,
    /// The hit that Enter takes.
    at: RwSignal<usize>,
    /// Counts what was typed, so that a late answer is dropped.
    typed: StoredValue<u32>,
}

impl State {
    fn open(self) {
        let (Some(dialog), Some(input)) = (self.dialog.get_untracked(), self.input.get_untracked()) else {
            return;
        };
        if dialog.open() {
            return dialog.close();
        }
        input.set_value("");
        self.ask(String::new());
        // A browser without dialogs keeps the search page.
        let _ = dialog.show_modal();
    }

    fn close(self) {
        if let Some(dialog) = self.dialog.get_untracked() {
            dialog.close();
        }
    }

    /// Searches once nothing more has been typed for a moment.
    fn ask_soon(self, query: String) {
        let typed = self.count();
        set_timeout(
            move || {
                if self.typed.try_get_value() == Some(typed) {
                    self.ask(query);
                }
            },
            PAUSE,
        );
    }

    fn ask(self, query: String) {
        let typed = self.count();
        leptos::task::spawn_local(async move {
            // Without an answer what was found before stays.
            if let Ok(found) = find(query).await
                && self.typed.try_get_value() == Some(typed)
            {
                self.at.set(0);
                self.found.set(Some(found));
            }
        });
    }

    fn count(self) -> u32 {
        self.typed.update_value(|typed| *typed = typed.wrapping_add(1));
        self.typed.get_value()
    }

    fn hits(self) -> usize {
        self.found
            .with_untracked(|found| found.as_ref().map_or(0, |found| found.hits.len()))
    }

    /// Moves to another hit, around the ends.
    fn step(self, by: isize) {
        let hits = self.hits();
        if hits > 0 {
            self.at
                .update(|at| *at = at.saturating_add(hits).saturating_add_signed(by) % hits);
            show_chosen(self.at.get_untracked());
        }
    }

    fn chosen(self) -> Option<Hit> {
        let at = self.at.get_untracked();
        self.found.with_untracked(|found| found.as_ref()?.hits.get(at).cloned())
    }
}

/// The button that opens the palette, a link to the search page until scripts are there; and the palette.
#[component]
pub(crate) fn Palette() -> impl IntoView {
    let state = State {
        dialog: NodeRef::new(),
        input: NodeRef::new(),
        found: RwSignal::new(None),
        at: RwSignal::new(0),
        typed: StoredValue::new(0),
    };
    open_by_keyboard(state);
    let open = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        state.open();
    };
    view! {
        <a class="button palette__open" href="/search" aria-label="Search" aria-keyshortcuts="Control+K Meta+K" on:click=open>
            <Icon name="search"/><span>"Search"</span><kbd>"Ctrl K"</kbd>
        </a>
        <Dialog state/>
    }
}

#[component]
fn Dialog(state: State) -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |()| {
        let Some(hit) = state.chosen() else { return };
        state.close();
        match hit.send {
            None if hit.is_outside() => leave_for(&hit.href),
            None => navigate(&hit.href, NavigateOptions::default()),
            Some((name, value)) => send(&hit.href, &name, &value),
        }
    });
    let keys = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => state.step(1),
            "ArrowUp" => state.step(-1),
            // Enter also ends the writing of a sign that takes several keys.
            "Enter" if !event.is_composing() => go.run(()),
            _ => return,
        }
        event.prevent_default();
    };
    let some = Memo::new(move |_| {
        state
            .found
            .with(|found| found.as_ref().is_some_and(|found| !found.hits.is_empty()))
    });
    let chosen = move || some.get().then(|| format!("palette-{}", state.at.get()));
    view! {
        <dialog node_ref=state.dialog class="dialog palette" aria-label="Search and commands">
            <div class="palette__head">
                <Icon name="search"/>
                <input
                    node_ref=state.input class="palette__input" type="text" role="combobox" aria-label="Page, person or command" aria-autocomplete="list"
                    aria-controls="palette-hits" aria-expanded=move || some.get().to_string() aria-activedescendant=chosen
                    placeholder="Go to a page, rota, team or person" autocomplete="off" autocapitalize="off" spellcheck="false"
                    on:input=move |event| state.ask_soon(event_target_value(&event)) on:keydown=keys
                />
                <button class="button button--quiet button--icon" type="button" aria-label="Close" on:click=move |_| state.close()><Icon name="x"/></button>
            </div>
            <ul class="palette__hits" id="palette-hits" role="listbox" aria-label="Results" hidden=move || !some.get()>
                {move || {
                    let hits = state.found.with(|found| found.as_ref().map(|found| found.hits.clone()));
                    hits.unwrap_or_default().into_iter().enumerate().map(|(index, hit)| view! { <HitRow state index hit go/> }).collect_view()
                }}
            </ul>
            <p class="palette__foot" role="status">{move || state.found.with(|found| found.as_ref().map(count_words))}</p>
        </dialog>
    }
}

#[component]
fn HitRow(state: State, index: usize, hit: Hit, go: Callback<()>) -> impl IntoView {
    let take = move |_| {
        state.at.set(index);
        go.run(());
    };
    view! {
        <li
            class="palette__hit" id=format!("palette-{index}") role="option" aria-selected=move || (state.at.get() == index).to_string()
            on:click=take on:pointermove=move |_| if state.at.get_untracked() != index { state.at.set(index) }
        >
            <Icon name=hit.icon/><bdi class="palette__title">{hit.title}</bdi><bdi class="palette__detail">{hit.detail}</bdi>
        </li>
    }
}

fn open_by_keyboard(state: State) {
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::keydown, move |event| {
            if (event.ctrl_key() || event.meta_key()) && !event.alt_key() && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                state.open();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Keeps the chosen hit in sight.
fn show_chosen(at: usize) {
    #[cfg(feature = "hydrate")]
    if let Some(row) = document().get_element_by_id(&format!("palette-{at}")) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = at;
}

/// Goes to an address that is no page of the app.
fn leave_for(address: &str) {
    // A browser that refuses stays where it is.
    let _ = window().location().set_href(address);
}

/// Sends a form of one field, as a page does.
fn send(address: &str, name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(form) = form_of(address, name, value) {
        // What cannot be sent stays undone, and the page as it was.
        let _ = form.submit();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (address, name, value);
}

#[cfg(feature = "hydrate")]
fn form_of(address: &str, name: &str, value: &str) -> Option<web_sys::HtmlFormElement> {
    use leptos::wasm_bindgen::JsCast as _;
    let form = document().create_element("form").ok()?;
    form.set_attribute("method", "post").ok()?;
    form.set_attribute("action", address).ok()?;
    let field = document().create_element("input").ok()?;
    for (attribute, text) in [("type", "hidden"), ("name", name), ("value", value)] {
        field.set_attribute(attribute, text).ok()?;
    }
    form.append_child(&field).ok()?;
    document().body()?.append_child(&form).ok()?;
    form.dyn_into().ok()
}
