//! Small parts of the pages of rate cards.

use super::{BandMonth, BandYear, CardTrial};
use crate::{AppError, components::Icon};
use leptos::prelude::*;

pub(super) type Faults = Signal<Option<AppError>>;

/// Values and words of choices.
pub(super) fn pairs(options: &[(&str, &str)]) -> Vec<(String, String)> {
    options
        .iter()
        .map(|(key, words)| ((*key).to_owned(), (*words).to_owned()))
        .collect()
}

/// A box to tick.
#[component]
pub(super) fn Check(#[prop(into)] name: String, #[prop(into)] label: String, on: bool) -> impl IntoView {
    view! {
        <label class="check"><input type="checkbox" name=name checked=on/><span>{label}</span></label>
    }
}

/// What a card comes to: the example line by line, and a year by band.
#[component]
pub(super) fn Trial(trial: CardTrial) -> impl IntoView {
    view! {
        {match trial.total {
            Some(total) => view! {
                <p class="answer">{total}</p>
                <p class="muted small">{trial.duty}</p>
                <ul class="list trial">
                    {trial.lines.into_iter().map(|(why, amount)| view! {
                        <li><span class="list__grow small">{why}</span><span class="trial__amount">{amount}</span></li>
                    }).collect_view()}
                </ul>
            }.into_any(),
            None => view! { <p class="muted">"Give it some duty to be tried on."</p> }.into_any(),
        }}
        {trial.notes.into_iter().map(|note| view! { <p class="small row"><Icon name="info" small=true/><span>{note}</span></p> }).collect_view()}
        {trial.warnings.into_iter().map(|note| view! { <p class="small row"><Icon name="warning" small=true/><span>{note}</span></p> }).collect_view()}
        {trial.year.map(|year| view! { <Year year/> })}
    }
}

/// Width and height of a day in the drawing.
const DAY: (u32, u32) = (20, 24);
/// Where the days begin.
const LEFT: u32 = 44;
const TOP: u32 = 20;
/// Columns, so that weekdays stand below each other: 31 days that begin on any of seven.
const COLUMNS: u32 = 37;

/// A year: a row for each month, a column for each weekday, each day divided by band from midnight down to midnight.
#[component]
fn Year(year: BandYear) -> impl IntoView {
    let size = (LEFT + COLUMNS * DAY.0, TOP + 12 * (DAY.1 + 4));
    let label = format!("{} by band: {}", year.year, year.bands.join(", "));
    view! {
        <figure class="band-year">
            <figcaption><b>{year.year.to_string()}</b><span class="muted small">" Each day from midnight down to midnight. Marked days are holidays."</span></figcaption>
            <svg viewBox=format!("0 0 {} {}", size.0, size.1) role="img" aria-label=label>
                <defs>
                    {year.patterns.into_iter().enumerate().map(|(number, pattern)| view! {
                        <g id=format!("band-day-{number}")>
                            {pattern.into_iter().map(|(from, to, band)| {
                                let at = |minute: u32| f64::from(minute) * f64::from(DAY.1) / 1440.0;
                                let class = band.map_or_else(|| "band-none".to_owned(), |band| format!("band-{}", band % 8));
                                view! { <rect class=class x="0.5" width=(DAY.0 - 1).to_string() y=format!("{:.2}", at(from)) height=format!("{:.2}", at(to - from))/> }
                            }).collect_view()}
                        </g>
                    }).collect_view()}
                </defs>
                {(0..COLUMNS).map(|column| {
                    let letter = ["M", "T", "W", "T", "F", "S", "S"][(column % 7) as usize];
                    view! { <text class="band-year__text" x=(LEFT + column * DAY.0 + DAY.0 / 2).to_string() y="13" text-anchor="middle">{letter}</text> }
                }).collect_view()}
                {year.months.into_iter().enumerate().map(|(row, month)| view! { <Month row month/> }).collect_view()}
            </svg>
            <ul class="band-year__legend">
                {year.bands.into_iter().enumerate().map(|(number, name)| view! {
                    <li><span class=format!("band__swatch band-{}", number % 8)></span><bdi>{name}</bdi></li>
                }).collect_view()}
            </ul>
        </figure>
    }
}

#[component]
fn Month(row: usize, month: BandMonth) -> impl IntoView {
    let y = TOP + u32::try_from(row).unwrap_or_default() * (DAY.1 + 4);
    let x = |day: u32| LEFT + (month.first + day - 1) * DAY.0;
    let name = month.name.get(..3).unwrap_or(&month.name).to_owned();
    view! {
        <text class="band-year__text" x="0" y=(y + 16).to_string()>{name}</text>
        {month.days.iter().zip(1u32..).map(|(pattern, day)| view! {
            <use href=format!("#band-day-{pattern}") x=x(day).to_string() y=y.to_string()/>
        }).collect_view()}
        {month.holidays.iter().map(|(day, name)| view! {
            <rect class="band-year__holiday" x=(x(*day) + 1).to_string() y=y.to_string() width=(DAY.0 - 2).to_string() height=DAY.1.to_string()>
                <title>{format!("{day} {}: {name}", month.name)}</title>
            </rect>
        }).collect_view()}
    }
}
