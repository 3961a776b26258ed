//! The covers of a rota, each with its way back.

use super::{CoverRow, WithdrawCover, WithdrawTogether};
use crate::components::{Badge, FormAlert, Icon, RoleIcon, lane_class};
use leptos::prelude::*;

fn words(row: &CoverRow) -> String {
    let changes: Vec<String> = row
        .changes
        .iter()
        .map(|change| format!("{} is {}", change.name, change.role))
        .collect();
    changes.join(" and ")
}

/// The present and coming covers.
#[component]
pub(super) fn CoverList(
    covers: Vec<CoverRow>,
    may: bool,
    action: ServerAction<WithdrawCover>,
    together: ServerAction<WithdrawTogether>,
) -> impl IntoView {
    let error = Signal::derive(move || {
        let alone = action.value().get().and_then(Result::err);
        alone.or_else(|| together.value().get().and_then(Result::err))
    });
    let empty = covers.is_empty();
    view! {
        <section class="card">
            <div class="card__head"><h2>"Covers"</h2></div>
            <FormAlert error/>
            {empty.then(|| view! { <p class="muted">"No cover now or later: everybody serves as planned."</p> })}
            <ul class="list">
                {covers.into_iter().map(|row| view! { <Row row may action together/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Row(
    row: CoverRow,
    may: bool,
    action: ServerAction<WithdrawCover>,
    together: ServerAction<WithdrawTogether>,
) -> impl IntoView {
    let label = format!("Withdraw cover: {}, {}", words(&row), row.when);
    let button = if row.begun { "Give back the rest" } else { "Withdraw" };
    view! {
        <li>
            <div class="list__grow">
                {row.changes.iter().map(|change| view! {
                    <p class=format!("{} row", lane_class(change.role))><RoleIcon role=change.role/><b><bdi>{change.name.clone()}</bdi></b></p>
                }).collect_view()}
                <p>{row.when.clone()}</p>
                <p class="muted small">
                    {if row.reason.is_empty() { format!("by {}", row.by) } else { format!("{} · by {}", row.reason, row.by) }}
                </p>
                {row.override_reason.clone().map(|why| view! { <p class="small"><Badge kind="warning" word="Override"/>" "{why}</p> })}
            </div>
            {(may && !row.together.is_empty()).then(|| view! { <Together row=row.clone() action=together/> })}
            {(may && row.together.is_empty()).then(|| view! {
                <ActionForm action=action>
                    <input type="hidden" name="id" value=row.id.clone()/>
                    <button class="button" aria-label=label><Icon name="undo"/>{button}</button>
                </ActionForm>
            })}
        </li>
    }
}

/// The way back of a cover that cannot go alone: others go with it, in one change.
#[component]
fn Together(row: CoverRow, action: ServerAction<WithdrawTogether>) -> impl IntoView {
    let button = match row.together.len() {
        2 => "Withdraw both in one change".to_owned(),
        many => format!("Withdraw all {many} in one change"),
    };
    let label = format!("{button}: {}, {}", words(&row), row.when);
    let with = format!(
        "Alone it would leave one person in both roles. With it goes: {}.",
        row.with.join("; ")
    );
    view! {
        <ActionForm action=action>
            {row.together.into_iter().enumerate().map(|(place, id)| view! {
                <input type="hidden" name=format!("ids[{place}]") value=id/>
            }).collect_view()}
            <button class="button" aria-label=label><Icon name="undo"/>{button}</button>
        </ActionForm>
        <p class="muted small">{with}</p>
    }
}
