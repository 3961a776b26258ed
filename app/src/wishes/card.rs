//! The card on My shifts in which wishes are entered and listed.

use super::{AddWish, WishRow, WithdrawWish};
use crate::{
    AppError,
    components::{Badge, Field, FormAlert, Icon, Select, typed},
};
use leptos::prelude::*;

/// One's wishes, and a new one.
#[component]
pub fn WishCard(rows: Vec<WishRow>, add: ServerAction<AddWish>, withdraw: ServerAction<WithdrawWish>) -> impl IntoView {
    let error = Signal::derive(move || add.value().get().and_then(Result::err));
    let refused = Signal::derive(move || withdraw.value().get().and_then(Result::err));
    view! {
        <section class="card" id="wishes">
            <div class="card__head"><h2>"Wishes"</h2></div>
            <p class="muted">"Plans follow wishes where that is fair to the others. Leave is binding; a wish is not."</p>
            <FormAlert error=refused/>
            <ul class="list">{rows.into_iter().map(|row| view! { <Wish row withdraw/> }).collect_view()}</ul>
            <details class="disclosure" open=typed("form[kind]").is_some()>
                <summary><Icon name="chevron-right" small=true/>"Add a wish"</summary>
                <Form action=add error/>
            </details>
        </section>
    }
}

#[component]
fn Wish(row: WishRow, withdraw: ServerAction<WithdrawWish>) -> impl IntoView {
    let label = format!("Withdraw wish: {}, {}", row.kind, row.when);
    view! {
        <li>
            <p class="list__grow"><span class="muted">{row.kind}" "</span><b>{row.when}</b></p>
            {row.a_lot.then(|| view! { <Badge word="Matters a lot"/> })}
            <ActionForm action=withdraw>
                <input type="hidden" name="id" value=row.id/>
                <button class="button button--quiet button--icon" aria-label=label><Icon name="trash"/></button>
            </ActionForm>
        </li>
    }
}

fn options(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(value, words)| ((*value).to_owned(), (*words).to_owned()))
        .collect()
}

#[component]
fn Form(action: ServerAction<AddWish>, error: Signal<Option<AppError>>) -> impl IntoView {
    let kinds = options(&[("avoid", "Rather not"), ("want", "Gladly")]);
    let weights = options(&[("usual", "As usual"), ("a-lot", "A lot")]);
    let weekdays = options(&[
        ("", "Only the days above"),
        ("any", "Every day"),
        ("mon", "Mondays"),
        ("tue", "Tuesdays"),
        ("wed", "Wednesdays"),
        ("thu", "Thursdays"),
        ("fri", "Fridays"),
        ("sat", "Saturdays"),
        ("sun", "Sundays"),
    ]);
    let parts = options(&[
        ("", "Whenever they start"),
        ("day", "Starting by day"),
        ("night", "Starting at night"),
    ]);
    view! {
        <ActionForm action=action attr:class="form">
            <FormAlert error/>
            <div class="form__pair">
                <Select name="form[kind]" label="On duty" options=kinds error/>
                <Select name="form[weight]" label="It matters" options=weights error/>
            </div>
            <div class="form__pair">
                <Field name="form[first_day]" label="First day" kind="date" error/>
                <Field name="form[last_day]" label="Last day" kind="date" error/>
            </div>
            <div class="form__pair">
                <Select name="form[weekday]" label="Or each week" options=weekdays error/>
                <Select name="form[part]" label="Shifts" options=parts hint="For what comes each week." error/>
            </div>
            <div class="form__actions">
                <button class="button" disabled=move || action.pending().get()>"Add wish"</button>
            </div>
        </ActionForm>
    }
}
