//! Pointers and focus in a browser.

use super::{CATCH, Choice, Selecting, part_of};
use crate::timeline::Chart;
use domain::{Instant, Role};
use leptos::{
    ev, html,
    prelude::*,
    svg,
    wasm_bindgen::JsCast as _,
    web_sys::{Event, EventTarget},
};
use web_sys::{Element, HtmlElement};

/// Where something is on a drawing.
struct Spot {
    role: Role,
    at: Instant,
    /// How many seconds a pointer catches over.
    reach: i64,
}

fn drawing(event: &Event) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(".timeline__chart").ok().flatten()
}

fn spot(chart: &Chart, lane: f64, element: &Element, x: f64, y: f64) -> Option<Spot> {
    let bounds = element.get_bounding_client_rect();
    if bounds.width() < 1.0 {
        return None;
    }
    let seconds = (chart.end - chart.start) as f64;
    let part = ((x - bounds.left()) / bounds.width()).clamp(0.0, 1.0);
    let role = if y - bounds.top() < lane {
        Role::Lead
    } else {
        Role::Engineer
    };
    Some(Spot {
        role,
        at: chart.start + (part * seconds) as i64,
        reach: (CATCH / bounds.width() * seconds) as i64,
    })
}

fn attribute(event: &Event, name: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let found = target.closest(&format!("[{name}]")).ok().flatten()?;
    found.get_attribute(name)
}

/// A finger scrolls the drawing, except on what is chosen already.
pub(in super::super) fn press(selecting: Selecting, chart: &Chart, lane: f64, event: &ev::PointerEvent) {
    let part = attribute(event, "data-part").as_deref().and_then(part_of);
    if event.button() != 0 || (event.pointer_type() == "touch" && part.is_none()) {
        return;
    }
    let Some(element) = drawing(event) else { return };
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let Some(spot) = spot(chart, lane, &element, x, y) else {
        return;
    };
    let role = match (part, selecting.choice.get_untracked()) {
        (Some(_), Some(choice)) => choice.role,
        _ => spot.role,
    };
    selecting.press(role, part, x, spot.at);
}

/// The pointer moves.
pub(in super::super) fn pull(selecting: Selecting, chart: &Chart, event: &ev::PointerEvent) {
    let Some(element) = drawing(event) else { return };
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    if let Some(spot) = spot(chart, 0.0, &element, x, y) {
        selecting.pull(chart, x, spot.at, spot.reach);
    }
    // Not before it is a drag: a click would be the drawing's then, and not the bar's.
    let drags = selecting.drag.with_value(Option::is_some) && selecting.dragged.get_value();
    if drags && !element.has_pointer_capture(event.pointer_id()) {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// A click on a bar chooses it; one after a drag does nothing, and one with a key held is a link's.
pub(in super::super) fn click(selecting: Selecting, chart: &Chart, event: &ev::MouseEvent) {
    if selecting.dragged.get_value() {
        selecting.dragged.set_value(false);
        event.prevent_default();
        return;
    }
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
        return;
    }
    if attribute(event, "data-part").is_some() {
        event.prevent_default();
        selecting.open.set(true);
        return;
    }
    let place = attribute(event, "data-bar").and_then(|place| place.parse::<usize>().ok());
    let bar = place.and_then(|place| Some((place, chart.bars.get(place)?)));
    if let Some((place, choice)) = bar.and_then(|(place, bar)| Some((place, Choice::of(bar)?))) {
        event.prevent_default();
        selecting.here.set(place);
        selecting.choose(chart, choice);
        selecting.tip.set(None);
        selecting.open.set(true);
    }
}

/// Shows what a bar is while it is pointed at or has the focus.
pub(in super::super) fn hover(selecting: Selecting, chart: &Chart, event: &Event) {
    let place = attribute(event, "data-bar").and_then(|place| place.parse().ok());
    if let Some(place) = place.filter(|_| event.type_() == "focusin") {
        selecting.here.set(place);
    }
    if selecting.drag.with_value(Option::is_some) || selecting.open.get_untracked() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let bar = target.and_then(|element| element.closest("[data-bar]").ok().flatten());
    let found = bar.and_then(|element| {
        let place: usize = element.get_attribute("data-bar")?.parse().ok()?;
        let bounds = element.get_bounding_client_rect();
        let visible = bounds.left().max(8.0);
        Some((chart.bars.get(place)?.clone(), visible, bounds.bottom() + 8.0))
    });
    selecting.tip.set(found);
}

/// Only one bar is on the way of the tabulator key; arrows lead to the others.
pub(in super::super) fn rove(selecting: Selecting, chart: NodeRef<svg::Svg>) {
    Effect::new(move |_| {
        let here = selecting.here.get().to_string();
        let Some(chart) = chart.get() else { return };
        let Ok(links) = chart.query_selector_all("[data-bar] .bar__link") else {
            return;
        };
        let mut first = None;
        let mut met = false;
        for index in 0..links.length() {
            let Some(link) = links.item(index).and_then(|node| node.dyn_into::<Element>().ok()) else {
                continue;
            };
            let place = link.parent_element().and_then(|bar| bar.get_attribute("data-bar"));
            let own = place.as_deref() == Some(here.as_str());
            met |= own;
            let _ = link.set_attribute("tabindex", if own { "0" } else { "-1" });
            first.get_or_insert(link);
        }
        if let Some(first) = first.filter(|_| !met) {
            let _ = first.set_attribute("tabindex", "0");
        }
    });
}

/// Gives the focus to a bar of the drawing that an event came from.
pub(in super::super) fn focus_bar(target: Option<&EventTarget>, place: usize) {
    let element = target.and_then(|target| target.dyn_ref::<Element>());
    let chart = element.and_then(|element| element.closest(".timeline__chart").ok().flatten());
    let link = chart.and_then(|chart| {
        let way = format!("[data-bar=\"{place}\"] .bar__link");
        chart.query_selector(&way).ok().flatten()
    });
    if let Some(link) = link {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        nearest.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        link.scroll_into_view_with_scroll_into_view_options(&nearest);
        let _ = link.unchecked_into::<HtmlElement>().focus();
    }
}

/// Gives the focus to the panel.
pub(in super::super) fn focus_panel(panel: NodeRef<html::Section>) {
    if let Some(panel) = panel.get_untracked() {
        let _ = panel.focus();
    }
}

/// Gives the focus back to the bar that had it.
pub(in super::super) fn focus_chart() {
    let link = document().query_selector(".timeline__chart .bar__link[tabindex=\"0\"]");
    if let Some(link) = link.ok().flatten() {
        let _ = link.unchecked_into::<HtmlElement>().focus();
    }
}

/// Where on a drawing a wheel is turned, from 0 to 1.
pub(in super::super) fn fraction(event: &ev::WheelEvent) -> f64 {
    drawing(event).map_or(0.5, |element| {
        let bounds = element.get_bounding_client_rect();
        ((f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0)).clamp(0.0, 1.0)
    })
}
