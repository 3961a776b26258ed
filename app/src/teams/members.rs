//! The members of a team: the table, and the form that adds or changes one.

use super::{MemberRow, PutMember, RemoveMember, TeamPage, show::Load};
use crate::components::{
    Badge, Disc, Done, Empty, Field, FormAlert, Icon, Qualified, Select, TimeStamp, percent_encode, typed,
};
use domain::Role;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

/// The table of members; with `?edit=id` the form for one of them, else the form that adds one.
#[component]
pub(super) fn Members(page: TeamPage, load: Load) -> impl IntoView {
    let put = ServerAction::<PutMember>::new();
    let remove = ServerAction::<RemoveMember>::new();
    Effect::new(move |_| {
        if matches!(
            (put.value().get(), remove.value().get()),
            (Some(Ok(())), _) | (_, Some(Ok(())))
        ) {
            load.refetch();
        }
    });
    let error = Signal::derive(move || remove.value().get().and_then(Result::err));
    let saved = Signal::derive(move || put.value().get().and_then(Result::err));
    let may_manage = page.may_manage;
    let table = page.clone();
    view! {
        <section class="section">
            <h2>"Members"</h2>
            <FormAlert error/>
            <Done key="member" words="Saved." error=saved/>
            <Done key="removed" words="Taken out of the team. Duty that is published stays theirs until it is covered or planned again." error/>
            {if table.members.is_empty() {
                view! { <Empty icon="people" title="Nobody yet" text="Every shift needs two people: one who may be Lead and another who may be Engineer."/> }.into_any()
            } else {
                view! { <Table page=table remove/> }.into_any()
            }}
        </section>
        {may_manage.then(|| view! { <EditOrAdd page put/> })}
    }
}

