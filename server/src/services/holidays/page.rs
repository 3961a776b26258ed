//! What the pages of holiday calendars show.

use super::{
    super::{Actor, Desk, Reader, Result, pay, wording},
    users::users_of,
};
use crate::store::HolidayCalendarRecord;
use app::{
    AppError,
    holidays::{HolidayCalendarPage, HolidayCalendarRow, HolidayDay, HolidayYear, HolidaysPage},
};
use chrono::{Datelike as _, NaiveDate};
use domain::holidays::{CALENDARS, Holidays, calendar};

/// How many of the next holidays a list shows.
const SHOWN: usize = 2;

impl Desk {
    pub(super) async fn calendars_page(&self) -> Result<HolidaysPage> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let own = HolidayCalendarRecord::all(&mut *self.tandem.store.read().await?).await?;
        let today = pay::today(&snapshot, &reader);
        let built_in = CALENDARS.iter().filter(|(key, _)| *key != "none");
        let built_in = built_in.map(|(key, name)| {
            let days = calendar(key).unwrap_or_default();
            row((key, name, true), &days, today, &reader)
        });
        let own = own
            .iter()
            .map(|it| row((&it.key, &it.name, false), &it.days, today, &reader));
        Ok(HolidaysPage {
            calendars: own.chain(built_in).collect(),
        })
    }

    pub(super) async fn calendar_page(&self, key: &str) -> Result<HolidayCalendarPage> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let today = pay::today(&snapshot, &reader);
        let mut connection = self.tandem.store.read().await?;
        let record = HolidayCalendarRecord::find(&mut connection, key).await?;
        let before = match &record {
            Some(record) => HolidayCalendarRecord::before(&mut connection, record).await?,
            None => None,
        };
        let built_in = CALENDARS.iter().find(|(known, _)| *known == key && key != "none");
        let (name, days) = match (&record, built_in) {
            (Some(record), _) => (record.name.clone(), record.days.clone()),
            (None, Some((_, name))) => ((*name).to_owned(), calendar(key).unwrap_or_default()),
            (None, None) => return Err(AppError::NotFound(format!("There is no holiday calendar ‘{key}’."))),
        };
        let last_change = record.as_ref().map(|record| {
            let none = Holidays::none();
            let what = difference(before.as_ref().map_or(&none, |it| &it.days), &record.days);
            let who = Actor::describe(&record.changed_by, &snapshot);
            let when = wording::said(record.changed_at, &self.own_zone(&snapshot), &reader);
            format!("{what} by {who}, {when}")
        });
        Ok(HolidayCalendarPage {
            calendar: row((key, &name, record.is_none()), &days, today, &reader),
            years: years(&days, today, &reader),
            users: users_of(&mut connection, &snapshot, key).await?,
            last_change: last_change.unwrap_or_default(),
            text: days.to_string(),
        })
    }
}

fn row(
    (key, name, built_in): (&str, &str, bool),
    days: &Holidays,
    today: NaiveDate,
    reader: &Reader,
) -> HolidayCalendarRow {
    let last = days.last();
    let next = days.in_range(today..=NaiveDate::MAX).take(SHOWN);
    HolidayCalendarRow {
        key: key.to_owned(),
        name: name.to_owned(),
        built_in,
        days: days.len(),
        data_to: last.map(|last| last.to_string()).unwrap_or_default(),
        data_to_words: last.map(|last| reader.style.date(last)).unwrap_or_default(),
        ends_soon: days.is_empty() || days.ends_soon(today).is_some(),
        next: next
            .map(|(date, name)| format!("{} {name}", reader.style.day(date, today)))
            .collect(),
    }
}

/// This year and later ones first, then those before, the latest first.
fn years(days: &Holidays, today: NaiveDate, reader: &Reader) -> Vec<HolidayYear> {
    let mut years: Vec<HolidayYear> = Vec::new();
    for (date, name) in days.in_range(NaiveDate::MIN..=NaiveDate::MAX) {
        let day = HolidayDay {
            date: date.to_string(),
            words: format!("{} {}", date.format("%a"), reader.style.date(date)),
            name: name.to_owned(),
        };
        match years.last_mut().filter(|year| year.year == date.year()) {
            Some(year) => year.days.push(day),
            None => years.push(HolidayYear {
                year: date.year(),
                past: date.year() < today.year(),
                days: vec![day],
            }),
        }
    }
    let (past, coming): (Vec<_>, Vec<_>) = years.into_iter().partition(|year| year.past);
    coming.into_iter().chain(past.into_iter().rev()).collect()
}

/// `3 days added, 1 taken out, 1 renamed`.
fn difference(before: &Holidays, after: &Holidays) -> String {
    let (mut added, mut removed, mut renamed) = (0, 0, 0);
    for date in before.differences(after) {
        match (before.contains(date), after.contains(date)) {
            (false, _) => added += 1,
            (true, false) => removed += 1,
            (true, true) => renamed += 1,
        }
    }
    let days = if added == 1 { "day" } else { "days" };
    let said = [
        (added, format!("{added} {days} added")),
        (removed, format!("{removed} taken out")),
        (renamed, format!("{renamed} renamed")),
    ];
    let said: Vec<String> = said
        .into_iter()
        .filter(|(many, _)| *many > 0)
        .map(|(_, words)| words)
        .collect();
    match said.is_empty() {
        true => "Named".to_owned(),
        false => said.join(", "),
    }
}
