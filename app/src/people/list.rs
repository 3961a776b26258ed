//! Everyone, to search.

use super::{PeopleFilter, PeoplePage, PersonRow, load_people, organisation_roles, role_words};
use crate::{
    components::{Badge, Disc, Done, Empty, Icon, Problem, Qualified, Select, TimeStamp},
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
    let filter = Memo::new(move |_| query.with(PeopleFilter::of));
    let load = Resource::new(move || filter.get(), load_people);
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

/// Everybody of a filter, whichever page is shown.
fn without_page(filter: &PeopleFilter) -> PeopleFilter {
    PeopleFilter {
        page: String::new(),
        ..filter.clone()
    }
}

#[component]
fn List(page: PeoplePage) -> impl IntoView {
    let may_add = page.may_add;
    let export = format!("/people/export.csv?{}", without_page(&page.filter).query_string());
    view! {
        <div class="page-head">
            <div class="page-head__text"><div class="title"><h1>"People"</h1><Help words=&["team", "qualification"]/></div></div>
            {may_add.then(|| view! {
                <div class="page-head__actions row">
                    <A href="/people/new" attr:class="button button--primary"><Icon name="plus"/>"Add person"</A>
                    <A href="/people/import" attr:class="button"><Icon name="upload"/>"Import CSV"</A>
                    <a class="button" rel="external" href=export download="people.csv"><Icon name="download"/>"Export CSV"</a>
                </div>
            })}
        </div>
        <Done key="imported" words="The file has been imported."/>
        <Done key="bulk" words="All of it is changed."/>
        <Filters page=page.clone()/>
        {if page.people.is_empty() { view! { <Nobody page/> }.into_any() } else { view! { <Found page/> }.into_any() }}
    }
}

#[component]
fn Filters(page: PeoplePage) -> impl IntoView {
    let filter = page.filter;
    let filtered = without_page(&filter) != PeopleFilter::default();
    let narrow = PeopleFilter {
        query: String::new(),
        ..without_page(&filter)
    } != PeopleFilter::default();
    let options = |all: &str, pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(key, words)| ((*key).to_owned(), (*words).to_owned()));
        std::iter::once((String::new(), all.to_owned()))
            .chain(pairs)
            .collect::<Vec<_>>()
    };
    let states = options(
        "Any state",
        &[
            ("active", "Active"),
            ("deactivated", "Deactivated"),
            ("invited", "Invited"),
            ("never", "No sign-in yet"),
        ],
    );
    let may_be = options(
        "Any",
        &[
            ("lead", "Lead"),
            ("engineer", "Engineer"),
            ("both", "Lead and Engineer"),
            ("none", "No duty"),
        ],
    );
    let roles = std::iter::once((String::new(), "Any role".to_owned()))
        .chain(organisation_roles())
        .collect();
    let mut teams = options("Any team", &[("none", "In no team")]);
    teams.extend(page.teams);
    let none = Signal::derive(|| None);
    view! {
        <form class="stack" role="search" method="get" action="/people">
            <div class="toolbar">
                <div class="search">
                    <Icon name="search"/>
                    <input class="input" type="search" name="q" value=filter.query.clone() aria-label="Search people" placeholder="Name, address or team"/>
                </div>
                <button class="button">"Search"</button>
                {filtered.then(|| view! { <A href="/people" attr:class="button button--quiet">"Show everyone"</A> })}
            </div>
            <details class="disclosure" open=narrow>
                <summary><Icon name="chevron-right" small=true/>"Filter"</summary>
                <div class="card filters">
                    <Select name="state" label="State" options=states value=filter.state error=none/>
                    <Select name="role" label="Organisation role" options=roles value=filter.role error=none/>
                    <Select name="team" label="Team" options=teams value=filter.team error=none/>
                    <Select name="qualification" label="May be" options=may_be value=filter.qualification error=none/>
                    <div class="form__actions"><button class="button">"Show"</button></div>
                </div>
            </details>
        </form>
    }
}

#[component]
fn Nobody(page: PeoplePage) -> impl IntoView {
    let text = if without_page(&page.filter) == PeopleFilter::default() {
        "People belong to teams and take turns as Lead and Engineer.".to_owned()
    } else if page.filter == PeopleFilter::search(&page.filter.query) {
        format!("Nobody’s name or team holds “{}”.", page.filter.query)
    } else {
        "Nobody is as you ask. Take a condition away.".to_owned()
    };
    view! {
        <Empty icon="people" title="Nobody here" text=text>
            {use_viewer().administrator.then(|| view! { <A href="/people/new" attr:class="button"><Icon name="plus"/>"Add person"</A> })}
        </Empty>
    }
}

/// Those who are found. Administrators tick some, or take all, and change them together.
#[component]
fn Found(page: PeoplePage) -> impl IntoView {
    if !page.may_add {
        return view! { <Table page/> }.into_any();
    }
    let all = format!("/people/bulk?all=1&{}", without_page(&page.filter).query_string());
    let words = if page.total == 1 {
        "Change the one found…".to_owned()
    } else {
        format!("Change all {}…", page.total)
    };
    view! {
        <form method="get" action="/people/bulk" class="stack">
            <Table page/>
            <div class="toolbar">
                <button class="button"><Icon name="edit"/>"Change the ticked…"</button>
                <A href=all attr:class="button button--quiet">{words}</A>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Table(page: PeoplePage) -> impl IntoView {
    let people = page.people.clone();
    let pick = page.may_add;
    view! {
        <div class="card card--flush">
            <table class="table">
                <thead>
                    <tr>
                        {pick.then(|| view! { <th scope="col" class="table__pick"><span class="sr-only">"Pick"</span></th> })}
                        <th>"Name"</th><th>"Teams"</th><th>"E-mail"</th><th>"Time zone"</th><th>"Organisation role"</th><th>"State"</th>
                    </tr>
                </thead>
                <tbody>{people.into_iter().map(|person| view! { <Row person pick/> }).collect_view()}</tbody>
            </table>
            <Pager page/>
        </div>
    }
}

#[component]
fn Row(person: PersonRow, pick: bool) -> impl IntoView {
    let teams = person.clone();
    let state = state(&person);
    let label = format!("Pick {}", person.name);
    let id = person.id.clone();
    view! {
        <tr>
            {pick.then(|| view! { <td class="table__pick"><label class="check"><input type="checkbox" name="id" value=id/><span class="sr-only">{label}</span></label></td> })}
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
        let filter = page.filter.clone();
        move |number: usize| {
            let filter = PeopleFilter {
                page: number.to_string(),
                ..filter.clone()
            };
            format!("/people?{}", filter.query_string())
        }
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
