//! The page of one's offers.

use super::{OfferRow, OfferRows, OffersPage, load_my_offers};
use crate::{
    components::{Done, Empty, Problem},
    help::Help,
    live,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/offers`.
#[component]
pub fn OffersPageView() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_my_offers());
    live::follow("offers", move || load.refetch());
    view! {
        <Title text="Offers"/>
        <div class="page-head"><div class="page-head__text"><div class="title"><h1>"Offers"</h1><Help words=&["offer", "swap", "cover"]/></div></div></div>
        <Done key="offered" words="Duty in that leave is offered to those who could best take it."/>
        <Done key="none" words="There was nothing to offer: no duty in that leave is left that is not covered or offered already, or nobody can take it."/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Lists page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Lists(page: OffersPage) -> impl IntoView {
    let quiet = page.waiting.is_empty() && page.approvals.is_empty() && page.pending.is_empty();
    view! {
        <div class="stack stack--wide">
            {quiet.then(|| view! {
                <Empty icon="swap" title="No offers wait for anybody" text="When you cannot do a shift, offer it: to one person, to several, or to anyone qualified. What colleagues offer you stands here.">
                    <A href="/me" attr:class="button button--primary">"My shifts"</A>
                </Empty>
            })}
            <Section title="Waiting for your answer" rows=page.waiting/>
            <Section title="Waiting for your approval" rows=page.approvals/>
            <Section title="Under way" rows=page.pending/>
            <Section title="Over" rows=page.ended/>
        </div>
    }
}

#[component]
fn Section(title: &'static str, rows: Vec<OfferRow>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card"><div class="card__head"><h2>{title}</h2></div><OfferRows rows/></section>
        }
    })
}
