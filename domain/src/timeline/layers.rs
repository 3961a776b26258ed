//! Layers of covers seen from above.

use super::Cover;
use crate::{Instant, PersonId, Role, Span};
use std::collections::BinaryHeap;

/// A stretch in which one cover lies on top for one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) span: Span,
    pub(super) cover: &'a Cover,
    pub(super) person: PersonId,
}

/// What shows of `covers`, oldest first, for `role` within `window`: the latest on top. In order and disjoint.
pub(super) fn top(covers: &[Cover], role: Role, window: Span) -> Vec<Piece<'_>> {
    let mut touching: Vec<(Span, usize, PersonId)> = Vec::new();
    for (index, cover) in covers.iter().enumerate() {
        if let (Some(person), Some(span)) = (cover.takes(role), cover.span().intersection(&window)) {
            touching.push((span, index, person));
        }
    }
    touching.sort_unstable_by_key(|(span, index, _)| (span.start(), *index));
    let mut cuts: Vec<Instant> = touching
        .iter()
        .flat_map(|(span, ..)| [span.start(), span.end()])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();

    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut open: BinaryHeap<(usize, Instant, PersonId)> = BinaryHeap::new();
    let mut waiting = touching.into_iter().peekable();
    for between in cuts.windows(2) {
        let (from, to) = (between[0], between[1]);
        while let Some((span, index, person)) = waiting.next_if(|(span, ..)| span.start() <= from) {
            open.push((index, span.end(), person));
        }
        while open.peek().is_some_and(|(_, end, _)| *end <= from) {
            open.pop();
        }
        if let (Some(&(index, _, person)), Ok(span)) = (open.peek(), Span::new(from, to)) {
            pieces.push(Piece {
                span,
                cover: &covers[index],
                person,
            });
        }
    }
    pieces
}
