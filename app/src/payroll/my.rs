//! The page of one's own pay: this period so far, the next, and those before.

use super::{
    MyPay, PaySummary, load_my_pay,
    show::{StateBadge, Totals},
};
use crate::{
    call_outs::{CallOutActions, CallOutDone, CallOutEntry, CallOutList},
    components::{Icon, Problem},
    help::Help,
    toil::{ToilCard, ToilSum},
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
    // Those who look after others' time off find its ledger here, too.
    let toil = ToilSum {
        any: pay.toil.any || pay.call_outs.people.len() > 1,
        ..pay.toil
    };
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <div class="title"><h1>"Pay"</h1><Help words=&["statement", "call-out", "toil"]/></div>
            </div>
            {pay.payroll.then(|| view! {
                <nav class="page-head__actions row" aria-label="Those who prepare pay">
                    <A href="/pay/run" attr:class="button button--primary"><Icon name="coins"/>"Pay run"</A>
                    <A href="/pay/cards" attr:class="button"><Icon name="list"/>"Rate cards"</A>
                    <A href="/pay/settings" attr:class="button"><Icon name="gear"/>"Pay periods"</A>
                </nav>
            })}
        </div>
        <CallOutDone/>
        <div class="split">
            <div class="stack stack--wide">
                <Present present=pay.present/>
                <Others waiting=pay.waiting next=pay.next past=pay.past/>
            </div>
            <div class="stack split__first">
                {may.then(|| view! {
                    <section class="card stack">
                        <div class="card__head"><h2>"Were you called out?"</h2></div>
                        <CallOutEntry page=pay.call_outs.clone() enter=actions.enter finish=actions.finish back=true/>
                    </section>
                })}
                <ToilCard sum=toil/>
                <section class="card">
                    <div class="card__head"><h2>"Call-outs"</h2><A href="/pay/call-outs">"All"</A></div>
                    <CallOutList page=pay.call_outs withdraw=actions.withdraw back=true/>
                </section>
            </div>
        </div>
    }
}

/// This period, the sum on top.
#[component]
fn Present(present: PaySummary) -> impl IntoView {
    let href = format!("/pay/statements/{}", present.id);
    let (so_far, totals, toil) = (present.so_far, present.totals, present.toil);
    let none = totals.is_empty() && toil.is_empty();
    view! {
        <section class="card statement__sum">
            <p class="muted">{format!("This period, {}", present.words)}</p>
            {none.then(|| view! {
                <p class="answer">"Nothing"</p>
                <p class="muted">"No duty that a rate card pays is planned for you in this period."</p>
            })}
            {(!none).then(|| view! {
                <p class="answer answer--huge"><Totals totals=so_far/></p>
                <p class="muted">"so far; "<Totals totals=totals/>" by its end, as planned"{(!toil.is_empty()).then(|| format!(", and {toil} off"))}</p>
            })}
            {(present.problems > 0).then(|| view! {
                <p class="field__error"><Icon name="warning" small=true/>{format!("{} things could not be paid", present.problems)}</p>
            })}
            <div class="form__actions"><A href=href attr:class="button">"Line by line"<Icon name="chevron-right" small=true/></A></div>
        </section>
    }
}

#[component]
fn Others(waiting: Vec<PaySummary>, next: Option<PaySummary>, past: Vec<PaySummary>) -> impl IntoView {
    let (any_waiting, any_past) = (!waiting.is_empty(), !past.is_empty());
    view! {
        {any_waiting.then(|| view! {
            <section class="card card--flush">
                <div class="card__head"><h2>"Look at these and submit them"</h2></div>
                <ul class="list list--inset">{waiting.into_iter().map(|row| view! { <Row row/> }).collect_view()}</ul>
            </section>
        })}
        {next.map(|row| view! {
            <section class="card card--flush">
                <div class="card__head"><h2>"Next, as planned"</h2></div>
                <ul class="list list--inset"><Row row/></ul>
            </section>
        })}
        {any_past.then(|| view! {
            <section class="card card--flush">
                <div class="card__head"><h2>"Past"</h2></div>
                <ul class="list list--inset">{past.into_iter().map(|row| view! { <Row row/> }).collect_view()}</ul>
            </section>
        })}
    }
}

#[component]
fn Row(row: PaySummary) -> impl IntoView {
    view! {
        <li>
            <p class="list__grow row"><b><A href=format!("/pay/statements/{}", row.id)>{row.words}</A></b><StateBadge state=row.state/></p>
            <span class="pay-run__sum"><Totals totals=row.totals/>{(!row.toil.is_empty()).then(|| view! { <span class="muted small">{row.toil}" off"</span> })}</span>
        </li>
    }
}
