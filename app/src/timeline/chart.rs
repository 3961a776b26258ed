//! Time to scale, with a lane for each role or person. Everything is placed by SVG attributes in percent.

use super::{
    Bar, Chart, PersonLane, Shade,
    bar::{BarView, LaneLook},
    select::{self, Chosen, Selecting},
    toolbar::Place,
};
use crate::components::{Disc, Icon, RoleIcon, lane_class};
use domain::Role;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

pub(super) fn percent(value: f64) -> String {
    format!("{value:.3}%")
}

/// A lane as it is drawn.
struct Lane {
    bars: Vec<(usize, Bar)>,
    leave: Vec<Shade>,
}

/// The drawing; bars lead to covers when `base` is the rota's address.
#[component]
pub fn ChartView(
    chart: Chart,
    #[prop(optional_no_strip)] base: Option<String>,
    /// What it shows, where several stand on one page.
    #[prop(optional, into)]
    of: String,
    /// A lane for each of them, instead of one for each role.
    #[prop(optional)]
    people: Vec<PersonLane>,
    /// Where it is looked at, where stretches can be chosen on it.
    #[prop(optional)]
    place: Option<Place>,
) -> impl IntoView {
    let label = if of.is_empty() {
        "Timeline".to_owned()
    } else {
        format!("Timeline of {of}")
    };
    let by_person = !people.is_empty();
    let layout = if by_person { "people" } else { "roles" };
    let leave = by_person.then_some(());
    let choose = place.is_some() && base.is_some() && !by_person;
    let zoom = chart.zoom.clone();
    let (zone, own) = (chart.zone.clone(), chart.own_zone.clone());
    let labels = if by_person {
        view! { <PersonLabels people=people.clone()/> }.into_any()
    } else {
        view! { <RoleLabels lanes=chart.lanes.clone()/> }.into_any()
    };
    let nights = chart.shades.iter().any(|shade| shade.kind == "night");
    let clocks = !chart.clock_changes.is_empty();
    let head = chart.clone();
    view! {
        <section class="timeline" data-zoom=zoom data-layout=layout aria-label=label.clone()>
            <div class="timeline__scroll" tabindex="0" role="region" aria-label=format!("{label}, scrolls sideways")>
                <div class="timeline__grid">
                    <div class="timeline__corner"><span>{zone}</span>{own.map(|own| view! { <span class="timeline__own">{own}</span> })}</div>
                    <Head chart=head/>
                    {labels}
                    {match place {
                        Some(place) => view! { <Choosing chart base place people/> }.into_any(),
                        None => view! { <Body chart base people/> }.into_any(),
                    }}
                </div>
            </div>
            <Keys leave=leave.is_some() choose nights clocks/>
        </section>
    }
}

#[component]
fn RoleLabels(lanes: [Option<String>; 2]) -> impl IntoView {
    view! {
        <ul class="timeline__labels">
            {Role::BOTH.into_iter().zip(lanes).map(|(role, words)| view! {
                <li class=lane_class(role)><RoleIcon role/><span class="small muted">{words}</span></li>
            }).collect_view()}
        </ul>
    }
}

#[component]
fn PersonLabels(people: Vec<PersonLane>) -> impl IntoView {
    view! {
        <ul class="timeline__labels timeline__labels--people">
            {people.into_iter().map(|lane| match lane.person {
                Some(person) => view! {
                    <li>
                        <Disc name=person.name.clone() id=person.id.clone()/>
                        <span class="timeline__who"><bdi>{person.name}</bdi><span class="small muted">{lane.words}</span></span>
                    </li>
                }.into_any(),
                None => view! {
                    <li class="timeline__label--gap">
                        <span class="disc disc--gap" aria-hidden="true"><Icon name="warning" small=true/></span>
                        <span class="timeline__who">"Nobody"<span class="small muted">{lane.words}</span></span>
                    </li>
                }.into_any(),
            }).collect_view()}
        </ul>
    }
}

