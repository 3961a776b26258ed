//! The page of one's own pay.

use super::{MyPay, load_my_pay};
use crate::{
    call_outs::{CallOutActions, CallOutDone, CallOutEntry, CallOutList},
    components::{Icon, Problem},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/pay`.
#[component]
pub fn MyPayPage() -> impl IntoView {
    let actions = CallOutActions::new();
    let load = Resource::new(move || actions.versions(), |_| load_my_pay());
    view! {
        <Title text="Pay"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(pay) => view! { <Page pay actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(pay: MyPay, actions: CallOutActions) -> impl IntoView {
    let may = pay.call_outs.may_enter;
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <div class="title"><h1>"Pay"</h1><Help words=&["call-out", "duty"]/></div>
                <p class="muted">{format!("This pay period: {}", pay.period.words)}</p>
            </div>
            {pay.payroll.then(|| view! {
                <div class="page-head__actions">
                    <A href="/pay/cards" attr:class="button"><Icon name="list"/>"Rate cards"</A>
                    <A href="/pay/settings" attr:class="button"><Icon name="gear"/>"Pay periods"</A>
                </div>
            })}
        </div>
        <CallOutDone/>
        <div class="split">
            <section class="card">
                <div class="card__head">
                    <h2>"Call-outs"</h2>
                    <A href="/pay/call-outs">"All call-outs"</A>
                </div>
                <CallOutList page=pay.call_outs.clone() withdraw=actions.withdraw back=true/>
            </section>
            {may.then(|| view! {
                <section class="card stack split__first">
                    <div class="card__head"><h2>"Were you called out?"</h2></div>
                    <CallOutEntry page=pay.call_outs enter=actions.enter finish=actions.finish back=true/>
                </section>
            })}
        </div>
    }
}
