//! Which card pays what, from when on.

use super::{CardUse, EndCardUse, UseCard};
use crate::components::{Badge, Empty, Field, FormAlert, Select};
use leptos::prelude::*;
use leptos_router::components::A;

/// What was said, the most particular last, each with a way to take it back.
#[component]
pub(super) fn Uses(uses: Vec<CardUse>, end: ServerAction<EndCardUse>) -> impl IntoView {
    if uses.is_empty() {
        return view! { <Empty icon="calendar" title="Nothing is paid yet" text="Say below which rotas a card pays, and from which date on."/> }
            .into_any();
    }
    view! {
        <table class="table">
            <thead><tr><th>"Duty"</th><th>"From"</th><th>"Card"</th><th><span class="sr-only">"Take back"</span></th></tr></thead>
            <tbody>{uses.into_iter().map(|one| view! { <Row one end/> }).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(one: CardUse, end: ServerAction<EndCardUse>) -> impl IntoView {
    let what = format!(" {} from {}", one.words, one.from_words);
    view! {
        <tr>
            <th scope="row"><bdi>{one.words}</bdi></th>
            <td data-label="From">{one.from_words}{one.now.then(|| view! { " "<Badge kind="success" word="now"/> })}</td>
            <td data-label="Card">{match one.card {
                Some(id) => view! { <A href=format!("/pay/cards/{id}")><bdi>{one.card_name}</bdi></A> }.into_any(),
                None => view! { <span class="muted">"not paid"</span> }.into_any(),
            }}</td>
            <td class="table__actions">
                <ActionForm action=end>
                    <input type="hidden" name="paid_for" value=one.paid_for/>
                    <input type="hidden" name="from" value=one.from/>
                    <button class="button button--quiet" disabled=move || end.pending().get()>"Take back"<span class="sr-only">{what}</span></button>
                </ActionForm>
            </td>
        </tr>
    }
}

/// The form that lets a card pay something.
#[component]
pub(super) fn UseFields(
    cards: Vec<(String, String)>,
    choices: Vec<(String, String)>,
    today: String,
    put: ServerAction<UseCard>,
) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    let mut options = cards;
    options.push(("none".to_owned(), "No card: it is not paid".to_owned()));
    view! {
        <ActionForm action=put attr:class="card form">
            <h2>"Say what a card pays"</h2>
            <p class="muted">"What is said of a rota counts before what is said of its team, and that before what is said of every rota. From a date in the past on, what was paid already is adjusted."</p>
            <FormAlert error/>
            <div class="form__pair">
                <Select name="form[paid_for]" label="Duty" options=choices error/>
                <Select name="form[card]" label="Card" options error/>
                <Field name="form[from]" label="From" kind="date" value=today required=true error/>
            </div>
            <div class="form__actions"><button class="button button--primary" disabled=move || put.pending().get()>"Save"</button></div>
        </ActionForm>
    }
}
