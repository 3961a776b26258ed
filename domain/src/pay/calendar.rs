//! The pay periods of an organisation, whose cycle may change.

use super::{Fault, PayCycle, Period};
use chrono::NaiveDate;

/// Cycles, each in force from a date on. Before the first, periods are calendar months; where one gives way to the next,
/// the last period is cut short. So periods never overlap, and leave nothing out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PayCalendar {
    cycles: Vec<(NaiveDate, PayCycle)>,
}

/// Longer than any period, twice over.
const FURTHEST: i64 = 2 * 53 * 7;

impl PayCalendar {
    /// Of cycles, in any order.
    pub fn new(mut cycles: Vec<(NaiveDate, PayCycle)>) -> Self {
        cycles.sort_by_key(|(from, _)| *from);
        Self { cycles }
    }

    /// The cycles, in the order in which they come into force.
    pub fn cycles(&self) -> &[(NaiveDate, PayCycle)] {
        &self.cycles
    }

    /// The cycle in force on a date.
    pub fn cycle_on(&self, date: NaiveDate) -> PayCycle {
        let begun = self.cycles.partition_point(|(from, _)| *from <= date);
        begun
            .checked_sub(1)
            .map_or(PayCycle::Monthly { from_day: 1 }, |index| self.cycles[index].1)
    }

    /// The period that a date lies in; `None` at the end of the calendar.
    ///
    /// ```
    /// use domain::pay::{PayCalendar, PayCycle};
    /// let date = |text: &str| text.parse().unwrap();
    /// let weekly = PayCycle::Weeks { from: date("2027-01-04"), weeks: 1 };
    /// let calendar = PayCalendar::new(vec![(date("2027-01-11"), weekly)]);
    /// let period = |on: &str| calendar.period_of(date(on)).map(|it| (it.first().to_string(), it.end().to_string()));
    /// assert_eq!(period("2027-01-10"), Some(("2027-01-01".into(), "2027-01-11".into())), "cut short");
    /// assert_eq!(period("2027-01-11"), Some(("2027-01-11".into(), "2027-01-18".into())));
    /// ```
    pub fn period_of(&self, date: NaiveDate) -> Option<Period> {
        let begun = self.cycles.partition_point(|(from, _)| *from <= date);
        let whole = self.cycle_on(date).period_of(date)?;
        let from = begun
            .checked_sub(1)
            .map_or(NaiveDate::MIN, |index| self.cycles[index].0);
        let to = self.cycles.get(begun).map_or(NaiveDate::MAX, |(from, _)| *from);
        whole.intersection(&Period::new(from, to).ok()?)
    }

    /// The period after one.
    pub fn after(&self, period: Period) -> Option<Period> {
        self.period_of(period.end())
    }

    /// The period before one.
    pub fn before(&self, period: Period) -> Option<Period> {
        self.period_of(period.first().pred_opt()?)
    }

    /// The calendar with another cycle from a date on, in place of those that would come into force later.
    ///
    /// # Errors
    /// What is wrong with the cycle, and each of the `kept` periods, of which there are statements, that it would overlap.
    ///
    /// ```
    /// use domain::pay::{PayCalendar, PayCycle};
    /// let date = |text: &str| text.parse().unwrap();
    /// let calendar = PayCalendar::default();
    /// let january = calendar.period_of(date("2027-01-05")).unwrap();
    /// let weekly = PayCycle::Weeks { from: date("2027-01-04"), weeks: 1 };
    /// let faults = calendar.with(date("2027-01-25"), weekly, &[january]).unwrap_err();
    /// assert_eq!(faults[0].to_string(), "from: overlaps the period from 2027-01-01 to 2027-01-31, of which there are statements");
    /// assert!(calendar.with(date("2027-02-01"), weekly, &[january]).is_ok());
    /// ```
    pub fn with(&self, from: NaiveDate, cycle: PayCycle, kept: &[Period]) -> Result<Self, Vec<Fault>> {
        let mut faults: Vec<Fault> = cycle.fault(from).into_iter().collect();
        let earlier = self.cycles.iter().copied().filter(|(begins, _)| *begins < from);
        let changed = Self::new(earlier.chain([(from, cycle)]).collect());
        for period in kept {
            if faults.is_empty() && changed.period_of(period.first()) != Some(*period) {
                let last = period.end().pred_opt().unwrap_or(period.end());
                let reason = format!(
                    "overlaps the period from {} to {last}, of which there are statements",
                    period.first()
                );
                faults.push(Fault::new("from", reason));
            }
        }
        if faults.is_empty() { Ok(changed) } else { Err(faults) }
    }
}

impl PayCycle {
    /// What is wrong with it, from a date on.
    fn fault(self, from: NaiveDate) -> Option<Fault> {
        match self {
            Self::Monthly { from_day } if !(1..=28).contains(&from_day) => Some(Fault::new(
                "day",
                format!("{from_day} is not in every month: use a day from 1 to 28"),
            )),
            Self::Weeks { weeks, .. } if !(1..=53).contains(&weeks) => {
                Some(Fault::new("weeks", format!("{weeks} weeks is no period: use 1 to 53")))
            }
            Self::Weeks { from: start, .. } if (start - from).num_days().abs() > FURTHEST => Some(Fault::new(
                "from",
                format!("{start} is far from {from}: count weeks from a date near it"),
            )),
            _ => None,
        }
    }
}
