//! One bar of a drawing.

use super::{Bar, BarKind};
use crate::{
    components::{hue, initials, percent_encode},
    rotas::Named,
};
use domain::Role;
use leptos::prelude::*;

/// Height of a lane, and of a bar in it.
const LANE: f64 = 56.0;
const BAR: f64 = 40.0;
/// A cover lies on the lower part of what it covers.
const COVER: f64 = 22.0;

/// How much of a name fits, by the bar's share of the window.
enum Room {
    None,
    Disc,
    First,
    Whole,
}

impl Room {
    fn of(width: f64) -> Self {
        match width {
            width if width < 2.0 => Self::None,
            width if width < 10.0 => Self::Disc,
            width if width < 20.0 => Self::First,
            _ => Self::Whole,
        }
    }
}

/// The address at which a cover of this stretch can be made.
pub(super) fn cover_href(base: &str, role: Role, from: domain::Instant, to: domain::Instant) -> String {
    let part = |at: domain::Instant| percent_encode(&at.to_string());
    format!("{base}/cover?role={}&from={}&to={}", role.key(), part(from), part(to))
}

/// A role over a stretch of time; a link to where it can be covered, when `base` is the rota's address.
#[component]
pub(super) fn BarView(bar: Bar, base: Option<String>) -> impl IntoView {
    let lane = if bar.role == Role::Lead { 0.0 } else { LANE };
    let (y, height) = match bar.kind {
        BarKind::Cover | BarKind::Corrected => (lane + 8.0 + BAR - COVER, COVER),
        _ => (lane + 8.0, BAR),
    };
    let href = base
        .filter(|_| bar.kind != BarKind::Draft)
        .map(|base| cover_href(&base, bar.role, bar.from, bar.to));
    let class = class(&bar);
    let label = bar.label.clone();
    let (x, width) = (format!("{:.3}%", bar.x), format!("{:.3}%", bar.width));
    let disc = shows_disc(&bar).then(|| bar.person.clone()).flatten();
    view! {
        <svg class=class x=x y=y.to_string() width=width height=height.to_string()>
            {match href {
                Some(href) => view! { <a class="bar__link" href=href aria-label=label><Shape bar height/></a> }.into_any(),
                None => view! { <g role="img" aria-label=label><Shape bar height/></g> }.into_any(),
            }}
            {disc.map(|person| view! { <DiscMark person/> })}
        </svg>
    }
}

fn class(bar: &Bar) -> String {
    let kind = match bar.kind {
        BarKind::Gap => return "bar bar--gap".to_owned(),
        BarKind::Plan => "",
        BarKind::Covered => " bar--covered",
        BarKind::Cover => " bar--cover",
        BarKind::Corrected => " bar--corrected",
        BarKind::Draft => " bar--draft",
    };
    let mine = if bar.mine { " bar--mine" } else { "" };
    let changed = if bar.changed { " bar--changed" } else { "" };
    let locked = if bar.locked { " bar--locked" } else { "" };
    format!("bar bar--{}{kind}{mine}{changed}{locked}", bar.role.key())
}

fn shows_disc(bar: &Bar) -> bool {
    matches!(bar.kind, BarKind::Plan | BarKind::Draft) && !matches!(Room::of(bar.width), Room::None)
}

#[component]
fn Shape(bar: Bar, height: f64) -> impl IntoView {
    let kind = bar.kind;
    let fill = (bar.kind == BarKind::Gap).then_some("url(#hatch-gap)");
    let name = shown_name(&bar);
    let (x, y) = match bar.kind {
        BarKind::Cover => ("14", "15.5"),
        BarKind::Corrected => ("24", "15.5"),
        BarKind::Covered => ("8", "13"),
        BarKind::Gap => ("10", "24.5"),
        BarKind::Plan | BarKind::Draft => ("38", "24.5"),
    };
    view! {
        <title>{bar.label}</title>
        <rect class="bar__shape" x=".5" y=".5" width="100%" height=(height - 1.0).to_string() rx="6" fill=fill></rect>
        {(kind == BarKind::Corrected).then(|| view! { <path class="bar__pen" d="M7 15.5v-2.6l6-6 2.6 2.6-6 6Z"></path> })}
        {name.map(|name| view! { <text class="bar__name" x=x y=y>{name}</text> })}
    }
}

/// What is written on a bar, if there is room.
fn shown_name(bar: &Bar) -> Option<String> {
    let first = |name: &str| name.split_whitespace().next().unwrap_or(name).to_owned();
    let Some(person) = &bar.person else {
        return (bar.kind == BarKind::Gap && bar.width >= 4.0).then(|| "Gap".to_owned());
    };
    match (Room::of(bar.width), bar.kind) {
        (Room::None, _) | (Room::Disc, BarKind::Plan | BarKind::Draft) => None,
        (Room::Disc, _) => (bar.width >= 5.0).then(|| first(&person.name)),
        (Room::First, _) | (_, BarKind::Cover | BarKind::Covered | BarKind::Corrected) => Some(first(&person.name)),
        (Room::Whole, _) => Some(person.name.clone()),
    }
}

#[component]
fn DiscMark(person: Named) -> impl IntoView {
    let (hue, letters) = (hue(&person.id), initials(&person.name));
    view! {
        <circle class="disc" data-hue=hue.clone() cx="20" cy="20" r="11"></circle>
        <text class="bar__initials" aria-hidden="true" data-hue=hue x="20" y="23.5">{letters}</text>
    }
}
