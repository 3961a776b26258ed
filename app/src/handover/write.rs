//! Writing notes: what is typed stays, and what somebody else writes meanwhile is shown beside it.

use super::{
    HandoverView, WriteHandover,
    notes::{Checks, Notes},
};
use crate::{
    AppError,
    components::{FormAlert, Icon, in_textarea, typed},
    viewer::use_viewer,
};
use leptos::prelude::*;
use std::collections::HashMap;

/// What somebody is typing.
#[derive(Clone)]
struct Draft {
    /// As far as it is.
    text: String,
    /// The version that it was begun from.
    seen: String,
}

/// What is typed on the page, by the handover's key: it outlives that the page is loaded again.
#[derive(Clone, Copy)]
pub(super) struct Drafts {
    all: StoredValue<HashMap<String, Draft>>,
    /// The kept notes that fields were last drawn with.
    drawn: StoredValue<HashMap<String, String>>,
    /// What was sent last: of which handover, and the text.
    sent: RwSignal<Option<(String, String)>>,
}

impl Drafts {
    /// Keeps what is typed until `write` has saved it.
    pub(super) fn provide(write: ServerAction<WriteHandover>) {
        let drafts = Self {
            all: StoredValue::new(HashMap::new()),
            drawn: StoredValue::new(HashMap::new()),
            sent: RwSignal::new(None),
        };
        provide_context(drafts);
        Effect::new(move |_| {
            if let Some(input) = write.input().get() {
                drafts.sent.set(Some((input.form.at, plain(&input.form.notes))));
            }
        });
        Effect::new(move |_| {
            let saved = matches!(write.value().get(), Some(Ok(())));
            if let Some((key, text)) = drafts.sent.get_untracked().filter(|_| saved) {
                // What was typed while it was being saved is still to be saved.
                drafts.drop_if(&key, |draft| draft.text == text);
            }
        });
    }

    fn drop_if(self, key: &str, done: impl Fn(&Draft) -> bool) {
        self.all.update_value(|all| {
            if all.get(key).is_some_and(done) {
                all.remove(key);
            }
        });
    }

    fn of(self, key: &str) -> Option<Draft> {
        self.all.with_value(|all| all.get(key).cloned())
    }

    /// The text that a field is to show, which holds `value` when it is drawn. A field that was typed in keeps what it says
    /// when the page is loaded again: what is still as it was kept before gives way to what is kept now.
    fn drawn(self, view: &HandoverView, value: &str) -> Option<String> {
        let before = self
            .drawn
            .try_update_value(|all| all.insert(view.key.clone(), view.text.clone()))
            .flatten();
        let idle = before.is_some_and(|before| before == plain(value)) && self.of(&view.key).is_none();
        if idle {
            return (plain(value) != view.text).then(|| view.text.clone());
        }
        self.note(view, value);
        None
    }

    /// Something is typed over the notes of a version, which say `kept`.
    fn note(self, view: &HandoverView, text: &str) {
        let text = plain(text);
        self.all.update_value(|all| {
            if text == view.text {
                all.remove(&view.key);
                return;
            }
            let begun = || Draft {
                text: String::new(),
                seen: view.seen.clone(),
            };
            all.entry(view.key.clone()).or_insert_with(begun).text = text;
        });
    }
}

/// Text as it is kept: forms send lines with both of their ends.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim_end().to_owned()
}

/// What a form without JavaScript came back with.
fn came_back(key: &str) -> Option<Draft> {
    typed("form[at]").filter(|at| at == key)?;
    Some(Draft {
        text: plain(&typed("form[notes]")?),
        seen: typed("form[seen]").unwrap_or_default(),
    })
}

