//! The fields of a webhook.

use super::WebhookForm;
use crate::{
    AppError,
    components::{Field, typed},
};
use leptos::prelude::*;

/// Name, address and what it is told.
#[component]
pub(super) fn WebhookFields(form: WebhookForm, error: Signal<Option<AppError>>) -> impl IntoView {
    let ticks = [
        ("form[published]", form.published, "A rota was published"),
        ("form[duty]", form.duty, "Duty has changed: covers, swaps, withdrawals"),
        ("form[gap]", form.gap, "A role has nobody, a week and a day before"),
        ("form[conflict]", form.conflict, "Somebody is on leave while on duty"),
        ("form[offer]", form.offer, "An offer was made, and what became of it"),
        (
            "form[handover]",
            form.handover,
            "Handover notes were left, and acknowledged",
        ),
    ];
    // A form that comes back has been sent as a whole: what it leaves out was not ticked.
    let back = typed("form[name]").is_some();
    let message = Memo::new(move |_| error.get().and_then(|error| error.of_field("events")));
    view! {
        <Field name="form[name]" label="Name" value=form.name hint="What will listen." required=true error/>
        <Field name="form[address]" label="Address" kind="url" value=form.address hint="Starts with https://" required=true error/>
        <fieldset class="field">
            <legend class="field__label">"Is told that"</legend>
            {ticks.into_iter().map(|(name, on, word)| {
                let checked = if back { typed(name).is_some() } else { on.is_some() };
                view! { <label class="check"><input type="checkbox" name=name checked=checked/><span>{word}</span></label> }
            }).collect_view()}
            <p class="field__error" hidden=move || message.get().is_none()>{move || message.get()}</p>
        </fieldset>
    }
}
