//! What was paid against what is due, after duty, call-outs or a rate were corrected.

use super::{Kind, Line, Money, Statement};
use crate::{Role, RotaId, ShiftId, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a locked statement pays too much or too little, line by line: an adjustment of a later one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// The line that was paid, if there was one.
    pub was: Option<Line>,
    /// The line that is due, if there is one.
    pub is: Option<Line>,
    /// What is due beyond what was paid, in minor units; negative when too much was paid.
    pub minor: i64,
    /// The same for time off, in seconds.
    pub toil_seconds: i64,
    /// Why, in words.
    pub why: String,
}

/// What a line is about, whatever it pays.
type About<'a> = (
    Span,
    Kind,
    Option<RotaId>,
    Option<ShiftId>,
    Option<Role>,
    Option<&'a str>,
);

fn about(line: &Line) -> About<'_> {
    (
        line.span,
        line.kind,
        line.rota,
        line.shift,
        line.role,
        line.band.as_deref(),
    )
}

/// The adjustments that turn what was paid into what is due: `paid` and all of them come to exactly `due`.
///
/// Where a period was adjusted before, `paid` is what was due then: its lines, not those first paid.
///
/// ```
/// use domain::pay::{Money, Statement, adjustments};
/// let nothing = Statement { lines: vec![], total: Money::new(0, "GBP".parse()?), toil_seconds: 0, rest_owed: vec![] };
/// assert!(adjustments(&nothing, &nothing).is_empty());
/// # Ok::<(), domain::pay::UnknownCurrency>(())
/// ```
pub fn adjustments(paid: &Statement, due: &Statement) -> Vec<Adjustment> {
    let mut sides: BTreeMap<About, (Vec<&Line>, Vec<&Line>)> = BTreeMap::new();
    for line in &paid.lines {
        sides.entry(about(line)).or_default().0.push(line);
    }
    for line in &due.lines {
        sides.entry(about(line)).or_default().1.push(line);
    }
    let pairs = sides.into_values().flat_map(|(was, is)| {
        let many = was.len().max(is.len());
        (0..many).map(move |index| (was.get(index).copied(), is.get(index).copied()))
    });
    pairs.filter_map(|(was, is)| adjustment(due, was, is)).collect()
}

fn adjustment(due: &Statement, was: Option<&Line>, is: Option<&Line>) -> Option<Adjustment> {
    let minor = |line: Option<&Line>| line.map_or(0, |line| line.minor);
    let toil = |line: Option<&Line>| line.map_or(0, |line| line.toil_seconds);
    let (difference, toil_seconds) = (minor(is).saturating_sub(minor(was)), toil(is) - toil(was));
    if (difference, toil_seconds) == (0, 0) {
        return None;
    }
    let why = match (was, is) {
        (Some(was), Some(is)) => {
            let paid = Money::new(was.minor, due.total.currency);
            format!("{}; {paid} was paid", is.why)
        }
        (Some(was), None) => format!("No longer due: {}", was.why),
        (None, Some(is)) => format!("Also due: {}", is.why),
        (None, None) => return None,
    };
    Some(Adjustment {
        was: was.cloned(),
        is: is.cloned(),
        minor: difference,
        toil_seconds,
        why,
    })
}
