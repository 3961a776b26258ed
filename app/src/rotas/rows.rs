//! Weekly windows, row by row. Two blank rows wait at the end, so that windows can be added without JavaScript.

use super::WindowRow;
use crate::{AppError, components::Icon};
use leptos::prelude::*;

/// The most rows of a form.
const MOST_ROWS: usize = 21;
/// Blank rows at the end.
const BLANK_ROWS: usize = 2;

/// The rows of one group of windows.
#[component]
pub(super) fn WindowRows(
    /// The group's name in the form.
    group: &'static str,
    rows: Vec<WindowRow>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let blank = if rows.is_empty() || group == "windows" {
        BLANK_ROWS
    } else {
        1
    };
    let rows: Vec<WindowRow> = rows
        .into_iter()
        .chain(vec![WindowRow::default(); blank])
        .take(MOST_ROWS)
        .collect();
    view! {
        <div class="rows">
            {rows.into_iter().enumerate().map(|(index, row)| view! {
                <RowView name=format!("rota[{group}][{index}]") number=index + 1 row error/>
            }).collect_view()}
        </div>
        <p class="field__hint">"A row without days and times is left out. From 00:00 to 00:00 is a whole day."</p>
    }
}

#[component]
fn RowView(name: String, number: usize, row: WindowRow, error: Signal<Option<AppError>>) -> impl IntoView {
    let ticks = row.ticks().map(|tick| !tick.is_empty());
    let message = {
        let (from, to) = (format!("{name}[from]"), format!("{name}[to]"));
        Memo::new(move |_| {
            error
                .get()
                .and_then(|error| error.of_field(&from).or_else(|| error.of_field(&to)))
        })
    };
    let field = |part: &str| format!("{name}[{part}]");
    let endings = [
        ("", "same or next day"),
        ("0", "same day"),
        ("1", "1 day later"),
        ("2", "2 days later"),
        ("3", "3 days later"),
        ("4", "4 days later"),
        ("5", "5 days later"),
        ("6", "6 days later"),
        ("7", "7 days later"),
    ];
    view! {
        <div class="rows__row" role="group" aria-label=format!("Window {number}") class:field--error=move || message.get().is_some()>
            <fieldset class="field field--days">
                <legend class="field__label">"Days"</legend>
                <div class="days">
                    {WindowRow::DAYS.into_iter().zip(ticks).map(|((key, word), tick)| view! {
                        <label><input type="checkbox" name=field(key) checked=tick/>{word}</label>
                    }).collect_view()}
                </div>
            </fieldset>
            <div class="field field--time">
                <label class="field__label" for=field("from")>"From"</label>
                <input class="input" type="time" id=field("from") name=field("from") value=row.from/>
            </div>
            <div class="field field--time">
                <label class="field__label" for=field("to")>"To"</label>
                <input class="input" type="time" id=field("to") name=field("to") value=row.to/>
            </div>
            <div class="field field--ends">
                <label class="field__label" for=field("plus")>"Ends"</label>
                <select class="input" id=field("plus") name=field("plus")>
                    {endings.map(|(key, words)| {
                        let selected = key == row.plus;
                        view! { <option value=key selected=selected>{words}</option> }
                    }).collect_view()}
                </select>
            </div>
            <p class="field__error" hidden=move || message.get().is_none()><Icon name="warning" small=true/>{move || message.get()}</p>
        </div>
    }
}
