//! Entering a call-out: in two taps while one is on duty, or with all its times.

use super::{CallOutRow, CallOutsPage, EnterCallOut, FinishCallOut};
use crate::components::{Field, FormAlert, Icon, Select, typed};
use leptos::prelude::*;

/// How long one that has just ended may have been: minutes and words.
const LENGTHS: [(&str, &str); 4] = [("15", "15 min"), ("30", "30 min"), ("60", "1 h"), ("120", "2 h")];

/// Enters a call-out. `back` leads back to the page of pay.
#[component]
pub fn CallOutEntry(
    page: CallOutsPage,
    enter: ServerAction<EnterCallOut>,
    finish: ServerAction<FinishCallOut>,
    #[prop(optional)] back: bool,
) -> impl IntoView {
    let error = Signal::derive(move || enter.value().get().and_then(Result::err));
    let refused = Signal::derive(move || finish.value().get().and_then(Result::err));
    let open = typed("form[reason]").is_some() || (page.on_duty.is_empty() && page.running.is_none());
    let quick = page.running.is_none() && !page.on_duty.is_empty();
    let person = if page.own { String::new() } else { page.person.clone() };
    view! {
        <FormAlert error/>
        <FormAlert error=refused/>
        {page.running.clone().map(|row| view! { <Running row person=person.clone() finish back/> })}
        {quick.then(|| view! { <Quick on_duty=page.on_duty.clone() person=person.clone() key=page.key.clone() enter back/> })}
        <details class="disclosure" open=open>
            <summary><Icon name="chevron-right" small=true/>"With its times"</summary>
            <ActionForm action=enter attr:class="form">
                <input type="hidden" name="form[person]" value=person.clone()/>
                <input type="hidden" name="form[key]" value=page.key.clone()/>
                <input type="hidden" name="form[back]" value=if back { "pay" } else { "" }/>
                <CallOutFields rotas=page.rotas.clone() zone=page.zone.clone() error/>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || enter.pending().get()>"Enter the call-out"</button>
                </div>
            </ActionForm>
        </details>
    }
}

/// The one that goes on: one tap ends it.
#[component]
fn Running(row: CallOutRow, person: String, finish: ServerAction<FinishCallOut>, back: bool) -> impl IntoView {
    view! {
        <div class="call-out call-out--running" role="status">
            <p><b>"Called out"</b><br/><span class="muted">{format!("since {} · {}", row.when, row.length)}</span></p>
            <ActionForm action=finish>
                <input type="hidden" name="id" value=row.id/>
                <input type="hidden" name="person" value=person/>
                <input type="hidden" name="back" value=if back { "pay" } else { "" }/>
                <button class="button button--primary button--big" disabled=move || finish.pending().get()><Icon name="check"/>"It is over"</button>
            </ActionForm>
        </div>
    }
}

/// While on duty: it begins now, or has just ended.
#[component]
fn Quick(on_duty: String, person: String, key: String, enter: ServerAction<EnterCallOut>, back: bool) -> impl IntoView {
    view! {
        <ActionForm action=enter attr:class="call-out">
            <input type="hidden" name="form[person]" value=person/>
            <input type="hidden" name="form[key]" value=key/>
            <input type="hidden" name="form[back]" value=if back { "pay" } else { "" }/>
            <p class="muted small">{on_duty}</p>
            <button class="button button--primary button--big" disabled=move || enter.pending().get()><Icon name="phone"/>"Called out now"</button>
            <fieldset class="call-out__lengths">
                <legend>"Just ended, after"</legend>
                {LENGTHS.map(|(minutes, words)| view! {
                    <button class="button" name="form[minutes]" value=minutes disabled=move || enter.pending().get()>{words}</button>
                }).collect_view()}
            </fieldset>
        </ActionForm>
    }
}

/// The fields of a call-out with all its times.
#[component]
pub(super) fn CallOutFields(
    rotas: Vec<(String, String)>,
    zone: String,
    #[prop(optional)] row: Option<CallOutRow>,
    #[prop(into)] error: Signal<Option<crate::AppError>>,
) -> impl IntoView {
    let places = vec![
        ("remote".to_owned(), "Remote".to_owned()),
        ("on_site".to_owned(), "On site".to_owned()),
    ];
    let any = (String::new(), "Whichever was on duty".to_owned());
    let several = rotas.len() > 1;
    let rotas: Vec<(String, String)> = std::iter::once(any).chain(rotas).collect();
    let get = |of: fn(&CallOutRow) -> &String| row.as_ref().map(of).cloned().unwrap_or_default();
    let (from, to, place, reason, rota) = (
        get(|row| &row.from),
        get(|row| &row.to),
        get(|row| &row.place),
        get(|row| &row.reason),
        get(|row| &row.rota),
    );
    view! {
        <div class="form__pair">
            <Field name="form[from]" label="From" kind="datetime-local" value=from required=true error/>
            <Field name="form[to]" label="To" kind="datetime-local" value=to required=true hint=zone error/>
        </div>
        <Select name="form[place]" label="Where" options=places value=place error/>
        <Field name="form[reason]" label="What it was about" value=reason required=true hint="It stands on the statement." error/>
        {several.then(|| view! { <Select name="form[rota]" label="Rota" options=rotas value=rota error/> })}
    }
}
