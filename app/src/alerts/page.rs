//! Open alerts, and one with all that became of it.

use super::{ActOnAlert, AlertView, AlertsPage, AlertsQuestion, load_alerts};
use crate::{
    components::{Done, Empty, FormAlert, Icon, Problem, percent_encode},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// The page of alerts.
#[component]
pub fn AlertsPageView() -> impl IntoView {
    let query = use_query_map();
    let key = Memo::new(move |_| {
        let asked = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        let question = AlertsQuestion {
            id: asked("id"),
            state: asked("state"),
            after: asked("after"),
        };
        // After something was done the alert is loaded again.
        (question, asked("done"))
    });
    let load = Resource::new(move || key.get(), |(question, _)| load_alerts(question));
    view! {
        <Title text="Alerts"/>
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
fn Page(page: AlertsPage) -> impl IntoView {
    let current = |state: &str| (!page.one && page.state == state).then_some("page");
    let (open, all) = (current("open"), current("all"));
    let empty = page.alerts.is_empty();
    let more = page
        .next
        .as_ref()
        .map(|next| format!("/alerts?state={}&after={}", page.state, percent_encode(next)));
    let (one, may_act) = (page.one, page.may_act);
    let cards = page
        .alerts
        .into_iter()
        .map(|alert| view! { <AlertCard alert one may_act/> });
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <div class="title"><h1>"Alerts"</h1><Help words=&["service", "escalation"]/></div>
                <p class="muted">"What other programs report, and who has taken it."</p>
            </div>
        </div>
        <Done key="acknowledge" words="Taken. Nobody else is called."/>
        <Done key="resolve" words="Ended."/>
        <nav class="tabs" aria-label="Which alerts">
            <a href="/alerts" aria-current=open>{format!("Not over ({})", page.unresolved)}</a>
            <a href="/alerts?state=all" aria-current=all>"All"</a>
        </nav>
        {empty.then(|| view! {
            <Empty icon="phone" title="No alerts" text="An alert opens when a monitoring program reports an incident of a service. It is told to whoever the escalation policy names, step by step, until somebody takes it."/>
        })}
        <div class="stack">{cards.collect_view()}</div>
        {more.map(|href| view! { <p><A href=href attr:class="button">"Earlier alerts"</A></p> })}
    }
}

#[component]
fn AlertCard(alert: AlertView, one: bool, may_act: bool) -> impl IntoView {
    let (class, state) = match alert.state.as_str() {
        "open" => ("badge badge--gap", "Nobody has taken it"),
        "acknowledged" => ("badge badge--warning", "Taken"),
        _ => ("badge badge--success", "Over"),
    };
    let by = if alert.taken_by.is_empty() {
        String::new()
    } else {
        format!(" · taken by {}", alert.taken_by)
    };
    let times = if alert.seen > 1 {
        format!(" · reported {} times", alert.seen)
    } else {
        String::new()
    };
    let log = alert
        .log
        .into_iter()
        .map(|line| view! { <li><span class="muted">{line.at}</span>" "{line.words}</li> });
    let open = one || alert.state == "open";
    view! {
        <article class="card stack stack--tight">
            <div class="row row--between">
                <h2><A href=format!("/alerts?id={}", alert.id)><span>{format!("{} ", alert.severity)}<bdi>{alert.title.clone()}</bdi></span></A></h2>
                <span class=class>{state}</span>
            </div>
            <p class="muted">
                <A href=format!("/services/{}", alert.service_slug)><bdi>{alert.service}</bdi></A>
                {format!(" · {}{by}{times}", alert.opened)}
            </p>
            {(!alert.next.is_empty()).then(|| view! { <p>{alert.next}</p> })}
            {(one && !alert.detail.is_empty()).then(|| view! { <p class="support__text">{alert.detail}</p> })}
            {may_act.then(|| view! { <Acts id=alert.id.clone() state=alert.state.clone()/> })}
            <details class="disclosure" open=open>
                <summary><Icon name="chevron-right" small=true/>"What became of it"</summary>
                <ol class="alert-log">{log.collect_view()}</ol>
            </details>
        </article>
    }
}

#[component]
fn Acts(id: String, state: String) -> impl IntoView {
    let action = ServerAction::<ActOnAlert>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    if state == "resolved" {
        return ().into_any();
    }
    view! {
        <ActionForm action=action>
            <FormAlert error/>
            <input type="hidden" name="id" value=id/>
            <div class="row">
                {(state == "open").then(|| view! {
                    <button class="button button--primary" name="act" value="acknowledge" disabled=move || action.pending().get()>"Take it"</button>
                })}
                <button class="button" name="act" value="resolve" disabled=move || action.pending().get()>"End it"</button>
            </div>
        </ActionForm>
    }
    .into_any()
}
