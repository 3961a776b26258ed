//! One bar of a drawing.

use super::{Bar, BarKind};
use crate::{
    components::{hue, initials, percent_encode},
    rotas::Named,
};
use domain::Role;
use leptos::prelude::*;

/// How high lanes and their bars are, and what stands on a bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LaneLook {
    /// Height of a lane.
    pub(crate) lane: f64,
    /// Height of a bar in it.
    pub(crate) bar: f64,
    /// Whether bars name the role: the lane is one person's.
    pub(crate) by_role: bool,
}

impl LaneLook {
    /// A lane for each role.
    pub(crate) const ROLES: Self = Self::of(56.0, 40.0, false);
    /// A lane for each person.
    pub(crate) const PEOPLE: Self = Self::of(44.0, 30.0, true);
    /// The lanes of a week in a calendar.
    pub(crate) const CALENDAR: Self = Self::of(34.0, 28.0, false);

    /// The lanes of a rota among many.
    pub(crate) const MANY: Self = Self::of(28.0, 23.0, false);

    const fn of(lane: f64, bar: f64, by_role: bool) -> Self {
        Self { lane, bar, by_role }
    }

    /// Where a bar lies in its lane, and how high it is.
    fn within(self, kind: BarKind) -> (f64, f64) {
        let top = (self.lane - self.bar) / 2.0;
        // A cover lies on the lower part of what it covers; a person's own lane shows it alone.
        let cover = (self.bar * 0.6).max(19.0);
        match kind {
            BarKind::Cover | BarKind::Corrected if !self.by_role => (top + self.bar - cover, cover),
            _ => (top, self.bar),
        }
    }
}

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

    const fn key(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Disc => "disc",
            Self::First => "first",
            Self::Whole => "whole",
        }
    }
}

/// The address at which a cover of this stretch can be made.
pub(super) fn cover_href(base: &str, role: Role, from: domain::Instant, to: domain::Instant) -> String {
    stretch_href(base, "cover", role, from, to)
}

/// The address at which this stretch can be offered.
pub(super) fn offer_href(base: &str, role: Role, from: domain::Instant, to: domain::Instant) -> String {
    stretch_href(base, "offer", role, from, to)
}

fn stretch_href(base: &str, page: &str, role: Role, from: domain::Instant, to: domain::Instant) -> String {
    let part = |at: domain::Instant| percent_encode(&at.to_string());
    format!("{base}/{page}?role={}&from={}&to={}", role.key(), part(from), part(to))
}

