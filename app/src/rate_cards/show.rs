//! `/pay/cards/{id}`: one card, to be changed, tried and said to pay rotas.
//!
//! Its form is a plain POST to the page's own address, which answers with this page when something is wrong or when the
//! card is tried: so all that was typed stays, with and without JavaScript. With it, the card is tried at each change.

use super::{
    CardForm, CardPage, EndCardUse, TryCard, UseCard, VersionRow, WithdrawCard,
    edit::{BandFields, CallOutFields, ExampleFields, HeadingFields, LimitFields},
    load_card,
    parts::{Check, Trial},
    uses::{UseFields, Uses},
};
use crate::{
    AppError,
    components::{Badge, Done, FormAlert, Icon, Problem},
    help::Help,
};
use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// `/pay/cards/{id}`.
#[component]
pub fn CardPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let actions = Actions {
        withdraw: ServerAction::new(),
        put: ServerAction::new(),
        end: ServerAction::new(),
    };
    let key = move || {
        let id = params.with(|params| params.get("id")).unwrap_or_default();
        let version = query.with(|query| query.get("version")).unwrap_or_default();
        (id, version, actions.put.version().get(), actions.end.version().get())
    };
    let load = Resource::new(key, |(id, version, ..)| load_card(id, version));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// What can be done beside changing the card.
#[derive(Clone, Copy)]
struct Actions {
    withdraw: ServerAction<WithdrawCard>,
    put: ServerAction<UseCard>,
    end: ServerAction<EndCardUse>,
}

#[component]
fn Page(page: CardPage, actions: Actions) -> impl IntoView {
    let error = Signal::derive(move || actions.withdraw.value().get().and_then(Result::err));
    let (export, import, compare) = (
        format!("/pay/cards/{}/export.json?version={}", page.id, page.version),
        format!("/pay/cards/import?card={}", page.id),
        format!("/pay/cards/compare?one={}:{}", page.id, page.version),
    );
    let own = vec![(page.id.clone(), page.name.clone())];
    view! {
        <Title text=page.name.clone()/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay/cards">"Rate cards"</A></nav>
                <div class="title"><h1><bdi>{page.name.clone()}</bdi></h1><Help words=&["rate-card", "band", "standby", "call-out", "toil"]/></div>
                <p class="muted">{format!("Version {}", page.version)}</p>
            </div>
            <div class="page-head__actions row">
                <A href=compare attr:class="button"><Icon name="swap"/>"Compare"</A>
                <a class="button" href=export rel="external" download=""><Icon name="download"/>"Export"</a>
                <A href=import attr:class="button"><Icon name="upload"/>"Import a version"</A>
            </div>
        </div>
        <Done key="made" words="Saved. Below you say what it pays." error/>
        <Done key="saved" words="Saved." error/>
        <FormAlert error/>
        <Editor page=page.clone()/>
        <div class="grid">
            <section class="card">
                <div class="card__head"><h2>"What it pays"</h2></div>
                <Uses uses=page.uses end=actions.end/>
            </section>
            <Versions id=page.id.clone() versions=page.versions withdraw=actions.withdraw/>
        </div>
        <UseFields cards=own choices=page.choices today=page.today put=actions.put/>
    }
}

