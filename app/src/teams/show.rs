//! One team.

use super::{
    RenameTeam, TeamLink, TeamPage,
    end::{EndTeam, Ended},
    load_team,
    member_form::{Asked, asked},
    members::Members,
};
use crate::{
    components::{Done, Field, FormAlert, Icon, Problem},
    feeds::{FeedCard, FeedHandle, use_feed},
    help::Help,
    live,
    offers::{ChangeOfferSettings, OfferRows},
    viewer::use_viewer,
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

pub(super) type Load = Resource<Result<TeamPage, crate::AppError>>;

/// A team's page.
#[component]
pub fn TeamPageView() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug")).unwrap_or_default());
    let feed = use_feed("team", move || slug.get());
    let load: Load = Resource::new(move || slug.get(), load_team);
    live::follow_any(move || format!("team:{}", slug.get()), move || load.refetch());
    let query = use_query_map();
    let preview = Resource::new(move || (slug.get(), query.get()), |(slug, query)| asked(slug, query));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let first = preview.await;
                match load.await {
                    Ok(page) => view! { <Team page first load feed/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// `6 members: 4 may be Lead, 4 may be Engineer`.
fn summary(page: &TeamPage) -> String {
    let may = |role: Role| {
        page.members
            .iter()
            .filter(|it| it.active && it.qualification.is_some_and(|it| it.allows(role)))
            .count()
    };
    let members = if page.members.len() == 1 {
        "1 member".to_owned()
    } else {
        format!("{} members", page.members.len())
    };
    format!(
        "{members}: {} may be Lead, {} may be Engineer",
        may(Role::Lead),
        may(Role::Engineer)
    )
}

#[component]
fn Team(page: TeamPage, first: Asked, load: Load, feed: FeedHandle) -> impl IntoView {
    let may_manage = page.may_manage;
    let me = use_viewer().id;
    let sees_leave = may_manage || page.members.iter().any(|member| member.id == me);
    view! {
        <Title text=page.name.clone()/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/teams">"Teams"</A></nav>
                <div class="title"><h1><bdi>{page.name.clone()}</bdi></h1><Help words=&["qualification", "share", "rota"]/></div>
                <p class="muted">{summary(&page)}</p>
            </div>
            <div class="page-head__actions row">
                <A href=format!("/teams/{}/conflicts", page.slug) attr:class="button">
                    <Icon name="warning"/>"Gaps and conflicts"
                    {(page.conflicts > 0).then(|| view! { <span class="count">{page.conflicts}<span class="sr-only">" open"</span></span> })}
                </A>
                {may_manage.then(|| view! { <A href=format!("/teams/{}/costs", page.slug) attr:class="button"><Icon name="list"/>"Costs"</A> })}
                {sees_leave.then(|| view! {
                    <A href=format!("/teams/{}/leave", page.slug) attr:class="button"><Icon name="calendar"/>"Leave"</A>
                    <A href=format!("/teams/{}/planning", page.slug) attr:class="button"><Icon name="people"/>"What plans know"</A>
                })}
                {may_manage.then(|| view! {
                    <A href=format!("/teams/{}/webhooks", page.slug) attr:class="button"><Icon name="link"/>"Webhooks"</A>
                })}
            </div>
        </div>
        <Ended page=page.clone() load/>
        <Members page=page.clone() first load/>
        <div class="grid">
            <Links title="Rotas" icon="calendar" folder="/rotas" links=page.rotas.clone() new=may_manage.then(|| format!("/rotas/new?team={}", page.slug)) none="No rota yet."/>
            <Links title="Services" icon="shield" folder="/services" links=page.services.clone() new=may_manage.then(|| format!("/services/new?team={}", page.slug)) none="No service yet."/>
            <FeedCard feed/>
        </div>
        {(!page.offers.is_empty()).then(|| view! {
            <section class="card"><div class="card__head"><h2>"Offers"</h2></div><OfferRows rows=page.offers.clone()/></section>
        })}
        {may_manage.then(|| view! { <OfferSettings page=page.clone()/> })}
        {may_manage.then(|| view! { <Rename page=page.clone() load/> })}
        {(page.may_administer && page.end.is_none()).then(|| view! { <EndTeam page load/> })}
    }
}

#[component]
fn Links(
    title: &'static str,
    icon: &'static str,
    folder: &'static str,
    links: Vec<TeamLink>,
    new: Option<String>,
    none: &'static str,
) -> impl IntoView {
    let empty = links.is_empty();
    view! {
        <section class="card">
            <div class="card__head">
                <h2>{title}</h2>
                {new.map(|href| view! { <A href=href attr:class="small">{format!("New {}", title.trim_end_matches('s').to_lowercase())}</A> })}
            </div>
            {empty.then(|| view! { <p class="muted row"><Icon name=icon small=true/>{none}</p> })}
            <ul class="list">
                {links.into_iter().map(|link| view! {
                    <li>
                        <A href=format!("{folder}/{}", link.slug) attr:class="list__grow"><bdi>{link.name}</bdi></A>
                        <span class="muted small">{link.note}</span>
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Rename(page: TeamPage, load: Load) -> impl IntoView {
    let action = ServerAction::<RenameTeam>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            load.refetch();
        }
    });
    let hint = format!("Its address stays /teams/{}, so that links do.", page.slug);
    view! {
        <details class="disclosure" open=use_viewer().administrator && page.members.is_empty()>
            <summary><Icon name="chevron-right" small=true/>"Rename the team"</summary>
            <ActionForm action=action attr:class="card form">
                <Done key="renamed" words="Renamed." error/>
                <FormAlert error/>
                <input type="hidden" name="slug" value=page.slug.clone()/>
                <Field name="name" label="Name" value=page.name.clone() hint=hint required=true error/>
                <div class="form__actions"><button class="button" disabled=move || action.pending().get()>"Rename"</button></div>
            </ActionForm>
        </details>
    }
}

/// Whether swaps and other offers need a manager.
#[component]
fn OfferSettings(page: TeamPage) -> impl IntoView {
    let action = ServerAction::<ChangeOfferSettings>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <details class="disclosure">
            <summary><Icon name="chevron-right" small=true/>"Offers and swaps"</summary>
            <ActionForm action=action attr:class="card form">
                <Done key="offers" words="Saved. Offers made from now on follow it." error/>
                <FormAlert error/>
                <input type="hidden" name="team" value=page.slug.clone()/>
                <label class="check">
                    <input type="checkbox" name="needs_approval" checked=page.offers_need_approval/>
                    <span>"A manager approves what is accepted"</span>
                </label>
                <div class="form__actions"><button class="button" disabled=move || action.pending().get()>"Save for offers"</button></div>
            </ActionForm>
        </details>
    }
}