/// A role over a stretch of time, in the lane that begins at `top`; a link to where it can be covered, when `base` is the
/// rota's address.
#[component]
pub(crate) fn BarView(
    bar: Bar,
    base: Option<String>,
    look: LaneLook,
    top: f64,
    /// Its place among the bars of the drawing, by which it is found again.
    #[prop(optional)]
    place: usize,
) -> impl IntoView {
    let (within, height) = look.within(bar.kind);
    let href = base
        .filter(|_| bar.kind != BarKind::Draft)
        .map(|base| cover_href(&base, bar.role, bar.from, bar.to));
    let class = class(&bar);
    let (label, title) = (bar.label.clone(), bar.label.clone());
    let (x, width, y) = (
        format!("{:.3}%", bar.x),
        format!("{:.3}%", bar.width),
        format!("{:.1}", top + within),
    );
    let disc = (!look.by_role && shows_disc(&bar))
        .then(|| bar.person.clone())
        .flatten();
    let room = Room::of(bar.width).key();
    let offered = bar.offer.is_some() && bar.width >= 1.0;
    view! {
        <svg class=class x=x y=y width=width height=height.to_string() data-room=room data-bar=place.to_string()>
            // Within `g`, Leptos makes SVG's `a` and `title`; by themselves they would be HTML's, which SVG does not draw.
            {match href {
                Some(href) => view! { <g><a class="bar__link" href=href aria-label=label><title>{title}</title><Shape bar height look/></a></g> }.into_any(),
                None => view! { <g role="img" aria-label=label><title>{title}</title><Shape bar height look/></g> }.into_any(),
            }}
            {disc.map(|person| view! { <DiscMark person middle=height / 2.0/> })}
            {offered.then(|| view! { <OfferMark/> })}
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
    let flag = |set: bool, class: &'static str| if set { class } else { "" };
    format!(
        "bar bar--{}{kind}{}{}{}{}",
        bar.role.key(),
        flag(bar.mine, " bar--mine"),
        flag(bar.changed, " bar--changed"),
        flag(bar.locked, " bar--locked"),
        flag(bar.offer.is_some(), " bar--offered"),
    )
}

fn shows_disc(bar: &Bar) -> bool {
    matches!(bar.kind, BarKind::Plan | BarKind::Draft) && !matches!(Room::of(bar.width), Room::None)
}

#[component]
fn Shape(bar: Bar, height: f64, look: LaneLook) -> impl IntoView {
    let pen = bar.kind == BarKind::Corrected && !look.by_role;
    let fill = (bar.kind == BarKind::Gap).then_some("url(#hatch-gap)");
    let name = if look.by_role {
        shown_role(&bar)
    } else {
        shown_name(&bar)
    };
    let middle = format!("{:.1}", height / 2.0 + 4.5);
    let short = is_short(&bar) && !look.by_role;
    let class = if short {
        "bar__name bar__name--short"
    } else {
        "bar__name"
    };
    let (x, y) = match bar.kind {
        _ if look.by_role => ("10", middle),
        BarKind::Cover if short => ("50%", format!("{:.1}", height / 2.0 + 3.5)),
        BarKind::Cover => ("14", middle),
        BarKind::Corrected => ("24", middle),
        BarKind::Covered => ("8", "13".to_owned()),
        BarKind::Gap => ("10", middle),
        BarKind::Plan | BarKind::Draft => ("38", middle),
    };
    view! {
        <rect class="bar__shape" x=".5" y=".5" width="100%" height=(height - 1.0).to_string() rx="6" fill=fill></rect>
        {pen.then(|| view! { <path class="bar__pen" d="M7 15.5v-2.6l6-6 2.6 2.6-6 6Z"></path> })}
        {name.map(|name| view! { <text class=class x=x y=y>{name}</text> })}
    }
}

/// Whether a cover has room for no more than initials.
fn is_short(bar: &Bar) -> bool {
    bar.kind == BarKind::Cover && bar.width < 5.0
}

/// What is written on a bar, if there is room.
fn shown_name(bar: &Bar) -> Option<String> {
    let first = |name: &str| name.split_whitespace().next().unwrap_or(name).to_owned();
    let Some(person) = &bar.person else {
        return (bar.kind == BarKind::Gap && bar.width >= 4.0).then(|| "Gap".to_owned());
    };
    if is_short(bar) {
        return (bar.width >= 1.4).then(|| initials(&person.name));
    }
    match (Room::of(bar.width), bar.kind) {
        (Room::None, _) | (Room::Disc, BarKind::Plan | BarKind::Draft) => None,
        (Room::Disc, _) => (bar.width >= 5.0).then(|| first(&person.name)),
        (Room::First, _) | (_, BarKind::Cover | BarKind::Covered | BarKind::Corrected) => Some(first(&person.name)),
        (Room::Whole, _) => Some(person.name.clone()),
    }
}

/// What is written on a bar in a person's own lane.
fn shown_role(bar: &Bar) -> Option<String> {
    let word = match (bar.person.is_none(), bar.role) {
        (true, role) => format!("No {role}"),
        (false, role) => role.to_string(),
    };
    match bar.width {
        width if width >= 7.5 => Some(word),
        width if width >= 2.2 => word.trim_start_matches("No ").get(..1).map(str::to_owned),
        _ => None,
    }
}

#[component]
fn DiscMark(person: Named, middle: f64) -> impl IntoView {
    let (hue, letters) = (hue(&person.id), initials(&person.name));
    let (cy, y) = (middle.to_string(), (middle + 3.5).to_string());
    view! {
        <circle class="disc" data-hue=hue.clone() cx="20" cy=cy r="11"></circle>
        <text class="bar__initials" aria-hidden="true" data-hue=hue x="20" y=y>{letters}</text>
    }
}

/// That the stretch is offered: two arrows in its corner.
#[component]
fn OfferMark() -> impl IntoView {
    view! {
        <svg class="bar__offer" x="100%" overflow="visible" aria-hidden="true">
            <circle cx="-10" cy="10" r="7.5"></circle>
            <path d="M-13.5 8.5h6.5l-2-2M-6.5 11.5h-6.5l2 2"></path>
        </svg>
    }
}
