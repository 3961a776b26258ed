//! One version of a card at work on its part of a period.

use super::claims::{self, Claim};
use super::pieces::{Piece, Terms, Why, joined, split};
use super::timetable::{self, Segment, within};
use super::{Band, Cut, Kind, Line, Request, RestOwed, Worked};
use super::{calls, caps, rest, words};
use crate::{Instant, RotaId, ShiftId, Span};
use std::collections::HashMap;

/// When each shift began for the person.
type ShiftStarts = HashMap<(RotaId, ShiftId), Instant>;

/// One version of the card at work on its part of the period.
pub(super) struct Run<'a> {
    pub request: &'a Request<'a>,
    pub terms: Terms<'a>,
    /// The part of the period, from midnight to midnight.
    pub period: Span,
}

impl Run<'_> {
    /// What the period pays: duty, what comes on top, what caps take away, and call-outs.
    pub fn lines(&self) -> Vec<Line> {
        let Some(window) = self.window() else { return Vec::new() };
        let bands: Vec<(usize, &Band)> = self.terms.card.bands.iter().enumerate().collect();
        let (adding, holding): (Vec<_>, Vec<_>) = bands.into_iter().partition(|(_, band)| band.adds);
        let segments = self.lay(&holding, window);
        let once = self.terms.pieces(&segments);
        let starts = self.shift_starts();
        // Each band that adds is counted by itself: a night of one is no night of another.
        let supplements: Vec<(Line, bool)> = adding
            .iter()
            .map(|band| self.supplement(&once, &self.lay(&[*band], window)))
            .flat_map(|pieces| self.claimed(Kind::Supplement, pieces, &starts))
            .collect();
        let mut lines = self.claimed(Kind::Duty, self.standby(once), &starts);
        lines.extend(supplements);
        let card = self.terms.card;
        let caps = caps::lines(&card.caps, card.currency, self.request.zone, self.period, &lines);
        let paid = lines.into_iter().filter(|(_, paid)| *paid).map(|(line, _)| line);
        let call_outs = self.call_outs(&segments, &starts);
        paid.chain(caps).chain(call_outs).collect()
    }

    /// Standby by all the rules that look at more than the band.
    fn standby(&self, pieces: Vec<Piece>) -> Vec<Piece> {
        let mut called: Vec<Span> = self.request.call_outs.iter().map(|call| call.span).collect();
        called.sort_unstable();
        let raised = self.terms.raise_whole_shifts(pieces);
        self.terms.suspend(self.terms.mark_short(raised), &called)
    }

    /// All that duty and call-outs touch.
    fn window(&self) -> Option<Span> {
        let duty = self.terms.stretches.iter().map(|stretch| stretch.span);
        let all = duty.chain(self.request.call_outs.iter().map(|call| call.span));
        all.reduce(|a, b| Span::new(a.start().min(b.start()), a.end().max(b.end())).unwrap_or(a))
    }

    fn lay(&self, bands: &[(usize, &Band)], window: Span) -> Vec<Segment> {
        timetable::lay(bands, self.request.zone, self.request.holidays, window)
    }

    /// The pieces that are paid, cut anew by one band that adds.
    fn supplement(&self, pieces: &[Piece], segments: &[Segment]) -> Vec<Piece> {
        let paid = pieces.iter().filter(|piece| piece.why == Why::Holds);
        let cut =
            paid.flat_map(|piece| within(segments, piece.span).map(|(span, held)| Piece { span, held, ..*piece }));
        self.terms
            .mark_short(joined(cut.filter(|piece| piece.held.is_some()).collect()))
    }

    /// When each shift began for this person.
    fn shift_starts(&self) -> ShiftStarts {
        let mut starts = HashMap::new();
        for stretch in self.terms.stretches.iter().rev() {
            starts.insert((stretch.rota, stretch.shift), stretch.span.start());
        }
        starts
    }

    /// Whether what begins at `start` in a stretch belongs to the period.
    fn belongs(&self, start: Instant, stretch: &Worked, shift_starts: &ShiftStarts) -> bool {
        let at = match self.terms.card.file.cut {
            Cut::AtMidnight => start,
            Cut::ByStart => *shift_starts.get(&(stretch.rota, stretch.shift)).unwrap_or(&start),
        };
        self.period.contains(at)
    }

    /// All lines of pieces, each with whether the period pays it: caps look at the others too.
    fn claimed(&self, kind: Kind, pieces: Vec<Piece>, shift_starts: &ShiftStarts) -> Vec<(Line, bool)> {
        let cut = match self.terms.card.file.cut {
            Cut::AtMidnight => split(pieces, &[self.period.start(), self.period.end()], |piece| {
                self.terms.hourly(piece)
            }),
            Cut::ByStart => pieces,
        };
        let claims = claims::claims(self.terms, self.request.zone, cut);
        let lines = claims.iter().filter_map(|claim| {
            let first = claim.pieces.first()?;
            let paid = self.belongs(first.span.start(), &self.terms.stretches[first.stretch], shift_starts);
            Some((self.line(kind, claim, paid)?, paid))
        });
        lines.collect()
    }

    fn line(&self, kind: Kind, claim: &Claim, worded: bool) -> Option<Line> {
        let (first, last) = (claim.pieces.first()?, claim.pieces.last()?);
        let span = Span::new(first.span.start(), last.span.end()).ok()?;
        let stretch = &self.terms.stretches[first.stretch];
        Some(Line {
            kind,
            span,
            rota: Some(stretch.rota),
            shift: Some(stretch.shift),
            role: Some(claim.role),
            band: self.terms.band(first).map(|band| band.name.to_string()),
            seconds: claim.seconds,
            exact: claim.exact,
            minor: claim.exact.rounded(self.terms.card.file.rounding),
            toil_seconds: claim.toil_seconds,
            why: if worded {
                words::claim(self.terms, self.request.zone, claim, span)
            } else {
                String::new()
            },
        })
    }

    fn call_outs(&self, segments: &[Segment], shift_starts: &ShiftStarts) -> Vec<Line> {
        let calls = calls::calls(self.terms, self.request.call_outs, segments);
        let mine = calls.into_iter().filter_map(|call| {
            let (span, stretch) = (call.call_out.span, &self.terms.stretches[call.stretch]);
            self.belongs(span.start(), stretch, shift_starts).then(|| Line {
                kind: Kind::CallOut,
                span,
                rota: Some(stretch.rota),
                shift: Some(stretch.shift),
                role: Some(stretch.role),
                band: None,
                seconds: call.seconds,
                exact: call.exact,
                minor: call.exact.rounded(self.terms.card.file.rounding),
                toil_seconds: call.toil_seconds,
                why: words::call(self.terms, self.request.zone, &call),
            })
        });
        mine.collect()
    }

    /// The rest that is owed before work in the period.
    pub fn rest(&self) -> Vec<RestOwed> {
        let rule = self.terms.card.call_outs.as_ref().and_then(|rules| rules.rest.as_ref());
        let owed = rule.map(|rule| rest::owed(rule, self.request.call_outs, self.request.zone, self.request.holidays));
        owed.unwrap_or_default()
            .into_iter()
            .filter(|owed| self.period.contains(owed.before))
            .collect()
    }
}
