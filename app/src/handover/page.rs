//! `/rotas/{slug}/handover`.

use super::{
    AcknowledgeHandover, ChangeChecklist, HandoverPage, HandoverView, UseHandoverNotes, WriteHandover, load_handover,
    notes::{Checks, Notes, Pair, Versions},
    settings::Settings,
    write::{Drafts, Write},
};
use crate::{
    AppError,
    components::{Badge, Done, Empty, FormAlert, Icon, Problem, TimeStamp},
    live,
    rotas::{RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// The present handovers of a rota.
#[component]
pub fn HandoverPageView() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug")).unwrap_or_default());
    let (write, take) = (
        ServerAction::<WriteHandover>::new(),
        ServerAction::<AcknowledgeHandover>::new(),
    );
    let (uses, checklist) = (
        ServerAction::<UseHandoverNotes>::new(),
        ServerAction::<ChangeChecklist>::new(),
    );
    Drafts::provide(write);
    // What was refused because of what somebody else has written is shown beside it.
    let written = Memo::new(move |before: Option<&usize>| match write.value().get() {
        Some(Ok(()) | Err(AppError::Stale(_))) => write.version().get(),
        _ => before.copied().unwrap_or_default(),
    });
    let listed = Memo::new(move |before: Option<&usize>| match checklist.value().get() {
        Some(Ok(())) => checklist.version().get(),
        _ => before.copied().unwrap_or_default(),
    });
    let done = move || (written.get(), listed.get(), take.version().get(), uses.version().get());
    let load = Resource::new(move || (slug.get(), done()), |(slug, _)| load_handover(slug));
    live::follow_any(move || format!("rota:{}", slug.get()), move || load.refetch());
    view! {
        <Title text="Handover"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Handover page write take uses checklist/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Handover(
    page: HandoverPage,
    write: ServerAction<WriteHandover>,
    take: ServerAction<AcknowledgeHandover>,
    uses: ServerAction<UseHandoverNotes>,
    checklist: ServerAction<ChangeChecklist>,
) -> impl IntoView {
    let (choosing, listing) = (uses, checklist);
    let error = Signal::derive(move || take.value().get().and_then(Result::err));
    let slug = page.heading.slug.clone();
    let history = format!("/rotas/{slug}/handovers");
    let (taking, giving, nobody) = (page.taking.clone(), page.giving.clone(), page.nobody.clone());
    let (uses, zone) = (page.uses, page.zone.clone());
    let none = taking.is_none() && giving.is_none() && nobody.is_none();
    let own = slug.clone();
    view! {
        <RotaHead heading=page.heading.clone() tab=RotaTab::Handover/>
        <div class="handover stack stack--wide">
            <Done key="written" words="Saved. Those who come read it here." error/>
            <Done key="taken" words="Acknowledged." error/>
            <Done key="uses" words="Saved." error/>
            <Done key="checklist" words="Checklist saved. It is gone through at each handover from now on." error/>
            <FormAlert error/>
            {(!uses).then(|| view! { <Empty icon="swap" title="This rota does without handover notes" text="Nobody is asked to leave notes or to acknowledge them. Those who manage the team can change that below."/> })}
            {(uses && none).then(|| view! { <Empty icon="swap" title="Nothing to hand over yet" text="Where duty goes from one pair to another, those who go leave notes here for those who come."/> })}
            {uses.then(|| view! {
                {taking.map(|view| view! { <One view slug=own.clone() zone=zone.clone() title="Latest handover" write take/> })}
                {giving.map(|view| view! { <One view slug=slug.clone() zone=zone.clone() title="Next handover" write take/> })}
                {nobody.map(|words| view! { <p class="card row"><Icon name="info"/><span>{words}</span></p> })}
            })}
            <p><A href=history>"Earlier handovers"</A></p>
            <Settings page uses=choosing checklist=listing/>
        </div>
    }
}

#[component]
fn One(
    view: HandoverView,
    slug: String,
    zone: String,
    title: &'static str,
    write: ServerAction<WriteHandover>,
    take: ServerAction<AcknowledgeHandover>,
) -> impl IntoView {
    let (kind, word) = match (&view.waits_for, view.seen.is_empty()) {
        (_, true) => ("", "No notes"),
        _ if view.taken_before.is_some() => ("warning", "Changed since acknowledged"),
        (None, false) => ("success", "Acknowledged"),
        (Some(_), false) if view.taken.is_some() => ("warning", "Acknowledged by one"),
        (Some(_), false) if view.may_take || title == "Latest handover" => ("warning", "Not acknowledged"),
        (Some(_), false) => ("", "Notes left"),
    };
    let shown = view.clone();
    view! {
        <section class="card stack handover__one" data-handover=view.key.clone()>
            <div class="card__head"><h2>{title}</h2><Badge kind word/></div>
            <p class="answer"><TimeStamp stamp=view.at.clone()/></p>
            <p class="muted small">{format!("{} · {zone}", view.away)}</p>
            <div class="handover__pairs">
                <span class="muted">"From"</span><Pair people=view.outgoing.clone()/>
                <span class="muted">"to"</span><Pair people=view.incoming.clone()/>
            </div>
            {view.words.clone().map(|words| view! { <p class="row"><Icon name="warning" small=true/><span>{words}</span></p> })}
            <Read view=shown.clone()/>
            <Takes view=shown slug=slug.clone() take/>
            {view.may_write.then(|| view! { <Write view=view.clone() slug write/> })}
        </section>
    }
}

/// The notes as they are kept.
#[component]
fn Read(view: HandoverView) -> impl IntoView {
    let said = [
        ("Written by ", view.written),
        ("Acknowledged by ", view.taken),
        ("Changed since acknowledged by ", view.taken_before),
        ("Not yet acknowledged by ", view.waits_for),
    ];
    view! {
        <div class="handover__kept stack stack--tight">
            {view.seen.is_empty().then(|| view! { <p class="muted">"Nothing was left so far."</p> })}
            {(!view.notes.is_empty()).then(|| view! { <Notes pieces=view.notes/> })}
            {(!view.seen.is_empty()).then(|| view! { <Checks checks=view.checks/> })}
        </div>
        {said.map(|(what, words)| words.map(|words| view! { <p class="muted small">{what}<bdi>{words}</bdi></p> }))}
        <Versions versions=view.versions/>
    }
}

/// Ways to acknowledge: for oneself, and in the name of others, one at a time.
#[component]
fn Takes(view: HandoverView, slug: String, take: ServerAction<AcknowledgeHandover>) -> impl IntoView {
    let one = move |person: String, words: String, class: &'static str, icon: &'static str| {
        let (slug, key, seen) = (slug.clone(), view.key.clone(), view.seen.clone());
        view! {
            <ActionForm action=take attr:class="handover__take">
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="form[at]" value=key/>
                <input type="hidden" name="form[seen]" value=seen/>
                <input type="hidden" name="form[person]" value=person/>
                <button class=class disabled=move || take.pending().get()><Icon name=icon/><span>{words}</span></button>
            </ActionForm>
        }
    };
    let large = "button button--primary button--wide button--large";
    let own = view
        .may_take
        .then(|| one(String::new(), "I have read it and take over".to_owned(), large, "check"));
    let others = view.may_take_for.iter().map(|other| {
        let words = format!("Acknowledge for {}", other.name);
        one(other.id.clone(), words, "button", "check")
    });
    let others: Vec<_> = others.collect();
    view! { {own}{others} }
}
