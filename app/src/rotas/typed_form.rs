//! A rota's form as it was typed: out of an address, or out of the page.

use super::{RotaForm, WindowRow};
use leptos_router::params::ParamsMap;

/// The most rows that are read back.
const MOST_ROWS: usize = 24;

/// `form` with what an address says was typed: after an error (`typed.rota[name]`) or for a preview (`rota[name]`).
pub(super) fn refill(query: &ParamsMap, form: RotaForm) -> RotaForm {
    let prefix = if query.get("typed.rota[name]").is_some() {
        "typed."
    } else if query.get("preview").is_some() {
        ""
    } else {
        return form;
    };
    let get = |name: &str| query.get(&format!("{prefix}rota{name}"));
    let text = |name: &str| get(&format!("[{name}]")).unwrap_or_default();
    RotaForm {
        name: text("name"),
        team: get("[team]").unwrap_or(form.team),
        zone: text("zone"),
        coverage: text("coverage"),
        windows: rows(&get, "windows"),
        holiday_rule: text("holiday_rule"),
        holiday_calendar: text("holiday_calendar"),
        office: rows(&get, "office"),
        first_handover: text("first_handover"),
        every: text("every"),
        unit: text("unit"),
        also_at: text("also_at"),
        revision: get("[revision]").unwrap_or(form.revision),
        effective: get("[effective]").unwrap_or(form.effective),
        slug: get("[slug]").unwrap_or(form.slug),
        over: String::new(),
    }
}

fn rows(get: &impl Fn(&str) -> Option<String>, group: &str) -> Vec<WindowRow> {
    (0..MOST_ROWS)
        .map_while(|index| row(get, &format!("[{group}][{index}]")))
        .filter(|row| !row.is_blank())
        .collect()
}

fn row(get: &impl Fn(&str) -> Option<String>, name: &str) -> Option<WindowRow> {
    let text = |field: &str| get(&format!("{name}[{field}]"));
    let mut row = WindowRow {
        from: text("from")?,
        to: text("to").unwrap_or_default(),
        plus: text("plus").unwrap_or_default(),
        ..WindowRow::default()
    };
    for ((day, _), tick) in WindowRow::DAYS.into_iter().zip(row.ticks_mut()) {
        *tick = text(day).unwrap_or_default();
    }
    Some(row)
}

/// What the page's form holds now.
#[cfg(feature = "hydrate")]
pub(super) fn read(form: &leptos::web_sys::HtmlFormElement) -> Option<RotaForm> {
    use leptos::{form::FromFormData as _, web_sys::FormData};
    let data = FormData::new_with_form(form).ok()?;
    super::api::CreateRota::from_form_data(&data).ok().map(|form| form.rota)
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn read(_form: &leptos::web_sys::HtmlFormElement) -> Option<RotaForm> {
    None
}
