//! Words and small forms that the pages of drafts share.

use super::{EditForm, api::EditDraft};
use crate::components::Icon;
use leptos::prelude::*;

/// `1 gap`, `3 gaps`.
pub(super) fn gaps(count: usize) -> String {
    match count {
        0 => "No gaps".to_owned(),
        1 => "1 gap".to_owned(),
        many => format!("{many} gaps"),
    }
}

/// `1 draft`, `3 drafts`.
pub(super) fn drafts(count: usize) -> String {
    match count {
        1 => "1 draft".to_owned(),
        many => format!("{many} drafts"),
    }
}

/// The draft that is edited, as it was looked at.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    /// The rota's slug, the draft's id and its revision.
    pub(super) draft: StoredValue<(String, String, String)>,
    /// What edits go through.
    pub(super) action: ServerAction<EditDraft>,
}

impl Editing {
    /// Sends an edit of the draft as it was looked at.
    pub(super) fn send(self, form: EditForm) {
        let (slug, id, seen) = self.draft.get_value();
        let form = EditForm { seen, ..form };
        self.action.dispatch(EditDraft { slug, id, form });
    }

    /// The address of the draft's page.
    pub(super) fn address(self) -> String {
        self.draft
            .with_value(|(slug, id, _)| format!("/rotas/{slug}/drafts/{id}"))
    }
}

/// A form that makes one edit; its fields and its button are the children.
#[component]
pub(super) fn EditView(
    editing: Editing,
    /// What it does: see [`EditForm`].
    what: &'static str,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let (slug, id, seen) = editing.draft.get_value();
    view! {
        <ActionForm action=editing.action attr:class=class>
            <input type="hidden" name="slug" value=slug/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="form[what]" value=what/>
            <input type="hidden" name="form[seen]" value=seen/>
            {children()}
        </ActionForm>
    }
}

/// Undo and redo, each saying what it would do.
#[component]
pub(super) fn Steps(editing: Editing, undo: Option<String>, redo: Option<String>) -> impl IntoView {
    view! {
        <Step editing what="undo" word="Undo" does=undo/>
        <Step editing what="redo" word="Redo" does=redo/>
    }
}

#[component]
fn Step(editing: Editing, what: &'static str, word: &'static str, does: Option<String>) -> impl IntoView {
    let pending = editing.action.pending();
    let nothing = does.is_none();
    let title = does.map(|does| format!("{word}: {does}"));
    view! {
        <EditView editing what class=format!("step step--{what}")>
            <button class="button" disabled=move || nothing || pending.get() title=title.clone() aria-label=title>
                <Icon name="undo"/>{word}
            </button>
        </EditView>
    }
}
