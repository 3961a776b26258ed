//! One role of a turn on the board.

use super::{SeatView, board::Hand};
use crate::components::{Disc, Icon};
use leptos::{ev, prelude::*};
use std::sync::Arc;

/// Where a seat is found in the page.
pub(super) fn seat_id(seat: &str) -> String {
    format!("seat-{seat}")
}

/// A role of a turn: a link to what can be done with it, and something to drag.
#[component]
pub(super) fn SeatCell(seat: SeatView, hand: Hand, past: bool) -> impl IntoView {
    // Events may come when the board has been drawn anew: each keeps the seat's name by itself.
    let key: Arc<str> = seat.seat.as_str().into();
    let (id, label, data) = (seat_id(&seat.seat), seat.label.clone(), seat.seat.clone());
    let href = format!("{}?seat={}", hand.editing.address(), seat.seat);
    let still = past || seat.locked;
    let class = class(&seat);
    let state = {
        let key = key.clone();
        move || match hand.picked.get().as_deref() == Some(&*key) {
            true => Some("picked".to_owned()),
            false => hand.verdict(&key).map(|(verdict, _)| verdict),
        }
    };
    let over = {
        let key = key.clone();
        move || hand.over.get().as_deref() == Some(&*key)
    };
    let tab = {
        let key = key.clone();
        move || match hand.here.get().is_none_or(|here| *here == *key) {
            true => "0",
            false => "-1",
        }
    };
    let (picked, held, dropped, arrived) = (key.clone(), key.clone(), key.clone(), key);
    let start = move |event: ev::DragEvent| match still {
        true => event.prevent_default(),
        false => hand.pick(&picked),
    };
    let hold = move |event: ev::DragEvent| {
        event.prevent_default();
        hand.hover(&held);
    };
    let put = move |event: ev::DragEvent| {
        event.prevent_default();
        hand.drop_on(&dropped);
    };
    view! {
        <td role="gridcell">
            <a
                id=id class=class href=href draggable=if still { "false" } else { "true" } tabindex=tab
                aria-label=label data-state=state data-seat=data class:seat--over=over
                on:dragstart=start on:dragover=hold on:drop=put on:dragend=move |_| hand.put_down()
                on:focus=move |_| hand.arrive(&arrived)
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
            {seat.published.map(|name| view! { <span class="seat__was">{format!("was {name}")}</span> })}
            {seat.against.is_some().then(|| view! { <span class="seat__mark" title=title.clone()><Icon name="info" small=true/></span> })}
            {seat.trouble.is_some().then(|| view! { <span class="seat__mark seat__mark--trouble" title=title><Icon name="warning" small=true/></span> })}
            {seat.locked.then(|| view! { <span class="seat__mark"><Icon name="lock" small=true/></span> })}
        </span>
    }
}
