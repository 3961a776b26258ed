//! The card of somebody's contact methods.

use super::{
    AddContact, ChangeContact, CheckContact, ContactsPage, MoveContact, RemoveContact, SendContactCode, VerifyContact,
    load_contacts, row::ContactItem,
};
use crate::{
    AppError,
    components::{Done, Field, FormAlert, Icon, Select},
};
use domain::contact::ContactKind;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What a contact method's `?done=` says.
const SAID: [(&str, &str); 6] = [
    ("contact-added", "Added."),
    ("contact-changed", "Changed. A new value has to be verified anew."),
    ("contact-removed", "Removed."),
    (
        "code-sent",
        "A code is on its way. Enter it here; it works for 15 minutes.",
    ),
    ("contact-verified", "Verified: it reaches you."),
    ("contact-checked", "Marked as checked."),
];

/// Somebody's contact methods, loaded again whenever some were changed.
#[derive(Clone, Copy)]
pub struct ContactsHandle {
    load: Resource<Result<Option<ContactsPage>, AppError>>,
    add: ServerAction<AddContact>,
    pub(super) change: ServerAction<ChangeContact>,
    pub(super) remove: ServerAction<RemoveContact>,
    pub(super) shift: ServerAction<MoveContact>,
    pub(super) send: ServerAction<SendContactCode>,
    pub(super) verify: ServerAction<VerifyContact>,
    pub(super) check: ServerAction<CheckContact>,
    /// Whether they are those of whoever looks.
    pub(super) own: bool,
    /// What was answered to whatever was done last, if it was refused.
    pub(super) error: Signal<Option<AppError>>,
}

/// The contact methods of `person`; `own` for whoever looks. Like every resource it belongs outside anything that waits.
pub fn use_contacts(person: impl Fn() -> String + Send + Sync + 'static, own: bool) -> ContactsHandle {
    let (add, change, remove) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
    let (shift, send) = (
        ServerAction::<MoveContact>::new(),
        ServerAction::<SendContactCode>::new(),
    );
    let (verify, check) = (
        ServerAction::<VerifyContact>::new(),
        ServerAction::<CheckContact>::new(),
    );
    let versions = move || {
        let first = (add.version().get(), change.version().get(), remove.version().get());
        let rest = (shift.version().get(), send.version().get());
        (first, rest, verify.version().get(), check.version().get())
    };
    let answers = [
        add.value(),
        change.value(),
        remove.value(),
        shift.value(),
        send.value(),
        verify.value(),
        check.value(),
    ];
    ContactsHandle {
        load: Resource::new(move || (person(), versions()), |(person, _)| load_contacts(person)),
        add,
        change,
        remove,
        shift,
        send,
        verify,
        check,
        own,
        error: Signal::derive(move || answers.iter().find_map(|answer| answer.get().and_then(Result::err))),
    }
}

/// A card of contact methods, in the order in which they are used.
#[component]
pub fn ContactsCard(contacts: ContactsHandle) -> impl IntoView {
    let error = contacts.error;
    view! {
        <section class="card card--form stack" id="contacts">
            <h2>{if contacts.own { "How to reach you" } else { "Contact methods" }}</h2>
            {SAID.map(|(key, words)| view! { <Done key words error/> }).collect_view()}
            <FormAlert error/>
            <Transition>
                {move || Suspend::new(async move {
                    match contacts.load.await {
                        Ok(Some(page)) => view! { <List page contacts/> }.into_any(),
                        Ok(None) => ().into_any(),
                        Err(error) => view! { <p class="field__error">{error.to_string()}</p> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn List(page: ContactsPage, contacts: ContactsHandle) -> impl IntoView {
    let query = use_query_map();
    let edited = Memo::new(move |_| query.with(|query| query.get("contact")).unwrap_or_default());
    let count = page.contacts.len();
    let (person, may_change, may_check) = (page.person.clone(), page.may_change, page.may_check);
    let whose = if contacts.own { "you" } else { "them" };
    let intro = format!("Whoever has to reach {whose} tries these in this order; escalation answers name them so too.");
    view! {
        <p class="muted">{intro}</p>
        <ol class="list contacts">
            {page.contacts.into_iter().enumerate().map(|(place, contact)| {
                let (person, id) = (person.clone(), contact.id.clone());
                let editing = Signal::derive(move || may_change && edited.get() == id);
                view! { <ContactItem contact person place last=place + 1 == count may_change may_check editing contacts/> }
            }).collect_view()}
            {page.last.map(|email| view! { <SignInAddress email own=contacts.own/> })}
        </ol>
        {(may_change && count < page.most).then(|| view! { <AddForm person=page.person.clone() first=count == 0 contacts/> })}
    }
}

/// The address somebody signs in with: it is always there.
#[component]
fn SignInAddress(email: String, own: bool) -> impl IntoView {
    let words = if own {
        "You sign in with it; it is tried last"
    } else {
        "They sign in with it; it is tried last"
    };
    view! {
        <li>
            <span class="contacts__icon"><Icon name="mail"/></span>
            <div class="list__grow">
                <p class="contacts__value"><a href=format!("mailto:{email}")><bdi>{email.clone()}</bdi></a></p>
                <p class="muted small">{words}</p>
            </div>
        </li>
    }
}

#[component]
fn AddForm(person: String, first: bool, contacts: ContactsHandle) -> impl IntoView {
    let action = contacts.add;
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let kinds = ContactKind::ALL.map(|kind| (kind.key().to_owned(), kind.words().to_owned()));
    view! {
        <ActionForm action=action attr:class="form card__foot">
            <h3>{if first { "Add a contact method" } else { "Add another" }}</h3>
            <input type="hidden" name="person" value=person/>
            {contacts.own.then(|| view! { <input type="hidden" name="own" value="on"/> })}
            <div class="form__pair">
                <Select name="kind" label="Kind" options=kinds.to_vec() value="phone" error/>
                <Field
                    name="value" label="Number, address or name" required=true error
                    hint="Numbers in international form, such as +44 20 7946 0101."
                />
            </div>
            <div class="form__actions">
                <button class="button" disabled=move || action.pending().get()><Icon name="plus"/>"Add"</button>
            </div>
        </ActionForm>
    }
}
