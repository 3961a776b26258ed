//! `/pay/cards`: every rate card, and what each pays.

use super::{
    CardPreset, CardRow, CardsPage, EndCardUse, MakeCard, UseCard, load_cards,
    uses::{UseFields, Uses},
};
use crate::{
    components::{Badge, Done, Empty, FormAlert, Icon, Problem},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/pay/cards`.
#[component]
pub fn CardsPageView() -> impl IntoView {
    let (make, put, end) = (
        ServerAction::<MakeCard>::new(),
        ServerAction::<UseCard>::new(),
        ServerAction::<EndCardUse>::new(),
    );
    let load = Resource::new(move || (put.version().get(), end.version().get()), |_| load_cards());
    view! {
        <Title text="Rate cards"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page make put end/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(
    page: CardsPage,
    make: ServerAction<MakeCard>,
    put: ServerAction<UseCard>,
    end: ServerAction<EndCardUse>,
) -> impl IntoView {
    let error = Signal::derive(move || make.value().get().and_then(Result::err));
    let refused = Signal::derive(move || end.value().get().and_then(Result::err));
    let empty = page.cards.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <div class="title"><h1>"Rate cards"</h1><Help words=&["rate-card", "band", "standby", "call-out"]/></div>
                <p class="muted">"What duty outside office hours pays, and which rota each card pays."</p>
            </div>
            <div class="page-head__actions row">
                <A href="/pay/costs" attr:class="button"><Icon name="calendar"/>"Costs"</A>
                <A href="/pay/people" attr:class="button"><Icon name="people"/>"People"</A>
                {(!empty).then(|| view! { <A href="/pay/cards/compare" attr:class="button"><Icon name="swap"/>"Compare"</A> })}
                <A href="/pay/holidays" attr:class="button"><Icon name="calendar"/>"Holidays"</A>
                <A href="/pay/cards/import" attr:class="button"><Icon name="upload"/>"Import a card"</A>
            </div>
        </div>
        <Done key="withdrawn" words="Taken back. It has paid nobody, and is no longer offered." error/>
        <Done key="used" words="Saved. Duty is paid by it from that date on." error=refused/>
        <Done key="ended" words="Taken back. What was said before holds again." error=refused/>
        <FormAlert error/>
        <FormAlert error=refused/>
        {if empty {
            view! {
                <Empty icon="key" title="No rate card yet" text="A rate card says what a night, a weekend or a call-out pays. Start from one of these and change what it pays, or import a file."/>
                <Presets presets=page.presets make/>
            }.into_any()
        } else {
            view! {
                <Cards cards=page.cards.clone()/>
                <Unpaid rotas=page.unpaid/>
                <section class="card">
                    <div class="card__head"><h2>"What each card pays"</h2></div>
                    <Uses uses=page.uses end/>
                </section>
                <UseFields cards=page.cards.into_iter().map(|card| (card.id, card.name)).collect() choices=page.choices today=page.today put/>
                <details class="card disclosure">
                    <summary><b>"Start another card"</b></summary>
                    <Presets presets=page.presets make/>
                </details>
            }.into_any()
        }}
    }
}

#[component]
fn Cards(cards: Vec<CardRow>) -> impl IntoView {
    view! {
        <div class="grid">
            {cards.into_iter().map(|card| view! {
                <article class="card stack stack--tight">
                    <div class="card__head">
                        <h2><A href=format!("/pay/cards/{}", card.id)><bdi>{card.name}</bdi></A></h2>
                        <Badge word=card.currency/>
                    </div>
                    <p class="muted">{card.since}</p>
                    <p>{if card.pays.is_empty() { "Pays nothing yet.".to_owned() } else { format!("Pays {}.", card.pays.join(", ")) }}</p>
                    {card.warnings.into_iter().map(|warning| view! {
                        <p class="row small"><Icon name="warning" small=true/><span>{warning}</span></p>
                    }).collect_view()}
                </article>
            }).collect_view()}
        </div>
    }
}

#[component]
fn Unpaid(rotas: Vec<String>) -> impl IntoView {
    (!rotas.is_empty()).then(|| {
        view! {
            <div class="alert">
                <Icon name="info"/>
                <div><p>{format!("No card pays {} today: duty on {} is unpaid.", rotas.join(", "), if rotas.len() == 1 { "it" } else { "them" })}</p></div>
            </div>
        }
    })
}

#[component]
fn Presets(presets: Vec<CardPreset>, make: ServerAction<MakeCard>) -> impl IntoView {
    view! {
        <div class="grid">
            {presets.into_iter().map(|preset| view! {
                <article class="card stack stack--tight">
                    <h3>{preset.name.clone()}</h3>
                    <p class="muted">{preset.about}</p>
                    <ActionForm action=make>
                        <input type="hidden" name="card[preset]" value=preset.key/>
                        <button class="button" disabled=move || make.pending().get()>"Start from it"<span class="sr-only">{format!(": {}", preset.name)}</span></button>
                    </ActionForm>
                </article>
            }).collect_view()}
        </div>
    }
}
