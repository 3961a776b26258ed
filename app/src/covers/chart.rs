//! Duty before and after a cover, drawn to scale.

use super::{Chart, ChartBar, Preview};
use crate::now::WeekDay;
use domain::Role;
use leptos::prelude::*;

/// Narrower bars carry no name.
const NAMED_PERCENT: f64 = 8.0;

/// Both charts of a preview.
#[component]
pub(crate) fn Compare(preview: Preview) -> impl IntoView {
    view! {
        <div class="compare">
            <Side title="Before" chart=preview.before days=preview.days.clone()/>
            <Side title="After" chart=preview.after days=preview.days/>
        </div>
    }
}

/// One chart with its title.
#[component]
pub(crate) fn Side(#[prop(into)] title: String, chart: Chart, days: Vec<WeekDay>) -> impl IntoView {
    let percent = |value: f64| format!("{value:.3}%");
    view! {
        <div class="compare__side">
            <h3>{title.clone()}</h3>
            <svg height="120" role="group" aria-label=title>
                {days.iter().filter(|day| day.shaded).map(|day| view! {
                    <rect class="shade--weekend" x=percent(day.x) width=percent(day.width) height="96"></rect>
                }).collect_view()}
                {days.iter().skip(1).map(|day| view! {
                    <line class="line--grid" x1=percent(day.x) x2=percent(day.x) y2="96"></line>
                }).collect_view()}
                {chart.bars.into_iter().map(|bar| view! { <Bar bar/> }).collect_view()}
                <g class="chart__days">
                    {days.iter().filter(|day| day.width > 6.0).map(|day| view! {
                        <text x=percent(day.x + day.width / 2.0) y="114" text-anchor="middle">{day.name.clone()}</text>
                    }).collect_view()}
                </g>
            </svg>
        </div>
    }
}

#[component]
fn Bar(bar: ChartBar) -> impl IntoView {
    let class = match (&bar.name, bar.cover) {
        (None, _) => "bar bar--gap".to_owned(),
        (_, true) => format!("bar bar--{} bar--cover", bar.role.key()),
        _ => format!("bar bar--{}", bar.role.key()),
    };
    let y = if bar.role == Role::Lead { "4" } else { "50" };
    let first = bar
        .name
        .as_deref()
        .and_then(|name| name.split_whitespace().next())
        .unwrap_or("Nobody")
        .to_owned();
    let fill = bar.name.is_none().then_some("url(#hatch-gap)");
    view! {
        <svg class=class x=format!("{:.3}%", bar.x) y=y width=format!("{:.3}%", bar.width) height="40" role="img" aria-label=bar.title.clone()>
            <title>{bar.title.clone()}</title>
            <rect class="bar__shape" x=".5" y=".5" width="100%" height="39" rx="6" fill=fill></rect>
            {(bar.width > NAMED_PERCENT).then(|| view! { <text class="bar__name" x="10" y="24.5">{first}</text> })}
        </svg>
    }
}
