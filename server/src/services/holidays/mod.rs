//! Holiday calendars: those that come with Tandem, and the organisation's own.

mod change;
mod ics;
mod page;
mod read;
mod users;

pub(crate) use read::FILE_BYTES;

use super::{Desk, Reader, Result, pay};
use crate::{
    snapshot::Snapshot,
    store::{HolidayCalendarRecord, Write},
};
use app::{
    AppError,
    holidays::{HolidayCalendarForm, HolidayCalendarPage, HolidayDayForm, HolidaysPage},
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::holidays::{Calendars, calendar};

#[async_trait]
impl app::holidays::Port for Desk {
    async fn holiday_calendars(&self) -> Result<HolidaysPage> {
        self.may_pay()?;
        self.calendars_page().await
    }

    async fn holiday_calendar(&self, key: String) -> Result<HolidayCalendarPage> {
        self.may_pay()?;
        self.calendar_page(key.trim()).await
    }

    async fn put_holiday_calendar(&self, form: HolidayCalendarForm) -> Result<String> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_calendar(form).await }).await
    }

    async fn put_holiday(&self, form: HolidayDayForm) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_day(&form).await }).await
    }

    async fn remove_holiday(&self, key: String, date: String) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.take_day_out(key.trim(), date.trim()).await })
            .await
    }

    async fn remove_holiday_calendar(&self, key: String) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.end_calendar(key.trim()).await })
            .await
    }
}

/// Holiday calendars to choose from, key and words: one that ends soon says so.
pub(super) fn choices(snapshot: &Snapshot, reader: &Reader) -> Vec<(String, String)> {
    let (calendars, today) = (snapshot.calendars(), pay::today(snapshot, reader));
    let choice = |(key, name): (&str, &str)| {
        let last = calendars.find(key).and_then(|days| days.ends_soon(today));
        let words = match last {
            Some(last) => format!("{name} (data to {} only)", reader.style.date(last)),
            None => name.to_owned(),
        };
        (key.to_owned(), words)
    };
    calendars.names().map(choice).collect()
}

/// That a calendar ends in less than six months, or has ended; `then` is what becomes of later holidays: `planned`, `paid`.
pub(super) fn ends_soon(
    calendars: &Calendars,
    key: &str,
    then: &str,
    today: NaiveDate,
    reader: &Reader,
) -> Option<String> {
    let last = calendars.find(key)?.ends_soon(today)?;
    let mend = match calendar(key) {
        Some(_) => "until Tandem is brought up to date",
        None => "until they are added",
    };
    Some(format!(
        "Holidays of {} are known to {}: later ones are {then} as other days {mend}.",
        calendars.name(key).unwrap_or(key),
        reader.style.day(last, today)
    ))
}

/// That a calendar is there, as a write sees it: nobody removes it meanwhile.
///
/// # Errors
/// `Invalid` in `field` for one that is not.
pub(super) async fn check_calendar(write: &mut Write, field: &str, key: &str) -> Result<()> {
    if calendar(key).is_some() || HolidayCalendarRecord::find(write.connection(), key).await?.is_some() {
        return Ok(());
    }
    Err(AppError::field(field, format!("‘{key}’ is not a holiday calendar.")))
}
