//! Changes of the organisation's own calendars, and what follows from them.

use super::{
    super::{Desk, Faults, Result, pay, setup::check_name},
    read::read,
    users::{rotas_with, users_of},
};
use crate::{
    snapshot::{Snapshot, rules},
    store::{HolidayCalendarRecord, RotaRecord, RulesRecord, Write, calendars},
};
use app::{
    AppError,
    holidays::{HolidayCalendarForm, HolidayDayForm},
};
use chrono::NaiveDate;
use domain::{
    Span,
    holidays::{Calendars, Holidays, MOST_DAYS},
    rota::with_holidays,
};
use serde_json::json;

/// The most calendars of one's own.
const MOST: usize = 100;
/// The most days that an entry of the audit log names.
const NAMED: usize = 50;

impl Desk {
    /// Makes a calendar, or adds to one, or puts a file in its place; answers its key.
    ///
    /// # Errors
    /// `Invalid` with everything that is wrong.
    pub(super) async fn write_calendar(&self, form: HolidayCalendarForm) -> Result<String> {
        let mut faults = Faults::default();
        let key = form.key.trim().to_ascii_uppercase();
        faults.take("key", Calendars::check_key(&key));
        let leave_out = said("bad", &form.bad, ("refuse", "leave_out"), &mut faults);
        let remove = said("others", &form.others, ("keep", "remove"), &mut faults);
        let name = match form.name.trim() {
            "" => None,
            name => faults.take("name", check_name(name)),
        };
        let snapshot = self.tandem.snapshot();
        let today = pay::today(&snapshot, &self.reader(&snapshot));
        let days = match form.text.trim() {
            "" => None,
            _ => faults.all(read(form.text, today, leave_out).await)?,
        };
        faults.check()?;
        let mut write = self.begin().await?;
        let known = HolidayCalendarRecord::all(write.connection()).await?;
        let before = known.iter().find(|record| record.key == key);
        if before.is_none() && known.len() >= MOST {
            let words = format!("There are {MOST} calendars already: remove one first.");
            return Err(AppError::field("key", words));
        }
        let name = name.or_else(|| before.map(|before| before.name.clone()));
        let name = name.ok_or_else(|| AppError::field("name", "Give it a name, such as Ireland."))?;
        let mut after = before.map(|before| before.days.clone()).unwrap_or_default();
        if let Some(days) = days {
            if remove {
                after = days;
            } else {
                let all = days.in_range(NaiveDate::MIN..=NaiveDate::MAX);
                all.for_each(|(date, name)| after.insert(date, name));
            }
        }
        self.keep(write, (&key, &name), before, &after).await?;
        Ok(key)
    }

    /// Adds a holiday by hand, or calls it otherwise.
    ///
    /// # Errors
    /// `Invalid`; `NotFound` without such a calendar of one's own.
    pub(super) async fn write_day(&self, form: &HolidayDayForm) -> Result<()> {
        let checked = Holidays::check(&form.date, &form.name);
        let (date, name) = checked.map_err(|words| {
            let field = if form.date.trim().parse::<NaiveDate>().is_ok() {
                "name"
            } else {
                "date"
            };
            AppError::field(field, format!("{}.", sentence(&words)))
        })?;
        let mut write = self.begin().await?;
        let before = own(&mut write, form.key.trim()).await?;
        let mut after = before.days.clone();
        after.insert(date, name);
        self.keep(write, (&before.key, &before.name), Some(&before), &after)
            .await
    }

    /// Takes a holiday out by hand.
    ///
    /// # Errors
    /// `NotFound` for a date that is none.
    pub(super) async fn take_day_out(&self, key: &str, date: &str) -> Result<()> {
        let mut write = self.begin().await?;
        let before = own(&mut write, key).await?;
        let mut after = before.days.clone();
        let taken = date.parse().ok().and_then(|date| after.remove(date));
        taken.ok_or_else(|| AppError::NotFound(format!("{} has no holiday on ‘{date}’.", before.name)))?;
        self.keep(write, (&before.key, &before.name), Some(&before), &after)
            .await
    }

