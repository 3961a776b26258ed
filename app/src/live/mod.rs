//! Live pages: what a page shows is loaded again when somebody has changed it, while what is typed stays.
//!
//! One stream of events serves the whole window, and only while it can be seen: browsers keep few connections to a server.

use crate::components::Icon;
use leptos::prelude::*;

/// Something that a page shows, and how it is loaded again.
#[derive(Clone)]
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only browsers listen"))]
struct Followed {
    id: u32,
    topic: String,
    reload: Callback<()>,
}

/// What open pages follow, and what was heard last.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    followed: RwSignal<Vec<Followed>>,
    ids: StoredValue<u32>,
    mark: RwSignal<Option<Mark>>,
}

/// That something on the page has changed.
#[derive(Clone)]
struct Mark {
    /// By whom; nobody is named where that is not known.
    by: String,
    /// How to load what has changed, where that would disturb somebody who types.
    waiting: Vec<Callback<()>>,
}

/// Keeps what pages follow.
pub(crate) fn provide() {
    provide_context(Live {
        followed: RwSignal::new(Vec::new()),
        ids: StoredValue::new(0),
        mark: RwSignal::new(None),
    });
}

/// Runs `reload` whenever what the topic names was changed: `board`, `inbox`, or `rota:` and a slug.
pub(crate) fn follow(topic: impl Into<String>, reload: impl Fn() + Send + Sync + 'static) {
    let topic = topic.into();
    follow_any(move || topic.clone(), reload);
}

/// The same where the topic changes with the page's address.
pub(crate) fn follow_any(topic: impl Fn() -> String + 'static, reload: impl Fn() + Send + Sync + 'static) {
    let Some(live) = use_context::<Live>() else { return };
    let reload = Callback::new(move |()| reload());
    Effect::new(move |_| {
        let id = live.ids.get_value();
        live.ids.set_value(id.wrapping_add(1));
        let topic = topic();
        live.followed.update(|all| all.push(Followed { id, topic, reload }));
        on_cleanup(move || {
            let left = live.followed.try_update(|all| all.retain(|one| one.id != id));
            let _ = (left, live.mark.try_set(None));
        });
    });
}

/// Listens to the server for as long as the frame is there.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn listen() {}

#[cfg(feature = "hydrate")]
pub(crate) use browser::listen;

/// Says that the page has changed, and by whom; out of the page's flow, so that nothing moves.
#[component]
pub(crate) fn LiveMark() -> impl IntoView {
    let mark = use_context::<Live>().map(|live| live.mark);
    let shown = move || mark.and_then(|mark| mark.get());
    view! {
        <div class="live" aria-live="polite">
            {move || shown().map(|Mark { by, waiting }| {
                let words = if by.is_empty() { "Changed just now".to_owned() } else { format!("Changed just now by {by}") };
                view! {
                    <p class="live__mark"><Icon name="info" small=true/><span>{words}</span>
                        {(!waiting.is_empty()).then(|| view! {
                            <button class="button button--quiet" type="button" on:click=move |_| {
                                waiting.iter().for_each(|reload| reload.run(()));
                                if let Some(mark) = mark { mark.set(None) }
                            }>"Show"</button>
                        })}
                    </p>
                }
            })}
        </div>
    }
}

/// An event: the revision, who changed something, and what.
#[cfg(any(feature = "hydrate", test))]
fn read(data: &str) -> Option<(i64, String, Vec<String>)> {
    let mut lines = data.splitn(3, '\n');
    let revision = lines.next()?.parse().ok()?;
    let by = lines.next()?.to_owned();
    let topics = lines.next()?.split(',').map(str::to_owned).collect();
    Some((revision, by, topics))
}

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_event_is_a_revision_a_name_and_topics() {
        let topics = vec!["board".to_owned(), "rota:nights".to_owned()];
        assert_eq!(
            read("17\nGrace\nboard,rota:nights"),
            Some((17, "Grace".to_owned(), topics))
        );
        assert_eq!(read("17\n\ninbox"), Some((17, String::new(), vec!["inbox".to_owned()])));
        assert_eq!(read("Grace"), None);
    }
}
