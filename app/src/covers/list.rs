//! The covers of a rota, each with its way back.

use super::{CoverRow, WithdrawCover, WithdrawTogether, Writing};
use crate::components::{Badge, FormAlert, Icon, RoleIcon, lane_class};
use leptos::prelude::*;
use leptos_router::components::A;

/// What was just made, with its way back.
#[component]
pub(crate) fn Made(
    row: CoverRow,
    action: ServerAction<WithdrawCover>,
    /// Whether it was changed rather than made.
    #[prop(optional)]
    changed: bool,
    /// The query of the rota's page to go back to; empty leads to the covers.
    #[prop(optional)]
    back: String,
) -> impl IntoView {
    let title = if changed { "Cover changed" } else { "Cover made" };
    let undo = if changed { "Withdraw" } else { "Undo" };
    view! {
        <div class="alert alert--success" role="status">
            <Icon name="check"/>
            <div><p class="alert__title">{title}</p><p>{format!("{}, {}.", words(&row), row.when)}</p></div>
            <ActionForm action=action>
                <input type="hidden" name="id" value=row.id.clone()/>
                <input type="hidden" name="back" value=back/>
                <button class="button"><Icon name="undo"/>{undo}</button>
            </ActionForm>
        </div>
    }
}

fn words(row: &CoverRow) -> String {
    let changes: Vec<String> = row
        .changes
        .iter()
        .map(|change| format!("{} is {}", change.name, change.role))
        .collect();
    changes.join(" and ")
}

/// The present and coming covers, a page of them.
#[component]
pub(super) fn CoverList(
    slug: String,
    covers: Vec<CoverRow>,
    pages: (usize, usize),
    may: bool,
    writing: Writing,
) -> impl IntoView {
    let (action, together) = (writing.withdraw, writing.together);
    let base = format!("/rotas/{slug}/cover");
    let link = base.clone();
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
                {covers.into_iter().map(|row| view! { <Row row base=link.clone() may action together/> }).collect_view()}
            </ul>
            <Pages base pages/>
        </section>
    }
}

/// The way to the other pages of the list.
#[component]
fn Pages(base: String, pages: (usize, usize)) -> impl IntoView {
    let (here, all) = pages;
    let href = move |page: usize| format!("{base}?page={page}");
    (all > 1).then(|| {
        let earlier = (here > 1).then(|| href(here - 1));
        let later = (here < all).then(|| href(here + 1));
        view! {
            <nav class="card__foot row row--between" aria-label="Pages of covers">
                <span>{earlier.map(|href| view! { <A href=href attr:class="button"><Icon name="chevron-left"/>"Earlier covers"</A> })}</span>
                <span class="muted">{format!("Page {here} of {all}")}</span>
                <span>{later.map(|href| view! { <A href=href attr:class="button">"Later covers"<Icon name="chevron-right"/></A> })}</span>
            </nav>
        }
    })
}

#[component]
fn Row(
    row: CoverRow,
    base: String,
    may: bool,
    action: ServerAction<WithdrawCover>,
    together: ServerAction<WithdrawTogether>,
) -> impl IntoView {
    let label = format!("Withdraw cover: {}, {}", words(&row), row.when);
    let change = format!("{base}?change={}", row.id);
    let change_label = format!("Change cover: {}, {}", words(&row), row.when);
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
            {may.then(|| view! { <A href=change attr:class="button" attr:aria-label=change_label>"Change"</A> })}
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
