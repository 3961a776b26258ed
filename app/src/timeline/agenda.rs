//! The same by day: for phones, for reading aloud, and for whoever likes lists.

use super::{
    AgendaDay, AgendaItem, BarKind,
    bar::{cover_href, offer_href},
};
use crate::components::{Badge, Beside, Disc, Icon, RoleIcon, lane_class};
use leptos::prelude::*;
use leptos_router::components::A;

/// Day by day, who begins; with ways to cover and to offer when `base` is the rota's address.
#[component]
pub(super) fn Agenda(days: Vec<AgendaDay>, base: Option<String>) -> impl IntoView {
    view! {
        <ol class="agenda">
            {days.into_iter().map(|day| view! { <Day day base=base.clone()/> }).collect_view()}
        </ol>
    }
}

#[component]
fn Day(day: AgendaDay, base: Option<String>) -> impl IntoView {
    let class = if day.today {
        "agenda__day agenda__day--today"
    } else {
        "agenda__day"
    };
    view! {
        <li class=class>
            <p class="agenda__date">{day.weekday}<b>{day.date}</b>{day.month}</p>
            <div class="agenda__items">
                {day.holiday.map(|name| view! { <p class="muted small">{name}</p> })}
                {day.items.into_iter().map(|item| view! { <Item item base=base.clone()/> }).collect_view()}
            </div>
        </li>
    }
}

#[component]
fn Item(item: AgendaItem, base: Option<String>) -> impl IntoView {
    let gap = if item.person.is_none() {
        " agenda__item--gap"
    } else {
        ""
    };
    let class = format!("agenda__item{gap} {}", lane_class(item.role));
    let offer = item.clone();
    let offer_base = base.clone();
    let body = match base.filter(|_| item.kind != BarKind::Draft) {
        Some(base) => {
            let href = cover_href(&base, item.role, item.from, item.to);
            view! { <a class=class href=href><ItemBody item/></a> }.into_any()
        }
        None => view! { <div class=class><ItemBody item/></div> }.into_any(),
    };
    view! {
        <div class="agenda__row">
            {body}
            <OfferWay item=offer base=offer_base/>
        </div>
    }
}

/// The way to the offer that something is in, or to make one.
#[component]
fn OfferWay(item: AgendaItem, base: Option<String>) -> impl IntoView {
    let make = base
        .filter(|_| item.may_offer)
        .map(|base| offer_href(&base, item.role, item.from, item.to));
    let whose = item
        .person
        .as_ref()
        .map(|person| format!(": {}, {}, {}", person.name, item.role, item.when));
    match (item.offer, make) {
        (Some(offer), _) => view! {
            <A href=offer attr:class="agenda__offer agenda__offer--open"><Icon name="swap" small=true/>"Offered"</A>
        }
        .into_any(),
        (None, Some(make)) => view! {
            <A href=make attr:class="agenda__offer"><Icon name="swap" small=true/>"Offer this shift"<span class="sr-only">{whose}</span></A>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn ItemBody(item: AgendaItem) -> impl IntoView {
    let badge = match item.kind {
        BarKind::Cover => Some(("cover", "Cover")),
        BarKind::Corrected => Some(("corrected", "Corrected")),
        BarKind::Draft => Some(("draft", "Draft")),
        _ => None,
    };
    let who = item
        .person
        .as_ref()
        .map_or_else(|| format!("No {}", item.role), |person| person.name.clone());
    view! {
        {match item.person {
            Some(person) => view! { <Disc name=person.name id=person.id/> }.into_any(),
            None => view! { <span class="disc" aria-hidden="true"><Icon name="warning" small=true/></span> }.into_any(),
        }}
        <span class="agenda__text">
            <span class="agenda__head">
                <bdi class="agenda__who">{who}</bdi>" "
                {badge.map(|(kind, word)| view! { <Badge kind word/> })}
            </span>
            <span class="agenda__when">{item.when}</span><Beside words=item.beside/>
            <span class="agenda__detail">{item.detail}</span>
        </span>
        <RoleIcon role=item.role/>
    }
}
