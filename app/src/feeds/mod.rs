//! Calendar feeds: a card with the secret address, to put on any page.

use crate::components::{CopyField, FormAlert, Icon, Stamp, TimeStamp};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A feed's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct FeedView {
    /// To copy into a calendar.
    pub address: String,
    /// Opens the device's calendar.
    pub webcal: String,
    /// When a calendar last came by, in the viewer's zone.
    pub fetched: Option<Stamp>,
}

/// Calendar feeds.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The viewer's feed: `person` (their own), or `team` or `rota` with the slug of the subject. `None` until they
    /// asked for an address.
    async fn feed(&self, kind: String, subject: String) -> crate::Answer<Option<FeedView>>;
    /// Gives the viewer an address for that feed; it stays the one there is.
    async fn make_feed(&self, kind: String, subject: String) -> crate::Answer<FeedView>;
    /// Gives that feed a new address; the old one ends.
    async fn renew_feed(&self, kind: String, subject: String) -> crate::Answer<FeedView>;
}

/// The viewer's feed of a subject, if they asked for one.
#[server(endpoint = "feeds/feed")]
pub async fn load_feed(kind: String, #[server(default)] subject: String) -> Result<Option<FeedView>, crate::AppError> {
    crate::ports::ports()?.feed(kind, subject).await
}

/// Gives the viewer an address for the feed of a subject.
#[server(endpoint = "feeds/make")]
pub async fn make_feed(kind: String, #[server(default)] subject: String) -> Result<FeedView, crate::AppError> {
    crate::ports::ports()?.make_feed(kind, subject).await
}

/// Gives that feed a new address.
#[server(endpoint = "feeds/renew")]
pub async fn renew_feed(kind: String, #[server(default)] subject: String) -> Result<FeedView, crate::AppError> {
    crate::ports::ports()?.renew_feed(kind, subject).await
}

/// The viewer's feed of a subject: made with [`use_feed`], shown by [`FeedCard`].
#[derive(Clone, Copy)]
pub struct FeedHandle {
    kind: &'static str,
    subject: Signal<String>,
    load: Resource<Result<Option<FeedView>, crate::AppError>>,
    make: ServerAction<MakeFeed>,
    renew: ServerAction<RenewFeed>,
}

/// The viewer's feed: `kind` is `person`, `team` or `rota`, `subject` the slug of the team or rota.
///
/// Call it at the top of a page, outside anything that waits: what is made inside a `Suspend` is made several times on
/// the server, and the browser then cannot find its data.
pub fn use_feed(kind: &'static str, subject: impl Fn() -> String + Send + Sync + 'static) -> FeedHandle {
    let (make, renew) = (ServerAction::<MakeFeed>::new(), ServerAction::<RenewFeed>::new());
    let subject = Signal::derive(subject);
    let key = move || (subject.get(), make.version().get(), renew.version().get());
    let load = Resource::new(key, move |(subject, ..)| load_feed(kind.to_owned(), subject));
    FeedHandle {
        kind,
        subject,
        load,
        make,
        renew,
    }
}

/// A card to subscribe by.
#[component]
pub fn FeedCard(feed: FeedHandle) -> impl IntoView {
    let error = Signal::derive(move || {
        let failed = feed.renew.value().get().and_then(Result::err);
        failed.or_else(|| feed.make.value().get().and_then(Result::err))
    });
    let (title, what) = match feed.kind {
        "team" => ("Calendar", "Every shift of this team, in the calendar you use."),
        "rota" => ("Calendar", "Every shift of this rota, in the calendar you use."),
        _ => (
            "Your calendar",
            "Subscribe once: your shifts stay right in the calendar you use.",
        ),
    };
    view! {
        <section class="card stack stack--tight" id="calendar">
            <h2>{title}</h2>
            <p class="muted">{what}</p>
            <FormAlert error/>
            <Transition>
                {move || Suspend::new(async move {
                    match feed.load.await {
                        Ok(Some(shown)) => view! { <Address shown feed/> }.into_any(),
                        Ok(None) => view! { <Ask feed/> }.into_any(),
                        Err(error) => view! { <p class="field__error">{error.to_string()}</p> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

/// Nobody has an address before they want one.
#[component]
fn Ask(feed: FeedHandle) -> impl IntoView {
    view! {
        <ActionForm action=feed.make>
            <input type="hidden" name="kind" value=feed.kind/>
            <input type="hidden" name="subject" value=feed.subject.get_untracked()/>
            <button class="button" disabled=move || feed.make.pending().get()><Icon name="calendar"/>"Get the address"</button>
        </ActionForm>
    }
}

#[component]
fn Address(shown: FeedView, feed: FeedHandle) -> impl IntoView {
    let copied = RwSignal::new(false);
    view! {
        <CopyField label="Calendar address" value=shown.address copied/>
        <div class="form__actions">
            <a class="button" href=shown.webcal rel="external"><Icon name="calendar"/>"Open in calendar"</a>
            <ActionForm action=feed.renew>
                <input type="hidden" name="kind" value=feed.kind/>
                <input type="hidden" name="subject" value=feed.subject.get_untracked()/>
                <button class="button button--quiet" disabled=move || feed.renew.pending().get()>"New address"</button>
            </ActionForm>
        </div>
        <p class="field__hint" role="status">
            {move || if copied.get() { "Copied: add it in your calendar as a subscription, by address." } else { "Anyone with the address can read it. It holds no phone numbers. A new address ends this one." }}
        </p>
        <p class="field__hint">
            {match shown.fetched {
                Some(fetched) => view! { "Last fetched by a calendar "<TimeStamp stamp=fetched/>"." }.into_any(),
                None => "No calendar has fetched it yet.".into_any(),
            }}
        </p>
    }
}