#[component]
pub(super) fn Write(view: HandoverView, slug: String, write: ServerAction<WriteHandover>) -> impl IntoView {
    let drafts = use_context::<Drafts>();
    let back = came_back(&view.key);
    let mine = {
        let (key, back) = (view.key.clone(), back.is_some());
        move || match drafts.and_then(|drafts| drafts.sent.get()) {
            Some((at, _)) => at == key,
            None => back,
        }
    };
    let error: Signal<Option<AppError>> = Signal::derive(move || {
        let failed = write.value().get().and_then(Result::err);
        failed.filter(|_| mine())
    });
    let draft = drafts.and_then(|drafts| drafts.of(&view.key)).or(back);
    let draft = draft.filter(|draft| draft.text != view.text);
    // The version that is sent is the one that is shown: where it is not what was typed over, it stands beside what is typed.
    let theirs = draft
        .as_ref()
        .filter(|draft| draft.seen != view.seen)
        .map(|_| view.clone());
    let hands_over = view
        .outgoing
        .iter()
        .any(|person| person.id.as_ref() == Some(&use_viewer().id));
    let open = draft.is_some() || error.with_untracked(Option::is_some) || (view.seen.is_empty() && hands_over);
    let words = if view.seen.is_empty() {
        "Write the notes"
    } else {
        "Change the notes"
    };
    let text = draft.map_or_else(|| view.text.clone(), |draft| draft.text);
    view! {
        <details class="disclosure handover__change" open=open>
            <summary><Icon name="chevron-right" small=true/>{words}</summary>
            <ActionForm action=write attr:class="stack">
                <FormAlert error/>
                {theirs.map(|theirs| view! { <Theirs theirs/> })}
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="form[at]" value=view.key.clone()/>
                <input type="hidden" name="form[seen]" value=view.seen.clone()/>
                <NotesField view=view.clone() text/>
                {(!view.checks.is_empty()).then(|| view! {
                    <fieldset class="field">
                        <legend class="field__label">"Checklist"</legend>
                        {view.checks.into_iter().enumerate().map(|(place, check)| view! {
                            <label class="check"><input type="checkbox" name=format!("form[done][{place}]") value=check.item.clone() checked=check.done/><span>{check.item.clone()}</span></label>
                        }).collect_view()}
                    </fieldset>
                })}
                <div class="form__actions">
                    <button class="button button--primary button--large" disabled=move || write.pending().get()>"Save notes"</button>
                </div>
            </ActionForm>
        </details>
    }
}

/// What somebody else has written while this was typed.
#[component]
fn Theirs(theirs: HandoverView) -> impl IntoView {
    view! {
        <div class="card stack stack--tight handover__theirs" role="status">
            <p><b><bdi>{theirs.written.unwrap_or_default()}</bdi>", wrote meanwhile:"</b></p>
            <Notes pieces=theirs.notes/>
            <Checks checks=theirs.checks/>
            <p class="small">"Take what you need into yours below: saving replaces it."</p>
        </div>
    }
}

/// The field for the notes.
#[component]
fn NotesField(view: HandoverView, text: String) -> impl IntoView {
    let drafts = use_context::<Drafts>();
    let field = NodeRef::<leptos::html::Textarea>::new();
    let id = format!("notes-{}", view.key);
    let label = id.clone();
    let kept = StoredValue::new(view);
    let note = move |text: &str| {
        if let Some(drafts) = drafts {
            let _ = kept.try_with_value(|view| drafts.note(view, text));
        }
    };
    // Also what was typed before the page was awake.
    Effect::new(move |_| {
        let (Some(field), Some(drafts)) = (field.get(), drafts) else {
            return;
        };
        let text = kept.try_with_value(|view| drafts.drawn(view, &field.value()));
        if let Some(text) = text.flatten() {
            field.set_value(&text);
        }
    });
    // A browser that goes back must not bring back text without what it was typed over.
    view! {
        <div class="field">
            <label class="field__label" for=label>"Notes for those who come"</label>
            <textarea
                class="input handover__text" id=id name="form[notes]" rows="8" maxlength="10000" autocomplete="off" node_ref=field
                on:input=move |event| note(&event_target_value(&event))
            >{in_textarea(&text)}</textarea>
            <p class="field__hint">"What is going on, what to watch, links. They can be changed until an hour after the handover, and for longer while nobody has acknowledged them."</p>
        </div>
    }
}
