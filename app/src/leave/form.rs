//! The form and the list of leave, for any page.

use super::{AddLeave, LeaveRow, WithdrawLeave};
use crate::{
    components::{Field, FormAlert, Icon, Select},
    offers::FindCover,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// Enters leave: for oneself, or for one of `people` (id and name).
#[component]
pub fn LeaveEntry(
    action: ServerAction<AddLeave>,
    /// Id and name of those to choose from; none is oneself.
    #[prop(optional)]
    people: Vec<(String, String)>,
    /// Slug of the team whose page this is on.
    #[prop(into, optional)]
    team: String,
    /// Makes one entry of a form that is sent twice.
    key: String,
    /// The revision that the page shows.
    seen: String,
) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <ActionForm action=action attr:class="form">
            <FormAlert error/>
            <input type="hidden" name="form[team]" value=team/>
            <input type="hidden" name="form[key]" value=key/>
            <input type="hidden" name="form[seen]" value=seen/>
            {(!people.is_empty()).then(|| view! { <Select name="form[person]" label="Who" options=people.clone() error/> })}
            <div class="form__pair">
                <Field name="form[first_day]" label="First day" kind="date" error/>
                <Field name="form[last_day]" label="Last day" kind="date" error/>
            </div>
            <details class="details">
                <summary class="row muted"><Icon name="chevron-down" small=true/>"Only part of a day"</summary>
                <div class="form__pair">
                    <Field name="form[from]" label="From" kind="datetime-local" error/>
                    <Field name="form[to]" label="To" kind="datetime-local" error/>
                </div>
            </details>
            <Field name="form[note]" label="Note (optional)" hint="Only planners see it." error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Add leave"</button>
            </div>
        </ActionForm>
    }
}

/// Leave, each entry with the duty that needs cover.
#[component]
pub fn LeaveList(
    rows: Vec<LeaveRow>,
    action: ServerAction<WithdrawLeave>,
    /// Shows whose leave it is.
    #[prop(optional)]
    named: bool,
    /// What is said when there is none.
    none: &'static str,
    /// Slug of the team whose page this is on.
    #[prop(into, optional)]
    team: String,
) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let entered = use_query_map().with(|query| query.get("entered")).unwrap_or_default();
    let entered = rows.iter().find(|row| row.id == entered).cloned();
    view! {
        <FormAlert error/>
        {entered.map(|row| view! { <Entered row named/> })}
        {rows.is_empty().then(|| view! { <p class="muted">{none}</p> })}
        <ul class="list">
            {rows.into_iter().map(|row| view! { <Row row named team=team.clone() action/> }).collect_view()}
        </ul>
    }
}

/// What was just entered, and the duty in it that stays until it is covered.
#[component]
fn Entered(row: LeaveRow, named: bool) -> impl IntoView {
    let (class, icon) = match row.warnings.is_empty() {
        true => ("alert alert--success", "check"),
        false => ("alert alert--warning", "warning"),
    };
    let (who, whom) = match named {
        true => (format!("{} is", row.name), "them"),
        false => ("You are".to_owned(), "you"),
    };
    view! {
        <div class=class role="status">
            <Icon name=icon/>
            <div>
                <p class="alert__title">{format!("Leave added: {}", row.when)}</p>
                {row.warnings.is_empty().then(|| view! { <p>"No duty falls into it."</p> })}
                {row.warnings.into_iter().map(|warning| view! {
                    <p>{format!("{who} {}: stays with {whom} until covered.", warning.words)}" "<A href=warning.cover>"Find cover"</A></p>
                }).collect_view()}
            </div>
        </div>
    }
}

/// Who never works on which days.
#[component]
pub(super) fn DaysOff(days_off: Vec<(String, String)>, team: String) -> impl IntoView {
    (!days_off.is_empty()).then(|| {
        view! {
            <div class="card__foot">
                <h3>"Never works on"</h3>
                <ul class="plain">
                    {days_off.into_iter().map(|(name, days)| view! { <li><bdi>{name}</bdi>{format!(": {days}")}</li> }).collect_view()}
                </ul>
                <p class="muted small">"That is no leave: plans know it. "<A href=format!("/teams/{team}/planning")>"What plans know"</A></p>
            </div>
        }
    })
}

#[component]
fn Row(row: LeaveRow, named: bool, team: String, action: ServerAction<WithdrawLeave>) -> impl IntoView {
    let label = format!("Withdraw leave of {}, {}", row.name, row.when);
    view! {
        <li>
            <div class="list__grow">
                {named.then(|| view! { <p><b>{row.name.clone()}</b></p> })}
                <p><b>{row.when.clone()}</b></p>
                {(!row.note.is_empty()).then(|| view! { <p class="muted small">{row.note.clone()}</p> })}
                {row.warnings.iter().map(|warning| view! {
                    <p class="field__error">
                        <Icon name="warning" small=true/>
                        <span>{warning.words.clone()}" "<A href=warning.cover.clone()>"Find cover"</A></span>
                    </p>
                }).collect_view()}
                {(row.may_withdraw && !row.warnings.is_empty()).then(|| view! { <OfferAll leave=row.id.clone()/> })}
            </div>
            {row.may_withdraw.then(|| view! {
                <ActionForm action=action>
                    <input type="hidden" name="id" value=row.id.clone()/>
                    <input type="hidden" name="team" value=team/>
                    <button class="button button--quiet button--icon" aria-label=label><Icon name="trash"/></button>
                </ActionForm>
            })}
        </li>
    }
}

/// Offers all duty in the leave to those who could best take it.
#[component]
fn OfferAll(leave: String) -> impl IntoView {
    let action = ServerAction::<FindCover>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <ActionForm action=action>
            <FormAlert error/>
            <input type="hidden" name="leave" value=leave/>
            <button class="button"><Icon name="swap"/>"Offer it to the best candidates"</button>
        </ActionForm>
    }
}
