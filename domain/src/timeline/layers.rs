//! Layers of covers seen from above.

use super::Cover;
use crate::{CoverId, Instant, PersonId, Role, Span};
use std::collections::BinaryHeap;

/// Who holds a role through which cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OnTop {
    pub(super) person: PersonId,
    pub(super) cover: CoverId,
}

/// What shows of `covers`, oldest first, for `role` within `window`: the latest on top. In order and disjoint.
pub(super) fn top(covers: &[Cover], role: Role, window: Span) -> Vec<(Span, OnTop)> {
    let touches = covers
        .iter()
        .enumerate()
        .filter(|(_, cover)| cover.takes(role).is_some());
    let mut touching: Vec<(Span, usize)> = touches
        .filter_map(|(age, cover)| Some((cover.span().intersection(&window)?, age)))
        .collect();
    touching.sort_unstable();
    let mut cuts: Vec<Instant> = touching
        .iter()
        .flat_map(|(span, _)| [span.start(), span.end()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();

    let mut pieces = Vec::new();
    let mut open: BinaryHeap<(usize, Instant)> = BinaryHeap::new(); // age and end, the latest cover first
    let mut waiting = touching.iter().peekable();
    for between in cuts.windows(2) {
        let (from, to) = (between[0], between[1]);
        while let Some((span, age)) = waiting.next_if(|(span, _)| span.start() <= from) {
            open.push((*age, span.end()));
        }
        while open.peek().is_some_and(|(_, end)| *end <= from) {
            open.pop();
        }
        let latest = open.peek().and_then(|(age, _)| on_top(&covers[*age], role));
        pieces.extend(latest.and_then(|latest| Some((Span::new(from, to).ok()?, latest))));
    }
    pieces
}

fn on_top(cover: &Cover, role: Role) -> Option<OnTop> {
    Some(OnTop {
        person: cover.takes(role)?,
        cover: cover.id(),
    })
}
