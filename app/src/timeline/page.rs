//! The page of a rota's time.

use super::{
    Chart, ChartView, Look, PersonLane, RotaTimeline, Turn,
    agenda::Agenda,
    api::load_timeline,
    calendar::CalendarView,
    select::{Panel, Selecting, Tip},
    toolbar::{Place, Toolbar},
};
use crate::{
    components::{Badge, Disc, Empty, Icon, Problem, TimeStamp},
    covers::{Made, Writing},
    feeds::{FeedCard, FeedHandle, use_feed},
    live,
    rotas::{Named, RotaHead, RotaTab},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// A rota over a window of time.
#[component]
pub fn RotaPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let look = query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            Look {
                from: get("from"),
                view: get("view"),
                layout: get("layout"),
                made: get("made"),
                changed: get("changed"),
            }
        });
        (slug, look)
    };
    let writing = Writing::new();
    let selecting = Selecting::new();
    provide_context(selecting);
    let load = Resource::new(
        move || (key(), writing.done()),
        |((slug, look), _)| load_timeline(slug, look),
    );
    Effect::new(move |_| {
        key();
        selecting.clear();
    });
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    live::follow_any(move || format!("rota:{}", slug()), move || load.refetch());
    let feed = use_feed("rota", move || {
        params.with(|params| params.get("slug")).unwrap_or_default()
    });
    let done = move || query.with(|query| query.get("done")).unwrap_or_default();
    let print = move || query.with(|query| query.get("print")).is_some();
    view! {
        <Transition>
            {move || {
                let (done, print) = (done(), print());
                Suspend::new(async move {
                    match load.await {
                        Ok(rota) if print => view! { <Sheet rota/> }.into_any(),
                        Ok(rota) => view! { <RotaView rota done feed writing/> }.into_any(),
                        Err(error) => view! { <Problem error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn RotaView(rota: RotaTimeline, done: String, feed: FeedHandle, writing: Writing) -> impl IntoView {
    let heading = rota.heading.clone();
    let base = format!("/rotas/{}", heading.slug);
    let cover = heading.may_cover.then(|| base.clone());
    let cover_page = format!("{base}/cover");
    let offer_page = format!("{base}/offer");
    let correct_page = format!("{base}/correct");
    view! {
        <Title text=heading.name.clone()/>
        <RotaHead heading=heading.clone() tab=RotaTab::Timeline>
            {heading.may_cover.then(|| view! {
                <A href=cover_page attr:class="button button--primary"><Icon name="plus"/>"Cover"</A>
            })}
            {heading.may_cover.then(|| view! {
                <A href=offer_page attr:class="button"><Icon name="swap"/>"Offers"</A>
            })}
            {heading.may_manage.then(|| view! {
                <A href=correct_page attr:class="button"><Icon name="pen"/>"Correct the past"</A>
            })}
            <a href="#calendar" class="button"><Icon name="calendar"/>"Subscribe"</a>
        </RotaHead>
        {rota.news.clone().map(|(row, changed)| {
            let back = Place::of(&base, &rota).back();
            view! { <Made row action=writing.withdraw changed back/> }
        })}
        <Done done published=heading.published.clone()/>
        <UnfitList
            unfit=rota.unfit.clone()
            may_cover=heading.may_cover
            all=format!("/teams/{}/conflicts?rota={}", heading.team_slug, heading.slug)
        />
        <OfferedList offered=rota.offered.clone()/>
        {if rota.anything {
            view! {
                <Toolbar base=base.clone() rota=rota.clone()/>
                <Drawing rota=rota.clone() base=cover writing/>
                <div class="split"><Handovers turns=rota.handovers/><FeedCard feed/></div>
            }.into_any()
        } else {
            view! { <Unplanned base may_manage=heading.may_manage/><FeedCard feed/> }.into_any()
        }}
    }
}

#[component]
fn Done(done: String, published: String) -> impl IntoView {
    let words = match done.as_str() {
        "published" => Some(format!("The plan is {published}. Calendars follow within the hour.")),
        "saved" => Some("The rota's rules are saved.".to_owned()),
        _ => None,
    };
    words.map(|words| view! {
        <div class="alert alert--success" role="status"><Icon name="check"/><div><p class="alert__title">{words}</p></div></div>
    })
}

/// How much of that trouble stands above the drawing; the list of conflicts has the rest.
const URGENT: usize = 3;

/// Trouble that plans and covers do not show by themselves, the most urgent first, each with its fix; `all` lists the rest.
#[component]
fn UnfitList(unfit: Vec<super::Unfit>, may_cover: bool, all: String) -> impl IntoView {
    let more = unfit.len().saturating_sub(URGENT);
    let title = match unfit.len() {
        1 => "One stretch of duty needs cover".to_owned(),
        many => format!("{many} stretches of duty need cover"),
    };
    (!unfit.is_empty()).then(|| {
        view! {
            <div class="alert alert--warning">
                <Icon name="warning"/>
                <div>
                    <p class="alert__title">{title}</p>
                    <ul>
                        {unfit.into_iter().take(URGENT).map(|one| view! {
                            <li>{one.words}" "{may_cover.then(|| view! { <A href=one.cover>"Find cover"</A> })}</li>
                        }).collect_view()}
                        {(more > 0).then(|| view! { <li><A href=all>{format!("and {more} more")}</A></li> })}
                    </ul>
                </div>
            </div>
        }
    })
}

/// What is offered of the rota's duty, each with its page.
#[component]
fn OfferedList(offered: Vec<super::Offered>) -> impl IntoView {
    let title = match offered.len() {
        1 => "One shift is offered".to_owned(),
        many => format!("{many} shifts are offered"),
    };
    (!offered.is_empty()).then(|| {
        view! {
            <div class="alert">
                <Icon name="swap"/>
                <div>
                    <p class="alert__title">{title}</p>
                    <ul>
                        {offered.into_iter().map(|one| view! { <li><A href=one.href>{one.words}</A></li> }).collect_view()}
                    </ul>
                </div>
            </div>
        }
    })
}

#[component]
fn Unplanned(base: String, may_manage: bool) -> impl IntoView {
    let text = if may_manage {
        "Plan it: Tandem shares the turns out fairly, with two people on every one of them."
    } else {
        "Its manager has not published a plan yet."
    };
    view! {
        <Empty icon="calendar" title="Nothing published yet" text>
            {may_manage.then(|| view! { <A href=format!("{base}/plan") attr:class="button button--primary">"Plan this rota"</A> })}
        </Empty>
    }
}

/// The rota's time in the layout that was asked for. Phones have lists for lanes.
#[component]
fn Drawing(rota: RotaTimeline, base: Option<String>, writing: Writing) -> impl IntoView {
    let slug = rota.heading.slug.clone();
    let place = Place::of(&format!("/rotas/{slug}"), &rota);
    let (days, narrow) = (rota.days.clone(), base.clone());
    match rota.layout.as_str() {
        "calendar" => view! { <CalendarView weeks=rota.weeks base zone=rota.chart.zone title=rota.title/> }.into_any(),
        "agenda" => view! { <div class="agenda--wide"><AgendaOr days base/></div> }.into_any(),
        "people" => view! { <Choosing chart=rota.chart base slug place writing people=rota.people/> }.into_any(),
        _ => view! {
            <div class="only-wide"><Choosing chart=rota.chart base slug place writing people=Vec::new()/></div>
            <div class="only-narrow"><AgendaOr days base=narrow/></div>
        }
        .into_any(),
    }
}

/// Lanes, with what can be chosen on them.
#[component]
fn Choosing(
    chart: Chart,
    base: Option<String>,
    slug: String,
    place: Place,
    writing: Writing,
    people: Vec<PersonLane>,
) -> impl IntoView {
    let may = base.is_some();
    view! {
        <ChartView chart base place people/>
        {may.then(|| view! { <Panel slug writing/> })}
        <Tip/>
    }
}

/// The same for paper: nothing but what is on it, and when it was so.
#[component]
fn Sheet(rota: RotaTimeline) -> impl IntoView {
    let heading = rota.heading.clone();
    let facts = format!("{} · times of {}", heading.team, heading.zone);
    let back = format!("/rotas/{}", heading.slug);
    view! {
        <Title text=heading.name.clone()/>
        <div class="sheet">
            <div class="sheet__head">
                <h1><bdi>{heading.name.clone()}</bdi></h1>
                <p class="sheet__title">{rota.title.clone()}</p>
                <p class="muted">{facts}" · "{heading.published}</p>
                <p class="sheet__ways"><A href=back attr:class="button">"Back"</A><PrintButton/></p>
            </div>
            {match rota.layout.as_str() {
                "calendar" => view! { <CalendarView weeks=rota.weeks base=None zone=rota.chart.zone title=rota.title/> }.into_any(),
                "agenda" => view! { <AgendaOr days=rota.days base=None/> }.into_any(),
                "people" => view! { <ChartView chart=rota.chart base=None people=rota.people/> }.into_any(),
                _ => view! { <ChartView chart=rota.chart base=None/><AgendaOr days=rota.days base=None/> }.into_any(),
            }}
        </div>
    }
}

/// Browsers print by themselves; this only saves the way to their menu.
#[component]
fn PrintButton() -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let print = move |_| {
        let _ = window().print();
    };
    view! { <button class="button button--primary" hidden=move || !ready.get() on:click=print>"Print"</button> }
}

#[component]
fn AgendaOr(days: Vec<super::AgendaDay>, base: Option<String>) -> impl IntoView {
    if days.is_empty() {
        view! { <p class="muted">"Nothing is planned in this time."</p> }.into_any()
    } else {
        view! { <Agenda days base/> }.into_any()
    }
}

#[component]
fn Handovers(turns: Vec<Turn>) -> impl IntoView {
    (!turns.is_empty()).then(|| view! {
        <section class="section">
            <div class="section-head"><h2>"Coming handovers"</h2></div>
            <div class="card card--flush">
                <table class="table">
                    <thead><tr><th scope="col">"When"</th><th scope="col">"Lead"</th><th scope="col">"Engineer"</th><th scope="col">"State"</th></tr></thead>
                    <tbody>{turns.into_iter().map(|turn| view! { <TurnRow turn/> }).collect_view()}</tbody>
                </table>
            </div>
        </section>
    })
}

#[component]
fn TurnRow(turn: Turn) -> impl IntoView {
    let gap = turn.lead.is_none() || turn.engineer.is_none();
    let (kind, word) = match (gap, turn.draft) {
        (true, true) => ("gap", "Gap in the draft"),
        (true, false) => ("gap", "Published with a gap"),
        (false, true) => ("draft", "Draft"),
        (false, false) => ("published", "Published"),
    };
    view! {
        <tr>
            <th scope="row"><TimeStamp stamp=turn.at/></th>
            <td data-label="Lead"><PersonOrGap person=turn.lead/></td>
            <td data-label="Engineer"><PersonOrGap person=turn.engineer/></td>
            <td data-label="State"><Badge kind word/></td>
        </tr>
    }
}

#[component]
fn PersonOrGap(person: Option<Named>) -> impl IntoView {
    match person {
        Some(person) => view! {
            <span class="person"><Disc name=person.name.clone() id=person.id/><bdi>{person.name}</bdi></span>
        }
        .into_any(),
        None => view! { <span class="badge badge--gap"><Icon name="warning" small=true/>"Gap"</span> }.into_any(),
    }
}
