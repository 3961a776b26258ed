//! Offers in a list.

use super::OfferRow;
use crate::components::{Badge, Disc, RoleIcon, lane_class};
use leptos::prelude::*;
use leptos_router::components::A;

/// Offers, each with the way to its page.
#[component]
pub fn OfferRows(rows: Vec<OfferRow>) -> impl IntoView {
    view! { <ul class="list">{rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</ul> }
}

#[component]
fn Row(row: OfferRow) -> impl IntoView {
    let href = format!("/offers/{}", row.id);
    let label = format!(
        "Offer of {}: {} of {}, {}",
        row.giver_name, row.role, row.rota, row.when
    );
    view! {
        <li class=lane_class(row.role)>
            <Disc name=row.giver_name.clone() id=row.giver.clone()/>
            <div class="list__grow">
                <p class="row"><b><bdi>{row.giver_name.clone()}</bdi></b><RoleIcon role=row.role/><bdi>{row.rota.clone()}</bdi></p>
                <p>{row.when.clone()}</p>
                {row.wanted.clone().map(|wanted| view! { <p class="small">{format!("In return: {wanted}")}</p> })}
                <p class="muted small">{row.state_words.clone()}</p>
            </div>
            <StateBadge state=row.state/>
            <A href=href attr:class="button" attr:aria-label=label>"Open"</A>
        </li>
    }
}

/// Where an offer stands, in one word.
#[component]
pub(super) fn StateBadge(state: String) -> impl IntoView {
    let (kind, word) = match state.as_str() {
        "open" => ("draft", "Open"),
        "accepted" => ("warning", "To be approved"),
        "applied" => ("success", "Taken"),
        "declined" => ("", "Declined"),
        "withdrawn" => ("", "Taken back"),
        "expired" => ("", "Expired"),
        "cancelled" => ("", "Cancelled"),
        _ => ("", "Refused"),
    };
    view! { <Badge kind word/> }
}
