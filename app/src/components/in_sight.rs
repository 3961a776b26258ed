//! Rows of links that a narrow screen scrolls sideways.

use leptos::{html, prelude::*};

/// Keeps the link that leads here in sight: a row that does not fit is scrolled sideways as far as that takes.
pub fn current_in_sight(row: NodeRef<html::Nav>) {
    Effect::new(move |_| {
        if let Some(row) = row.get() {
            scroll(&row);
        }
    });
}

#[cfg(feature = "hydrate")]
fn scroll(row: &web_sys::HtmlElement) {
    use leptos::wasm_bindgen::JsCast as _;
    let current = row.query_selector("[aria-current]").ok().flatten();
    if let Some(current) = current.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok()) {
        let end = current.offset_left() + current.offset_width() - row.offset_left();
        row.set_scroll_left(end - row.client_width());
    }
}

/// Effects do not run on the server.
#[cfg(not(feature = "hydrate"))]
fn scroll<T>(_: &T) {}