#[component]
fn Head(chart: Chart) -> impl IntoView {
    let hours = !chart.hours.is_empty();
    let days = chart.days.into_iter().map(|(x, date, today)| {
        let class = if today { "today" } else { "day" };
        // One day's name stands where the month's name stands for others.
        let (x, y, anchor) = if hours {
            ("8".to_owned(), "19", "start")
        } else {
            (percent(x), "41", "middle")
        };
        view! { <text class=class x=x y=y text-anchor=anchor>{date}</text> }
    });
    let months = chart.months.into_iter().filter(|_| !hours);
    view! {
        <svg class="timeline__head" height="52" aria-hidden="true">
            {months.map(|(x, name)| view! { <text class="month" x=percent(x) dx="8" y="19">{name}</text> }).collect_view()}
            {days.collect_view()}
            {chart.hours.into_iter().map(|(x, hour, own)| view! {
                <text class="day" x=percent(x) y="34" text-anchor="middle">{hour}</text>
                {own.map(|own| view! { <text class="timeline__own" x=percent(x) y="48" text-anchor="middle">{own}</text> })}
            }).collect_view()}
        </svg>
    }
}

/// The drawing of the roles, on which stretches are chosen by pointer and keys.
#[component]
fn Choosing(chart: Chart, base: Option<String>, place: Place, people: Vec<PersonLane>) -> impl IntoView {
    let Some(selecting) = use_context::<Selecting>() else {
        return view! { <Body chart base people/> }.into_any();
    };
    let may = base.is_some();
    // New stretches are dragged on the lanes of roles.
    let draws = may && people.is_empty();
    let (look, count) = size(&people);
    let bars = match people.is_empty() {
        true => chart.bars.clone(),
        false => people.iter().flat_map(|lane| lane.bars.clone()).collect(),
    };
    let kept = StoredValue::new(Chart { bars, ..chart.clone() });
    // A browser still tells a drawing that is being taken away what happens on it.
    let with = move |act: &dyn Fn(&Chart)| {
        let _ = kept.try_with_value(|chart| act(chart));
    };
    let untip = move || drop(selecting.tip.try_set(None));
    let lane = LaneLook::ROLES.lane;
    let drawing = NodeRef::<leptos::svg::Svg>::new();
    select::rove(selecting, drawing);
    let navigate = use_navigate();
    let zoom = {
        let place = place.clone();
        move |nearer: bool, part: f64| {
            let next = kept.try_with_value(|chart| select::zoomed(chart, nearer, part));
            if let Some((view, from)) = next.flatten() {
                let place = Place {
                    view: view.to_owned(),
                    ..place.at(Some(&from))
                };
                navigate(&place.href(), NavigateOptions::default());
            }
        }
    };
    let turned = StoredValue::new(0.0_f64);
    let by_key = zoom.clone();
    let wheel = move |event: leptos::ev::WheelEvent| {
        if !event.ctrl_key() {
            return;
        }
        event.prevent_default();
        let far = turned.try_update_value(|turned| {
            *turned += event.delta_y();
            let far = (turned.abs() > 60.0).then_some(*turned);
            if far.is_some() {
                *turned = 0.0;
            }
            far
        });
        if let Some(far) = far.flatten() {
            zoom(far < 0.0, select::fraction(&event));
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        let done = match event.key().as_str() {
            "+" | "=" if plain => {
                by_key(true, 0.5);
                true
            }
            "-" if plain => {
                by_key(false, 0.5);
                true
            }
            _ => {
                may && kept
                    .try_with_value(|chart| select::act(selecting, chart, &event))
                    .unwrap_or_default()
            }
        };
        if done {
            event.prevent_default();
        }
    };
    view! {
        <svg
            class="timeline__chart" height=(look.lane * count as f64).to_string() node_ref=drawing data-choose=draws.then_some("yes")
            on:pointerdown=move |event| if draws { with(&|chart| select::press(selecting, chart, lane, &event)) }
            on:pointermove=move |event| with(&|chart| select::pull(selecting, chart, &event))
            on:pointerup=move |_| with(&|chart| selecting.let_go(chart))
            on:pointercancel=move |_| with(&|chart| selecting.let_go(chart))
            on:click=move |event| if may { with(&|chart| select::click(selecting, chart, &event)) }
            on:pointerover=move |event| with(&|chart| select::hover(selecting, chart, &event))
            on:focusin=move |event| with(&|chart| select::hover(selecting, chart, &event))
            on:pointerleave=move |_| untip()
            on:focusout=move |_| untip()
            on:dragstart=move |event| event.prevent_default()
            on:wheel=wheel
            on:keydown=keys
        >
            <Inside chart=chart.clone() base people/>
            {draws.then(|| view! { <Chosen chart lane/> })}
        </svg>
    }
    .into_any()
}

#[component]
fn Body(chart: Chart, base: Option<String>, people: Vec<PersonLane>) -> impl IntoView {
    let (look, count) = size(&people);
    let height = (look.lane * count as f64).to_string();
    view! { <svg class="timeline__chart" height=height><Inside chart base people/></svg> }
}

/// How high lanes are, and how many there are.
fn size(people: &[PersonLane]) -> (LaneLook, usize) {
    match people.len() {
        0 => (LaneLook::ROLES, Role::BOTH.len()),
        many => (LaneLook::PEOPLE, many),
    }
}

/// What is inside the drawing.
#[component]
fn Inside(chart: Chart, base: Option<String>, people: Vec<PersonLane>) -> impl IntoView {
    let (look, lanes) = lanes(&chart, people);
    let height = (look.lane * lanes.len() as f64).to_string();
    let foot = height.clone();
    let tops: Vec<String> = (1..lanes.len())
        .map(|lane| (look.lane * lane as f64).to_string())
        .collect();
    view! {
            <Ground shades=chart.shades.clone() grid=chart.grid.clone() height=height.clone()/>
            {chart.clock_changes.into_iter().map(|(x, words)| view! {
                <line class="line--clock" x1=percent(x) x2=percent(x) y2=height.clone()><title>{words}</title></line>
            }).collect_view()}
            {tops.into_iter().map(|y| view! { <line class="line--grid" x2="100%" y1=y.clone() y2=y></line> }).collect_view()}
            {lanes.into_iter().enumerate().map(|(index, lane)| {
                view! { <LaneView lane base=base.clone() look top=look.lane * index as f64/> }
            }).collect_view()}
            {chart.now.map(|x| view! {
                <line class="line--now" x1=percent(x) x2=percent(x) y2=foot></line>
                <circle class="dot--now" cx=percent(x) cy="4" r="4"></circle>
            })}
    }
}

/// The lanes in order, each with its bars and their places in the drawing.
fn lanes(chart: &Chart, people: Vec<PersonLane>) -> (LaneLook, Vec<Lane>) {
    let all = chart.bars.iter().cloned().enumerate();
    if people.is_empty() {
        let of = |role| Lane {
            bars: all.clone().filter(|(_, bar)| bar.role == role).collect(),
            leave: Vec::new(),
        };
        return (LaneLook::ROLES, Role::BOTH.into_iter().map(of).collect());
    }
    let mut places = 0..;
    let lanes = people.into_iter().map(|lane| Lane {
        bars: places.by_ref().zip(lane.bars).collect(),
        leave: lane.leave,
    });
    (LaneLook::PEOPLE, lanes.collect())
}

#[component]
fn LaneView(lane: Lane, base: Option<String>, look: LaneLook, top: f64) -> impl IntoView {
    view! {
        {lane.leave.into_iter().map(|leave| view! {
            <svg class="bar bar--leave" x=percent(leave.x) width=percent(leave.width) y=(top + 2.0).to_string() height=(look.lane - 4.0).to_string()>
                <rect class="bar__shape" width="100%" height="100%" rx="4" fill="url(#hatch-leave)">
                    {leave.title.map(|title| leptos::svg::title().child(title))}
                </rect>
            </svg>
        }).collect_view()}
        {lane.bars.into_iter().map(|(place, bar)| view! { <BarView bar base=base.clone() look top place/> }).collect_view()}
    }
}

/// What lies below the bars: shading, and where days meet.
#[component]
pub(super) fn Ground(shades: Vec<Shade>, grid: Vec<f64>, height: String) -> impl IntoView {
    let (below, lines) = (height.clone(), height);
    view! {
        {shades.into_iter().map(|shade| view! {
            {(shade.kind == "unplanned" && shade.width > 12.0).then(|| view! {
                <text class="shade__word" x=percent(shade.x + shade.width / 2.0) y="28%">{shade.title.clone()}</text>
            })}
            <rect class=format!("shade--{}", shade.kind) x=percent(shade.x) width=percent(shade.width) height=below.clone()>
                {shade.title.map(|title| leptos::svg::title().child(title))}
            </rect>
        }).collect_view()}
        {grid.into_iter().map(|x| view! { <line class="line--grid" x1=percent(x) x2=percent(x) y2=lines.clone()></line> }).collect_view()}
    }
}

/// What the drawing's signs mean.
#[component]
pub(super) fn Keys(
    #[prop(optional)] leave: bool,
    #[prop(optional)] choose: bool,
    #[prop(optional)] nights: bool,
    #[prop(optional)] clocks: bool,
) -> impl IntoView {
    let bars = [
        ("bar--lead bar--cover", None, "Cover"),
        ("bar--lead bar--corrected", None, "Corrected"),
        ("bar--draft", None, "Draft"),
        ("bar--gap", Some("url(#hatch-gap)"), "Gap"),
    ];
    let leave = leave.then_some(("bar--leave", Some("url(#hatch-leave)"), "Leave"));
    let night = nights.then_some(("shade--night", "Night"));
    let shades = [("shade--weekend", "Weekend"), ("shade--holiday", "Bank holiday")];
    view! {
        <div class="timeline__foot">
            {bars.into_iter().chain(leave).map(|(class, fill, word)| view! {
                <span class="key">
                    <svg class=format!("key__swatch bar {class}") viewBox="0 0 14 14" aria-hidden="true">
                        <rect class="bar__shape" x=".5" y=".5" width="13" height="13" rx="3" fill=fill></rect>
                    </svg>{word}
                </span>
            }).collect_view()}
            {shades.into_iter().chain(night).map(|(class, word)| view! {
                <span class="key">
                    <svg class="key__swatch" viewBox="0 0 14 14" aria-hidden="true"><rect class=class width="14" height="14"></rect></svg>{word}
                </span>
            }).collect_view()}
            {clocks.then(|| view! {
                <span class="key">
                    <svg class="key__swatch" viewBox="0 0 14 14" aria-hidden="true"><line class="line--clock" x1="7" x2="7" y2="14"></line></svg>"Clocks change"
                </span>
            })}
            {choose.then(|| view! { <Hint/> })}
        </div>
    }
}

/// How stretches are chosen, where scripts run; what is chosen is said aloud.
#[component]
fn Hint() -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let said = use_context::<Selecting>().map(|selecting| selecting.said);
    view! {
        <span class="timeline__hint" hidden=move || !ready.get()>
            "Drag to choose a stretch. Keys: "<kbd>"← →"</kbd>" stretches, "<kbd>"Shift ← →"</kbd>" its end, "
            <kbd>"Ctrl Shift ← →"</kbd>" its start, "<kbd>", ."</kbd>" move, "<kbd>"Enter"</kbd>" act, "<kbd>"+ −"</kbd>" zoom"
        </span>
        <span class="sr-only" role="status">{move || said.map(|said| said.get())}</span>
    }
}
