//! Many rotas under each other: only those in sight are drawn.

use super::{
    ManyRotas, RotaLane, Shade,
    api::load_many,
    bar::{BarView, LaneLook},
    chart::{Ground, Keys, percent},
};
use crate::{
    components::{Empty, Icon, Problem, RoleIcon},
    live,
};
use domain::Role;
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[cfg(feature = "hydrate")]
mod scroll;
#[cfg(not(feature = "hydrate"))]
mod scroll {
    //! A server shows one page of the list.
    use super::super::{ManyRotas, api::Look};
    use leptos::{html, prelude::*};
    use std::collections::BTreeMap;

    pub(super) fn follow(
        _: NodeRef<html::Ol>,
        _: Signal<Look>,
        _: RwSignal<BTreeMap<usize, ManyRotas>>,
        _: RwSignal<(usize, usize)>,
        _: usize,
    ) {
    }
}

/// Room above the lanes of a row.
const ABOVE: f64 = 7.0;

/// Every rota's time, with a lane for each role, from the address's query.
#[component]
pub(crate) fn ManyView() -> impl IntoView {
    let query = use_query_map();
    let look = Signal::derive(move || {
        query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            super::Look {
                from: get("from"),
                view: get("view"),
                ..super::Look::default()
            }
        })
    });
    let page = Memo::new(move |_| {
        let page = query.with(|query| query.get("page"));
        page.and_then(|page| page.parse::<usize>().ok()).unwrap_or(1)
    });
    let load = Resource::new(move || (look.get(), page.get()), |(look, page)| load_many(look, page));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(many) if many.total == 0 => view! {
                        <Empty icon="calendar" title="No rotas yet" text="A rota says who is Lead and who is Engineer, hour by hour."/>
                    }.into_any(),
                    Ok(many) => view! { <Many many look/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Many(many: ManyRotas, look: Signal<super::Look>) -> impl IntoView {
    let ready = RwSignal::new(false);
    let blocks = RwSignal::new(std::collections::BTreeMap::from([(many.page, many.clone())]));
    let seen = RwSignal::new((many.page, many.page));
    let list = NodeRef::<leptos::html::Ol>::new();
    let pages = many.pages;
    scroll::follow(list, look, blocks, seen, pages);
    Effect::new(move |_| ready.set(true));
    live::follow("board", move || {
        let look = look.get_untracked();
        for page in blocks.with_untracked(|blocks| blocks.keys().copied().collect::<Vec<_>>()) {
            let look = look.clone();
            leptos::task::spawn_local(async move {
                // What cannot be loaded stays as it was.
                if let Ok(block) = load_many(look, page).await {
                    let _ = blocks.try_update(|blocks| blocks.insert(page, block));
                }
            });
        }
    });
    let (first, paging) = (many.page, many.clone());
    let rows = many.rows;
    let block = move |page: usize| {
        let near = Memo::new(move |_| {
            let (from, to) = seen.get();
            (from..=to).contains(&page)
        });
        let drawn = move || {
            let known = near
                .get()
                .then(|| blocks.with(|blocks| blocks.get(&page).cloned()))
                .flatten();
            match known {
                Some(block) => view! { <ol class="many__rows">{block.rotas.into_iter().map(|lane| view! { <Row lane grid=block.grid.clone() shades=block.shades.clone() now=block.now/> }).collect_view()}</ol> }.into_any(),
                None => ().into_any(),
            }
        };
        let left = if page == pages {
            many.total - (pages - 1) * rows
        } else {
            rows
        };
        view! { <li class="many__block" data-page=page.to_string() data-rows=left.to_string()>{drawn}</li> }
    };
    let all = move || {
        let shown = if ready.get() { 1..=pages } else { first..=first };
        shown.map(block).collect_view()
    };
    view! {
        <Tools many=paging.clone()/>
        <section class="timeline many" aria-label="Timeline of every rota">
            <div class="many__head">
                <span class="muted small">{paging.zone.clone()}</span>
                <Head many=paging.clone()/>
            </div>
            <ol class="many__list" node_ref=list>{all}</ol>
            <Keys/>
        </section>
        <div hidden=move || ready.get()><Pages many=paging/></div>
    }
}

#[component]
fn Head(many: ManyRotas) -> impl IntoView {
    view! {
        <svg class="timeline__head" height="52" aria-hidden="true">
            {many.months.into_iter().map(|(x, name)| view! { <text class="month" x=percent(x) dx="8" y="19">{name}</text> }).collect_view()}
            {many.days.into_iter().map(|(x, date, today)| {
                let class = if today { "today" } else { "day" };
                view! { <text class=class x=percent(x) y="41" text-anchor="middle">{date}</text> }
            }).collect_view()}
        </svg>
    }
}

/// One rota: its name, and the two lanes.
#[component]
fn Row(lane: RotaLane, grid: Vec<f64>, shades: Vec<Shade>, now: Option<f64>) -> impl IntoView {
    let look = LaneLook::MANY;
    let href = format!("/rotas/{}", lane.slug);
    let base = lane.may_cover.then(|| href.clone());
    view! {
        <li class="many__row" data-rota=lane.slug.clone()>
            <div class="many__label">
                <A href=href><bdi>{lane.name}</bdi></A>
                <span class="muted small">{lane.team}</span>
                {(lane.gaps > 0).then(|| view! { <span class="badge badge--gap"><Icon name="warning" small=true/>{match lane.gaps { 1 => "1 gap".to_owned(), many => format!("{many} gaps") }}</span> })}
            </div>
            <svg class="timeline__chart" height="100%">
                <Ground shades grid height="100%".to_owned()/>
                {lane.bars.into_iter().enumerate().map(|(place, bar)| {
                    let top = ABOVE + if bar.role == Role::Lead { 0.0 } else { look.lane };
                    view! { <BarView bar base=base.clone() look top place/> }
                }).collect_view()}
                {now.map(|x| view! { <line class="line--now" x1=percent(x) x2=percent(x) y2="100%"></line> })}
            </svg>
        </li>
    }
}

#[component]
fn Tools(many: ManyRotas) -> impl IntoView {
    let view = many.view.clone();
    let at = |from: &str| format!("/rotas?view={view}&from={from}");
    let kept = match many.now {
        Some(_) => String::new(),
        None => format!("&from={}", many.from),
    };
    let zooms = ["day", "week", "month", "quarter"].map(|zoom| {
        let word = format!("{}{}", zoom[..1].to_uppercase(), &zoom[1..]);
        view! { <a href=format!("/rotas?view={zoom}{kept}") aria-current=(zoom == many.view).then_some("true")>{word}</a> }
    });
    view! {
        <div class="toolbar timeline__tools">
            <span class="toolbar__group">
                <a class="button button--icon" href=at(&many.earlier) aria-label="Earlier"><Icon name="chevron-left"/></a>
                <a class="button" href=format!("/rotas?view={}", many.view)>"Today"</a>
                <a class="button button--icon" href=at(&many.later) aria-label="Later"><Icon name="chevron-right"/></a>
            </span>
            <h2 class="timeline__title">{many.title.clone()}</h2>
            <span class="many__roles"><span class="lane--lead"><RoleIcon role=Role::Lead/></span><span class="muted small">"above"</span><span class="lane--engineer"><RoleIcon role=Role::Engineer/></span><span class="muted small">"below"</span></span>
            <span class="toolbar__push"><nav class="segments" aria-label="Zoom">{zooms.collect_view()}</nav></span>
        </div>
    }
}

/// The way to the other rotas where no script draws them as they come into sight.
#[component]
fn Pages(many: ManyRotas) -> impl IntoView {
    let href = |page: usize| format!("/rotas?view={}&from={}&page={page}", many.view, many.from);
    let earlier = (many.page > 1).then(|| href(many.page - 1));
    let later = (many.page < many.pages).then(|| href(many.page + 1));
    (many.pages > 1).then(|| view! {
        <nav class="row row--between" aria-label="Pages of rotas">
            <span>{earlier.map(|href| view! { <a class="button" href=href><Icon name="chevron-left"/>"Rotas before"</a> })}</span>
            <span class="muted">{format!("Page {} of {} · {} rotas", many.page, many.pages, many.total)}</span>
            <span>{later.map(|href| view! { <a class="button" href=href>"Rotas after"<Icon name="chevron-right"/></a> })}</span>
        </nav>
    })
}
