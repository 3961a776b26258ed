//! What plans know of a team's members, and the form that says so.

use super::{
    ApartRow, EndApart, KeepApart, PlanningMember, PlanningMemberForm, PlanningPeople, PutPlanningMember,
    load_planning_people,
};
use crate::{
    AppError,
    components::{Disc, Done, Field, FormAlert, Icon, OverIt, Problem, Select, percent_encode, typed},
    help::Help,
    rotas::WindowRow,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Actions {
    put: ServerAction<PutPlanningMember>,
    keep: ServerAction<KeepApart>,
    end: ServerAction<EndApart>,
}

/// `/teams/{slug}/planning`.
#[component]
pub fn PlanningPeoplePage() -> impl IntoView {
    let params = use_params_map();
    let actions = Actions {
        put: ServerAction::new(),
        keep: ServerAction::new(),
        end: ServerAction::new(),
    };
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        // What is refused changes nothing: the form stays as it was typed.
        let put = actions.put.value().with(|answer| matches!(answer, Some(Ok(()))));
        let versions = (
            put.then(|| actions.put.version().get()),
            actions.keep.version().get(),
            actions.end.version().get(),
        );
        (slug, versions)
    };
    let load = Resource::new(key, |(slug, _)| load_planning_people(slug));
    view! {
        <Title text="What plans know"/>
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

#[component]
fn Page(page: PlanningPeople, actions: Actions) -> impl IntoView {
    let href = format!("/teams/{}", page.slug);
    let error = Signal::derive(move || actions.put.value().get().and_then(Result::err));
    let query = use_query_map();
    let (manages, team) = (page.manages, page.slug.clone());
    let (members, name) = (page.members.clone(), page.team.clone());
    let rows = members.clone();
    let edited = move || {
        let id = query.with(|query| query.get("edit"))?;
        members.iter().find(|member| manages && member.person.id == id).cloned()
    };
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/teams">"Teams"</A><Icon name="chevron-right" small=true/><A href=href>{name}</A>
                </nav>
                <div class="title"><h1>"What plans know"</h1><Help words=&["share", "lead", "engineer"]/></div>
                <p class="muted">"Every plan of the team's rotas keeps to this."{(!manages).then_some(" You see what is about yourself; a manager of the team can change it.")}</p>
            </div>
        </div>
        <Done key="saved" words="Saved. It holds for what is planned from now on." error/>
        <Members team=team.clone() members=rows manages/>
        {move || edited().map(|member| view! { <MemberForm member action=actions.put error/> })}
        <Apart page actions/>
    }
}

#[component]
fn Members(team: String, members: Vec<PlanningMember>, manages: bool) -> impl IntoView {
    let edit = move |id: &str| format!("/teams/{team}/planning?edit={}#member", percent_encode(id));
    view! {
        <section class="card card--flush">
            <table class="table">
                <thead><tr>
                    <th scope="col">"Name"</th><th scope="col">"Plans know"</th><th scope="col">"Carries in"</th>
                    {manages.then(|| view! { <th scope="col"><span class="sr-only">"Do"</span></th> })}
                </tr></thead>
                <tbody>
                    {members.into_iter().map(|member| {
                        let name = member.person.name.clone();
                        let href = edit(&member.person.id);
                        view! {
                            <tr>
                                <th scope="row"><span class="person"><Disc name=name.clone() id=member.person.id/><bdi>{name.clone()}</bdi></span></th>
                                <td data-label="Plans know">{member.words}</td>
                                <td data-label="Carries in">{member.carries}</td>
                                {manages.then(|| view! {
                                    <td class="table__actions"><A href=href attr:class="button button--quiet">"Change"<span class="sr-only">{format!(" {name}")}</span></A></td>
                                })}
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

#[component]
fn MemberForm(
    member: PlanningMember,
    action: ServerAction<PutPlanningMember>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let form = member.form;
    let back = format!("/teams/{}/planning", form.team);
    let days = format!("/teams/{}?edit={}#member", form.team, form.person);
    let seen = typed("form[seen]").unwrap_or(form.seen.clone());
    let experience = [
        ("newcomer", "New: only beside somebody experienced"),
        ("regular", "Knows the work: with anybody but a newcomer"),
        ("experienced", "Experienced: with anybody"),
    ]
    .map(|(key, words)| (key.to_owned(), words.to_owned()))
    .to_vec();
    view! {
        <ActionForm action=action attr:class="card form" attr:id="member">
            <h2>{member.person.name}</h2>
            <FormAlert error/>
            <input type="hidden" name="form[team]" value=form.team.clone()/>
            <input type="hidden" name="form[person]" value=form.person.clone()/>
            <input type="hidden" name="form[seen]" value=seen/>
            <div class="form__pair">
                <Field name="form[share_percent]" label="Share of duty in percent" kind="number" value=form.share_percent.clone() hint="100 for a full turn; 50 for somebody who takes half as much." error/>
                <Select name="form[experience]" label="Experience" options=experience value=form.experience.clone() error/>
            </div>
            <DaysOff form=form.clone()/>
            <input type="hidden" name="form[joins_on]" value=form.joins_on/>
            <input type="hidden" name="form[leaves_on]" value=form.leaves_on/>
            <p class="muted">"From which day to which they serve is said on "<A href=days>"the team’s page"</A>", which shows the published duty it concerns."</p>
            <OverIt name="form[over]" error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
                <A href=back attr:class="button button--quiet">"Cancel"</A>
            </div>
        </ActionForm>
    }
}

#[component]
fn DaysOff(form: PlanningMemberForm) -> impl IntoView {
    // A box that was not ticked is not sent: only the share tells that the form came back.
    let came_back = typed("form[share_percent]").is_some();
    let kept = form.ticks().map(|tick| !tick.is_empty());
    view! {
        <fieldset class="field">
            <legend class="field__label">"Never works on"</legend>
            <div class="checks checks--row">
                {WindowRow::DAYS.into_iter().zip(kept).map(|((key, word), kept)| {
                    let name = format!("form[{key}]");
                    let ticked = if came_back { typed(&name).is_some() } else { kept };
                    view! { <label class="check"><input type="checkbox" name=name checked=ticked/><span>{word}</span></label> }
                }).collect_view()}
            </div>
            <p class="field__hint">"No shift of theirs touches these days, also not the morning at the end of a night. For single days off enter leave."</p>
        </fieldset>
    }
}

#[component]
fn Apart(page: PlanningPeople, actions: Actions) -> impl IntoView {
    let error = Signal::derive(move || {
        let kept = actions.keep.value().get().and_then(Result::err);
        kept.or_else(|| actions.end.value().get().and_then(Result::err))
    });
    let people: Vec<(String, String)> = page
        .members
        .iter()
        .map(|member| (member.person.id.clone(), member.person.name.clone()))
        .collect();
    let (manages, team) = (page.manages, page.slug);
    if !manages && page.apart.is_empty() {
        return ().into_any();
    }
    let rows = page.apart;
    let none = rows.is_empty();
    view! {
        <section class="card" id="apart">
            <div class="card__head"><h2>"Kept apart"</h2></div>
            <p class="muted">"Pairs who are never planned on the same shift."</p>
            <Done key="apart" words="Saved. It holds for what is planned from now on." error/>
            <FormAlert error/>
            {none.then(|| view! { <p>"None yet."</p> })}
            <ul class="list">{rows.into_iter().map(|row| view! { <Pair row team=team.clone() manages action=actions.end/> }).collect_view()}</ul>
            {(manages && people.len() > 1).then(|| view! {
                <ActionForm action=actions.keep attr:class="form">
                    <input type="hidden" name="team" value=team.clone()/>
                    <div class="form__pair">
                        <Select name="one" label="Keep" options=people.clone() error/>
                        <Select name="other" label="apart from" options=people.clone() value=people[1].0.clone() error/>
                    </div>
                    <div class="form__actions"><button class="button" disabled=move || actions.keep.pending().get()>"Keep apart"</button></div>
                </ActionForm>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Pair(row: ApartRow, team: String, manages: bool, action: ServerAction<EndApart>) -> impl IntoView {
    let label = format!("Let {} and {} be on duty together again", row.one.name, row.other.name);
    view! {
        <li>
            <p class="list__grow"><bdi>{row.one.name}</bdi>" and "<bdi>{row.other.name}</bdi></p>
            {manages.then(|| view! {
                <ActionForm action=action>
                    <input type="hidden" name="id" value=row.id/>
                    <input type="hidden" name="team" value=team/>
                    <button class="button button--quiet button--icon" aria-label=label><Icon name="trash"/></button>
                </ActionForm>
            })}
        </li>
    }
}
