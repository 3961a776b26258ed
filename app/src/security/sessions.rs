//! The browsers that somebody is signed in with.

use super::{EndSession, EndSessions, SessionRow, SessionsPage, load_sessions};
use crate::{
    AppError,
    components::{Badge, Done, FormAlert, Icon, TimeStamp},
};
use leptos::prelude::*;

/// Somebody's sessions, loaded again whenever some were ended.
#[derive(Clone, Copy)]
pub struct SessionsHandle {
    load: Resource<Result<SessionsPage, AppError>>,
    end: ServerAction<EndSession>,
    end_all: ServerAction<EndSessions>,
    own: bool,
}

/// The sessions of `person`, of nobody for a viewer who may not see them; `own` for whoever looks. Like every resource it
/// belongs outside anything that waits.
pub fn use_sessions(person: impl Fn() -> Option<String> + Send + Sync + 'static, own: bool) -> SessionsHandle {
    let (end, end_all) = (ServerAction::<EndSession>::new(), ServerAction::<EndSessions>::new());
    let key = move || (person(), end.version().get(), end_all.version().get());
    SessionsHandle {
        load: Resource::new(key, |(person, ..)| sessions_of(person)),
        end,
        end_all,
        own,
    }
}

async fn sessions_of(person: Option<String>) -> Result<SessionsPage, AppError> {
    match person {
        Some(person) => load_sessions(person).await,
        None => Ok(SessionsPage::default()),
    }
}

/// A card of sessions, each to end by itself.
#[component]
pub fn SessionsCard(sessions: SessionsHandle) -> impl IntoView {
    let error = Signal::derive(move || {
        let failed = sessions.end.value().get().and_then(Result::err);
        failed.or_else(|| sessions.end_all.value().get().and_then(Result::err))
    });
    view! {
        <section class="card card--form stack" id="sessions">
            <h2>"Signed in"</h2>
            <Done key="sessions" words="Ended. Whoever used it has to sign in again." error/>
            <FormAlert error/>
            <Transition>
                {move || Suspend::new(async move {
                    match sessions.load.await {
                        Ok(page) => view! { <List page sessions/> }.into_any(),
                        Err(error) => view! { <p class="field__error">{error.to_string()}</p> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn List(page: SessionsPage, sessions: SessionsHandle) -> impl IntoView {
    let others = page.sessions.iter().filter(|session| !session.current).count();
    let (none, person) = (page.sessions.is_empty(), page.person.clone());
    let word = if sessions.own {
        "End all others"
    } else {
        "End all sessions"
    };
    view! {
        {none.then(|| view! { <p class="muted">"Nowhere just now."</p> })}
        <ul class="list">
            {page.sessions.into_iter().map(|session| {
                let person = page.person.clone();
                view! { <Row session person sessions/> }
            }).collect_view()}
        </ul>
        <p class="muted small">
            {format!("Times are in {}. A session ends after 14 days without use, and after 90 days in any case.", page.zone)}
        </p>
        {(others > 0).then(|| view! {
            <ActionForm action=sessions.end_all>
                <input type="hidden" name="person" value=person/>
                {sessions.own.then(|| view! { <input type="hidden" name="own" value="on"/> })}
                <button class="button" disabled=move || sessions.end_all.pending().get()><Icon name="sign-out"/>{word}</button>
            </ActionForm>
        })}
    }
}

#[component]
fn Row(session: SessionRow, person: String, sessions: SessionsHandle) -> impl IntoView {
    let label = format!(" the session on {}, begun {}", session.device, session.begun.text);
    view! {
        <li>
            <div class="list__grow">
                <p class="row"><b>{session.device}</b>{session.current.then(|| view! { <Badge kind="success" word="This one"/> })}</p>
                <p class="muted small">"Since "<TimeStamp stamp=session.begun/>" · last seen "<TimeStamp stamp=session.seen/></p>
            </div>
            {(!session.current).then(|| view! {
                <ActionForm action=sessions.end>
                    <input type="hidden" name="person" value=person/>
                    <input type="hidden" name="session" value=session.id/>
                    {sessions.own.then(|| view! { <input type="hidden" name="own" value="on"/> })}
                    <button class="button button--quiet">"End"<span class="sr-only">{label}</span></button>
                </ActionForm>
            })}
        </li>
    }
}
