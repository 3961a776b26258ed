//! Draws the rotas that are in sight, and gives up those that are far away.

use super::super::{
    ManyRotas,
    api::{Look, load_many},
};
use leptos::{ev, html, prelude::*, task::spawn_local, wasm_bindgen::JsCast as _};
use std::collections::BTreeMap;
use web_sys::{Element, HtmlElement};

/// How far beyond the window rotas are drawn already, in pixels.
const AHEAD: f64 = 600.0;

/// Follows what is in sight of `list`: `seen` is the first and the last page of it, and `blocks` holds what is known.
pub(super) fn follow(
    list: NodeRef<html::Ol>,
    look: Signal<Look>,
    blocks: RwSignal<BTreeMap<usize, ManyRotas>>,
    seen: RwSignal<(usize, usize)>,
    pages: usize,
) {
    let asked = StoredValue::new(blocks.with_untracked(|blocks| blocks.keys().copied().collect::<Vec<_>>()));
    let find = move || {
        let Some(list) = list.get_untracked() else { return };
        let found = in_sight(&list);
        if let Some(found) = found.filter(|found| *found != seen.get_untracked()) {
            seen.set(found);
        }
        let (from, to) = seen.get_untracked();
        for page in (from..=to.min(pages)).filter(|page| !asked.with_value(|asked| asked.contains(page))) {
            asked.update_value(|asked| asked.push(page));
            let look = look.get_untracked();
            spawn_local(async move {
                match load_many(look, page).await {
                    Ok(block) => drop(blocks.try_update(|blocks| blocks.insert(page, block))),
                    // It is asked for again when it comes into sight again.
                    Err(_) => drop(asked.try_update_value(|asked| asked.retain(|one| *one != page))),
                }
            });
        }
    };
    let waiting = StoredValue::new(false);
    let soon = move || {
        if waiting.get_value() {
            return;
        }
        waiting.set_value(true);
        request_animation_frame(move || {
            let _ = waiting.try_set_value(false);
            find();
        });
    };
    let scrolled = window_event_listener(ev::scroll, move |_| soon());
    let resized = window_event_listener(ev::resize, move |_| soon());
    on_cleanup(move || {
        scrolled.remove();
        resized.remove();
    });
    Effect::new(move |_| {
        if list.get().is_some() {
            request_animation_frame(soon);
        }
    });
}

/// The first and the last block that is in the window or near it.
fn in_sight(list: &HtmlElement) -> Option<(usize, usize)> {
    let height = window().inner_height().ok()?.as_f64()?;
    let children = list.children();
    let near = (0..children.length()).filter_map(|index| {
        let block: Element = children.item(index)?.unchecked_into();
        let bounds = block.get_bounding_client_rect();
        let near = bounds.bottom() > -AHEAD && bounds.top() < height + AHEAD;
        near.then(|| block.get_attribute("data-page")?.parse::<usize>().ok())
            .flatten()
    });
    let near: Vec<usize> = near.collect();
    Some((*near.first()?, *near.last()?))
}
