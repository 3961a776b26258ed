//! Every team, and a new one.

use super::{CreateTeam, TeamCard, TeamLink, TeamsPage, load_teams};
use crate::{
    components::{Disc, Empty, Field, FormAlert, Icon, Problem},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// The teams page.
#[component]
pub fn TeamListPage() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_teams());
    view! {
        <Title text="Teams"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <List page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn List(page: TeamsPage) -> impl IntoView {
    let empty = page.teams.is_empty();
    let text = if page.may_create {
        "A team has members who may be Lead, Engineer or both, and rotas they take turns on. Create the first below."
    } else {
        "A team has members who may be Lead, Engineer or both. An administrator creates the first."
    };
    view! {
        <div class="page-head"><div class="page-head__text"><div class="title"><h1>"Teams"</h1><Help words=&["team", "rota", "service"]/></div></div></div>
        {empty.then(|| view! { <Empty icon="team" title="No teams yet" text=text/> })}
        <div class="grid">{page.teams.into_iter().map(|team| view! { <Card team/> }).collect_view()}</div>
        {page.may_create.then(|| view! { <NewTeam/> })}
        {(!page.archived.is_empty()).then(|| view! { <Archived teams=page.archived/> })}
    }
}

#[component]
fn Archived(teams: Vec<TeamLink>) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary><Icon name="chevron-right" small=true/>{format!("{} archived", teams.len())}</summary>
            <ul class="card list">
                {teams.into_iter().map(|team| view! {
                    <li><A href=format!("/teams/{}", team.slug) attr:class="list__grow">{team.name}</A><span class="muted small">{team.note}</span></li>
                }).collect_view()}
            </ul>
        </details>
    }
}

#[component]
fn Card(team: TeamCard) -> impl IntoView {
    let counts = [
        (team.members, "member"),
        (team.rotas, "rota"),
        (team.services, "service"),
    ]
    .map(|(count, word)| count_words(count, word));
    let gaps = count_words(team.gaps, "gap");
    let conflicts = count_words(team.conflicts, "conflict");
    view! {
        <article class="card stack stack--tight">
            <div class="row row--between">
                <h2><A href=format!("/teams/{}", team.slug)><bdi>{team.name.clone()}</bdi></A></h2>
                {(team.gaps > 0).then(|| view! { <span class="badge badge--gap"><Icon name="warning" small=true/>{gaps}</span> })}
                {(team.conflicts > team.gaps).then(|| view! { <A href=format!("/teams/{}/conflicts", team.slug) attr:class="small">{conflicts}</A> })}
            </div>
            <div class="row">{team.people.into_iter().map(|(id, name)| view! { <Disc name id/> }).collect_view()}</div>
            <p class="muted small">{counts.join(" · ")}</p>
        </article>
    }
}

/// `1 rota`, `2 rotas`.
fn count_words(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}

#[component]
fn NewTeam() -> impl IntoView {
    let action = ServerAction::<CreateTeam>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <ActionForm action=action attr:class="card form">
            <FormAlert error/>
            <h2>"New team"</h2>
            <Field name="name" label="Name" required=true error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()><Icon name="plus"/>"Create team"</button>
            </div>
        </ActionForm>
    }
}
