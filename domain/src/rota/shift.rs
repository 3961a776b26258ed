//! Coverage cut into turns.

use super::Rules;
use crate::{Pairing, RotaId, ShiftId, Span};
use serde::{Deserialize, Serialize};

/// All coverage between two handovers, with its planned pairing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The same each time this turn is planned.
    pub id: ShiftId,
    /// From its handover to the next.
    pub span: Span,
    /// The coverage inside the span: in order, apart from each other, never none.
    pub stretches: Vec<Span>,
    /// Who is planned for it.
    pub pairing: Pairing,
}

impl Shift {
    /// The part of the shift inside `span`, if anything of it is covered: what begins later is another shift.
    ///
    /// ```
    /// use domain::{Instant, Pairing, RotaId, ShiftId, Span, rota::Shift};
    /// let rota: RotaId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
    /// let span = |from, to| Span::new(Instant::from_seconds(from), Instant::from_seconds(to));
    /// let day = span(0, 100)?;
    /// let shift = Shift { id: ShiftId::of(rota, day.start()), span: day, stretches: vec![span(0, 40)?], pairing: Pairing::GAP };
    /// let rest = shift.within(rota, span(30, 200)?).unwrap();
    /// assert_eq!((rest.span, rest.stretches), (span(30, 100)?, vec![span(30, 40)?]));
    /// assert!(shift.within(rota, span(50, 200)?).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within(&self, rota: RotaId, span: Span) -> Option<Self> {
        let inside = self.span.intersection(&span)?;
        if inside == self.span {
            return Some(self.clone());
        }
        let cut = |stretch: &Span| stretch.intersection(&inside);
        let stretches: Vec<Span> = self.stretches.iter().filter_map(cut).collect();
        let id = match inside.start() == self.span.start() {
            true => self.id,
            false => ShiftId::of(rota, inside.start()),
        };
        (!stretches.is_empty()).then_some(Self {
            id,
            span: inside,
            stretches,
            pairing: self.pairing,
        })
    }
}

/// The shifts of `rota` whose handover lies in `window`, each whole and with nobody planned yet, in order. A turn
/// without any coverage makes no shift.
///
/// ```
/// use domain::{Pairing, Span, Zone, holidays::Holidays};
/// use domain::rota::{Coverage, Handover, OfficeHours, Rules, Unit, shifts};
/// let office_hours = OfficeHours::default();
/// let rules = Rules {
///     zone: Zone::named("Europe/London")?,
///     coverage: Coverage::out_of_hours(&office_hours),
///     handover: Handover::new("2026-01-05T09:00:00".parse().unwrap(), 1, Unit::Weeks, vec![])?,
///     office_hours,
///     holidays: Holidays::none(),
/// };
/// let november = Span::new("2026-11-01T00:00:00Z".parse()?, "2026-12-01T00:00:00Z".parse()?)?;
/// let turns = shifts("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, &rules, november);
/// assert_eq!(turns.len(), 5); // handovers on the Mondays 2, 9, 16, 23 and 30
/// assert_eq!(turns[0].stretches.len(), 5); // four nights and a weekend
/// assert_eq!(turns[0].pairing, Pairing::GAP);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn shifts(rota: RotaId, rules: &Rules, window: Span) -> Vec<Shift> {
    let mut ends = rules.handover.instants(&rules.zone, window);
    let (Some(first), Some(last)) = (ends.first().copied(), ends.last().copied()) else {
        return Vec::new();
    };
    ends.push(rules.handover.next_after(&rules.zone, last));
    let Ok(whole) = Span::new(first, ends.last().copied().unwrap_or(last)) else {
        return Vec::new();
    };
    let covered = rules.coverage.spans(&rules.zone, &rules.holidays, whole);

    let turns = ends.windows(2).filter_map(|pair| Span::new(pair[0], pair[1]).ok());
    let cut = turns.map(|span| {
        let from = covered.partition_point(|stretch| stretch.end() <= span.start());
        let to = covered.partition_point(|stretch| stretch.start() < span.end());
        let stretches = covered[from..to]
            .iter()
            .filter_map(|stretch| stretch.intersection(&span))
            .collect();
        Shift {
            id: ShiftId::of(rota, span.start()),
            span,
            stretches,
            pairing: Pairing::GAP,
        }
    });
    cut.filter(|shift| !shift.stretches.is_empty()).collect()
}
