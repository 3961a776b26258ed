//! Pay periods in words. Their dates are those of the organisation's zone.

use super::super::{Reader, Result, wording};
use crate::{snapshot::Snapshot, zones};
use app::{AppError, payroll::PayPeriodRow};
use chrono::NaiveDate;
use domain::{
    Instant, Zone,
    pay::{PayCalendar, PayCycle, Period},
};

/// Today where the organisation is.
pub(super) fn today(snapshot: &Snapshot, now: Instant) -> NaiveDate {
    let zone = snapshot.organisation().and_then(|it| zones::zone(&it.zone).ok());
    zone.unwrap_or_else(Zone::utc).local(now).date()
}

/// The period that a date lies in.
pub(super) fn present(calendar: &PayCalendar, date: NaiveDate) -> Result<Period> {
    let period = calendar.period_of(date);
    period.ok_or_else(|| AppError::NotFound(format!("There is no pay period on {date}.")))
}

/// A period as pages show it.
pub(super) fn row(period: Period, today: NaiveDate, reader: &Reader) -> PayPeriodRow {
    let last = last(period);
    PayPeriodRow {
        first: period.first().to_string(),
        last: last.to_string(),
        words: wording::days_words(period.first(), last, today, reader.style),
        now: (period.first()..period.end()).contains(&today),
    }
}

/// Its last date.
pub(super) fn last(period: Period) -> NaiveDate {
    period.end().pred_opt().unwrap_or(period.end())
}

/// `Monthly, from the 21st`.
pub(super) fn cycle_words(cycle: PayCycle) -> String {
    match cycle {
        PayCycle::Monthly { from_day: 1 } => "Monthly, by calendar months".to_owned(),
        PayCycle::Monthly { from_day } => format!("Monthly, each from day {from_day} of the month"),
        PayCycle::Weeks { weeks: 1, from } => format!("Weekly, each from a {}", from.format("%A")),
        PayCycle::Weeks { weeks, from } => format!("Every {weeks} weeks, counted from {from}"),
    }
}
