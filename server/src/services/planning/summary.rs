//! What is kept with a draft: what the planner said of it.

use super::{Asking, Planned};
use chrono::{Datelike as _, NaiveTime, TimeDelta, Weekday};
use domain::{
    Instant, PersonId, Role, ShiftId, Span, Zone,
    holidays::Holidays,
    planner::{self, BrokenWish, PassedOver, Reason, Score, Unequal},
    rota::Shift,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the planner said of a draft.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Summary {
    /// The seed it was made with.
    pub(crate) seed: u64,
    /// The weeks that were asked for.
    pub(crate) weeks: u32,
    /// The first local date that was asked for, if any.
    pub(crate) from: Option<chrono::NaiveDate>,
    /// What each person carries.
    pub(crate) loads: Vec<planner::Load>,
    /// The roles that stay a gap, and why.
    pub(crate) unfilled: Vec<Unfilled>,
    /// How good it is.
    pub(crate) score: Score,
    /// All that it was asked for.
    #[serde(default)]
    pub(crate) asking: Option<Asking>,
    /// The wishes that do not come true, and why.
    #[serde(default)]
    pub(crate) broken_wishes: Vec<BrokenWish>,
    /// Who carries more or less than their share, and why.
    #[serde(default)]
    pub(crate) unequal: Vec<Unequal>,
    /// Whoever a rotation passed over, and why.
    #[serde(default)]
    pub(crate) passed_over: Vec<PassedOver>,
    /// Who is on duty more hours a week on average than is to be reported, and how many.
    #[serde(default)]
    pub(crate) long_hours: Vec<(PersonId, i64)>,
}

/// A role that stays a gap.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Unfilled {
    pub(crate) shift: ShiftId,
    pub(crate) role: Role,
    pub(crate) reasons: Vec<(PersonId, Reason)>,
}

impl Summary {
    pub(in super::super) fn of(planned: &Planned, asking: &Asking) -> Self {
        let plan = &planned.plan;
        let unfilled = plan.unfilled.iter().map(|unfilled| Unfilled {
            shift: unfilled.shift,
            role: unfilled.role,
            reasons: unfilled.reasons.clone(),
        });
        Self {
            seed: asking.seed,
            weeks: asking.weeks,
            from: asking.from,
            loads: plan.loads.clone(),
            unfilled: unfilled.collect(),
            score: plan.score.clone(),
            asking: Some(asking.clone()),
            broken_wishes: plan.broken_wishes.clone(),
            unequal: plan.unequal.clone(),
            passed_over: planned.passed_over.clone(),
            long_hours: long_hours(planned),
        }
    }
}

/// Who is on duty more hours a week than is to be reported: on this rota as planned, and elsewhere as published.
fn long_hours(planned: &Planned) -> Vec<(PersonId, i64)> {
    let Some(most) = planned.prepared.basis.rules.report_weekly_hours else {
        return Vec::new();
    };
    let hours = planned.prepared.request.people.iter().map(|candidate| {
        let mut duty = candidate.busy.clone();
        for shift in &planned.prepared.shifts {
            if shift.pairing.role_of(candidate.person).is_some() {
                duty.extend_from_slice(&shift.stretches);
            }
        }
        (
            candidate.person,
            planner::average_week(&duty, planned.prepared.span) / 3600,
        )
    });
    hours.filter(|(_, hours)| *hours > i64::from(most)).collect()
}

/// Points of day, night, weekend and holiday duty.
pub(in super::super) type Parts = [f64; 4];

/// The word of each part.
pub(in super::super) const PARTS: [&str; 4] = ["day", "night", "weekend", "holiday"];

/// What kind of duty each person's points come from.
pub(in super::super) fn parts(shifts: &[Shift], zone: &Zone, holidays: &Holidays) -> BTreeMap<PersonId, Parts> {
    let mut all: BTreeMap<PersonId, Parts> = BTreeMap::new();
    for shift in shifts {
        let parts = parts_of(&shift.stretches, zone, holidays);
        for person in Role::BOTH.iter().filter_map(|role| shift.pairing.holder(*role)) {
            let known = all.entry(person).or_default();
            known.iter_mut().zip(parts).for_each(|(known, part)| *known += part);
        }
    }
    all
}

/// The points of a shift by kind: its seconds by kind, scaled to what the planner says that they weigh.
fn parts_of(stretches: &[Span], zone: &Zone, holidays: &Holidays) -> Parts {
    let mut pieces: [Vec<Span>; 4] = Default::default();
    for stretch in stretches {
        let mut at = stretch.start();
        // A stretch of two years has fewer halves than this.
        for _ in 0..1_600 {
            let (kind, end) = half(at, zone, holidays);
            let end = end.min(stretch.end());
            pieces[kind].extend(Span::new(at, end));
            if end >= stretch.end() {
                break;
            }
            at = end;
        }
    }
    pieces.map(|pieces| f64::from(planner::load(&pieces, zone, holidays)))
}

/// The kind of the half day that `at` lies in (days from 09:00, nights from 21:00), and where that half ends.
fn half(at: Instant, zone: &Zone, holidays: &Holidays) -> (usize, Instant) {
    let local = zone.local(at);
    let hour = |hours: i64, days: i64| {
        let midnight = local.date().and_time(NaiveTime::MIN);
        zone.instant(
            midnight
                .checked_add_signed(TimeDelta::hours(hours + 24 * days))
                .unwrap_or(midnight),
        )
    };
    let (nine, twenty_one) = (hour(9, 0), hour(21, 0));
    let (date, night, end) = if at < nine {
        (local.date().pred_opt().unwrap_or(local.date()), true, nine)
    } else if at < twenty_one {
        (local.date(), false, twenty_one)
    } else {
        (local.date(), true, hour(9, 1))
    };
    let weekend = match date.weekday() {
        Weekday::Sat | Weekday::Sun => true,
        Weekday::Fri => night,
        _ => false,
    } && !(night && date.weekday() == Weekday::Sun);
    let kind = match (holidays.contains(date), weekend, night) {
        (true, ..) => 3,
        (_, true, _) => 2,
        (_, _, true) => 1,
        _ => 0,
    };
    (kind, end.max(at + 1))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::parts_of;
    use domain::{Span, Zone, holidays, planner::load};

    #[test]
    fn the_parts_of_a_load_add_up_to_it() {
        let zone = Zone::named("Europe/London").unwrap();
        let england = holidays::calendar("GB-ENG").unwrap();
        let christmas = [Span::new(
            "2026-12-21T09:00:00Z".parse().unwrap(),
            "2026-12-28T09:00:00Z".parse().unwrap(),
        )
        .unwrap()];
        let parts = parts_of(&christmas, &zone, &england);
        assert_eq!(parts.iter().sum::<f64>(), f64::from(load(&christmas, &zone, &england)));
        assert!(parts.iter().all(|part| *part > 0.0), "{parts:?}");
    }
}
