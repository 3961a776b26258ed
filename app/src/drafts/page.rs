//! A draft, laid open: looked at, edited, locked, planned again.

use super::{
    Choices, DraftPage, TermWords,
    api::{DiscardDraft, PlanAgain, RestoreDraft, load_choices, load_draft},
    board::{Board, Hand, focus},
    money::MoneyCard,
    panel::Panel,
    tools::{EditView, Editing, Steps, gaps},
};
use crate::{
    AppError,
    components::{Badge, Done, Field, FormAlert, Icon, Problem, Select},
    planning::{Fairness, SaidOfPlan, Unsatisfied},
    rotas::{RotaHead, RotaTab},
    timeline::ChartView,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// What can be done on the page, and what is in the hand.
#[derive(Clone, Copy)]
struct Actions {
    again: ServerAction<PlanAgain>,
    discard: ServerAction<DiscardDraft>,
    restore: ServerAction<RestoreDraft>,
    hand: Hand,
}

/// `/rotas/{slug}/drafts/{id}`.
#[component]
pub fn DraftPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let editing = Editing::new();
    let actions = Actions {
        again: ServerAction::new(),
        discard: ServerAction::new(),
        restore: ServerAction::new(),
        hand: Hand::new(editing),
    };
    let address = Memo::new(move |_| {
        let get = |name: &str| params.with(|params| params.get(name)).unwrap_or_default();
        (get("slug"), get("id"))
    });
    let seat = Memo::new(move |_| query.with(|query| query.get("seat")).unwrap_or_default());
    let key = move || {
        let done = (editing.action.version().get(), actions.restore.version().get());
        (address.get(), done)
    };
    let load = Resource::new(key, |((slug, id), _)| load_draft(slug, id));
    let of_seat = move || (address.get(), seat.get(), editing.action.version().get());
    let choices = Resource::new(of_seat, |((slug, id), seat, _)| async move {
        match seat.is_empty() {
            true => None,
            false => Some(load_choices(slug, id, seat).await),
        }
    });
    view! {
        <Title text="Draft"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page actions choices/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

type Asked = Resource<Option<Result<Choices, AppError>>>;

#[component]
fn Page(page: DraftPage, actions: Actions, choices: Asked) -> impl IntoView {
    let (slug, id) = (page.heading.slug.clone(), page.row.id.clone());
    let hand = actions.hand;
    let editing = hand.editing;
    editing
        .draft
        .set_value((slug.clone(), id.clone(), page.row.revision.clone()));
    let query = use_query_map();
    if matches!(editing.action.value().get_untracked(), Some(Ok(()))) {
        editing.reason.set(Default::default());
    }
    Effect::new(move |_| {
        // What was edited keeps the focus, although the board is drawn anew: once it is there.
        let at = query.with_untracked(|query| query.get("at"));
        request_animation_frame(move || {
            if let Some(seat) = at.or_else(|| hand.here.try_get_untracked().flatten()) {
                focus(&seat);
            }
        });
    });
    let error = Signal::derive(move || {
        let edit = editing.action.value().get().and_then(Result::err);
        let again = actions.again.value().get().and_then(Result::err);
        let other = actions.discard.value().get().and_then(Result::err);
        edit.or(again)
            .or(other)
            .or_else(|| actions.restore.value().get().and_then(Result::err))
    });
    let open = page.row.state == "open";
    let can = page.clone();
    view! {
        <RotaHead heading=page.heading.clone() tab=RotaTab::Plan>
            <DraftActions page=can actions/>
        </RotaHead>
        <Done key="planned" words="Planned. Look at it, change what you like, and publish it when it is agreed." error/>
        <FormAlert error/>
        <Warnings page=page.clone()/>
        <div class="draft">
            <Answer page=page.clone() editing/>
            <div class="draft__chart"><ChartView chart=page.chart.clone()/></div>
            <div class="draft__board">
                <Board turns=page.turns.clone() hand/>
            </div>
            <aside class="draft__side stack" aria-label="What can be done">
                <Transition>
                    {move || Suspend::new(async move {
                        let with = query.with_untracked(|query| query.get("with"));
                        match choices.await {
                            Some(Ok(choices)) => view! { <Panel choices with editing error/> }.into_any(),
                            Some(Err(error)) => view! { <FormAlert error=Signal::stored(Some(error))/> }.into_any(),
                            None => ().into_any(),
                        }
                    })}
                </Transition>
                {open.then(|| view! { <Tools page=page.clone() actions error/> })}
                <Score terms=page.terms.clone() row=page.row.score.clone()/>
                <Edits edits=page.edits.clone()/>
            </aside>
            <div class="draft__more stack">
                <Unsatisfied unmet=page.unmet.clone() sound=page.trouble.is_empty()/>
                <SaidOfPlan said=page.said.clone()/>
                <Fairness loads=page.loads.clone()/>
                {page.money.clone().map(|money| view! { <MoneyCard money/> })}
            </div>
        </div>
    }
}

#[component]
fn DraftActions(page: DraftPage, actions: Actions) -> impl IntoView {
    let (slug, id) = (page.heading.slug.clone(), page.row.id.clone());
    let base = format!("/rotas/{slug}/drafts");
    let publish = format!("{base}/{id}/publish");
    let compare = format!("{base}?compare={id}&compare=published");
    match page.row.state.as_str() {
        "open" => view! {
            <A href=compare attr:class="button"><Icon name="list"/>"Compare"</A>
            <ActionForm action=actions.discard>
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="id" value=id/>
                <button class="button button--quiet" disabled=move || actions.discard.pending().get()>"Discard"</button>
            </ActionForm>
            <A href=publish attr:class="button button--primary"><Icon name="check"/>"Publish…"</A>
        }
        .into_any(),
        "discarded" => view! {
            <ActionForm action=actions.restore>
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="id" value=id/>
                <button class="button" disabled=move || actions.restore.pending().get()><Icon name="undo"/>"Restore"</button>
            </ActionForm>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

#[component]
fn Warnings(page: DraftPage) -> impl IntoView {
    let closed = match page.row.state.as_str() {
        "discarded" => Some("This draft is discarded. Restore it to work on it.".to_owned()),
        "published" => Some("All of this draft is published.".to_owned()),
        _ => None,
    };
    let moved = page.row.moved && closed.is_none();
    let moved = moved.then(|| {
        "What is published in this time has changed since this draft was made: compare before you publish.".to_owned()
    });
    let said: Vec<String> = closed.into_iter().chain(page.row.stale).chain(moved).collect();
    let trouble = page.trouble;
    view! {
        {said.into_iter().map(|words| view! {
            <div class="alert alert--warning" role="status"><Icon name="warning"/><div><p>{words}</p></div></div>
        }).collect_view()}
        {(!trouble.is_empty()).then(|| view! {
            <div class="alert alert--warning" role="status">
                <Icon name="warning"/>
                <div>
                    <p class="alert__title">"Rules that do not hold in this draft"</p>
                    <ul>{trouble.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                </div>
            </div>
        })}
    }
}

/// How good it is, at a glance.
#[component]
fn Answer(page: DraftPage, editing: Editing) -> impl IntoView {
    let row = page.row.clone();
    view! {
        <div class="card draft__answer plan__answer">
            <div class="draft__name">
                <A href=format!("/rotas/{}/drafts", page.heading.slug)>"Drafts"</A>
                <Icon name="chevron-right" small=true/>
                <h2><bdi>{row.name.clone()}</bdi></h2>
                <Badge kind="draft" word="Draft"/>
            </div>
            <p class="answer">{format!("{}, {}", gaps(row.gaps), page.fairness)}</p>
            <p class="muted small">{format!("{} shifts, {}. {} {}.", row.shifts, row.span, page.changes, row.made)}</p>
            {(row.state == "open").then(|| view! {
                <div class="row draft__steps"><Steps editing undo=page.undo redo=page.redo/></div>
            })}
        </div>
    }
}

#[component]
fn Tools(page: DraftPage, actions: Actions, error: Signal<Option<AppError>>) -> impl IntoView {
    let editing = actions.hand.editing;
    view! {
        <details class="card tool">
            <summary>"Lock what is agreed"</summary>
            <LockStretch dates=page.dates.clone() editing error/>
        </details>
        <details class="card tool">
            <summary>"Plan again around the locks"</summary>
            <Again page=page.clone() action=actions.again error/>
        </details>
        <details class="card tool">
            <summary>"Rename"</summary>
            <EditView editing what="rename" class="form">
                <Field name="form[name]" label="Name" value=page.row.name.clone() required=true error/>
                <button class="button" disabled=move || editing.action.pending().get()>"Rename"</button>
            </EditView>
        </details>
    }
}

#[component]
fn LockStretch(dates: (String, String), editing: Editing, error: Signal<Option<AppError>>) -> impl IntoView {
    let roles = [("", "Both roles"), ("lead", "Lead"), ("engineer", "Engineer")];
    let roles = roles.map(|(key, word)| (key.to_owned(), word.to_owned())).to_vec();
    let pending = editing.action.pending();
    let (slug, id, seen) = editing.draft.get_value();
    view! {
        <ActionForm action=editing.action attr:class="form">
            <input type="hidden" name="slug" value=slug/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="form[seen]" value=seen/>
            <Field name="form[from]" label="Turns that begin from" kind="date" value=dates.0 required=true error/>
            <Field name="form[to]" label="until" kind="date" value=dates.1 required=true error/>
            <Select name="form[role]" label="Role" options=roles error/>
            <div class="form__actions">
                <button class="button" name="form[what]" value="lock" disabled=move || pending.get()><Icon name="lock"/>"Lock"</button>
                <button class="button button--quiet" name="form[what]" value="unlock" disabled=move || pending.get()>"Unlock"</button>
            </div>
        </ActionForm>
    }
}

#[component]
fn Again(page: DraftPage, action: ServerAction<PlanAgain>, error: Signal<Option<AppError>>) -> impl IntoView {
    let keep = [("draft", "This draft"), ("published", "What is published")];
    let change = [
        ("little", "As little as possible"),
        ("usual", "As much as a better plan is worth"),
    ];
    let effort = [("quick", "Quickly"), ("thorough", "Thoroughly, some seconds")];
    let options = |pairs: [(&str, &str); 2]| pairs.map(|(key, word)| (key.to_owned(), word.to_owned())).to_vec();
    let locked = match page.row.locked {
        0 => "Nothing is locked.".to_owned(),
        1 => "1 role is locked and stays.".to_owned(),
        many => format!("{many} roles are locked and stay."),
    };
    let pending = action.pending();
    view! {
        <ActionForm action=action attr:class="form">
            <input type="hidden" name="slug" value=page.heading.slug/>
            <input type="hidden" name="id" value=page.row.id/>
            <p class="muted small">{format!("{locked} A new draft is made beside this one, with today’s leave and wishes.")}</p>
            <Select name="form[keep]" label="Start from" options=options(keep) error/>
            <Select name="form[change]" label="Change" options=options(change) error/>
            <Select name="form[effort]" label="Search" options=options(effort) error/>
            <button class="button button--primary" disabled=move || pending.get()>
                {move || if pending.get() { "Planning…" } else { "Plan again" }}
            </button>
        </ActionForm>
    }
}

/// The score, term by term.
#[component]
fn Score(terms: Vec<TermWords>, row: String) -> impl IntoView {
    view! {
        <section class="card">
            <div class="card__head"><h2>"Score"</h2><span class="muted small">{row}</span></div>
            <table class="table terms">
                <thead><tr><th scope="col">"What counts"</th><th scope="col">"What is missing"</th><th scope="col" class="number">"Costs"</th></tr></thead>
                <tbody>
                    {terms.into_iter().map(|term| view! {
                        <tr><th scope="row">{term.term}</th><td data-label="What is missing">{term.words}</td><td class="number" data-label="Costs">{term.cost}</td></tr>
                    }).collect_view()}
                </tbody>
            </table>
            <p class="muted small">"Less is better; a gap outweighs everything."</p>
        </section>
    }
}

#[component]
fn Edits(edits: Vec<(String, String)>) -> impl IntoView {
    let any = !edits.is_empty();
    any.then(|| view! {
        <details class="card tool">
            <summary>{format!("Edits ({})", edits.len())}</summary>
            <ol class="edits">
                {edits.into_iter().map(|(what, who)| view! { <li><p>{what}</p><p class="muted small">{who}</p></li> }).collect_view()}
            </ol>
        </details>
    })
}
