//! Deactivating somebody, what then remains to be done, and taking it back.

use super::{
    DeactivatePerson, PersonPage, ReactivatePerson,
    edit::{Load, reload_after},
};
use crate::{
    components::{Done, FormAlert, Icon, RoleIcon, lane_class},
    me::TurnRow,
    tokens::{RevokeToken, TokenRow},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// Deactivates somebody, or reactivates them.
#[component]
pub(super) fn StateForm(page: PersonPage, load: Load) -> impl IntoView {
    if page.row.active {
        view! { <DeactivateForm page load/> }.into_any()
    } else {
        view! { <ReactivateForm page load/> }.into_any()
    }
}

#[component]
fn DeactivateForm(page: PersonPage, load: Load) -> impl IntoView {
    let action = ServerAction::<DeactivatePerson>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    reload_after(action, load);
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="reactivated" words="Reactivated." error/>
            <FormAlert error/>
            <h2>"Deactivate"</h2>
            <p class="muted">"They can no longer sign in. Their sessions, links and calendar addresses end at once. Nothing of their history is lost; you can reactivate them."</p>
            {(!page.coming.is_empty()).then(|| view! {
                <p class="field__error"><Icon name="warning" small=true/>"They still have duty: it is listed here afterwards, to find cover for."</p>
            })}
            <input type="hidden" name="id" value=page.row.id.clone()/>
            <div class="form__actions">
                <button class="button button--danger" disabled=move || action.pending().get()>"Deactivate "<bdi>{page.row.name}</bdi></button>
            </div>
        </ActionForm>
    }
}

#[component]
fn ReactivateForm(page: PersonPage, load: Load) -> impl IntoView {
    let action = ServerAction::<ReactivatePerson>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    reload_after(action, load);
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="deactivated" words="Deactivated." error/>
            <FormAlert error/>
            <h2>"Reactivate"</h2>
            <p class="muted">"They can sign in again with their former password. Calendars have to subscribe anew."</p>
            <input type="hidden" name="id" value=page.row.id.clone()/>
            <div class="form__actions">
                <button class="button" disabled=move || action.pending().get()><Icon name="undo"/>"Reactivate "<bdi>{page.row.name}</bdi></button>
            </div>
        </ActionForm>
    }
}

/// The duty of somebody who is deactivated: it stands until somebody covers it.
#[component]
pub(super) fn ToCover(turns: Vec<TurnRow>) -> impl IntoView {
    (!turns.is_empty()).then(|| view! {
        <section class="card card--form stack" id="to-cover">
            <h2>"Duty that needs cover"</h2>
            <p class="muted">"It stays theirs until somebody covers it, or the rota is planned again."</p>
            <ul class="list">
                {turns.into_iter().map(|turn| {
                    let label = format!("Find cover for {}, {}", turn.rota, turn.when);
                    view! {
                        <li class=lane_class(turn.role)>
                            <div class="list__grow">
                                <p class="row"><A href=format!("/rotas/{}", turn.slug)>{turn.rota}</A><RoleIcon role=turn.role/></p>
                                <p class="muted small">{turn.when}</p>
                            </div>
                            <A href=turn.cover attr:class="button" attr:aria-label=label>"Find cover"</A>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    })
}

/// The API tokens that somebody who is deactivated has made: they go on working.
#[component]
pub(super) fn TokensLeft(tokens: Vec<TokenRow>) -> impl IntoView {
    let revoke = ServerAction::<RevokeToken>::new();
    let error = Signal::derive(move || revoke.value().get().and_then(Result::err));
    (!tokens.is_empty()).then(|| view! {
        <section class="card card--form stack" id="tokens">
            <h2>"API tokens they made"</h2>
            <FormAlert error/>
            <p class="muted">"They go on working. Revoke those whose secret only they know."</p>
            <ul class="list">
                {tokens.into_iter().map(|token| {
                    let name = token.name.clone();
                    view! {
                        <li>
                            <div class="list__grow">
                                <p><b><bdi>{token.name}</bdi></b>" "<span class="muted small">{format!("{} · …{}", token.scope, token.hint)}</span></p>
                                <p class="muted small">{format!("Last used: {}", token.last_used)}</p>
                            </div>
                            <ActionForm action=revoke>
                                <input type="hidden" name="id" value=token.id/>
                                <button class="button button--quiet">"Revoke"<span class="sr-only">{format!(" {name}")}</span></button>
                            </ActionForm>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    })
}
