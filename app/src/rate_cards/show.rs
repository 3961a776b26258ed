//! `/pay/cards/{id}`: one card.

use super::{BandRow, CardPage, EndCardUse, VersionRow, WithdrawCard, load_card, uses::Uses};
use crate::{
    components::{Badge, Done, FormAlert, Icon, Problem},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// `/pay/cards/{id}`.
#[component]
pub fn CardPageView() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let (withdraw, end) = (ServerAction::<WithdrawCard>::new(), ServerAction::<EndCardUse>::new());
    let key = move || {
        let id = params.with(|params| params.get("id")).unwrap_or_default();
        let version = query.with(|query| query.get("version")).unwrap_or_default();
        (id, version, end.version().get())
    };
    let load = Resource::new(key, |(id, version, _)| load_card(id, version));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page withdraw end/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: CardPage, withdraw: ServerAction<WithdrawCard>, end: ServerAction<EndCardUse>) -> impl IntoView {
    let error = Signal::derive(move || withdraw.value().get().and_then(Result::err));
    let (export, import) = (
        format!("/pay/cards/{}/export.json?version={}", page.id, page.version),
        format!("/pay/cards/import?card={}", page.id),
    );
    view! {
        <Title text=page.name.clone()/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay/cards">"Rate cards"</A></nav>
                <div class="title"><h1><bdi>{page.name.clone()}</bdi></h1><Help words=&["rate-card", "band", "standby", "call-out", "toil"]/></div>
            </div>
            <div class="page-head__actions row">
                <a class="button" href=export rel="external" download="">
                    <Icon name="download"/>"Export"
                </a>
                <A href=import attr:class="button"><Icon name="upload"/>"Import a version"</A>
            </div>
        </div>
        <Done key="made" words="Saved. Say on the page of rate cards what it pays." error/>
        <FormAlert error/>
        {page.warnings.into_iter().map(|warning| view! {
            <div class="alert"><Icon name="warning"/><div><p>{warning}</p></div></div>
        }).collect_view()}
        <div class="split">
            <div class="stack">
                <Bands bands=page.bands/>
                <section class="card">
                    <div class="card__head"><h2>"What it pays"</h2></div>
                    <Uses uses=page.uses end/>
                </section>
            </div>
            <aside class="stack">
                <section class="card">
                    <div class="card__head"><h2>{format!("Version {}", page.version)}</h2></div>
                    <dl class="facts">{page.facts.into_iter().map(|(what, how)| view! { <dt>{what}</dt><dd>{how}</dd> }).collect_view()}</dl>
                </section>
                <Versions id=page.id versions=page.versions withdraw/>
            </aside>
        </div>
    }
}

#[component]
fn Bands(bands: Vec<BandRow>) -> impl IntoView {
    view! {
        <section class="card card--flush">
            <table class="table">
                <thead><tr><th>"Band"</th><th>"When"</th><th class="number">"Lead"</th><th class="number">"Engineer"</th></tr></thead>
                <tbody>
                    {bands.into_iter().map(|band| view! {
                        <tr>
                            <th scope="row"><bdi>{band.name}</bdi></th>
                            <td data-label="When">
                                <div>
                                    {band.when.into_iter().map(|when| view! { <p>{when}</p> }).collect_view()}
                                    {band.notes.into_iter().map(|note| view! { <p class="muted small">{note}</p> }).collect_view()}
                                </div>
                            </td>
                            <td class="number" data-label="Lead">{band.lead}</td>
                            <td class="number" data-label="Engineer">{band.engineer}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
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
                {version.fixed.clone().map(|why| view! { <p class="muted small row"><Icon name="lock" small=true/>{why}</p> })}
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
