//! What can be done with one role: who could take it, and what it could be exchanged with, the best first.

use super::{
    Choice, Choices,
    tools::{EditView, Editing},
};
use crate::{
    AppError,
    components::{Disc, Field, Icon, RoleIcon, lane_class},
};
use leptos::prelude::*;
use leptos_router::components::A;

/// How many exchanges are shown before the rest is asked for.
const FIRST_SWAPS: usize = 6;

/// The panel of one role.
#[component]
pub(super) fn Panel(
    choices: Choices,
    /// The role with which an exchange was begun, shown first.
    with: Option<String>,
    editing: Editing,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let locked = choices.locked;
    let seat = choices.seat.clone();
    let (first, rest) = split(choices.swaps.clone(), with.as_deref());
    let more = rest.len();
    view! {
        <section class="card choices" aria-labelledby="choices-title">
            <div class="card__head">
                <div class=lane_class(choices.role)><RoleIcon role=choices.role/></div>
                <A href=editing.address() attr:class="button button--quiet button--icon" attr:aria-label="Close"><Icon name="x"/></A>
            </div>
            <h2 class="choices__who" id="choices-title"><bdi>{choices.person.clone().map_or("Gap".to_owned(), |person| person.name)}</bdi></h2>
            <p class="muted small">{choices.when.clone()}</p>
            {choices.against.clone().map(|reason| view! { <p class="small">{format!("Planned against a rule: {reason}")}</p> })}
            {choices.trouble.clone().zip(choices.person.clone()).map(|(trouble, person)| view! {
                <Stays seat=seat.clone() person=person.id trouble against=choices.against.clone() editing error/>
            })}
            {choices.person.is_some().then(|| view! { <Lock seat=seat.clone() locked editing/> })}
            {(!locked).then(|| view! {
                <h3>"Who could take it"</h3>
                <ul class="options">{options(choices.people, seat.clone(), editing, error, "give", None)}</ul>
                <h3>"Exchange with"</h3>
                <ul class="options">{options(first, seat.clone(), editing, error, "swap", with.clone())}</ul>
                {(more > 0).then(|| view! {
                    <details class="more">
                        <summary>{format!("{more} more")}</summary>
                        <ul class="options">{options(rest, seat.clone(), editing, error, "swap", None)}</ul>
                    </details>
                })}
            })}
        </section>
    }
}

fn split(mut swaps: Vec<Choice>, with: Option<&str>) -> (Vec<Choice>, Vec<Choice>) {
    if with.is_some() {
        swaps.sort_by_key(|swap| swap.seat.as_deref() != with);
    }
    let rest = swaps.split_off(swaps.len().min(FIRST_SWAPS));
    (swaps, rest)
}

/// What speaks against whoever is there, and the reason for which they stay.
#[component]
fn Stays(
    seat: String,
    person: String,
    trouble: String,
    against: Option<String>,
    editing: Editing,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let word = match against {
        Some(_) => "Change the reason",
        None => "Keep them all the same",
    };
    let (of, typed) = editing.reason.get_untracked();
    let kept = if of == person {
        typed
    } else {
        against.unwrap_or_default()
    };
    let key = person.clone();
    let keep = move |event: leptos::ev::Event| editing.reason.set((key.clone(), event_target_value(&event)));
    view! {
        <p class="small option__broken">{trouble}</p>
        <EditView editing what="give" class="form option__reason">
            <input type="hidden" name="form[seat]" value=seat/>
            <input type="hidden" name="form[person]" value=person/>
            <div on:input=keep>
                <Field name="form[reason]" label="Why they stay" value=kept hint="It is shown with the role, and before publishing." required=true error/>
            </div>
            <button class="button" disabled=move || editing.action.pending().get()>{word}</button>
        </EditView>
    }
}

#[component]
fn Lock(seat: String, locked: bool, editing: Editing) -> impl IntoView {
    let (what, word) = if locked { ("unlock", "Unlock") } else { ("lock", "Lock") };
    let words = match locked {
        true => "Agreed: edits leave it alone, and planning again keeps it.",
        false => "Lock what is agreed.",
    };
    view! {
        <EditView editing what class="choices__lock">
            <input type="hidden" name="form[seat]" value=seat/>
            <button class="button" disabled=move || editing.action.pending().get()><Icon name="lock"/>{word}</button>
            <span class="muted small">{words}</span>
        </EditView>
    }
}

fn options(
    choices: Vec<Choice>,
    seat: String,
    editing: Editing,
    error: Signal<Option<AppError>>,
    what: &'static str,
    open: Option<String>,
) -> impl IntoView {
    choices
        .into_iter()
        .map(move |choice| {
            let open = open.is_some() && choice.seat == open;
            view! { <OneOption choice seat=seat.clone() editing error what open/> }
        })
        .collect_view()
}

#[component]
fn OneOption(
    choice: Choice,
    seat: String,
    editing: Editing,
    error: Signal<Option<AppError>>,
    what: &'static str,
    open: bool,
) -> impl IntoView {
    let class = format!("option option--{}", choice.verdict);
    let key = choice
        .seat
        .clone()
        .or(choice.person.clone().map(|person| person.id))
        .unwrap_or_default();
    let (of, kept) = editing.reason.get_untracked();
    let kept = if of == key { kept } else { String::new() };
    let open = open || !kept.is_empty();
    let keep = move |event: leptos::ev::Event| editing.reason.set((key.clone(), event_target_value(&event)));
    let inside = view! { <Words choice=choice.clone()/> };
    match choice.verdict.as_str() {
        "sound" => view! {
            <li class=class>
                <EditView editing what>
                    <Hidden seat choice/>
                    <button class="option__button" disabled=move || editing.action.pending().get()>{inside}</button>
                </EditView>
            </li>
        }
        .into_any(),
        "against" => view! {
            <li class=class>
                <details open=open>
                    <summary class="option__button">{inside}</summary>
                    <EditView editing what class="form option__reason">
                        <Hidden seat choice/>
                        <div on:input=keep>
                            <Field name="form[reason]" label="Why do it all the same" value=kept hint="It is shown with the role." required=true error/>
                        </div>
                        <button class="button button--danger" disabled=move || editing.action.pending().get()>"Do it all the same"</button>
                    </EditView>
                </details>
            </li>
        }
        .into_any(),
        _ => view! { <li class=class><div class="option__button">{inside}</div></li> }.into_any(),
    }
}

#[component]
fn Hidden(seat: String, choice: Choice) -> impl IntoView {
    let person = choice.person.map(|person| person.id).unwrap_or_default();
    view! {
        <input type="hidden" name="form[seat]" value=seat/>
        <input type="hidden" name="form[person]" value=person/>
        <input type="hidden" name="form[other]" value=choice.seat.unwrap_or_default()/>
    }
}

/// Who, what it would do to the score, and what speaks against it.
#[component]
fn Words(choice: Choice) -> impl IntoView {
    let terms = choice.terms.join(", ");
    let name = choice
        .person
        .clone()
        .map_or("Nobody: make it a gap".to_owned(), |person| person.name);
    view! {
        <span class="option__who">
            {choice.person.map(|person| view! { <Disc name=person.name id=person.id/> })}
            <bdi>{name}</bdi>
        </span>
        <span class="option__change">{choice.change}</span>
        {(!choice.when.is_empty()).then(|| view! { <span class="option__line">{choice.when}</span> })}
        {(!terms.is_empty()).then(|| view! { <span class="option__line muted">{terms}</span> })}
        {choice.broken.into_iter().map(|words| view! { <span class="option__line option__broken">{words}</span> }).collect_view()}
    }
}