    /// Removes a calendar that nothing follows.
    ///
    /// # Errors
    /// `Refused` with what follows it; `NotFound`.
    pub(super) async fn end_calendar(&self, key: &str) -> Result<()> {
        let mut write = self.begin().await?;
        let before = own(&mut write, key).await?;
        let users = users_of(write.connection(), &self.tandem.snapshot(), key).await?;
        if !users.is_empty() {
            return Err(AppError::refused(
                "calendar-used",
                format!(
                    "{} is followed by {}: let them follow another calendar first.",
                    before.name,
                    users.join(", ")
                ),
            ));
        }
        write.end_holiday_calendar(key).await?;
        let detail = json!({ "name": before.name, "key": key, "days": before.days.len() });
        write
            .audit("holidays.removed", &format!("holidays {key}"), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Keeps a calendar as it is to be, with what that does to the rotas that follow it.
    async fn keep(
        &self,
        mut write: Write,
        (key, name): (&str, &str),
        before: Option<&HolidayCalendarRecord>,
        after: &Holidays,
    ) -> Result<()> {
        if before.is_some_and(|before| before.days == *after && before.name == name) {
            return Ok(());
        }
        if after.len() > MOST_DAYS {
            let words = format!(
                "{} holidays are too many: a calendar has at most {MOST_DAYS}.",
                after.len()
            );
            return Err(AppError::field("text", words));
        }
        write.put_holiday_calendar(key, name, after).await?;
        let none = Holidays::none();
        let was = before.map_or(&none, |before| &before.days);
        let changed = was.differences(after);
        let came_or_went = |date: &&NaiveDate| was.contains(**date) != after.contains(**date);
        let dates: Vec<NaiveDate> = changed.iter().filter(came_or_went).copied().collect();
        let cut = self
            .cut_for_holidays(&mut write, &self.tandem.snapshot(), (key, &dates))
            .await?;
        let named = |days: &Holidays| -> Vec<String> {
            let days = changed
                .iter()
                .filter_map(|date| Some(format!("{date} {}", days.name(*date)?)));
            days.take(NAMED).collect()
        };
        let detail = json!({
            "name": { "before": before.map(|before| &before.name), "after": name },
            "days": { "before": was.len(), "after": after.len() },
            "dates": { "before": named(was), "after": named(after) },
            "rotas": cut,
        });
        write
            .audit("holidays.saved", &format!("holidays {key}"), detail)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Gives published shifts of the rotas that follow a calendar the hours they have now on some dates, from now on, so
    /// that new coverage is seen as a gap at least; answers the names of the rotas that it changed.
    async fn cut_for_holidays(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        (key, dates): (&str, &[NaiveDate]),
    ) -> Result<Vec<String>> {
        let known = calendars(write.connection()).await?;
        let mut cut = Vec::new();
        for (rota, in_time) in rotas_with(write.connection(), snapshot, key).await? {
            write.touch_rota(rota);
            let Some(record) = RotaRecord::find(write.connection(), rota).await? else {
                continue;
            };
            let mut changed = false;
            for (kept, part) in parts(&in_time, &record, write.at()) {
                if kept.holiday_calendar != key {
                    continue;
                }
                let published = write.shifts(rota, part).await?;
                let found = with_holidays(rota, &published, &rules(kept, &known)?, part, dates);
                changed |= !found.fates.is_empty();
                self.put_recut(write, &record, &found, snapshot).await?;
            }
            if changed {
                cut.push(record.name);
            }
        }
        Ok(cut)
    }
}

/// What is published from an instant on, by the rules that hold.
fn parts<'a>(in_time: &'a [RulesRecord], record: &RotaRecord, now: domain::Instant) -> Vec<(&'a RulesRecord, Span)> {
    let Some(planned) = record.planned else {
        return Vec::new();
    };
    let ends = in_time.iter().skip(1).map(|next| next.starts_at);
    let ends = ends.chain(std::iter::once(planned.end()));
    let part = |(kept, end): (&'a RulesRecord, domain::Instant)| {
        let start = kept.starts_at.max(planned.start()).max(now);
        Some((kept, Span::new(start, end.min(planned.end())).ok()?))
    };
    in_time.iter().zip(ends).filter_map(part).collect()
}

/// The calendar of one's own that has a key.
async fn own(write: &mut Write, key: &str) -> Result<HolidayCalendarRecord> {
    let found = HolidayCalendarRecord::find(write.connection(), key).await?;
    found.ok_or_else(|| match domain::holidays::calendar(key) {
        Some(_) if !key.is_empty() => AppError::refused(
            "built-in",
            format!("‘{key}’ comes with Tandem and stays as it is: make a calendar of your own beside it."),
        ),
        _ => AppError::NotFound(format!("There is no calendar ‘{key}’ of your own.")),
    })
}

/// Whether the other of two words is said; nothing is the first.
fn said(field: &str, text: &str, (usual, other): (&str, &str), faults: &mut Faults) -> bool {
    match text.trim() {
        "" => false,
        word if word == usual => false,
        word if word == other => true,
        word => {
            faults.note(field, format!("‘{word}’ is not a choice: use {usual} or {other}."));
            false
        }
    }
}

/// A reason with a capital letter.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
