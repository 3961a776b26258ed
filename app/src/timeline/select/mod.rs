//! Choosing on a drawing, by pointer and by keys: a stretch of a role, or a cover that is moved or made longer.
//!
//! Without JavaScript every bar is a link to the page that covers it. In a browser that runs it, a choice is drawn, said
//! aloud, and acted on in a panel that saves by the same forms.

#[cfg(feature = "hydrate")]
mod browser;
mod choice;
mod keys;
mod panel;
mod tip;

use super::{Bar, Chart, chart::percent};
pub(super) use choice::Choice;
use choice::{Part, snapped, words};
use domain::{Instant, Role};
use leptos::prelude::*;
pub(super) use panel::Panel;
pub(super) use tip::Tip;

/// How near to an edge, in pixels, a pointer catches on it.
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only browsers have pointers"))]
const CATCH: f64 = 7.0;
/// How far a pointer is moved before it drags.
const SLACK: f64 = 4.0;

/// What is being done on a rota's drawing. It outlives the drawing, which is loaded again when somebody changes the rota.
#[derive(Clone, Copy)]
pub(super) struct Selecting {
    /// What is chosen.
    pub(super) choice: RwSignal<Option<Choice>>,
    /// Whether the panel is open.
    pub(super) open: RwSignal<bool>,
    /// What is said aloud.
    pub(super) said: RwSignal<String>,
    /// The bar that is pointed at or has the focus, and where it is on the screen.
    pub(super) tip: RwSignal<Option<(Bar, f64, f64)>>,
    /// The bar that the tabulator key leads to.
    here: RwSignal<usize>,
    drag: StoredValue<Option<Drag>>,
    dragged: StoredValue<bool>,
}

/// A drag under way.
#[derive(Debug, Clone, PartialEq)]
struct Drag {
    role: Role,
    part: Option<Part>,
    /// Where it began: on the screen, and in time.
    x: f64,
    at: Instant,
    /// What was chosen then.
    before: Option<Choice>,
}

impl Selecting {
    /// Nothing chosen yet.
    pub(super) fn new() -> Self {
        Self {
            choice: RwSignal::new(None),
            open: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            tip: RwSignal::new(None),
            here: RwSignal::new(0),
            drag: StoredValue::new(None),
            dragged: StoredValue::new(false),
        }
    }

    /// Chooses nothing.
    pub(super) fn clear(self) {
        self.choice.set(None);
        self.open.set(false);
        self.drag.set_value(None);
    }

    /// Chooses, and says so.
    fn choose(self, chart: &Chart, choice: Choice) {
        self.said.set(match &choice.cover {
            Some((_, whose)) => format!("Cover by {whose}: {}", words(chart, &choice)),
            None => format!("Chosen: {}", words(chart, &choice)),
        });
        self.choice.set(Some(choice));
    }

    /// A pointer went down on a lane: `x` and `at` are where, `reach` is how many seconds it catches over.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only browsers have pointers"))]
    fn press(self, role: Role, part: Option<Part>, x: f64, at: Instant) {
        let before = self.choice.get_untracked();
        self.dragged.set_value(false);
        self.drag.set_value(Some(Drag {
            role,
            part,
            x,
            at,
            before,
        }));
    }

    /// It was moved.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only browsers have pointers"))]
    fn pull(self, chart: &Chart, x: f64, at: Instant, reach: i64) {
        let Some(drag) = self.drag.get_value() else { return };
        if !self.dragged.get_value() && (x - drag.x).abs() < SLACK {
            return;
        }
        self.dragged.set_value(true);
        self.open.set(false);
        self.tip.set(None);
        let catch = |at| snapped(chart, drag.role, at, reach);
        let next = match (drag.part, &drag.before) {
            (Some(Part::Whole), Some(before)) => before.moved(Part::Whole, catch(before.from + (at - drag.at))),
            (Some(part), Some(before)) => before.moved(part, catch(at)),
            _ => Choice::between(drag.role, catch(drag.at), catch(at)),
        };
        if let Some(next) = next {
            self.choice.set(Some(next));
        }
    }

    /// It was let go: what was dragged is acted on.
    #[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only browsers have pointers"))]
    fn release(self, chart: &Chart) {
        let dragged = self.drag.get_value().is_some() && self.dragged.get_value();
        self.drag.set_value(None);
        if let Some(choice) = self.choice.get_untracked().filter(|_| dragged) {
            self.choose(chart, choice);
            self.open.set(true);
        }
    }
}

/// What is chosen, drawn over the bars, with a handle at each end.
#[component]
pub(super) fn Chosen(chart: Chart, lane: f64) -> impl IntoView {
    let Some(selecting) = use_context::<Selecting>() else {
        return ().into_any();
    };
    let seconds = (chart.end - chart.start).max(1) as f64;
    let x = move |at: Instant| ((at - chart.start) as f64 / seconds * 100.0).clamp(-1.0, 101.0);
    let said = chart.clone();
    let drawn = move || {
        selecting.choice.get().map(|choice| {
            let y = if choice.role == Role::Lead { 3.0 } else { lane + 3.0 };
            let [whole, area, start, end] = [0; 4].map(|_| (lane - 6.0).to_string());
            let (from, to) = (x(choice.from), x(choice.to));
            let kind = if choice.cover.is_some() { "pick pick--cover" } else { "pick" };
            let class = format!("{kind} pick--{}", choice.role.key());
            view! {
                <svg class=class x=percent(from) width=percent(to - from) y=y.to_string() height=whole overflow="visible">
                    <title>{words(&said, &choice)}</title>
                    <rect class="pick__area" data-part="whole" width="100%" height=area rx="7"></rect>
                    <rect class="pick__grip" data-part="start" x="-6" width="12" height=start rx="4"></rect>
                    <svg x="100%" overflow="visible"><rect class="pick__grip" data-part="end" x="-6" width="12" height=end rx="4"></rect></svg>
                </svg>
            }
        })
    };
    drawn.into_any()
}

/// The part of a choice that an element is, by its name.
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only browsers have pointers"))]
fn part_of(name: &str) -> Option<Part> {
    match name {
        "start" => Some(Part::Start),
        "end" => Some(Part::End),
        "whole" => Some(Part::Whole),
        _ => None,
    }
}

#[cfg(not(feature = "hydrate"))]
mod browser {
    //! On the server nothing is pointed at.
    use super::Selecting;
    use crate::timeline::Chart;
    use leptos::{ev, html, prelude::*, svg};

    pub(in super::super) fn press(_: Selecting, _: &Chart, _: f64, _: &ev::PointerEvent) {}
    pub(in super::super) fn pull(_: Selecting, _: &Chart, _: &ev::PointerEvent) {}
    pub(in super::super) fn click(_: Selecting, _: &Chart, _: &ev::MouseEvent) {}
    pub(in super::super) fn hover(_: Selecting, _: &Chart, _: &leptos::web_sys::Event) {}
    pub(in super::super) fn rove(_: Selecting, _: NodeRef<svg::Svg>) {}
    pub(in super::super) fn focus_bar(_: Option<&leptos::web_sys::EventTarget>, _: usize) {}
    pub(in super::super) fn focus_panel(_: NodeRef<html::Section>) {}
    pub(in super::super) fn focus_chart() {}
    pub(in super::super) fn fraction(_: &ev::WheelEvent) -> f64 {
        0.5
    }
}

pub(super) use browser::{click, fraction, hover, press, pull, rove};
pub(super) use keys::{act, zoomed};

impl Selecting {
    /// The pointer was let go.
    pub(super) fn let_go(self, chart: &Chart) {
        self.release(chart);
    }
}
