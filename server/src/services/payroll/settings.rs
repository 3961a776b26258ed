//! How often people are paid, and how long time off is kept.

use super::super::{Desk, Faults, Result, wording};
use super::periods;
use crate::store::{pay_calendar, toil_expiry};
use app::{
    AppError,
    payroll::{PaySettings, PaySettingsForm},
};
use chrono::{Days, NaiveDate};
use domain::pay::PayCycle;
use serde_json::json;

/// Time off is not kept longer: ten years.
const MOST_DAYS: i64 = 3_660;
/// Cycles are changed from dates that are not further away: days.
const FURTHEST: u64 = 3 * 366;

impl Desk {
    pub(super) async fn read_pay_settings(&self) -> Result<PaySettings> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let mut connection = self.tandem.store.read().await?;
        let calendar = pay_calendar(&mut connection).await?;
        let today = periods::today(&snapshot, reader.now);
        let present = periods::present(&calendar, today)?;
        let next = calendar.after(present);
        let shown = calendar.before(present).into_iter().chain([present]).chain(next);
        let cycle = calendar.cycle_on(today);
        let (word, day) = match cycle {
            PayCycle::Monthly { from_day } => ("monthly", from_day),
            PayCycle::Weeks { weeks: 1, .. } => ("weekly", 1),
            PayCycle::Weeks { weeks: 4, .. } => ("four-weekly", 1),
            PayCycle::Weeks { .. } => ("weeks", 1),
        };
        let ahead = calendar.cycles().iter().find(|(from, _)| *from > today);
        let words = match ahead {
            Some((from, later)) => format!(
                "{}; from {from} on: {}",
                periods::cycle_words(cycle),
                periods::cycle_words(*later).to_lowercase()
            ),
            None => periods::cycle_words(cycle),
        };
        Ok(PaySettings {
            cycle: word.to_owned(),
            day,
            words,
            from: next.unwrap_or(present).first().to_string(),
            toil_expires_days: toil_expiry(&mut connection)
                .await?
                .map(|days| days.to_string())
                .unwrap_or_default(),
            periods: shown.map(|period| periods::row(period, today, &reader)).collect(),
        })
    }

    pub(super) async fn write_pay_settings(&self, form: &PaySettingsForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let today = periods::today(&snapshot, write.at());
        let mut faults = Faults::default();
        let cycle = cycle(form, today, &mut faults);
        let expires = expires(&form.toil_expires_days, &mut faults);
        faults.check()?;
        let before = toil_expiry(write.connection()).await?;
        if let Some((from, cycle)) = cycle {
            let calendar = pay_calendar(write.connection()).await?;
            calendar.with(from, cycle, &[]).map_err(|faults| invalid(&faults))?;
            write.put_pay_cycle(from, cycle).await?;
        }
        write.set_toil_expiry(expires).await?;
        let detail = json!({
            "from": cycle.map(|(from, _)| from), "cycle": cycle.map(|(_, cycle)| cycle),
            "toil_expires_days": { "before": before, "after": expires },
        });
        write.audit("pay.settings_changed", "pay", detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

fn invalid(faults: &[domain::pay::Fault]) -> AppError {
    let faults = faults.iter().map(|fault| app::FieldError {
        field: fault.place.clone(),
        message: format!("{}.", fault.reason),
    });
    AppError::Invalid(faults.collect())
}

/// The cycle that is asked for, and from when.
fn cycle(form: &PaySettingsForm, today: NaiveDate, faults: &mut Faults) -> Option<(NaiveDate, PayCycle)> {
    let word = form.cycle.trim();
    if word.is_empty() {
        return None;
    }
    let from = faults.take("from", wording::day(&form.from));
    let near = |from: &NaiveDate| {
        let (first, last) = (today - Days::new(FURTHEST), today + Days::new(FURTHEST));
        (first..=last).contains(from)
    };
    if let Some(far) = from.filter(|from| !near(from)) {
        faults.note(
            "from",
            format!("{far} is more than three years away: choose a date near today."),
        );
    }
    let weeks = |weeks: u32| from.map(|from| PayCycle::Weeks { from, weeks });
    let cycle = match word {
        "monthly" => {
            let day = match form.day.trim() {
                "" => Some(1),
                day => faults.take(
                    "day",
                    day.parse::<u32>()
                        .ok()
                        .filter(|day| (1..=28).contains(day))
                        .ok_or_else(|| format!("‘{day}’ is not in every month: use a day from 1 to 28.")),
                ),
            };
            day.map(|from_day| PayCycle::Monthly { from_day })
        }
        "four-weekly" => weeks(4),
        "weekly" => weeks(1),
        other => {
            faults.note(
                "cycle",
                format!("‘{other}’ is not a choice: use monthly, four-weekly or weekly."),
            );
            None
        }
    };
    from.zip(cycle)
}

/// After how many days time off is lost.
fn expires(text: &str, faults: &mut Faults) -> Option<i64> {
    match text.trim() {
        "" => None,
        days => faults.take(
            "toil_expires_days",
            days.parse::<i64>()
                .ok()
                .filter(|days| (1..=MOST_DAYS).contains(days))
                .ok_or_else(|| format!("‘{days}’: give 1 to {MOST_DAYS} days, or nothing.")),
        ),
    }
}
