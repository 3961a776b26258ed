//! Every rota: who is on now, how far it is published, and the gaps ahead.

use super::{
    Named, RotaRow,
    api::{RotaList, load_rotas},
};
use crate::{
    components::{Badge, Disc, Empty, Icon, Problem, TimeStamp},
    help::Help,
    live,
    timeline::ManyView,
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// The list of rotas.
#[component]
pub fn RotasPage() -> impl IntoView {
    let query = use_query_map();
    let drawn = Memo::new(move |_| query.with(|query| query.get("view").is_some()));
    let load = Resource::new(|| (), |()| load_rotas());
    // What is drawn follows by itself, so that nothing that is scrolled to moves.
    live::follow("board", move || {
        if !drawn.get_untracked() {
            load.refetch();
        }
    });
    view! {
        <Title text="Rotas"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(list) => view! { <List list drawn/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn List(list: RotaList, drawn: Memo<bool>) -> impl IntoView {
    let create = list.may_create;
    let empty = list.rotas.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text"><div class="title"><h1>"Rotas"</h1><Help words=&["rota", "shift", "published", "gap"]/></div></div>
            <div class="page-head__actions row">
                {(!empty).then(|| view! { <Layouts drawn/> })}
                {(create && !empty).then(|| view! {
                    <A href="/rotas/new" attr:class="button button--primary"><Icon name="plus"/>"New rota"</A>
                })}
            </div>
        </div>
        {if empty {
            view! { <NoRotas create/> }.into_any()
        } else {
            let rotas = StoredValue::new(list.rotas);
            view! {
                {move || if drawn.get() {
                    view! { <ManyView/> }.into_any()
                } else {
                    view! { <Table rotas=rotas.get_value()/> }.into_any()
                }}
            }.into_any()
        }}
    }
}

/// A list, or all of them drawn under each other.
#[component]
fn Layouts(drawn: Memo<bool>) -> impl IntoView {
    let here = move |own: bool| (drawn.get() == own).then_some("true");
    view! {
        <nav class="segments" aria-label="Layout">
            <a href="/rotas" aria-current=move || here(false)><Icon name="list" small=true/>"List"</a>
            <a href="/rotas?view=week" aria-current=move || here(true)><Icon name="lanes" small=true/>"Timeline"</a>
        </nav>
    }
}

#[component]
fn NoRotas(create: bool) -> impl IntoView {
    let text = "A rota says who is Lead and who is Engineer, hour by hour, in one time zone.";
    view! {
        <Empty icon="calendar" title="No rotas yet" text>
            {create.then(|| view! {
                <A href="/rotas/new" attr:class="button button--primary"><Icon name="plus"/>"New rota"</A>
            })}
        </Empty>
    }
}

#[component]
fn Table(rotas: Vec<RotaRow>) -> impl IntoView {
    view! {
        <div class="card card--flush">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Rota"</th><th scope="col">"Team"</th><th scope="col">"Lead now"</th>
                        <th scope="col">"Engineer now"</th><th scope="col">"Published to"</th><th scope="col">"Gaps ahead"</th>
                    </tr>
                </thead>
                <tbody>{rotas.into_iter().map(|row| view! { <Row row/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: RotaRow) -> impl IntoView {
    let href = format!("/rotas/{}", row.slug);
    let plan = format!("{href}/plan");
    let (slug, name, draft) = (row.slug.clone(), row.name.clone(), row.draft);
    let (team, team_href) = (row.team.clone(), format!("/teams/{}", row.team_slug));
    let published = row.clone();
    let holders = Role::BOTH.map(|role| {
        view! {
            <td data-label=format!("{role} now")><HolderCell row=row.clone() role/></td>
        }
    });
    view! {
        <tr data-rota=slug>
            <th scope="row">
                <A href=href><bdi>{name}</bdi></A>
                {draft.then(|| view! { " " <A href=plan attr:class="badge badge--draft">"Draft"</A> })}
            </th>
            <td data-label="Team"><A href=team_href>{team}</A></td>
            {holders.collect_view()}
            <td data-label="Published to"><Published row=published/></td>
            <td data-label="Gaps ahead"><Gaps row/></td>
        </tr>
    }
}

#[component]
fn HolderCell(row: RotaRow, role: Role) -> impl IntoView {
    match (row.holder(role).cloned(), row.state.as_str()) {
        (Some(person), _) => view! { <Person person/> }.into_any(),
        (None, "covered") => {
            let words = row
                .gap_until
                .map_or_else(|| "Gap".to_owned(), |until| format!("Gap until {}", until.text));
            view! { <span class="badge badge--gap"><Icon name="warning" small=true/>{words}</span> }.into_any()
        }
        (None, "off") => view! { <span class="muted">"Off"</span> }.into_any(),
        (None, _) => view! { <span class="muted">"Unplanned"</span> }.into_any(),
    }
}

#[component]
fn Person(person: Named) -> impl IntoView {
    view! {
        <A href=format!("/people/{}", person.id) attr:class="person">
            <Disc name=person.name.clone() id=person.id.clone()/><bdi>{person.name.clone()}</bdi>
        </A>
    }
}

#[component]
fn Published(row: RotaRow) -> impl IntoView {
    match (row.published, row.running_out) {
        (Some(stamp), Some(left)) => view! {
            <span class="badge badge--warning"><TimeStamp stamp/>{format!(", {left}")}</span>
        }
        .into_any(),
        (Some(stamp), None) => view! { <TimeStamp stamp/> }.into_any(),
        (None, _) => view! { <Badge word="Nothing yet"/> }.into_any(),
    }
}

#[component]
fn Gaps(row: RotaRow) -> impl IntoView {
    match row.gaps_ahead {
        0 => view! { <span class="muted">"None"</span> }.into_any(),
        1 => view! { <Badge kind="gap" word="1 shift"/> }.into_any(),
        many => view! { <Badge kind="gap" word=format!("{many} shifts")/> }.into_any(),
    }
}
