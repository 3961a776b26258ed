//! How a contact method is verified: by a code, or by somebody who has checked it.

use super::{ContactRow, ContactsHandle, row::Hidden};
use crate::components::{Icon, TimeStamp};
use leptos::prelude::*;

/// What is to be done about a contact method that is not verified.
#[component]
pub(super) fn Verification(
    contact: ContactRow,
    person: String,
    may_change: bool,
    may_check: bool,
    contacts: ContactsHandle,
) -> impl IntoView {
    let (takes_code, value) = (contact.takes_code, contact.value.clone());
    let (id, same) = (contact.id.clone(), contact.id.clone());
    let check = contacts.check;
    let waits = contact.code_until.is_some();
    view! {
        <div class="contacts__verify stack stack--tight">
            {(may_change && takes_code && waits).then(|| view! { <EnterCode contact=contact.clone() person=person.clone() contacts/> })}
            {(may_change && !takes_code).then(|| view! { <p class="muted small">{why_no_code(&contact)}</p> })}
            <div class="row">
                {(may_change && takes_code).then(|| view! { <SendCode id person=person.clone() waits value=value.clone() contacts/> })}
                {may_check.then(|| view! {
                    <ActionForm action=check>
                        <Hidden person id=same contacts/>
                        <button class="button" disabled=move || check.pending().get()>
                            <Icon name="check"/>"Mark as checked"<span class="sr-only">{format!(": {value}")}</span>
                        </button>
                    </ActionForm>
                })}
            </div>
        </div>
    }
}

/// Says plainly that a code cannot be sent, and what can be done.
fn why_no_code(contact: &ContactRow) -> String {
    use domain::contact::ContactKind;
    let what = match contact.kind {
        ContactKind::Email => "Tandem sends no mail here, and so no code.",
        ContactKind::Phone | ContactKind::Sms => "A code cannot be sent to a telephone yet.",
        ContactKind::Chat => "A code cannot be sent to a chat yet.",
    };
    format!("{what} A manager or an administrator can mark it as checked.")
}

#[component]
fn SendCode(id: String, person: String, waits: bool, value: String, contacts: ContactsHandle) -> impl IntoView {
    let (send, word) = (contacts.send, if waits { "Send another code" } else { "Send a code" });
    let class = if waits { "button button--quiet" } else { "button" };
    view! {
        <ActionForm action=send>
            <Hidden person id contacts/>
            <button class=class disabled=move || send.pending().get()><Icon name="mail"/>{word}<span class="sr-only">{format!(" to {value}")}</span></button>
        </ActionForm>
    }
}

#[component]
fn EnterCode(contact: ContactRow, person: String, contacts: ContactsHandle) -> impl IntoView {
    let (verify, field) = (contacts.verify, format!("code-{}", contact.id));
    let hint = format!("{field}-hint");
    view! {
        <ActionForm action=verify attr:class="field">
            <Hidden person id=contact.id contacts/>
            <label class="field__label" for=field.clone()>"Code"</label>
            <div class="row">
                <input
                    class="input input--short" id=field name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12"
                    required aria-describedby=hint.clone()
                />
                <button class="button button--primary" disabled=move || verify.pending().get()>"Verify"</button>
            </div>
            <p class="field__hint" id=hint>
                "Six digits, sent to "<bdi>{contact.value}</bdi>
                {contact.code_until.map(|until| view! { "; they work until "<TimeStamp stamp=until/> })}"."
            </p>
        </ActionForm>
    }
}
