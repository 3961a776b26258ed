//! The list of what has to be mended: of the organisation, or of a team.

use super::{ConflictFilter, ConflictPage, ConflictRow, load_conflicts};
use crate::{
    components::{Badge, Disc, Empty, Icon, Problem, RoleIcon, Select, lane_class},
    help::Help,
    live,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::{use_params_map, use_query_map},
};

/// Key and words of each kind.
const KINDS: [(&str, &str); 7] = [
    ("gap", "Gap"),
    ("left", "Has left"),
    ("not-qualified", "Not qualified"),
    ("on-leave", "On leave"),
    ("two-rotas", "Two rotas at once"),
    ("rest", "Too little rest"),
    ("unplanned", "Not planned"),
];

/// `/conflicts`.
#[component]
pub fn ConflictsPage() -> impl IntoView {
    view! { <Conflicts/> }
}

/// `/teams/{slug}/conflicts`.
#[component]
pub fn TeamConflictsPage() -> impl IntoView {
    view! { <Conflicts/> }
}

#[component]
fn Conflicts() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let filter = Memo::new(move |_| {
        let asked = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        ConflictFilter {
            team: params.with(|params| params.get("slug")).unwrap_or_default(),
            rota: asked("rota"),
            kind: asked("kind"),
            person: asked("person"),
            accepted: asked("accepted"),
            after: asked("after"),
        }
    });
    let load = Resource::new(move || filter.get(), load_conflicts);
    let topic = move || match filter.with(|filter| filter.team.clone()) {
        team if team.is_empty() => "conflicts".to_owned(),
        team => format!("team:{team}"),
    };
    live::follow_any(topic, move || load.refetch());
    view! {
        <Title text="Gaps and conflicts"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn base(page: &ConflictPage) -> String {
    page.team.as_ref().map_or_else(
        || "/conflicts".to_owned(),
        |(slug, _)| format!("/teams/{slug}/conflicts"),
    )
}

/// How many there are, in words.
fn count_words(page: &ConflictPage) -> String {
    match page.total {
        0 => String::new(),
        1 => "One thing to mend, with its fix beside it.".to_owned(),
        many => format!("{many} things to mend, the most urgent first, each with its fix beside it."),
    }
}

#[component]
fn Page(page: ConflictPage) -> impl IntoView {
    let team = page.team.clone();
    let words = count_words(&page);
    view! {
        <div class="page-head">
            <div class="page-head__text">
                {team.map(|(slug, name)| view! {
                    <nav class="crumbs" aria-label="Path">
                        <A href="/teams">"Teams"</A><Icon name="chevron-right" small=true/><A href=format!("/teams/{slug}")><bdi>{name}</bdi></A>
                    </nav>
                })}
                <div class="title"><h1>"Gaps and conflicts"</h1><Help words=&["conflict", "gap", "cover", "override"]/></div>
                {(!words.is_empty()).then(|| view! { <p class="muted">{words}</p> })}
            </div>
            <div class="page-head__actions row">
                {page.team.is_some().then(|| view! { <A href="/conflicts" attr:class="button">"All teams"</A> })}
            </div>
        </div>
        <Filters page=page.clone()/>
        <List page/>
    }
}

#[component]
fn Filters(page: ConflictPage) -> impl IntoView {
    let none = Signal::stored(None);
    let (action, filter) = (base(&page), page.filter.clone());
    let any = |all: &str, options: Vec<(String, String)>| {
        let mut choices = vec![(String::new(), all.to_owned())];
        choices.extend(options);
        choices
    };
    let kinds = KINDS.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec();
    let narrowed = [&filter.rota, &filter.kind, &filter.person]
        .iter()
        .any(|value| !value.is_empty());
    let shown = !filter.accepted.is_empty();
    let turned = ConflictFilter {
        accepted: if shown { String::new() } else { "yes".to_owned() },
        after: String::new(),
        ..filter.clone()
    };
    let turn = match (shown, page.accepted) {
        (true, _) => Some("Hide what was accepted".to_owned()),
        (false, 0) => None,
        (false, many) => Some(format!("Show {many} accepted with a reason")),
    };
    view! {
        <Form method="GET" action=action.clone() attr:class="card filters">
            <Select name="kind" label="What" options=any("Everything", kinds) value=filter.kind error=none/>
            <Select name="rota" label="Rota" options=any("Any rota", page.rotas) value=filter.rota error=none/>
            <div class="form__actions">
                <button class="button">"Show"</button>
                {narrowed.then(|| view! { <A href=action.clone() attr:class="button button--quiet">"Show everything"</A> })}
                {turn.map(|words| view! { <A href=format!("{action}?{}", turned.query()) attr:class="button button--quiet">{words}</A> })}
            </div>
        </Form>
    }
}

#[component]
fn List(page: ConflictPage) -> impl IntoView {
    if page.rows.is_empty() {
        let filtered = page.filter
            != ConflictFilter {
                team: page.filter.team.clone(),
                ..ConflictFilter::default()
            };
        return match filtered {
            true => view! {
                <Empty icon="search" title="Nothing here is as you ask" text="Take a condition away to see the rest.">
                    <A href=base(&page) attr:class="button">"Show everything"</A>
                </Empty>
            }
            .into_any(),
            false => view! {
                <Empty icon="check" title=page.clear text="Every shift that is published has its Lead and its Engineer, both qualified and present.">
                    <A href="/" attr:class="button">"Who is on duty now"</A>
                </Empty>
            }
            .into_any(),
        };
    }
    let (base, filter, next) = (base(&page), page.filter, page.next);
    let later = next.map(|after| {
        format!(
            "{base}?{}",
            ConflictFilter {
                after,
                ..filter.clone()
            }
            .query()
        )
    });
    let first = ConflictFilter {
        after: String::new(),
        ..filter.clone()
    };
    let first = (!filter.after.is_empty()).then(|| format!("{base}?{}", first.query()));
    let (now, ahead): (Vec<_>, Vec<_>) = page.rows.into_iter().partition(|row| row.now);
    view! {
        <Part title="Happening now" rows=now/>
        <Part title="Ahead" rows=ahead/>
        {(first.is_some() || later.is_some()).then(|| view! {
            <nav class="pager" aria-label="More conflicts">
                <span class="row">
                    {first.map(|href| view! { <A href=href attr:class="button">"Most urgent"</A> })}
                    {later.map(|href| view! { <A href=href attr:class="button">"Later"</A> })}
                </span>
            </nav>
        })}
    }
    .into_any()
}

#[component]
fn Part(title: &'static str, rows: Vec<ConflictRow>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        view! {
            <section class="section">
                <div class="section-head"><h2>{title}</h2></div>
                <div class="card card--flush">
                    <ul class="list list--inset conflicts">{rows.into_iter().map(|row| view! { <Row row/> }).collect_view()}</ul>
                </div>
            </section>
        }
    })
}

