//! Somebody's link, on their page: made, shown once, made again, revoked.

use super::{EntryLinkRow, MakeEntryLink, RevokeEntryLink, load_made_entry_link};
use crate::{
    components::{CopyField, Done, FormAlert, Icon, TimeStamp},
    people::PersonRow,
    viewer::sends_mail,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The card; `make` and `revoke` are the page's, which loads the person again after them.
#[component]
pub fn EntryCard(
    person: PersonRow,
    make: ServerAction<MakeEntryLink>,
    revoke: ServerAction<RevokeEntryLink>,
) -> impl IntoView {
    let error = Signal::derive(move || {
        let failed = make.value().get().and_then(Result::err);
        failed.or_else(|| revoke.value().get().and_then(Result::err))
    });
    let (title, what) = if person.can_sign_in {
        (
            "New password by link",
            "Have they lost it? A link lets them set a new one. Until they do, the old one works.",
        )
    } else {
        (
            "Invitation",
            "They cannot sign in yet. A link lets them set their password and signs them in.",
        )
    };
    let open = person.link.clone();
    let word = match (&open, person.can_sign_in) {
        (Some(_), _) => "Make a new link",
        (None, true) => "Make a link",
        (None, false) => "Invite",
    };
    let (id, same) = (person.id.clone(), person.id.clone());
    let may_revoke = person.link.is_some();
    let address = person.email.filter(|_| sends_mail());
    view! {
        <section class="card card--form stack" id="entry">
            <h2>{title}</h2>
            <Done key="link-revoked" words="The link no longer works." error/>
            <FormAlert error/>
            <p class="muted">{what}</p>
            {open.map(|link| view! { <OpenLink link/> })}
            <div class="form__actions">
                <ActionForm action=make attr:class="row">
                    <input type="hidden" name="person" value=id/>
                    <button class="button" disabled=move || make.pending().get()><Icon name="link"/>{word}</button>
                    {address.map(|address| view! {
                        <label class="check"><input type="checkbox" name="mail" checked/><span>"Send it to "<bdi>{address}</bdi></span></label>
                    })}
                </ActionForm>
                {may_revoke.then(|| view! {
                    <ActionForm action=revoke>
                        <input type="hidden" name="person" value=same/>
                        <button class="button button--quiet" disabled=move || revoke.pending().get()>"Revoke the link"</button>
                    </ActionForm>
                })}
            </div>
        </section>
    }
}

#[component]
fn OpenLink(link: EntryLinkRow) -> impl IntoView {
    let kind = if link.invitation { "Invited" } else { "A link is out" };
    let (words, again) = if link.expired {
        (", but the link ended ", " A new one starts afresh.")
    } else {
        (": the link works once, until ", " A new one ends it.")
    };
    view! { <p>{kind}{words}<TimeStamp stamp=link.until/>"."{again}</p> }
}

/// The link that was just made, above everything else on the page.
#[component]
pub fn MadeLink() -> impl IntoView {
    let query = use_query_map();
    let made = Memo::new(move |_| query.with(|query| query.get("link")).unwrap_or_default());
    let load = Resource::new(
        move || made.get(),
        |id| async move {
            if id.is_empty() {
                Ok(None)
            } else {
                load_made_entry_link(id).await
            }
        },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move {
                load.await.ok().flatten().map(|(words, address)| view! { <Shown words address/> })
            })}
        </Transition>
    }
}

#[component]
fn Shown(words: String, address: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    view! {
        <div class="alert alert--success" role="status">
            <Icon name="check"/>
            <div class="stack stack--tight">
                <p class="alert__title">{words}</p>
                <CopyField label="Link" value=address copied/>
                <p>{move || if copied.get() { "Copied. It is for them alone." } else { "To pass it on yourself, copy it now, for them alone. It is not shown again." }}</p>
            </div>
        </div>
    }
}
