//! The list of somebody's call-outs.

use super::{CallOutRow, CallOutsPage, WithdrawCallOut};
use crate::components::{Badge, FormAlert, Icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// Call-outs that are over, the latest first.
#[component]
pub fn CallOutList(
    page: CallOutsPage,
    withdraw: ServerAction<WithdrawCallOut>,
    /// Leads back to the page of pay.
    #[prop(optional)]
    back: bool,
) -> impl IntoView {
    let error = Signal::derive(move || withdraw.value().get().and_then(Result::err));
    let own = page.own;
    view! {
        <FormAlert error/>
        {page.rows.is_empty().then(|| view! { <p class="muted">"No call-outs in the last three months."</p> })}
        <ul class="list">
            {page.rows.into_iter().map(|row| view! { <Row row own withdraw back/> }).collect_view()}
        </ul>
    }
}

#[component]
fn Row(row: CallOutRow, own: bool, withdraw: ServerAction<WithdrawCallOut>, back: bool) -> impl IntoView {
    let person = if own { String::new() } else { row.person.clone() };
    let change = format!("/pay/call-outs?person={}&change={}", row.person, row.id);
    let (label, change_label) = (
        format!("Withdraw the call-out of {}", row.when),
        format!("Change the call-out of {}", row.when),
    );
    let reason = if row.reason.is_empty() {
        "no reason given yet".to_owned()
    } else {
        row.reason.clone()
    };
    view! {
        <li>
            <div class="list__grow">
                <p><b>{row.when.clone()}</b><span class="muted">{format!(" · {} · {}", row.length, row.place_words)}</span></p>
                <p class="muted small"><bdi>{reason}</bdi>{(!row.entered.is_empty()).then(|| format!(" · entered by {}", row.entered))}</p>
                {(!row.locked.is_empty()).then(|| view! { <p class="muted small row"><Icon name="lock" small=true/>{row.locked.clone()}</p> })}
            </div>
            {row.reason.is_empty().then(|| view! { <Badge kind="warning" word="Reason missing"/> })}
            {row.may_change.then(|| view! {
                <A href=change attr:class="button button--quiet button--icon" attr:aria-label=change_label><Icon name="edit"/></A>
                <ActionForm action=withdraw>
                    <input type="hidden" name="id" value=row.id.clone()/>
                    <input type="hidden" name="person" value=person/>
                    <input type="hidden" name="back" value=if back { "pay" } else { "" }/>
                    <button class="button button--quiet button--icon" aria-label=label><Icon name="trash"/></button>
                </ActionForm>
            })}
        </li>
    }
}
