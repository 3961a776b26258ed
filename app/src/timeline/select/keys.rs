//! What keys do on a drawing.

use super::{
    Choice, Selecting, browser,
    choice::{Part, Way, beside, next},
};
use crate::timeline::{Chart, toolbar::ZOOMS};
use domain::Instant;
use leptos::{ev, prelude::*};

/// Does what a key means on the bars, and answers whether it meant anything.
pub(in super::super) fn act(selecting: Selecting, chart: &Chart, event: &ev::KeyboardEvent) -> bool {
    let here = selecting.here.get_untracked();
    let key = event.key();
    let onwards = matches!(key.as_str(), "ArrowRight" | ".");
    match key.as_str() {
        "ArrowLeft" | "ArrowRight" if event.shift_key() => {
            let part = if event.ctrl_key() || event.meta_key() {
                Part::Start
            } else {
                Part::End
            };
            change(selecting, chart, part, onwards);
        }
        "," | "." if event.ctrl_key() || event.meta_key() || event.alt_key() => return false,
        "," | "." => change(selecting, chart, Part::Whole, onwards),
        "Enter" | " " => {
            let choice = selecting.choice.get_untracked();
            let choice = choice.or_else(|| Choice::of(chart.bars.get(here)?));
            let Some(choice) = choice else { return false };
            selecting.choose(chart, choice);
            selecting.tip.set(None);
            selecting.open.set(true);
        }
        "Escape" => {
            if selecting.choice.get_untracked().is_none() && selecting.tip.get_untracked().is_none() {
                return false;
            }
            selecting.clear();
            selecting.tip.set(None);
            selecting.said.set("Nothing chosen".to_owned());
        }
        _ if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() => return false,
        key => {
            let Some(way) = way(key) else { return false };
            if let Some(place) = next(&chart.bars, here, way) {
                selecting.here.set(place);
                browser::focus_bar(event.target().as_ref(), place);
            }
        }
    }
    true
}

fn way(key: &str) -> Option<Way> {
    Some(match key {
        "ArrowLeft" => Way::Back,
        "ArrowRight" => Way::On,
        "ArrowUp" | "ArrowDown" => Way::Across,
        "Home" => Way::First,
        "End" => Way::Last,
        _ => return None,
    })
}

/// Moves a part of the choice on by one step; of the bar that has the focus when nothing is chosen yet.
fn change(selecting: Selecting, chart: &Chart, part: Part, onwards: bool) {
    let here = selecting.here.get_untracked();
    let choice = selecting.choice.get_untracked();
    let Some(choice) = choice.or_else(|| Choice::of(chart.bars.get(here)?)) else {
        return;
    };
    let at = if part == Part::End { choice.to } else { choice.from };
    let to = beside(chart, choice.role, at, onwards);
    let moved = choice.moved(part, to).unwrap_or(choice);
    selecting.choose(chart, moved);
}

/// The zoom one step nearer or further than `view`, and the date from which it shows what lay at `part` of the drawing.
pub(in super::super) fn zoomed(chart: &Chart, nearer: bool, part: f64) -> Option<(&'static str, String)> {
    const DAYS: [i64; 5] = [1, 7, 28, 91, 364];
    let now = ZOOMS.iter().position(|zoom| *zoom == chart.zoom)?;
    let then = if nearer { now.checked_sub(1)? } else { now + 1 };
    let (zoom, days) = (ZOOMS.get(then)?, DAYS.get(then)?);
    let at: Instant = chart.start + ((chart.end - chart.start) as f64 * part) as i64;
    let from = chart.clock.local(at - (*days as f64 * part) as i64 * 86_400).date();
    Some((zoom, from.to_string()))
}
