//! Time to scale, with a lane for each role. Everything is placed by SVG attributes in percent.

use super::{Chart, Shade, bar::BarView};
use crate::components::{RoleIcon, lane_class};
use domain::Role;
use leptos::prelude::*;

/// Height of both lanes.
const HEIGHT: &str = "112";

fn percent(value: f64) -> String {
    format!("{value:.3}%")
}

/// The drawing; bars lead to covers when `base` is the rota's address.
#[component]
pub fn ChartView(
    chart: Chart,
    #[prop(optional_no_strip)] base: Option<String>,
    /// What it shows, where several stand on one page.
    #[prop(optional, into)]
    of: String,
) -> impl IntoView {
    let label = if of.is_empty() {
        "Timeline".to_owned()
    } else {
        format!("Timeline of {of}")
    };
    let (zoom, zone, lanes) = (chart.zoom.clone(), chart.zone.clone(), chart.lanes.clone());
    let (months, days) = (chart.months.clone(), chart.days.clone());
    view! {
        <section class="timeline" data-zoom=zoom aria-label=label.clone()>
            <div class="timeline__scroll" tabindex="0" role="region" aria-label=format!("{label}, scrolls sideways")>
                <div class="timeline__grid">
                    <div class="timeline__corner">{zone}</div>
                    <Head months days/>
                    <ul class="timeline__labels">
                        {Role::BOTH.into_iter().zip(lanes).map(|(role, words)| view! {
                            <li class=lane_class(role)><RoleIcon role/><span class="small muted">{words}</span></li>
                        }).collect_view()}
                    </ul>
                    <Body chart base/>
                </div>
            </div>
            <Keys/>
        </section>
    }
}

#[component]
fn Head(months: Vec<(f64, String)>, days: Vec<(f64, String, bool)>) -> impl IntoView {
    view! {
        <svg class="timeline__head" height="52" aria-hidden="true">
            {months.into_iter().map(|(x, name)| view! { <text class="month" x=percent(x) dx="8" y="19">{name}</text> }).collect_view()}
            {days.into_iter().map(|(x, date, today)| view! {
                <text class=if today { "today" } else { "day" } x=percent(x) y="41" text-anchor="middle">{date}</text>
            }).collect_view()}
        </svg>
    }
}

#[component]
fn Body(chart: Chart, base: Option<String>) -> impl IntoView {
    view! {
        <svg class="timeline__chart" height=HEIGHT>
            {chart.shades.into_iter().map(|shade| view! { <ShadeView shade/> }).collect_view()}
            {chart.grid.into_iter().map(|x| view! { <line class="line--grid" x1=percent(x) x2=percent(x) y2=HEIGHT></line> }).collect_view()}
            <line class="line--grid" x2="100%" y1="56" y2="56"></line>
            {chart.bars.into_iter().map(|bar| view! { <BarView bar base=base.clone()/> }).collect_view()}
            {chart.now.map(|x| view! {
                <line class="line--now" x1=percent(x) x2=percent(x) y2=HEIGHT></line>
                <circle class="dot--now" cx=percent(x) cy="4" r="4"></circle>
            })}
        </svg>
    }
}

#[component]
fn ShadeView(shade: Shade) -> impl IntoView {
    view! {
        <rect class=format!("shade--{}", shade.kind) x=percent(shade.x) width=percent(shade.width) height=HEIGHT>
            {shade.title.map(|title| view! { <title>{title}</title> })}
        </rect>
    }
}

/// What the drawing's signs mean.
#[component]
fn Keys() -> impl IntoView {
    let bars = [
        ("bar--lead bar--cover", None, "Cover"),
        ("bar--draft", None, "Draft"),
        ("bar--gap", Some("url(#hatch-gap)"), "Gap"),
    ];
    let shades = [("shade--weekend", "Weekend"), ("shade--holiday", "Bank holiday")];
    view! {
        <div class="timeline__foot">
            {bars.map(|(class, fill, word)| view! {
                <span class="key">
                    <svg class=format!("key__swatch bar {class}") viewBox="0 0 14 14" aria-hidden="true">
                        <rect class="bar__shape" x=".5" y=".5" width="13" height="13" rx="3" fill=fill></rect>
                    </svg>{word}
                </span>
            }).collect_view()}
            {shades.map(|(class, word)| view! {
                <span class="key">
                    <svg class="key__swatch" viewBox="0 0 14 14" aria-hidden="true"><rect class=class width="14" height="14"></rect></svg>{word}
                </span>
            }).collect_view()}
        </div>
    }
}
