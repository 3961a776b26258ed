//! The page of call-outs: one's own, and those of people one enters them for.

use super::{
    CallOutEntry, CallOutList, CallOutRow, CallOutsPage, ChangeCallOut, EnterCallOut, FinishCallOut, WithdrawCallOut,
    entry::CallOutFields, load_call_outs,
};
use crate::{
    components::{Done, FormAlert, Problem, Whose},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// The forms about call-outs of a page.
#[derive(Clone, Copy)]
pub(crate) struct CallOutActions {
    pub enter: ServerAction<EnterCallOut>,
    pub change: ServerAction<ChangeCallOut>,
    pub finish: ServerAction<FinishCallOut>,
    pub withdraw: ServerAction<WithdrawCallOut>,
}

impl CallOutActions {
    pub fn new() -> Self {
        Self {
            enter: ServerAction::new(),
            change: ServerAction::new(),
            finish: ServerAction::new(),
            withdraw: ServerAction::new(),
        }
    }

    /// Another number after each answer: what the page shows is loaded again.
    pub fn versions(self) -> usize {
        self.enter.version().get()
            + self.change.version().get()
            + self.finish.version().get()
            + self.withdraw.version().get()
    }
}

/// That something was done to a call-out.
#[component]
pub(crate) fn CallOutDone() -> impl IntoView {
    view! {
        <Done key="entered" words="The call-out is entered."/>
        <Done key="changed" words="The call-out is changed."/>
        <Done key="withdrawn" words="The call-out is withdrawn."/>
    }
}

/// `/pay/call-outs`.
#[component]
pub fn CallOutsPageView() -> impl IntoView {
    let query = use_query_map();
    let actions = CallOutActions::new();
    let person = move || query.with(|query| query.get("person")).unwrap_or_default();
    let load = Resource::new(
        move || (person(), actions.versions()),
        |(person, _)| load_call_outs(person),
    );
    view! {
        <Title text="Call-outs"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: CallOutsPage, actions: CallOutActions) -> impl IntoView {
    let others = page.people.len() > 1;
    let wanted = use_query_map().with(|query| query.get("change"));
    let mut own = page.rows.iter().filter(|row| row.may_change);
    let changed = own.find(|row| Some(&row.id) == wanted.as_ref()).cloned();
    let (people, person, may) = (page.people.clone(), page.person.clone(), page.may_enter);
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay">"Pay"</A></nav>
                <div class="title"><h1>"Call-outs"</h1><Help words=&["call-out", "duty"]/></div>
                {(!page.own).then(|| view! { <p class="muted"><bdi>{page.name.clone()}</bdi></p> })}
            </div>
        </div>
        <CallOutDone/>
        {others.then(|| view! { <Whose action="/pay/call-outs" people person/> })}
        <div class="split">
            <section class="card">
                <div class="card__head"><h2>"The last three months"</h2><span class="muted small">{page.zone.clone()}</span></div>
                <CallOutList page=page.clone() withdraw=actions.withdraw/>
            </section>
            {match changed {
                Some(row) => view! { <Change page row change=actions.change/> }.into_any(),
                None if may => view! {
                    <section class="card stack">
                        <div class="card__head"><h2>"Enter a call-out"</h2></div>
                        <CallOutEntry page enter=actions.enter finish=actions.finish/>
                    </section>
                }.into_any(),
                None => ().into_any(),
            }}
        </div>
    }
}

/// Changes one that was entered.
#[component]
fn Change(page: CallOutsPage, row: CallOutRow, change: ServerAction<ChangeCallOut>) -> impl IntoView {
    let error = Signal::derive(move || change.value().get().and_then(Result::err));
    let back = format!("/pay/call-outs?person={}", row.person);
    let person = if page.own { String::new() } else { row.person.clone() };
    view! {
        <section class="card stack">
            <div class="card__head"><h2>"Change the call-out"</h2></div>
            <FormAlert error/>
            <ActionForm action=change attr:class="form">
                <input type="hidden" name="id" value=row.id.clone()/>
                <input type="hidden" name="form[person]" value=person/>
                <CallOutFields rotas=page.rotas zone=page.zone row error/>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || change.pending().get()>"Save the call-out"</button>
                    <A href=back attr:class="button">"Leave it as it is"</A>
                </div>
            </ActionForm>
        </section>
    }
}
