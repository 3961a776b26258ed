//! Layers seen from above: covers, and corrections above them.

use crate::{Instant, Span};
use std::collections::BinaryHeap;

/// What shows of `layers`, oldest first, within `window`: the latest on top. In order and disjoint.
pub(super) fn top<T: Copy>(layers: impl IntoIterator<Item = (Span, T)>, window: Span) -> Vec<(Span, T)> {
    let layers: Vec<(Span, T)> = layers.into_iter().collect();
    let within = layers.iter().enumerate();
    let mut touching: Vec<(Span, usize)> = within
        .filter_map(|(age, (span, _))| Some((span.intersection(&window)?, age)))
        .collect();
    touching.sort_unstable();
    let mut cuts: Vec<Instant> = touching
        .iter()
        .flat_map(|(span, _)| [span.start(), span.end()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();

    let mut pieces = Vec::new();
    let mut open: BinaryHeap<(usize, Instant)> = BinaryHeap::new(); // age and end, the latest first
    let mut waiting = touching.iter().peekable();
    for between in cuts.windows(2) {
        let (from, to) = (between[0], between[1]);
        while let Some((span, age)) = waiting.next_if(|(span, _)| span.start() <= from) {
            open.push((*age, span.end()));
        }
        while open.peek().is_some_and(|(_, end)| *end <= from) {
            open.pop();
        }
        let latest = open.peek().map(|(age, _)| layers[*age].1);
        pieces.extend(latest.and_then(|latest| Some((Span::new(from, to).ok()?, latest))));
    }
    pieces
}
