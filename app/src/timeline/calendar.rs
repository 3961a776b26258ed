//! A month week by week, as a wall calendar has it: each week to scale, with the two lanes in it.

use super::{
    CalendarDay, CalendarWeek,
    bar::{BarView, LaneLook},
    chart::{Ground, Keys, percent},
};
use domain::Role;
use leptos::prelude::*;

/// Room for the dates above the lanes of a week.
const HEAD: f64 = 30.0;
/// Room below them.
const FOOT: f64 = 6.0;

/// The weeks of a month.
#[component]
pub(super) fn CalendarView(
    weeks: Vec<CalendarWeek>,
    base: Option<String>,
    zone: String,
    title: String,
) -> impl IntoView {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    view! {
        <section class="timeline calendar" data-layout="calendar" aria-label=format!("Calendar of {title}")>
            <div class="calendar__head" aria-hidden="true">{names.map(|name| view! { <span>{name}</span> }).collect_view()}</div>
            <ol class="calendar__weeks">
                {weeks.into_iter().map(|week| view! { <Week week base=base.clone()/> }).collect_view()}
            </ol>
            <Keys/>
            <p class="timeline__foot">{format!("Lead above, Engineer below. Days and times are those of {zone}.")}</p>
        </section>
    }
}

#[component]
fn Week(week: CalendarWeek, base: Option<String>) -> impl IntoView {
    let look = LaneLook::CALENDAR;
    let height = (HEAD + 2.0 * look.lane + FOOT).to_string();
    let foot = height.clone();
    let grid = week.days.iter().skip(1).map(|day| day.x).collect();
    view! {
        <li class="calendar__week" aria-label=week.label>
            <svg class="timeline__chart" height=height.clone()>
                <Ground shades=week.shades grid height=height.clone()/>
                {week.days.into_iter().map(|day| view! { <Day day height=height.clone()/> }).collect_view()}
                {week.bars.into_iter().enumerate().map(|(place, bar)| {
                    let top = HEAD + if bar.role == Role::Lead { 0.0 } else { look.lane };
                    view! { <BarView bar base=base.clone() look top place/> }
                }).collect_view()}
                {week.now.map(|x| view! {
                    <line class="line--now" x1=percent(x) x2=percent(x) y1=(HEAD - 4.0).to_string() y2=foot></line>
                    <circle class="dot--now" cx=percent(x) cy=(HEAD - 4.0).to_string() r="4"></circle>
                })}
            </svg>
        </li>
    }
}

#[component]
fn Day(day: CalendarDay, height: String) -> impl IntoView {
    let class = match (day.today, day.outside) {
        (true, _) => "calendar__date calendar__date--today",
        (_, true) => "calendar__date calendar__date--outside",
        _ => "calendar__date",
    };
    view! {
        {day.outside.then(|| view! { <rect class="calendar__outside" x=percent(day.x) width=percent(day.width) height=height></rect> })}
        <text class=class x=percent(day.x) dx="8" y="20">{day.date}</text>
        {day.note.map(|note| view! {
            <svg class="calendar__note" x=percent(day.x) width=percent(day.width) height="28">
                <text x="34" y="20">{note.clone()}<title>{note}</title></text>
            </svg>
        })}
    }
}
