//! Holidays out of a file: lines of dates and names, or a calendar in the iCalendar format.

use super::{super::Result, ics};
use app::{AppError, FieldError};
use chrono::NaiveDate;
use domain::holidays::{Holidays, MOST_DAYS, ReadFault};
use std::time::Duration;

/// The most that a file of holidays holds, in bytes.
pub(crate) const FILE_BYTES: usize = 2 * 1024 * 1024;
/// How long reading may take: a file of this size takes some milliseconds.
const LONGEST: Duration = Duration::from_secs(5);
/// The most faults that are listed.
const LISTED: usize = 50;

/// The holidays in a file. What cannot be read is left out only if that is asked for.
///
/// # Errors
/// `Invalid` with every fault and its place.
pub(super) async fn read(text: String, today: NaiveDate, leave_out: bool) -> Result<Holidays> {
    if text.len() > FILE_BYTES {
        return Err(fault("A file of holidays has at most 2 MB."));
    }
    let reading = tokio::task::spawn_blocking(move || parse(&text, today));
    let late = |_| fault("This file takes too long to read: it is no list of holidays.");
    let broken = |_| fault("This file cannot be read.");
    let (days, faults) = tokio::time::timeout(LONGEST, reading)
        .await
        .map_err(late)?
        .map_err(broken)?
        .map_err(|words| fault(&words))?;
    if !faults.is_empty() && !leave_out {
        return Err(listed(&faults));
    }
    if days.is_empty() {
        return Err(fault(
            "There is no holiday in this: write a date and what it is called on each line, such as 2027-03-17 St Patrick’s Day.",
        ));
    }
    Ok(days)
}

fn parse(text: &str, today: NaiveDate) -> std::result::Result<(Holidays, Vec<ReadFault>), String> {
    let begins = text.trim_start_matches('\u{feff}').trim_start();
    if begins.starts_with('<') {
        return Err("This is a web page, not a calendar: use the address of the calendar's file.".to_owned());
    }
    let is_calendar = begins
        .get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case("begin:"));
    let (days, faults) = match is_calendar {
        true => ics::read(begins, today)?,
        false => Holidays::read(text),
    };
    match days.len() > MOST_DAYS {
        true => Err(format!(
            "{} holidays are too many: a calendar has at most {MOST_DAYS}.",
            days.len()
        )),
        false => Ok((days, faults)),
    }
}

fn fault(words: &str) -> AppError {
    AppError::field("text", words)
}

fn listed(faults: &[ReadFault]) -> AppError {
    let field = |fault: &ReadFault| FieldError {
        field: fault.place.clone(),
        message: format!("{fault}."),
    };
    let mut listed: Vec<FieldError> = faults.iter().take(LISTED).map(field).collect();
    if let Some(more) = faults.len().checked_sub(LISTED).filter(|more| *more > 0) {
        listed.push(FieldError {
            field: "text".to_owned(),
            message: format!("{more} more cannot be read: is this a list of holidays?"),
        });
    }
    AppError::Invalid(listed)
}
