//! Notes as they are read.

use super::{Check, HandoverCard, HandoverPerson, HandoverVersion, NotePiece};
use crate::components::{Icon, RoleIcon, TimeStamp, lane_class};
use leptos::prelude::*;
use leptos_router::components::A;

/// Plain text with its links.
#[component]
pub(super) fn Notes(pieces: Vec<NotePiece>) -> impl IntoView {
    view! {
        <p class="notes">
            {pieces.into_iter().map(|piece| {
                if piece.link {
                    view! { <a href=piece.text.clone() rel="noopener noreferrer nofollow" target="_blank">{piece.text.clone()}</a> }.into_any()
                } else {
                    piece.text.into_any()
                }
            }).collect_view()}
        </p>
    }
}

/// The checklist as it was gone through.
#[component]
pub(super) fn Checks(checks: Vec<Check>) -> impl IntoView {
    (!checks.is_empty()).then(|| {
        view! {
            <ul class="checks plain">
                {checks.into_iter().map(|check| {
                    let (icon, word) = if check.done { ("check", "Done: ") } else { ("x", "Not done: ") };
                    view! { <li class:checks__open=!check.done><Icon name=icon small=true/><span class="sr-only">{word}</span><span>{check.item}</span></li> }
                }).collect_view()}
            </ul>
        }
    })
}

/// The two of a pair.
#[component]
pub(super) fn Pair(people: Vec<HandoverPerson>) -> impl IntoView {
    view! {
        <span class="handover__pair">
            {people.into_iter().map(|person| view! {
                <span class=format!("{} row", lane_class(person.role))><RoleIcon role=person.role quiet=true/><b><bdi>{person.name}</bdi></b></span>
            }).collect_view()}
        </span>
    }
}

/// What notes said before.
#[component]
pub(super) fn Versions(versions: Vec<HandoverVersion>) -> impl IntoView {
    let words = match versions.len() {
        0 => return ().into_any(),
        1 => "1 earlier version".to_owned(),
        n => format!("{n} earlier versions"),
    };
    view! {
        <details class="disclosure">
            <summary><Icon name="chevron-right" small=true/>{words}</summary>
            {versions.into_iter().map(|version| view! {
                <div class="stack stack--tight">
                    <p class="muted small"><bdi>{version.by}</bdi>", "<TimeStamp stamp=version.at/></p>
                    <Notes pieces=version.notes/>
                </div>
            }).collect_view()}
        </details>
    }
    .into_any()
}

/// A handover in a sentence, on another page.
#[component]
pub fn HandoverCardView(card: HandoverCard) -> impl IntoView {
    let class = if card.mine {
        "handover-note handover-note--mine"
    } else {
        "handover-note"
    };
    let label = format!("{}: {}", card.action, card.words);
    view! {
        <p class=class>
            <Icon name="swap" small=true/><span>{card.words}</span>
            <A href=format!("/rotas/{}/handover", card.slug) attr:aria-label=label>{card.action}</A>
        </p>
    }
}
