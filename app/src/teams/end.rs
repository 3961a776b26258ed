//! The end of a team: merged into another, archived, restored.

use super::{ArchiveTeam, MergePreview, MergeTeam, RestoreTeam, TeamEnd, TeamPage, load_merge, show::Load};
use crate::components::{Done, Field, FormAlert, Icon, Select};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// That a team is archived or ends, with the way back for those who may.
#[component]
pub(super) fn Ended(page: TeamPage, load: Load) -> impl IntoView {
    let restore = ServerAction::<RestoreTeam>::new();
    reload_after(load, move || matches!(restore.value().get(), Some(Ok(()))));
    let error = Signal::derive(move || restore.value().get().and_then(Result::err));
    let may_restore = page.may_administer && page.end.as_ref().is_some_and(|end| end.into.is_none());
    let slug = page.slug.clone();
    view! {
        <Done key="archived" words="Archived. Its history stays." error/>
        <Done key="restored" words="Restored. Plan its rotas anew." error/>
        <Done key="merged" words="Merged: members, rotas, services and calendars are here now."/>
        <FormAlert error/>
        {page.end.map(|end| view! {
            <div class="alert alert--warning" role="status">
                <Icon name="clock"/>
                <div><EndWords end/></div>
                {may_restore.then(|| view! {
                    <ActionForm action=restore>
                        <input type="hidden" name="slug" value=slug/>
                        <button class="button">"Restore"</button>
                    </ActionForm>
                })}
            </div>
        })}
    }
}

#[component]
fn EndWords(end: TeamEnd) -> impl IntoView {
    let mut letters = end.words.chars();
    let words: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    let more = if end.over {
        "It takes no new members, rotas or plans."
    } else {
        "Until then its published duty stands. It takes no new members or rotas."
    };
    view! {
        <p class="alert__title">{words}</p>
        {match end.into {
            Some((slug, name)) => view! { <p>"Everything of it is at "<A href=format!("/teams/{slug}")>{name}</A>"."</p> }.into_any(),
            None => view! { <p>{more}</p> }.into_any(),
        }}
    }
}

/// The forms by which an administrator ends a team.
#[component]
pub(super) fn EndTeam(page: TeamPage, load: Load) -> impl IntoView {
    let query = use_query_map();
    // Without JavaScript a form that was refused leads back here with the reason in the query.
    let open = query.with_untracked(|query| query.get("merge").is_some() || query.get("__err").is_some());
    view! {
        <details class="disclosure" open=open>
            <summary><Icon name="chevron-right" small=true/>"Merge or archive the team"</summary>
            <div class="grid">
                <Merge page=page.clone()/>
                <Archive page load/>
            </div>
        </details>
    }
}

#[component]
fn Merge(page: TeamPage) -> impl IntoView {
    let query = use_query_map();
    let into = Memo::new(move |_| query.with(|query| query.get("merge")).unwrap_or_default());
    let slug = page.slug.clone();
    // Counted, since it is still asked for when a merge leads away from the page.
    let preview = ArcResource::new(
        move || (slug.clone(), into.get()),
        |(slug, into)| async move {
            if into.is_empty() {
                None
            } else {
                Some(load_merge(slug, into).await)
            }
        },
    );
    let none = Signal::derive(|| None);
    let slug = StoredValue::new(page.slug.clone());
    let chosen = into.get_untracked();
    if page.others.is_empty() {
        return view! { <section class="card stack"><h2>"Merge"</h2><p class="muted">"There is no other team to merge it into."</p></section> }.into_any();
    }
    view! {
        <section class="card stack">
            <h2>"Merge"</h2>
            <p class="muted">"Another team takes over its members, rotas, services and calendars. This one is archived."</p>
            <form method="get" action=format!("/teams/{}", page.slug) class="form">
                <Select name="merge" label="Into" options=page.others value=chosen error=none/>
                <div class="form__actions"><button class="button">"See what moves"</button></div>
            </form>
            <Transition>
                {move || {
                    let (preview, slug) = (preview.clone(), slug.try_get_value().unwrap_or_default());
                    Suspend::new(async move {
                        preview.await.map(|preview| match preview {
                            Ok(preview) => view! { <Moves preview slug/> }.into_any(),
                            Err(error) => view! { <p class="field__error" role="alert">{error.to_string()}</p> }.into_any(),
                        })
                    })
                }}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Moves(preview: MergePreview, slug: String) -> impl IntoView {
    let merge = ServerAction::<MergeTeam>::new();
    let error = Signal::derive(move || merge.value().get().and_then(Result::err));
    let can = preview.refusals.is_empty();
    let list = |title: &'static str, items: Vec<String>| {
        (!items.is_empty()).then(|| view! {
            <div><h3>{title}</h3><ul class="list list--plain">{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul></div>
        })
    };
    view! {
        <div class="stack" id="moves">
            <FormAlert error/>
            {(!can).then(|| view! {
                <div class="alert alert--error" role="alert">
                    <Icon name="warning"/>
                    <div><p class="alert__title">"This cannot be"</p><ul>{preview.refusals.iter().cloned().map(|words| view! { <li>{words}</li> }).collect_view()}</ul></div>
                </div>
            })}
            {list("Members", preview.members)}
            {list("Rotas", preview.rotas)}
            {list("Services", preview.services)}
            <p class="muted">{format!("Subscribed calendars that follow: {}.", preview.calendars)}</p>
            {can.then(|| view! {
                <ActionForm action=merge>
                    <input type="hidden" name="slug" value=slug/>
                    <input type="hidden" name="into" value=preview.into_slug/>
                    <button class="button button--danger" disabled=move || merge.pending().get()>{format!("Merge {} into {}", preview.from, preview.into)}</button>
                </ActionForm>
            })}
        </div>
    }
}

#[component]
fn Archive(page: TeamPage, load: Load) -> impl IntoView {
    let archive = ServerAction::<ArchiveTeam>::new();
    reload_after(load, move || matches!(archive.value().get(), Some(Ok(()))));
    let error = Signal::derive(move || archive.value().get().and_then(Result::err));
    let ahead = page.duty_ahead;
    let hint = if ahead.is_empty() {
        "Empty: today, at once."
    } else {
        "What is published after this day is taken back."
    };
    view! {
        <section class="card stack">
            <h2>"Archive"</h2>
            <p class="muted">"The team leaves the lists with its rotas and services, and takes nothing new. Its history stays."</p>
            {(!ahead.is_empty()).then(|| view! { <ul class="list list--plain">{ahead.iter().cloned().map(|words| view! { <li>{words}</li> }).collect_view()}</ul> })}
            <ActionForm action=archive attr:class="form">
                <FormAlert error/>
                <input type="hidden" name="slug" value=page.slug/>
                <Field name="last_day" label="Last day of duty" kind="date" hint=hint error/>
                <div class="form__actions"><button class="button button--danger" disabled=move || archive.pending().get()>"Archive the team"</button></div>
            </ActionForm>
        </section>
    }
}

fn reload_after(load: Load, done: impl Fn() -> bool + Send + Sync + 'static) {
    Effect::new(move |_| {
        if done() {
            load.refetch();
        }
    });
}
