//! What a bar is, beside it, while it is pointed at or has the focus.

use super::Selecting;
use crate::{
    components::{Badge, Disc, RoleIcon, lane_class},
    timeline::{Bar, BarKind},
};
use leptos::prelude::*;

/// The details of one bar. They are in its label too: this only shows them.
#[component]
pub(in super::super) fn Tip() -> impl IntoView {
    let Some(selecting) = use_context::<Selecting>() else {
        return ().into_any();
    };
    let shown = move || {
        selecting.tip.get().map(|(bar, x, y)| {
            let class = format!("tip {}", lane_class(bar.role));
            view! {
                <div
                    class=class aria-hidden="true"
                    style:left=move || format!("{x:.0}px") style:top=move || format!("{y:.0}px")
                >
                    <Details bar/>
                </div>
            }
        })
    };
    shown.into_any()
}

#[component]
fn Details(bar: Bar) -> impl IntoView {
    let badge = match bar.kind {
        BarKind::Cover => Some(("cover", "Cover")),
        BarKind::Corrected => Some(("corrected", "Corrected")),
        BarKind::Covered => Some(("", "Covered")),
        BarKind::Draft => Some(("draft", "Draft")),
        BarKind::Gap => Some(("gap", "Gap")),
        BarKind::Plan => None,
    };
    let who = bar
        .person
        .as_ref()
        .map_or_else(|| format!("No {}", bar.role), |person| person.name.clone());
    view! {
        <p class="tip__who">
            {bar.person.map(|person| view! { <Disc name=person.name id=person.id/> })}
            <bdi>{who}</bdi>
            {badge.map(|(kind, word)| view! { <Badge kind word/> })}
        </p>
        <p class="row"><RoleIcon role=bar.role/><span>{bar.length}</span></p>
        <p>{bar.when}</p>
        {bar.note.map(|note| view! { <p class="muted">{note}</p> })}
        {bar.offer.map(|_| view! { <p class="muted">"Offered: somebody may take it"</p> })}
    }
}
