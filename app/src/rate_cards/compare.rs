//! `/pay/cards/compare`: what two cards would have paid for the same duty.

use super::{CardComparison, ComparedCards, compare_cards};
use crate::components::{Empty, Icon, Problem, Select};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::use_query_map,
};

/// `/pay/cards/compare`.
#[component]
pub fn CompareCardsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let get = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        (get("one"), get("other"))
    });
    let load = Resource::new(move || asked.get(), |(one, other)| compare_cards(one, other));
    view! {
        <Title text="Compare rate cards"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: CardComparison) -> impl IntoView {
    let none = Signal::stored(None);
    let words = format!("On the duty of {}, {}.", page.duty, page.period);
    view! {
        <div class="page-head"><div class="page-head__text">
            <nav class="crumbs" aria-label="Path"><A href="/pay/cards">"Rate cards"</A></nav>
            <h1>"Compare rate cards"</h1>
            <p class="muted">{words}</p>
        </div></div>
        <Form method="GET" action="/pay/cards/compare" attr:class="card form">
            <div class="form__pair">
                <Select name="one" label="This card" options=page.choices.clone() value=page.one error=none/>
                <Select name="other" label="Against" options=page.choices value=page.other error=none/>
            </div>
            <div class="form__actions"><button class="button button--primary">"Compare"</button></div>
        </Form>
        {match page.outcome {
            Some(outcome) => view! { <Outcome outcome/> }.into_any(),
            None => view! { <Empty icon="swap" title="Choose two" text="Two cards, or two versions of one: each is laid over what people really worked last quarter."/> }.into_any(),
        }}
    }
}

#[component]
fn Outcome(outcome: ComparedCards) -> impl IntoView {
    let empty = outcome.people.is_empty();
    view! {
        <section class="card stack stack--tight">
            <p class="answer">{outcome.words}</p>
            <p class="muted">{format!("{} instead of {}.", outcome.other, outcome.one)}</p>
            {outcome.faults.into_iter().map(|fault| view! { <p class="small row"><Icon name="warning" small=true/><span>{fault}</span></p> }).collect_view()}
        </section>
        {(!empty).then(|| view! {
            <section class="card card--flush">
                <table class="table">
                    <thead><tr><th>"Person"</th><th class="number">"This card"</th><th class="number">"Against"</th><th class="number">"Difference"</th></tr></thead>
                    <tbody>
                        {outcome.people.into_iter().map(|(name, one, other, difference)| view! {
                            <tr>
                                <th scope="row"><bdi>{name}</bdi></th>
                                <td class="number" data-label="This card">{one}</td>
                                <td class="number" data-label="Against">{other}</td>
                                <td class="number" data-label="Difference">{difference}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </section>
        })}
    }
}
