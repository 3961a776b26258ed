//! One contact method, and what may be done with it.

use super::{
    ContactRow, ContactsHandle,
    code::Verification,
    link::{address_of, icon_of},
};
use crate::components::{Badge, Icon, Select, typed};
use leptos::prelude::*;
use leptos_router::components::A;

/// What a contact method is used for.
const SEVERITIES: [(&str, &str); 5] = [
    ("", "Any severity"),
    ("P1", "P1 only"),
    ("P1 P2", "P1 and P2"),
    ("P2 P3", "P2 and P3"),
    ("P3", "P3 only"),
];
/// When it is used.
const NIGHTS: [(&str, &str); 2] = [
    ("any", "At any hour"),
    ("quiet", "Not for services with support in office hours only"),
];

/// What a contact method is kept for, if it is not used for everything.
fn uses(contact: &ContactRow) -> String {
    let severities = match contact.severities.as_str() {
        "" => String::new(),
        severities => format!(" · for {} only", severities.replace(' ', " and ")),
    };
    let night = if contact.not_by_night {
        " · not by night where support ends with office hours"
    } else {
        ""
    };
    format!("{severities}{night}")
}

/// Where a contact method of a person is changed.
fn page_of(person: &str, own: bool) -> String {
    if own {
        "/settings/contacts".to_owned()
    } else {
        format!("/people/{person}")
    }
}

/// One contact method; the form for its value while it is `editing`.
#[component]
pub(super) fn ContactItem(
    contact: ContactRow,
    person: String,
    place: usize,
    last: bool,
    may_change: bool,
    may_check: bool,
    editing: Signal<bool>,
    contacts: ContactsHandle,
) -> impl IntoView {
    let (form, shown) = ((contact.clone(), person.clone()), (contact.clone(), person.clone()));
    let (kind, icon) = (contact.kind.words(), icon_of(contact.kind));
    view! {
        <li>
            <span class="contacts__icon"><Icon name=icon/></span>
            <div class="list__grow">
                {move || if editing.get() {
                    let (contact, person) = form.clone();
                    view! { <ChangeForm contact person contacts/> }.into_any()
                } else {
                    view! { <Value contact=shown.0.clone()/> }.into_any()
                }}
                <p class="muted small">
                    {kind}{(!contact.how.is_empty()).then(|| format!(" · {}", contact.how))}{uses(&contact)}
                </p>
            </div>
            {may_change.then(|| view! { <Actions contact=contact.clone() person=shown.1.clone() place last contacts/> })}
            {(!contact.verified && (may_change || may_check)).then(|| view! { <Verification contact person may_change may_check contacts/> })}
        </li>
    }
}

#[component]
fn Value(contact: ContactRow) -> impl IntoView {
    let value = contact.value.clone();
    view! {
        <p class="row contacts__value">
            {match address_of(contact.kind, &contact.value) {
                Some(href) => view! { <a href=href><bdi>{value}</bdi></a> }.into_any(),
                None => view! { <bdi>{value}</bdi> }.into_any(),
            }}
            {if contact.verified { view! { <Badge kind="success" word="Verified"/> } } else { view! { <Badge kind="warning" word="Not verified"/> } }}
        </p>
    }
}

#[component]
fn ChangeForm(contact: ContactRow, person: String, contacts: ContactsHandle) -> impl IntoView {
    let action = contacts.change;
    let id = format!("value-{}", contact.id);
    let value = typed("value").unwrap_or(contact.value);
    let error = contacts.error;
    let severities = SEVERITIES.map(|(key, words)| (key.to_owned(), words.to_owned()));
    let chosen = typed("severities").unwrap_or(contact.severities);
    let nights = NIGHTS.map(|(key, words)| (key.to_owned(), words.to_owned()));
    let night = typed("night").unwrap_or_else(|| if contact.not_by_night { "quiet" } else { "any" }.to_owned());
    let cancel = page_of(&person, contacts.own);
    view! {
        <ActionForm action=action attr:class="stack stack--tight">
            <Hidden person id=contact.id contacts/>
            <label class="sr-only" for=id.clone()>{contact.kind.words()}</label>
            <input class="input contacts__input" id=id name="value" value=value required/>
            <div class="form__pair">
                <Select name="severities" label="Used for" options=severities.to_vec() value=chosen error/>
                <Select name="night" label="By night" options=nights.to_vec() value=night error/>
            </div>
            <div class="row">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
                <A href=cancel attr:class="button button--quiet">"Cancel"</A>
            </div>
        </ActionForm>
    }
}

/// What every form about a contact method sends.
#[component]
pub(super) fn Hidden(person: String, id: String, contacts: ContactsHandle) -> impl IntoView {
    view! {
        <input type="hidden" name="person" value=person/>
        <input type="hidden" name="id" value=id/>
        {contacts.own.then(|| view! { <input type="hidden" name="own" value="on"/> })}
    }
}

#[component]
fn Actions(contact: ContactRow, person: String, place: usize, last: bool, contacts: ContactsHandle) -> impl IntoView {
    let (id, value) = (contact.id, contact.value);
    let edit = format!("{}?contact={id}#contacts", page_of(&person, contacts.own));
    let remove = contacts.remove;
    view! {
        <div class="contacts__actions">
            <Move direction="up" idle=place == 0 person=person.clone() id=id.clone() value=value.clone() contacts/>
            <Move direction="down" idle=last person=person.clone() id=id.clone() value=value.clone() contacts/>
            <A href=edit attr:class="button button--icon button--quiet" attr:aria-label=format!("Change {value}")><Icon name="edit"/></A>
            <ActionForm action=remove>
                <Hidden person id contacts/>
                <button class="button button--icon button--quiet" aria-label=format!("Remove {value}")><Icon name="trash"/></button>
            </ActionForm>
        </div>
    }
}

/// Moves a contact method one place; where it cannot go further the button stays, so that the others do not jump.
#[component]
fn Move(
    direction: &'static str,
    idle: bool,
    person: String,
    id: String,
    value: String,
    contacts: ContactsHandle,
) -> impl IntoView {
    let icon = if direction == "up" {
        "chevron-up"
    } else {
        "chevron-down"
    };
    view! {
        <ActionForm action=contacts.shift>
            <Hidden person id contacts/>
            <input type="hidden" name="direction" value=direction/>
            <button class="button button--icon button--quiet" disabled=idle aria-label=format!("Move {value} {direction}")><Icon name=icon/></button>
        </ActionForm>
    }
}