#[component]
fn Table(page: TeamPage, remove: ServerAction<RemoveMember>) -> impl IntoView {
    let may_manage = page.may_manage;
    let team = page.slug;
    view! {
        <div class="card card--flush">
            <table class="table">
                <thead>
                    <tr>
                        <th>"Name"</th><th>"Qualified as"</th><th>"Share"</th><th>"Duty"</th>
                        {may_manage.then(|| view! { <th><span class="sr-only">"Do"</span></th> })}
                    </tr>
                </thead>
                <tbody>
                    {page.members.into_iter().map(|member| view! { <Row member team=team.clone() may_manage remove/> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(member: MemberRow, team: String, may_manage: bool, remove: ServerAction<RemoveMember>) -> impl IntoView {
    let (id, name) = (member.id.clone(), member.name.clone());
    let duty = member.clone();
    let remove_words = format!(" {name}");
    let edit = format!("/teams/{team}?edit={}#member", percent_encode(&member.id));
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/people/{}", member.id) attr:class="person">
                    <Disc name=member.name.clone() id=member.id.clone()/><bdi>{member.name.clone()}</bdi>
                </A>
            </th>
            <td data-label="Qualified as">
                <span class="row">
                    <Qualified qualification=member.qualification/>
                    {member.manager.then(|| view! { <Badge word="Manager"/> })}
                    {(!member.active).then(|| view! { <Badge kind="leave" word="Deactivated"/> })}
                </span>
            </td>
            <td data-label="Share">{format!("{} %", member.share_percent)}</td>
            <td data-label="Duty"><Duty member=duty/></td>
            {may_manage.then(|| view! {
                <td class="table__actions">
                    <span class="row">
                        <A href=edit attr:class="button button--quiet">"Edit"<span class="sr-only">{format!(" {name}")}</span></A>
                        <ActionForm action=remove>
                            <input type="hidden" name="team" value=team/>
                            <input type="hidden" name="person" value=id/>
                            <button class="button button--quiet">"Remove"<span class="sr-only">{remove_words}</span></button>
                        </ActionForm>
                    </span>
                </td>
            })}
        </tr>
    }
}

#[component]
fn Duty(member: MemberRow) -> impl IntoView {
    match member.coming {
        None => view! { <span class="muted">"None planned"</span> }.into_any(),
        Some(duty) if duty.now => view! { <Badge kind=duty.role.key() word=format!("{} now", duty.role)/> }.into_any(),
        Some(duty) => view! { <span>{format!("{} ", duty.role)}<TimeStamp stamp=duty.from/></span> }.into_any(),
    }
}

#[component]
fn EditOrAdd(page: TeamPage, put: ServerAction<PutMember>) -> impl IntoView {
    let query = use_query_map();
    let edited = Memo::new(move |_| query.with(|query| query.get("edit")));
    move || {
        let found = edited
            .get()
            .and_then(|id| page.members.iter().find(|member| member.id == id).cloned());
        match found {
            Some(member) => view! { <EditForm team=page.slug.clone() member put/> }.into_any(),
            None => view! { <AddForm page=page.clone() put/> }.into_any(),
        }
    }
}

#[component]
fn EditForm(team: String, member: MemberRow, put: ServerAction<PutMember>) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    let qualification = member.qualification;
    let may = move |role: Role| qualification.is_some_and(|it| it.allows(role));
    view! {
        <ActionForm action=put attr:class="card form" attr:id="member">
            <FormAlert error/>
            <h2><bdi>{member.name.clone()}</bdi></h2>
            <input type="hidden" name="member[team]" value=team.clone()/>
            <input type="hidden" name="member[person]" value=member.id.clone()/>
            <Place lead=may(Role::Lead) engineer=may(Role::Engineer) manager=member.manager share=member.share_percent error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || put.pending().get()>"Save"</button>
                <A href=format!("/teams/{team}") attr:class="button button--quiet">"Cancel"</A>
            </div>
        </ActionForm>
    }
}

#[component]
fn AddForm(page: TeamPage, put: ServerAction<PutMember>) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    if page.candidates.is_empty() && !page.many_candidates {
        return view! { <p class="muted">"Everyone is in this team. "<A href="/people">"People"</A>" adds more."</p> }
            .into_any();
    }
    view! {
        <ActionForm action=put attr:class="card form" attr:id="member">
            <FormAlert error/>
            <h2>"Add member"</h2>
            <input type="hidden" name="member[team]" value=page.slug/>
            {if page.many_candidates {
                view! { <Field name="member[person]" label="Person" kind="email" hint="Their e-mail address. The people list adds many at once." required=true error/> }.into_any()
            } else {
                view! { <Select name="member[person]" label="Person" options=page.candidates error/> }.into_any()
            }}
            <Place lead=true engineer=true manager=false share=100 error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || put.pending().get()><Icon name="plus"/>"Add member"</button>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// What somebody may do in the team, and how much of it.
#[component]
fn Place(
    lead: bool,
    engineer: bool,
    manager: bool,
    share: u16,
    #[prop(into)] error: Signal<Option<crate::AppError>>,
) -> impl IntoView {
    // A box that was not ticked is not sent: only the share tells that the form came back.
    let came_back = typed("member[share_percent]").is_some();
    let ticked = move |name: &str, kept: bool| if came_back { typed(name).is_some() } else { kept };
    view! {
        <fieldset class="field">
            <legend class="field__label">"May be"</legend>
            <div class="checks">
                <label class="check"><input type="checkbox" name="member[lead]" checked=ticked("member[lead]", lead)/><span>"Lead "<span class="muted">"coordinates and decides"</span></span></label>
                <label class="check"><input type="checkbox" name="member[engineer]" checked=ticked("member[engineer]", engineer)/><span>"Engineer "<span class="muted">"diagnoses and fixes"</span></span></label>
                <label class="check"><input type="checkbox" name="member[manager]" checked=ticked("member[manager]", manager)/><span>"Manager "<span class="muted">"changes the team and plans its rotas"</span></span></label>
            </div>
        </fieldset>
        <Field
            name="member[share_percent]" label="Share of duty in percent" kind="number" value=share.to_string()
            hint="100 for a full turn; 50 for somebody who takes half as much." required=true error
        />
    }
}
