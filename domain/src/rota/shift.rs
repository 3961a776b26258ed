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
