//! What was just saved, with its way back: on any page whose address says `saved=…`.

use super::{ChangeOffer, UndoChange, load_change};
use crate::components::{FormAlert, Icon};
use leptos::{prelude::*, server_fn::ServerFn as _};
use leptos_router::hooks::{use_location, use_query_map};

/// What was just saved, and *Undo*. Nothing on other pages.
#[component]
pub(crate) fn SavedMessage() -> impl IntoView {
    let query = use_query_map();
    let saved = Memo::new(move |_| {
        query
            .with(|query| query.get("saved"))
            .and_then(|text| text.parse::<i64>().ok())
    });
    let load = Resource::new(
        move || saved.get(),
        |saved| async move {
            match saved {
                Some(revision) => load_change(revision).await.ok(),
                None => None,
            }
        },
    );
    view! {
        <Transition>
            {move || Suspend::new(async move { load.await.map(|offer| view! { <Message offer/> }) })}
        </Transition>
    }
}

#[component]
fn Message(offer: ChangeOffer) -> impl IntoView {
    let undo = ServerAction::<UndoChange>::new();
    let error = Signal::derive(move || undo.value().get().and_then(Result::err));
    let location = use_location();
    let back = {
        let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        match search.trim_start_matches('?') {
            "" => path,
            search => format!("{path}?{search}"),
        }
    };
    let action = UndoChange::url();
    let blocked = offer.blocked.is_some();
    view! {
        <FormAlert error/>
        <div class="alert alert--success saved" role="status" data-saved=offer.revision.to_string()>
            <Icon name="check"/>
            <div>
                <p class="alert__title">{offer.title}</p>
                <p>{offer.words}</p>
                {offer.blocked.map(|words| view! { <p class="small">{words}</p> })}
            </div>
            // A plain form: the page is loaded again, so that all of it shows what was taken back.
            {(!blocked).then(|| view! {
                <form method="post" action=action>
                    <input type="hidden" name="revision" value=offer.revision.to_string()/>
                    <input type="hidden" name="back" value=back/>
                    <button class="button"><Icon name="undo"/>"Undo"</button>
                </form>
            })}
        </div>
    }
}
