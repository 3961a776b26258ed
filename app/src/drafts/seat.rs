//! One role of a turn on the board.

use super::{SeatView, board::Hand};
use crate::components::{Disc, Icon};
use leptos::{ev, prelude::*};

/// Where a seat is found in the page.
pub(super) fn seat_id(seat: &str) -> String {
    format!("seat-{seat}")
}

/// A role of a turn: a link to what can be done with it, and something to drag.
#[component]
pub(super) fn SeatCell(seat: SeatView, hand: Hand, past: bool) -> impl IntoView {
    let key = StoredValue::new(seat.seat.clone());
    let (id, label, data) = (seat_id(&seat.seat), seat.label.clone(), seat.seat.clone());
    let href = format!("{}?seat={}", hand.editing.address(), seat.seat);
    let still = past || seat.locked;
    let class = class(&seat);
    let verdict = move || key.with_value(|key| hand.verdict(key));
    let state = move || match key.with_value(|key| hand.picked.get().as_ref() == Some(key)) {
        true => Some("picked".to_owned()),
        false => verdict().map(|(verdict, _)| verdict),
    };
    let over = move || key.with_value(|key| hand.over.get().as_ref() == Some(key));
    let tab = move || match key.with_value(|key| hand.here.get().is_none_or(|here| here == *key)) {
        true => "0",
        false => "-1",
    };
    let start = move |event: ev::DragEvent| match still {
        true => event.prevent_default(),
        false => key.with_value(|key| hand.pick(key)),
    };
    view! {
        <td role="gridcell">
            <a
                id=id class=class href=href draggable=if still { "false" } else { "true" } tabindex=tab
                aria-label=label data-state=state data-seat=data class:seat--over=over
                on:dragstart=start
                on:dragover=move |event| { event.prevent_default(); key.with_value(|key| hand.hover(key)); }
                on:drop=move |event| { event.prevent_default(); key.with_value(|key| hand.drop_on(key)); }
                on:dragend=move |_| hand.put_down()
                on:focus=move |_| key.with_value(|key| hand.arrive(key))
            >
                <Inside seat/>
            </a>
        </td>
    }
}

fn class(seat: &SeatView) -> String {
    let mut class = format!("seat seat--{}", seat.role.key());
    let marks = [
        (seat.person.is_none(), " seat--gap"),
        (seat.locked, " seat--locked"),
        (seat.published.is_some(), " seat--changed"),
        (seat.trouble.is_some(), " seat--trouble"),
    ];
    marks
        .iter()
        .filter(|(is, _)| *is)
        .for_each(|(_, mark)| class.push_str(mark));
    class
}

#[component]
fn Inside(seat: SeatView) -> impl IntoView {
    let title = seat.trouble.clone().or_else(|| seat.against.clone());
    view! {
        {match seat.person {
            Some(person) => view! { <Disc name=person.name.clone() id=person.id/><bdi class="seat__name">{person.name}</bdi> }.into_any(),
            None => view! { <span class="seat__name">"Gap"</span> }.into_any(),
        }}
        <span class="seat__marks">
            {seat.published.map(|name| view! { <span class="seat__was">{format!("not {name}")}</span> })}
            {seat.against.is_some().then(|| view! { <span class="seat__mark" title=title.clone()><Icon name="info" small=true/></span> })}
            {seat.trouble.is_some().then(|| view! { <span class="seat__mark seat__mark--trouble" title=title><Icon name="warning" small=true/></span> })}
            {seat.locked.then(|| view! { <span class="seat__mark"><Icon name="lock" small=true/></span> })}
        </span>
    }
}
