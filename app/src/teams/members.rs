//! The members of a team.

use super::{
    MemberRow, PutMember, RemoveMember, TeamPage,
    member_form::{Asked, EditOrAdd},
    show::Load,
};
use crate::components::{Badge, Disc, Done, Empty, FormAlert, Qualified, TimeStamp, percent_encode};
use leptos::prelude::*;
use leptos_router::components::A;

/// The table of members, and the form for one of them or a new one.
#[component]
pub(super) fn Members(page: TeamPage, first: Asked, load: Load) -> impl IntoView {
    let put = ServerAction::<PutMember>::new();
    let remove = ServerAction::<RemoveMember>::new();
    Effect::new(move |_| {
        // A form that was refused keeps what was typed; a removal that was shows how it is now.
        if matches!(
            (put.value().get(), remove.value().get()),
            (Some(Ok(())), _) | (_, Some(_))
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
                view! { <Table page=table/> }.into_any()
            }}
        </section>
        {may_manage.then(|| view! { <EditOrAdd page first put remove/> })}
    }
}

#[component]
fn Table(page: TeamPage) -> impl IntoView {
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
                    {page.members.into_iter().map(|member| view! { <Row member team=team.clone() may_manage/> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(member: MemberRow, team: String, may_manage: bool) -> impl IntoView {
    let (id, name) = (percent_encode(&member.id), &member.name);
    let (duty, days) = (member.clone(), member.days.clone());
    let whose = (format!(" {name}"), format!(" {name}"));
    let edit = format!("/teams/{team}?edit={id}#member");
    let remove = format!("/teams/{team}?remove={id}#member");
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/people/{}", member.id) attr:class="person">
                    <Disc name=member.name.clone() id=member.id.clone()/><bdi>{member.name.clone()}</bdi>
                </A>
                {(!days.is_empty()).then(|| view! { <p class="muted small">{format!("Serves {days}")}</p> })}
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
                        <A href=edit attr:class="button button--quiet">"Edit"<span class="sr-only">{whose.0}</span></A>
                        <A href=remove attr:class="button button--quiet">"Remove"<span class="sr-only">{whose.1}</span></A>
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
