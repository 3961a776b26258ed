//! `/rotas/{slug}/handover`.

use super::{
    AcknowledgeHandover, ChangeChecklist, HandoverPage, HandoverView, UseHandoverNotes, WriteHandover, load_handover,
    notes::{Checks, Notes, Pair, Versions},
    settings::Settings,
};
use crate::{
    AppError,
    components::{Badge, Done, Empty, FormAlert, Icon, Problem, TimeStamp, in_textarea, typed},
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
    // What is typed stays when it was refused: only what was done is loaded again.
    let written = Memo::new(move |before: Option<&usize>| match write.value().get() {
        Some(Ok(())) => write.version().get(),
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
            <Read view=shown/>
            {view.may_take.then(|| view! { <Take slug=slug.clone() key=view.key.clone() take/> })}
            {view.may_write.then(|| view! { <Write view=view.clone() slug write/> })}
        </section>
    }
}

/// The notes for those who do not write them just now.
#[component]
fn Read(view: HandoverView) -> impl IntoView {
    let (written, taken, waits) = (view.written.clone(), view.taken.clone(), view.waits_for.clone());
    view! {
        {(!view.may_write || view.may_take).then(|| view! {
            {view.seen.is_empty().then(|| view! { <p class="muted">"Nothing was left so far."</p> })}
            {(!view.notes.is_empty()).then(|| view! { <Notes pieces=view.notes.clone()/> })}
            {(!view.seen.is_empty()).then(|| view! { <Checks checks=view.checks.clone()/> })}
        })}
        {written.map(|words| view! { <p class="muted small">"Written by "<bdi>{words}</bdi></p> })}
        {taken.map(|words| view! { <p class="muted small">"Acknowledged by "<bdi>{words}</bdi></p> })}
        {waits.map(|names| view! { <p class="muted small">"Not yet acknowledged by "<bdi>{names}</bdi></p> })}
        <Versions versions=view.versions/>
    }
}

#[component]
fn Take(slug: String, key: String, take: ServerAction<AcknowledgeHandover>) -> impl IntoView {
    view! {
        <ActionForm action=take attr:class="handover__take">
            <input type="hidden" name="slug" value=slug/>
            <input type="hidden" name="at" value=key/>
            <button class="button button--primary button--wide button--large" disabled=move || take.pending().get()><Icon name="check"/>"I have read it and take over"</button>
        </ActionForm>
    }
}

#[component]
fn Write(view: HandoverView, slug: String, write: ServerAction<WriteHandover>) -> impl IntoView {
    let key = view.key.clone();
    let mine = move || {
        let input = write.input().get();
        input.is_none_or(|input| input.form.at == key)
    };
    let error: Signal<Option<AppError>> = Signal::derive(move || {
        let failed = write.value().get().and_then(Result::err);
        failed.filter(|_| mine())
    });
    let seen = RwSignal::new(view.seen.clone());
    let theirs = RwSignal::new(None);
    meanwhile(slug.clone(), view.key.clone(), error, seen, theirs);
    let back = typed("form[at]").as_deref() == Some(view.key.as_str());
    let text = typed("form[notes]")
        .filter(|_| back)
        .unwrap_or_else(|| view.text.clone());
    let id = format!("notes-{}", view.key);
    view! {
        <ActionForm action=write attr:class="stack">
            <FormAlert error/>
            {move || theirs.get().map(|theirs: HandoverView| view! {
                <div class="card stack stack--tight" role="status">
                    <p><b>"They say now"</b></p>
                    <Notes pieces=theirs.notes/>
                    <p class="muted small">{theirs.written.unwrap_or_default()}</p>
                    <p class="small">"Take what you need into yours below, then save again."</p>
                </div>
            })}
            <input type="hidden" name="slug" value=slug/>
            <input type="hidden" name="form[at]" value=view.key.clone()/>
            <input type="hidden" name="form[seen]" prop:value=move || seen.get() value=view.seen/>
            <div class="field">
                <label class="field__label" for=id.clone()>"Notes for those who come"</label>
                <textarea class="input handover__text" id=id name="form[notes]" rows="8" maxlength="10000">{in_textarea(&text)}</textarea>
                <p class="field__hint">"What is going on, what to watch, links. They can be changed until they are acknowledged."</p>
            </div>
            {(!view.checks.is_empty()).then(|| view! {
                <fieldset class="field">
                    <legend class="field__label">"Checklist"</legend>
                    {view.checks.into_iter().enumerate().map(|(place, check)| view! {
                        <label class="check"><input type="checkbox" name=format!("form[done][{place}]") value=check.item.clone() checked=check.done/><span>{check.item.clone()}</span></label>
                    }).collect_view()}
                </fieldset>
            })}
            <div class="form__actions">
                <button class="button button--primary button--large" disabled=move || write.pending().get()>"Save notes"</button>
            </div>
        </ActionForm>
    }
}

/// Shows what somebody else has written meanwhile beside what is typed, which stays.
fn meanwhile(
    slug: String,
    key: String,
    error: Signal<Option<AppError>>,
    seen: RwSignal<String>,
    theirs: RwSignal<Option<HandoverView>>,
) {
    Effect::new(move |_| {
        if !matches!(error.get(), Some(AppError::Stale(_))) {
            return;
        }
        let (slug, key) = (slug.clone(), key.clone());
        leptos::task::spawn_local(async move {
            let Ok(page) = load_handover(slug).await else { return };
            let both = [page.taking, page.giving];
            if let Some(now) = both.into_iter().flatten().find(|view| view.key == key) {
                seen.set(now.seen.clone());
                theirs.set(Some(now));
            }
        });
    });
}
