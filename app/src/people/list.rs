//! Everyone, to search.

use super::{PeoplePage, PersonRow, load_people, role_words};
use crate::{
    components::{Badge, Disc, Done, Empty, Icon, Problem, Qualified, TimeStamp, percent_encode},
    help::Help,
    viewer::use_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// The people page.
#[component]
pub fn PeopleListPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let page = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_usize);
            (query.get("q").unwrap_or_default(), page)
        })
    });
    let load = Resource::new(move || asked.get(), |(query, page)| load_people(query, page));
    view! {
        <Title text="People"/>
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
fn List(page: PeoplePage) -> impl IntoView {
    let may_add = page.may_add;
    view! {
        <div class="page-head">
            <div class="page-head__text"><div class="title"><h1>"People"</h1><Help words=&["team", "qualification"]/></div></div>
            {may_add.then(|| view! {
                <div class="page-head__actions row">
                    <A href="/people/new" attr:class="button button--primary"><Icon name="plus"/>"Add person"</A>
                    <A href="/people/import" attr:class="button"><Icon name="upload"/>"Import CSV"</A>
                </div>
            })}
        </div>
        <Done key="imported" words="The file has been imported."/>
        <form class="toolbar" role="search" method="get" action="/people">
            <div class="search">
                <Icon name="search"/>
                <input class="input" type="search" name="q" value=page.query.clone() aria-label="Search people" placeholder="Name, address or team"/>
            </div>
            <button class="button">"Search"</button>
            {(!page.query.is_empty()).then(|| view! { <A href="/people" attr:class="button button--quiet">"Show everyone"</A> })}
        </form>
        {if page.people.is_empty() { view! { <Nobody page/> }.into_any() } else { view! { <Table page/> }.into_any() }}
    }
}

#[component]
fn Nobody(page: PeoplePage) -> impl IntoView {
    let text = if page.query.is_empty() {
        "People belong to teams and take turns as Lead and Engineer.".to_owned()
    } else {
        format!("Nobody’s name or team holds “{}”.", page.query)
    };
    view! {
        <Empty icon="people" title="Nobody here" text=text>
            {use_viewer().administrator.then(|| view! { <A href="/people/new" attr:class="button"><Icon name="plus"/>"Add person"</A> })}
        </Empty>
    }
}

#[component]
fn Table(page: PeoplePage) -> impl IntoView {
    let people = page.people.clone();
    view! {
        <div class="card card--flush">
            <table class="table">
                <thead>
                    <tr><th>"Name"</th><th>"Teams"</th><th>"E-mail"</th><th>"Time zone"</th><th>"Organisation role"</th><th>"State"</th></tr>
                </thead>
                <tbody>{people.into_iter().map(|person| view! { <Row person/> }).collect_view()}</tbody>
            </table>
            <Pager page/>
        </div>
    }
}

#[component]
fn Row(person: PersonRow) -> impl IntoView {
    let teams = person.clone();
    let state = state(&person);
    view! {
        <tr>
            <th scope="row">
                <A href=format!("/people/{}", person.id) attr:class="person">
                    <Disc name=person.name.clone() id=person.id.clone()/><bdi>{person.name.clone()}</bdi>
                </A>
            </th>
            <td data-label="Teams"><Teams person=teams/></td>
            <td data-label="E-mail" class="muted">{person.email.clone()}</td>
            <td data-label="Time zone">{person.zone.clone()}</td>
            <td data-label="Organisation role">{role_words(&person.role)}</td>
            <td data-label="State">{state}</td>
        </tr>
    }
}

/// Whether they can sign in, or until when they are invited to.
fn state(person: &PersonRow) -> AnyView {
    let invitation = person.link.clone().filter(|link| link.invitation);
    match (person.active, person.can_sign_in, invitation) {
        (false, ..) => view! { <Badge kind="leave" word="Deactivated"/> }.into_any(),
        (true, true, _) => view! { <Badge kind="success" word="Active"/> }.into_any(),
        (true, false, Some(link)) if !link.expired => view! { <Badge kind="draft" word="Invited"/><span class="muted small">" until "<TimeStamp stamp=link.until/></span> }.into_any(),
        (true, false, Some(_)) => view! { <Badge kind="warning" word="Invitation ended"/> }.into_any(),
        (true, false, None) => view! { <Badge word="No sign-in yet"/> }.into_any(),
    }
}

#[component]
fn Teams(person: PersonRow) -> impl IntoView {
    view! {
        <div class="stack stack--tight">
            {person.teams.into_iter().map(|place| view! {
                <span class="row">
                    <A href=format!("/teams/{}", place.slug)><bdi>{place.team}</bdi></A>
                    <Qualified qualification=place.qualification/>
                    {place.manager.then(|| view! { <Badge word="Manager"/> })}
                </span>
            }).collect_view()}
        </div>
    }
}

#[component]
fn Pager(page: PeoplePage) -> impl IntoView {
    let href = {
        let query = percent_encode(&page.query);
        move |number: usize| format!("/people?q={query}&page={number}")
    };
    let (previous, next) = (href(page.page.saturating_sub(1)), href(page.page + 1));
    let last = (page.first + page.people.len()).saturating_sub(1);
    let word = if page.total == 1 { "person" } else { "people" };
    view! {
        <div class="pager">
            <span>{format!("{}–{last} of {} {word}", page.first, page.total)}</span>
            <span class="row">
                {(page.page > 1).then(|| view! { <A href=previous attr:class="button">"Previous"</A> })}
                {(page.page < page.pages).then(|| view! { <A href=next attr:class="button">"Next"</A> })}
            </span>
        </div>
    }
}
