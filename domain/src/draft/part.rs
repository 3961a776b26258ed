//! What of a draft can become binding.

use crate::{Instant, RotaId, Span, rota::Shift};

/// What becomes binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// From when until when.
    pub span: Span,
    /// Its shifts, in order, never none.
    pub shifts: Vec<Shift>,
}

/// Why nothing of a draft can become binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoPart {
    /// All of the draft lies in the past.
    #[error("all of it lies in the past")]
    Past,
    /// No turn of the draft begins in the time that is asked for.
    #[error("no turn begins in this time")]
    Empty,
    /// Time that nobody planned would lie before it.
    #[error("it would leave out the time from {0}")]
    LeavesOut(Instant),
    /// A published turn would be cut in two.
    #[error("it would cut the published turn from {} to {} in two", .0.start(), .0.end())]
    Cuts(Span),
}

/// What of a draft over `span` becomes binding at `now`, of the turns that begin within `wanted`: what lies ahead. A turn
/// under way that is published already stands; one that is not is taken from now on. `planned` reaches from the first
/// published turn to the published end, and `published` are the published shifts around the draft.
///
/// # Errors
/// [`NoPart`], with what stands in the way.
///
/// ```
/// use domain::{Instant, Pairing, RotaId, ShiftId, Span, draft::{NoPart, part}, rota::Shift};
/// let rota: RotaId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
/// let span = |from, to| Span::new(Instant::from_seconds(from), Instant::from_seconds(to)).unwrap();
/// let turn = |from, to| {
///     let span = span(from, to);
///     Shift { id: ShiftId::of(rota, span.start()), span, stretches: vec![span], pairing: Pairing::GAP }
/// };
/// let draft = [turn(100, 200), turn(200, 300), turn(300, 400)];
/// let at = |wanted, planned| part(rota, span(100, 400), &draft, wanted, planned, &[], Instant::from_seconds(150));
/// // The turn under way is not published: it is taken from now on.
/// assert_eq!(at(span(0, 300), None)?.span, span(150, 300));
/// assert_eq!(at(span(300, 400), Some(span(0, 200))), Err(NoPart::LeavesOut(Instant::from_seconds(200))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn part(
    rota: RotaId,
    span: Span,
    shifts: &[Shift],
    wanted: Span,
    planned: Option<Span>,
    published: &[Shift],
    now: Instant,
) -> Result<Part, NoPart> {
    let ahead = ahead(rota, span, shifts, planned, now).ok_or(NoPart::Past)?;
    let asked = |shift: &&Shift| shift.span.start() < wanted.end() && begins(shift, wanted, now);
    let chosen: Vec<Shift> = ahead.shifts.iter().filter(asked).cloned().collect();
    let (Some(first), Some(last)) = (chosen.first(), chosen.last()) else {
        return Err(NoPart::Empty);
    };
    let start = match ahead.shifts.first() {
        Some(shift) if shift.id == first.id => ahead.span.start(),
        _ => first.span.start(),
    };
    let after = ahead.shifts.iter().find(|shift| shift.span.start() > last.span.start());
    let end = after.map_or(ahead.span.end(), |next| next.span.start());
    let span = Span::new(start, end).map_err(|_| NoPart::Empty)?;
    if let Some(planned) = planned.filter(|planned| planned.end().max(now) < start) {
        return Err(NoPart::LeavesOut(planned.end().max(now)));
    }
    let cut = published
        .iter()
        .map(|shift| shift.span)
        .find(|turn| is_cut(*turn, span));
    match cut {
        Some(turn) => Err(NoPart::Cuts(turn)),
        None => Ok(Part { span, shifts: chosen }),
    }
}

/// What was begun before is asked for with whatever is asked for from now or earlier.
fn begins(shift: &Shift, wanted: Span, now: Instant) -> bool {
    shift.span.start() >= wanted.start() || (wanted.start() <= now && shift.span.start() <= now)
}

/// Whether one end of `span` lies inside a turn.
fn is_cut(turn: Span, span: Span) -> bool {
    [span.start(), span.end()]
        .into_iter()
        .any(|end| turn.start() < end && end < turn.end())
}

/// What of a draft lies ahead.
fn ahead(rota: RotaId, span: Span, shifts: &[Shift], planned: Option<Span>, now: Instant) -> Option<Part> {
    let stands = |shift: &&Shift| {
        shift.span.start() < now && planned.is_some_and(|planned| planned.contains(shift.span.start()))
    };
    let standing = shifts.iter().filter(stands).map(|shift| shift.span.end()).max();
    let start = span.start().max(now).max(standing.unwrap_or(Instant::MIN));
    let span = Span::new(start, span.end()).ok()?;
    let shifts: Vec<Shift> = shifts.iter().filter_map(|shift| shift.within(rota, span)).collect();
    (!shifts.is_empty()).then_some(Part { span, shifts })
}