/// The form, and beside it what the card comes to.
#[component]
fn Editor(page: CardPage) -> impl IntoView {
    let faults = page.faults.clone();
    if !faults.is_empty() {
        crate::status::set_status(422);
    }
    let error: super::parts::Faults = Signal::stored((!faults.is_empty()).then_some(AppError::Invalid(faults)));
    let (tried, node) = (ServerAction::<TryCard>::new(), NodeRef::<html::Form>::new());
    let look = move || {
        if let Some(card) = node.get_untracked().and_then(|form| read(&form)) {
            tried.dispatch(TryCard { card });
        }
    };
    let form = page.form;
    let fixed = page.fixed.is_some();
    let first = page.trial;
    view! {
        <form class="split card-editor" method="post" action=format!("/pay/cards/{}", page.id) node_ref=node on:change=move |_| look()>
            <div class="form card">
                <FormAlert error/>
                {page.fixed.map(|why| view! {
                    <div class="alert"><Icon name="lock"/><div><p>{why}</p><p>"Saving adds a version: give it the date from which it pays."</p></div></div>
                })}
                <input type="hidden" name="card[version]" value=form.version.clone()/>
                <HeadingFields form=form.clone() zones=page.zones calendars=page.calendars error/>
                <BandFields form=form.clone() error/>
                <LimitFields form=form.clone() error/>
                <CallOutFields form=form.call_outs.clone() error/>
                {if fixed {
                    view! { <input type="hidden" name="card[add]" value="on"/> }.into_any()
                } else {
                    view! { <Check name="card[add]" label="Leave this version as it is, and add another" on=!form.add.is_empty()/> }.into_any()
                }}
                <div class="form__actions">
                    <button class="button button--primary" name="act" value="save">{if fixed { "Save as a new version" } else { "Save card" }}</button>
                    <button class="button" name="act" value="try">"Try it"</button>
                    <A href="/pay/cards" attr:class="button button--quiet">"Cancel"</A>
                </div>
            </div>
            <aside class="stack card-editor__aside">
                <section class="card stack stack--tight" aria-live="polite">
                    <div class="card__head"><h2>"Worked example"</h2><span class="badge">"Preview"</span></div>
                    {move || match tried.value().get() {
                        None => view! { <Trial trial=first.clone()/> }.into_any(),
                        Some(Ok(trial)) => view! { <Trial trial/> }.into_any(),
                        Some(Err(AppError::Invalid(faults))) => view! {
                            <p class="muted">"Not yet:"</p>
                            <ul class="list">{faults.into_iter().map(|fault| view! { <li class="small">{fault.message}</li> }).collect_view()}</ul>
                        }.into_any(),
                        Some(Err(error)) => view! { <p class="muted">{error.to_string()}</p> }.into_any(),
                    }}
                </section>
                <section class="card form"><ExampleFields form=form error/></section>
            </aside>
        </form>
    }
}

/// What the page's form holds now.
#[cfg(feature = "hydrate")]
fn read(form: &leptos::web_sys::HtmlFormElement) -> Option<CardForm> {
    use leptos::{form::FromFormData as _, web_sys::FormData};
    let data = FormData::new_with_form(form).ok()?;
    TryCard::from_form_data(&data).ok().map(|form| form.card)
}

#[cfg(not(feature = "hydrate"))]
fn read(_form: &leptos::web_sys::HtmlFormElement) -> Option<CardForm> {
    None
}

#[component]
fn Versions(id: String, versions: Vec<VersionRow>, withdraw: ServerAction<WithdrawCard>) -> impl IntoView {
    view! {
        <section class="card">
            <div class="card__head"><h2>"Versions"</h2></div>
            <ul class="list">
                {versions.into_iter().map(|version| view! { <Version id=id.clone() version withdraw/> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Version(id: String, version: VersionRow, withdraw: ServerAction<WithdrawCard>) -> impl IntoView {
    let badge = match version.state.as_str() {
        "now" => Some(("success", "in force")),
        "later" => Some(("draft", "later")),
        "replaced" => Some(("", "replaced")),
        _ => None,
    };
    let number = version.number;
    view! {
        <li>
            <div class="list__grow">
                <A href=format!("/pay/cards/{id}?version={number}")><b>{format!("Version {number}")}</b></A>
                <p class="small">{version.from_words}</p>
                <p class="muted small">{version.entered}</p>
                {version.fixed.clone().map(|why| view! { <p class="muted small row"><Icon name="lock" small=true/><span>{why}</span></p> })}
            </div>
            {badge.map(|(kind, word)| view! { <Badge kind word/> })}
            {version.fixed.is_none().then(|| view! {
                <ActionForm action=withdraw>
                    <input type="hidden" name="id" value=id.clone()/>
                    <input type="hidden" name="version" value=number.to_string()/>
                    <button class="button button--quiet" disabled=move || withdraw.pending().get()>"Take back"<span class="sr-only">{format!(" version {number}")}</span></button>
                </ActionForm>
            })}
        </li>
    }
}
