//! Duty cut where what it is paid changes.

use super::timetable::{InBand, Segment, within};
use super::{AtOnce, Band, Card, Payee, Price, Unit, Worked};
use crate::{Instant, Span};

/// A piece of a stretch in which nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub span: Span,
    /// The index of its stretch.
    pub stretch: usize,
    /// The band that holds, if one does.
    pub held: Option<InBand>,
    pub why: Why,
}

/// Why a piece is in its band, or not paid at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The band holds then.
    Holds,
    /// The unbroken time in the band, so many seconds, is less than it counts from.
    TooShort(i64),
    /// Enough of the stretch is in bands that raise all of it.
    WholeShift,
    /// The person is on duty on another rota at once, and paid there.
    PaidElsewhere,
    /// Standby stops during a call-out.
    CalledOut,
}

/// Duty, the card that pays it, and who is paid.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub card: &'a Card,
    pub payee: &'a Payee,
    pub stretches: &'a [Worked],
}

impl<'a> Terms<'a> {
    /// The band that holds for a piece.
    pub fn band(&self, piece: &Piece) -> Option<&'a Band> {
        piece.held.map(|held| &self.card.bands[held.band])
    }

    /// What one unit of a piece's band pays its holder.
    fn price(&self, piece: &Piece) -> Price {
        let role = self.stretches[piece.stretch].role;
        self.band(piece)
            .map_or(Price::default(), |band| band.prices.of(role, self.payee))
    }

    /// Whether a piece is paid by the hour, or not at all.
    pub fn hourly(&self, piece: &Piece) -> bool {
        piece.why != Why::Holds || self.band(piece).is_none_or(|band| band.unit == Unit::Hour)
    }

    /// All duty cut by what holds; on several rotas at once, one is paid.
    pub fn pieces(&self, segments: &[Segment]) -> Vec<Piece> {
        let stretches = self.stretches.iter().enumerate();
        let pieces: Vec<Piece> = stretches
            .flat_map(|(stretch, worked)| {
                within(segments, worked.span).map(move |(span, held)| Piece {
                    span,
                    stretch,
                    held,
                    why: Why::Holds,
                })
            })
            .collect();
        match self.card.file.rotas_at_once {
            AtOnce::Each => pieces,
            AtOnce::Once => self.once(pieces),
        }
    }

    /// Of pieces at the same time keeps the best paid, and of equal ones the one whose stretch began first.
    fn once(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        if self
            .stretches
            .windows(2)
            .all(|pair| !pair[0].span.overlaps(&pair[1].span))
        {
            return pieces;
        }
        let mut edges: Vec<Instant> = pieces
            .iter()
            .flat_map(|piece| [piece.span.start(), piece.span.end()])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let mut cut = split(pieces, &edges, |_| true);
        cut.sort_unstable_by_key(|piece| (piece.span, std::cmp::Reverse(self.price(piece)), piece.stretch));
        for at_once in cut.chunk_by_mut(|a, b| a.span == b.span) {
            at_once
                .iter_mut()
                .skip(1)
                .for_each(|piece| piece.why = Why::PaidElsewhere);
        }
        joined(cut)
    }

    /// Pays all of a stretch as one band where enough of it counts, and never less than before.
    pub fn raise_whole_shifts(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        if self.card.whole_shift.is_empty() {
            return pieces;
        }
        let mut raised = pieces;
        for stretch in raised.chunk_by_mut(|a, b| a.stretch == b.stretch) {
            self.raise(stretch);
        }
        joined(raised)
    }

    fn raise(&self, stretch: &mut [Piece]) {
        let seconds = |pieces: &[Piece], counts: &dyn Fn(usize) -> bool| -> i64 {
            let held = pieces.iter().filter(|piece| piece.why == Why::Holds);
            held.filter(|piece| piece.held.is_some_and(|held| counts(held.band)))
                .map(|piece| piece.span.seconds())
                .sum()
        };
        let whole: i64 = stretch
            .iter()
            .filter(|piece| piece.why == Why::Holds)
            .map(|piece| piece.span.seconds())
            .sum();
        let rule = self.card.whole_shift.iter().find(|rule| {
            let part = seconds(stretch, &|band| rule.counting.contains(&band));
            whole > 0 && rule.when.reached(part, whole)
        });
        let Some(rule) = rule else { return };
        for piece in stretch.iter_mut() {
            let counted = piece.held.is_some_and(|held| rule.counting.contains(&held.band));
            let held = Some(InBand {
                band: rule.band,
                night: Instant::MIN,
            });
            let raised = Piece {
                held,
                why: Why::WholeShift,
                ..*piece
            };
            if !counted && piece.why == Why::Holds && self.hourly(piece) && self.price(piece) <= self.price(&raised) {
                *piece = raised;
            }
        }
    }

    /// Marks unbroken hours in a band that are fewer than it counts from; before anything else cuts them.
    pub fn mark_short(&self, mut pieces: Vec<Piece>) -> Vec<Piece> {
        for piece in &mut pieces {
            let (seconds, band) = (piece.span.seconds(), self.band(piece));
            if piece.why == Why::Holds && band.is_some_and(|band| band.unit == Unit::Hour && seconds < band.counts_from)
            {
                piece.why = Why::TooShort(seconds);
            }
        }
        pieces
    }

    /// Stops hourly standby while the person is called out.
    pub fn suspend(&self, pieces: Vec<Piece>, call_outs: &[Span]) -> Vec<Piece> {
        if !self.card.call_outs.as_ref().is_some_and(|rules| rules.suspends_standby) {
            return pieces;
        }
        let mut edges: Vec<Instant> = call_outs.iter().flat_map(|span| [span.start(), span.end()]).collect();
        edges.sort_unstable();
        let mut cut = split(pieces, &edges, |piece| self.hourly(piece));
        for piece in &mut cut {
            let called = call_outs.iter().any(|span| span.overlaps(&piece.span));
            let standby =
                self.hourly(piece) && matches!(piece.why, Why::Holds | Why::WholeShift) && piece.held.is_some();
            if called && standby {
                piece.why = Why::CalledOut;
            }
        }
        cut
    }
}

/// Cuts pieces that `which` picks at the edges, which come sorted.
pub(super) fn split(pieces: Vec<Piece>, edges: &[Instant], which: impl Fn(&Piece) -> bool) -> Vec<Piece> {
    let mut cut = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let first = edges.partition_point(|edge| *edge <= piece.span.start());
        let inside = edges[first..]
            .iter()
            .take_while(|edge| which(&piece) && **edge < piece.span.end());
        let mut from = piece.span.start();
        for at in inside.copied().chain([piece.span.end()]) {
            cut.extend(Span::new(from, at).map(|span| Piece { span, ..piece }));
            from = at;
        }
    }
    cut
}

/// Joins pieces of one stretch that touch and are paid alike; sorted by stretch and start.
pub(super) fn joined(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_unstable_by_key(|piece| (piece.stretch, piece.span));
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let whole = kept
            .last()
            .filter(|last| {
                Piece {
                    span: piece.span,
                    ..**last
                } == piece
                    && last.span.end() == piece.span.start()
            })
            .and_then(|last| Span::new(last.span.start(), piece.span.end()).ok());
        match (whole, kept.last_mut()) {
            (Some(span), Some(last)) => last.span = span,
            _ => kept.push(piece),
        }
    }
    kept
}
