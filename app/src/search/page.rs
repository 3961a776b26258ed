//! Search as a page of its own: for whoever has no JavaScript, and to link to.

use super::{Found, Hit, count_words, find};
use crate::components::{Icon, Problem};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// `/search?q=…`
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    let load = Resource::new(move || asked.get(), find);
    view! {
        <Title text="Search"/>
        <div class="page-head"><div class="page-head__text"><h1>"Search"</h1></div></div>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(found) => view! { <Results found/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Results(found: Found) -> impl IntoView {
    let words = count_words(&found);
    view! {
        <form class="toolbar" role="search" method="get" action="/search">
            <div class="search">
                <Icon name="search"/>
                <input class="input" type="search" name="q" value=found.query aria-label="Search everything" placeholder="Page, rota, team, service or person"/>
            </div>
            <button class="button">"Search"</button>
        </form>
        <p class="muted small" role="status">{words}</p>
        {(!found.hits.is_empty()).then(|| view! {
            <ul class="card list results">{found.hits.into_iter().map(|hit| view! { <Row hit/> }).collect_view()}</ul>
        })}
    }
}

#[component]
fn Row(hit: Hit) -> impl IntoView {
    let outside = hit.is_outside().then_some("external");
    let what = match hit.send {
        None => view! { <A href=hit.href.clone() attr:rel=outside attr:class="list__grow"><bdi>{hit.title}</bdi></A> }
            .into_any(),
        Some((name, value)) => view! {
            <form class="list__grow" method="post" action=hit.href.clone()>
                <button class="button button--link" name=name value=value>{hit.title}</button>
            </form>
        }
        .into_any(),
    };
    view! { <li><Icon name=hit.icon/>{what}<span class="muted small"><bdi>{hit.detail}</bdi></span></li> }
}
