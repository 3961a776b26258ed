//! What was corrected before, each with its way back.

use super::{CorrectionRow, CorrectionSays, WithdrawCorrection};
use crate::components::{Badge, Field, FormAlert, Icon, RoleIcon, TimeStamp, lane_class};
use leptos::prelude::*;

/// The latest corrections of a rota.
#[component]
pub(super) fn CorrectionList(
    corrections: Vec<CorrectionRow>,
    action: ServerAction<WithdrawCorrection>,
) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let empty = corrections.is_empty();
    view! {
        <section class="card" aria-labelledby="corrections">
            <div class="card__head"><h2 id="corrections">"Corrections"</h2></div>
            <FormAlert error/>
            {empty.then(|| view! { <p class="muted">"Nothing was corrected: the past is as it was planned and covered."</p> })}
            <ul class="list">
                {corrections.into_iter().map(|row| view! { <Row row action/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Row(row: CorrectionRow, action: ServerAction<WithdrawCorrection>) -> impl IntoView {
    let withdrawn = row.withdrawn.is_some();
    let id = row.id.clone();
    view! {
        <li data-correction=row.id>
            <div class="list__grow stack stack--tight">
                {row.says.into_iter().map(|says| view! { <Says says/> }).collect_view()}
                <p class="small">{row.when}</p>
                <p><bdi>{row.reason}</bdi></p>
                <p class="muted small">"Corrected by "<bdi>{row.by}</bdi>", "<TimeStamp stamp=row.at/></p>
                {row.withdrawn.map(|words| view! { <p class="small"><Badge word="Withdrawn"/>" "<bdi>{words}</bdi></p> })}
                {(!withdrawn).then(|| view! { <Withdraw id action/> })}
            </div>
        </li>
    }
}

#[component]
fn Says(says: CorrectionSays) -> impl IntoView {
    let who = says.name.unwrap_or_else(|| "Nobody".to_owned());
    view! {
        <p class=format!("row {}", lane_class(says.role))><RoleIcon role=says.role/><b><bdi>{who}</bdi></b></p>
    }
}

#[component]
fn Withdraw(id: String, action: ServerAction<WithdrawCorrection>) -> impl IntoView {
    let none = Signal::stored(None);
    view! {
        <details class="disclosure">
            <summary class="small"><Icon name="chevron-right" small=true/>"Withdraw"</summary>
            <ActionForm action=action attr:class="form">
                <input type="hidden" name="id" value=id/>
                <Field name="reason" label="Why it is withdrawn" required=true error=none/>
                <div class="form__actions">
                    <button class="button" disabled=move || action.pending().get()><Icon name="undo"/>"Withdraw this correction"</button>
                </div>
            </ActionForm>
        </details>
    }
}
