//! Who could take a stretch, the best first.

use super::{CoverPage, Suggestion};
use crate::components::{Disc, Icon, percent_encode};
use leptos::prelude::*;
use leptos_router::components::A;

/// How many are shown before the rest is asked for.
const SHOWN: usize = 4;

/// Those who could take what the page is about. Each leads to the preview of it, unless `pick` takes them.
#[component]
pub(crate) fn Suggestions(
    page: CoverPage,
    #[prop(optional)] pick: Option<Callback<String>>,
    /// Who is picked.
    #[prop(optional, into)]
    chosen: Signal<String>,
) -> impl IntoView {
    let able = page.suggestions.iter().filter(|one| one.can).count();
    let shown = SHOWN.min(able.max(1));
    let mut first = page.suggestions.clone();
    let rest = first.split_off(shown.min(first.len()));
    let title = if able == 0 {
        "Nobody is free"
    } else {
        "Who could take it"
    };
    let page = StoredValue::new(page);
    let row = move |one: Suggestion| view! { <Person one page pick chosen/> };
    (!first.is_empty()).then(|| view! {
        <section class="suggestions" aria-label=title>
            <h2 class="suggestions__title">{title}</h2>
            <ul>{first.into_iter().map(row).collect_view()}</ul>
            {(!rest.is_empty()).then(|| view! {
                <details>
                    <summary class="row muted"><Icon name="chevron-down" small=true/>{format!("{} others", rest.len())}</summary>
                    <ul>{rest.into_iter().map(row).collect_view()}</ul>
                </details>
            })}
        </section>
    })
}

#[component]
fn Person(
    one: Suggestion,
    page: StoredValue<CoverPage>,
    pick: Option<Callback<String>>,
    chosen: Signal<String>,
) -> impl IntoView {
    let class = if one.can {
        "suggestion"
    } else {
        "suggestion suggestion--not"
    };
    let id = one.id.clone();
    let pressed = move || (chosen.get() == id).to_string();
    let body = view! {
        <Disc name=one.name.clone() id=one.id.clone()/>
        <span class="suggestion__who"><bdi>{one.name.clone()}</bdi><span class="muted small">{one.because.clone()}</span></span>
        <Icon name="chevron-right" small=true/>
    };
    let way = match pick {
        Some(pick) => {
            let id = one.id.clone();
            view! { <button class=class aria-pressed=pressed on:click=move |_| pick.run(id.clone())>{body}</button> }
                .into_any()
        }
        None => {
            view! { <A href=page.with_value(|page| preview_href(page, &one.id)) attr:class=class>{body}</A> }.into_any()
        }
    };
    view! { <li>{way}</li> }
}

fn preview_href(page: &CoverPage, person: &str) -> String {
    let pairs = [
        ("role", page.role.as_str()),
        (page.role.as_str(), person),
        ("from", if page.from_now { "" } else { &page.from }),
        ("to", &page.to),
        ("preview", "yes"),
    ];
    let query: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", percent_encode(value)))
        .collect();
    format!("/rotas/{}/cover?{}", page.slug, query.join("&"))
}
