//! Calendar feeds: a card with the secret address, to put on any page.

use crate::components::{FormAlert, Icon, Stamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A feed's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedView {
    /// To copy into a calendar.
    pub address: String,
    /// Opens the device's calendar.
    pub webcal: String,
    /// When a calendar last came by.
    pub fetched: Option<Stamp>,
}

/// Calendar feeds.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The viewer's feed: `person` (their own), or `team` or `rota` with the slug of the subject.
    async fn feed(&self, kind: String, subject: String) -> crate::Answer<FeedView>;
    /// Gives that feed a new address; the old one ends.
    async fn renew_feed(&self, kind: String, subject: String) -> crate::Answer<FeedView>;
}

/// The viewer's feed of a subject.
#[server(endpoint = "feeds/feed")]
pub async fn load_feed(kind: String, #[server(default)] subject: String) -> Result<FeedView, crate::AppError> {
    crate::ports::ports()?.feed(kind, subject).await
}

/// Gives that feed a new address.
#[server(endpoint = "feeds/renew")]
pub async fn renew_feed(kind: String, #[server(default)] subject: String) -> Result<FeedView, crate::AppError> {
    crate::ports::ports()?.renew_feed(kind, subject).await
}

/// A card to subscribe by. `kind` is `person`, `team` or `rota`; `subject` the slug of the team or rota.
#[component]
pub fn FeedCard(#[prop(into)] kind: String, #[prop(into, optional)] subject: String) -> impl IntoView {
    let renew = ServerAction::<RenewFeed>::new();
    let load = Resource::new(
        {
            let (kind, subject) = (kind.clone(), subject.clone());
            move || (kind.clone(), subject.clone(), renew.version().get())
        },
        |(kind, subject, _)| load_feed(kind, subject),
    );
    let error = Signal::derive(move || renew.value().get().and_then(Result::err));
    let what = match kind.as_str() {
        "team" => "Every shift of this team, in the calendar you use.",
        "rota" => "Every shift of this rota, in the calendar you use.",
        _ => "Subscribe once: your shifts stay right in the calendar you use.",
    };
    view! {
        <section class="card stack stack--tight">
            <h2>{if kind == "person" { "Your calendar" } else { "Calendar" }}</h2>
            <p class="muted">{what}</p>
            <FormAlert error/>
            <Transition>
                {move || {
                    let (kind, subject) = (kind.clone(), subject.clone());
                    Suspend::new(async move {
                        match load.await {
                            Ok(feed) => view! { <Address feed kind subject renew/> }.into_any(),
                            Err(error) => view! { <p class="field__error">{error.to_string()}</p> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </section>
    }
}

#[component]
fn Address(feed: FeedView, kind: String, subject: String, renew: ServerAction<RenewFeed>) -> impl IntoView {
    let copied = RwSignal::new(false);
    let address = feed.address.clone();
    let copy = move |_| {
        copy_text(&address);
        copied.set(true);
    };
    view! {
        <div class="secret">
            <input class="input input--mono" readonly aria-label="Calendar address" value=feed.address.clone()/>
            <button class="button button--icon" type="button" aria-label="Copy address" on:click=copy>
                {move || if copied.get() { view! { <Icon name="check"/> } } else { view! { <Icon name="copy"/> } }}
            </button>
        </div>
        <div class="form__actions">
            <a class="button" href=feed.webcal.clone() rel="external"><Icon name="calendar"/>"Open in calendar"</a>
            <ActionForm action=renew>
                <input type="hidden" name="kind" value=kind/>
                <input type="hidden" name="subject" value=subject/>
                <button class="button button--quiet" disabled=move || renew.pending().get()>"New address"</button>
            </ActionForm>
        </div>
        <p class="field__hint" role="status">
            {move || if copied.get() { "Copied." } else { "Anyone with the address can read it. It holds no phone numbers. A new address ends this one." }}
        </p>
    }
}

/// Puts a text on the clipboard; a browser that refuses leaves it to be selected by hand.
fn copy_text(text: &str) {
    #[cfg(feature = "hydrate")]
    let _ = window().navigator().clipboard().write_text(text);
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}