#[component]
fn Row(row: ConflictRow) -> impl IntoView {
    let word = KINDS
        .iter()
        .find(|(key, _)| *key == row.kind)
        .map_or("Conflict", |(_, word)| word);
    let kind = match (row.accepted.is_some(), row.kind.as_str()) {
        (true, _) => "",
        (_, "gap" | "left") => "gap",
        _ => "warning",
    };
    let label = format!("{}, {}, {}", row.what, row.rota_name, row.when);
    let mut fixes = row.fixes.into_iter();
    let first = fixes.next();
    view! {
        <li data-kind=row.kind>
            <span class="conflicts__who">
                {match row.person {
                    Some(person) => view! { <Disc name=person.name id=person.id/> }.into_any(),
                    None => view! { <span class="disc disc--gap" aria-hidden="true"><Icon name="warning"/></span> }.into_any(),
                }}
            </span>
            <div class="list__grow">
                <p class="row"><b>{row.what}</b><Badge kind word/></p>
                <p class="row">
                    {row.role.map(|role| view! { <span class=format!("{} row", lane_class(role))><RoleIcon role/></span> })}
                    <A href=format!("/rotas/{}", row.rota)><bdi>{row.rota_name}</bdi></A>
                    <span>{row.when}</span>
                    <span class="muted small">{row.left}</span>
                </p>
                <p class="muted small"><bdi>{row.team_name}</bdi></p>
                {row.accepted.map(|why| view! { <p class="small">"Accepted: "<bdi>{why}</bdi></p> })}
            </div>
            <div class="row conflicts__fixes">
                {fixes.map(|fix| view! { <A href=fix.href attr:class="button button--quiet">{fix.words}</A> }).collect_view()}
                {first.map(|fix| {
                    let spoken = format!("{}: {label}", fix.words);
                    view! { <A href=fix.href attr:class="button button--primary" attr:aria-label=spoken>{fix.words}</A> }
                })}
            </div>
        </li>
    }
}
