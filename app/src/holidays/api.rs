//! Wire types and server functions of holiday calendars.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A calendar of one's own: a new one, or what is added to one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HolidayCalendarForm {
    /// What rules and rate cards name it by: 2 to 20 capital letters, digits and `-`, such as `IE` or `DE-BY`.
    pub key: String,
    /// What people call it; empty leaves the name that it has.
    pub name: String,
    /// The text of a file: a date and a name on each line (`2027-03-17,St Patrick’s Day`), or a calendar in the iCalendar
    /// format. Empty changes no day.
    pub text: String,
    /// What becomes of days that the file does not name: `keep`, which is usual, or `remove`.
    pub others: String,
    /// What becomes of lines and events that cannot be read: `refuse` all of it, which is usual, or `leave_out`.
    pub bad: String,
}

/// A holiday.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HolidayDayForm {
    /// The calendar's key.
    pub key: String,
    /// The date: `2027-03-17`.
    pub date: String,
    /// What it is called.
    pub name: String,
}

/// A calendar in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HolidayCalendarRow {
    /// What rules and rate cards name it by.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Whether it comes with Tandem.
    pub built_in: bool,
    /// How many days it knows.
    pub days: usize,
    /// The last of them, beyond which nothing is known; empty without any.
    pub data_to: String,
    /// The same in words.
    pub data_to_words: String,
    /// Whether that is less than six months away.
    pub ends_soon: bool,
    /// The next holidays, in words.
    pub next: Vec<String>,
}

/// All calendars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HolidaysPage {
    /// The organisation's own first.
    pub calendars: Vec<HolidayCalendarRow>,
}

/// A holiday of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HolidayDay {
    /// `2027-03-17`.
    pub date: String,
    /// `Wed 17 Mar 2027`.
    pub words: String,
    /// What it is called.
    pub name: String,
}

/// The holidays of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HolidayYear {
    /// Which year.
    pub year: i32,
    /// Whether it is over.
    pub past: bool,
    /// In order.
    pub days: Vec<HolidayDay>,
}

/// A calendar with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct HolidayCalendarPage {
    /// The calendar.
    pub calendar: HolidayCalendarRow,
    /// This year and later ones in order, then those that are over, the latest first.
    pub years: Vec<HolidayYear>,
    /// What follows it: rotas, the organisation, rate cards and people.
    pub users: Vec<String>,
    /// What its last change did, who made it and when; empty for one that comes with Tandem.
    pub last_change: String,
    /// All of its days as a file.
    pub text: String,
}

/// What was uploaded and could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayUpload {
    /// As it was sent.
    pub form: HolidayCalendarForm,
    /// Where, and what is wrong.
    pub faults: Vec<(String, String)>,
}

/// What came of an upload, in the context of the page that answers it.
#[derive(Clone)]
pub struct HolidaysUploaded(pub Result<HolidayUpload, crate::AppError>);

/// The import page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportHolidays {
    /// The calendar that the file is for; none for a new one.
    pub calendar: Option<HolidayCalendarRow>,
    /// What was sent, if the page answers an upload.
    pub upload: Option<HolidayUpload>,
}

/// Holiday calendars.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// All of them.
    async fn holiday_calendars(&self) -> crate::Answer<HolidaysPage>;
    /// One of them.
    async fn holiday_calendar(&self, key: String) -> crate::Answer<HolidayCalendarPage>;
    /// Makes a calendar of one's own, or adds to one; answers its key.
    async fn put_holiday_calendar(&self, form: HolidayCalendarForm) -> crate::Answer<String>;
    /// Adds a holiday to a calendar of one's own, or calls it otherwise.
    async fn put_holiday(&self, form: HolidayDayForm) -> crate::Answer<()>;
    /// Takes a holiday out of a calendar of one's own.
    async fn remove_holiday(&self, key: String, date: String) -> crate::Answer<()>;
    /// Removes a calendar that nothing follows.
    async fn remove_holiday_calendar(&self, key: String) -> crate::Answer<()>;
}

/// All holiday calendars.
#[server(endpoint = "holidays/list")]
pub async fn load_holidays() -> Result<HolidaysPage, crate::AppError> {
    crate::ports::ports()?.holiday_calendars().await
}

/// A holiday calendar.
#[server(endpoint = "holidays/show")]
pub async fn load_holiday_calendar(key: String) -> Result<HolidayCalendarPage, crate::AppError> {
    crate::ports::ports()?.holiday_calendar(key).await
}

/// What was uploaded to the import page, if it answers an upload.
#[server(endpoint = "holidays/import")]
pub async fn load_holidays_import(#[server(default)] key: String) -> Result<ImportHolidays, crate::AppError> {
    let ports = crate::ports::ports()?;
    let calendar = match key.is_empty() {
        true => ports.holiday_calendars().await.map(|_| None)?,
        false => Some(ports.holiday_calendar(key).await?.calendar),
    };
    let upload = use_context::<HolidaysUploaded>().map(|upload| upload.0).transpose()?;
    Ok(ImportHolidays { calendar, upload })
}

/// Makes a calendar of one's own, or adds to one, or calls it otherwise.
#[server(endpoint = "holidays/put")]
pub async fn put_holidays(#[server(default)] form: HolidayCalendarForm) -> Result<(), crate::AppError> {
    let key = crate::ports::ports()?.put_holiday_calendar(form).await?;
    leptos_axum::redirect(&format!("/pay/holidays/{key}?done=saved"));
    Ok(())
}

/// Adds a holiday to a calendar of one's own, or calls it otherwise.
#[server(endpoint = "holidays/put-day")]
pub async fn put_holiday(#[server(default)] form: HolidayDayForm) -> Result<(), crate::AppError> {
    let key = crate::components::percent_encode(&form.key);
    crate::ports::ports()?.put_holiday(form).await?;
    leptos_axum::redirect(&format!("/pay/holidays/{key}?done=day"));
    Ok(())
}

/// Takes a holiday out of a calendar of one's own.
#[server(endpoint = "holidays/remove-day")]
pub async fn remove_holiday(
    #[server(default)] key: String,
    #[server(default)] date: String,
) -> Result<(), crate::AppError> {
    let encoded = crate::components::percent_encode(&key);
    crate::ports::ports()?.remove_holiday(key, date).await?;
    leptos_axum::redirect(&format!("/pay/holidays/{encoded}?done=removed"));
    Ok(())
}

/// Removes a holiday calendar that nothing follows.
#[server(endpoint = "holidays/remove")]
pub async fn remove_holidays(#[server(default)] key: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.remove_holiday_calendar(key).await?;
    leptos_axum::redirect("/pay/holidays?done=removed");
    Ok(())
}
