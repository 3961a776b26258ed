//! What went to a webhook.

use super::{DeliveryRow, ReplayWebhook};
use crate::components::{Badge, Icon, TimeStamp};
use leptos::prelude::*;

#[component]
pub(super) fn Deliveries(
    id: String,
    zone: String,
    deliveries: Vec<DeliveryRow>,
    replay: ServerAction<ReplayWebhook>,
) -> impl IntoView {
    let given_up = deliveries.iter().filter(|row| row.state == "failed").count();
    let own = id.clone();
    let all = (given_up > 1).then(|| {
        view! {
            <ActionForm action=replay>
                <input type="hidden" name="id" value=own/>
                <button class="button"><Icon name="undo"/>"Send all again"</button>
            </ActionForm>
        }
    });
    view! {
        <section class="card card--flush" id="deliveries">
            <div class="card__head"><h2>"Deliveries"</h2><span class="muted small">{zone}</span>{all}</div>
            <ul class="list list--inset notices">
                {deliveries.into_iter().map(|row| view! { <Row id=id.clone() row replay/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Row(id: String, row: DeliveryRow, replay: ServerAction<ReplayWebhook>) -> impl IntoView {
    let (kind, word) = state_of(&row);
    let given_up = row.state == "failed";
    let next = row.next.clone().filter(|_| row.tries > 0);
    let why = row
        .reason
        .clone()
        .map(|reason| format!("{}{reason}", tries_words(&row)));
    let label = format!(" “{}”, {}", row.what, row.made.text);
    view! {
        <li>
            <div class="list__grow">
                <p class="row"><b>{row.what}</b><Badge kind word/></p>
                <p class="muted small breaks"><code>{row.event}</code>" · "<TimeStamp stamp=row.made/></p>
                {why.map(|why| view! {
                    <p class="small breaks">{why}{next.map(|next| view! { " Next try: "<TimeStamp stamp=next/>"." })}</p>
                })}
            </div>
            {given_up.then(|| view! {
                <ActionForm action=replay>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="delivery" value=row.id/>
                    <button class="button"><Icon name="undo"/>"Send again"<span class="sr-only">{label}</span></button>
                </ActionForm>
            })}
        </li>
    }
}

/// Kind and words of the badge that says what became of a delivery.
fn state_of(row: &DeliveryRow) -> (&'static str, String) {
    let word = match row.state.as_str() {
        "sent" => {
            let answered = row.answered.map(|status| format!(": {status}")).unwrap_or_default();
            return ("success", format!("Delivered{answered}"));
        }
        "failed" => return ("gap", "Given up".to_owned()),
        "dropped" => ("", "Not needed"),
        _ if row.sending => ("", "Being sent"),
        _ if row.tries > 0 => ("warning", "To be sent again"),
        _ => ("", "To send"),
    };
    (word.0, word.1.to_owned())
}

/// How often it was tried, before the reason why it was not taken.
fn tries_words(row: &DeliveryRow) -> String {
    match (row.state.as_str(), row.tries) {
        ("failed", 1) => "After one try: ".to_owned(),
        ("failed", tries) if tries > 1 => format!("After {tries} tries: "),
        ("queued", tries) => format!("Try {tries} of {}: ", row.most_tries),
        _ => String::new(),
    }
}
