//! Rate cards and holidays from files.

use crate::zones;
use domain::holidays::{self, Holidays};
use domain::pay::file::CardFile;
use domain::pay::{Card, HolidayCalendar, Known, ZoneRule};
use domain::{Zone, time::ZoneError};
use std::path::Path;

/// Reads a card; `own_calendar` says that the holidays come from a file of their own, whatever the card calls them.
///
/// # Errors
/// When it cannot be read, or anything is wrong with it: each fault on a line, with its place.
pub(super) fn read(file: &Path, own_calendar: bool) -> anyhow::Result<Card> {
    let text = text_of(file)?;
    let written: CardFile = serde_json::from_str(&text)
        .map_err(|error| anyhow::anyhow!("{} is not a rate card: {error}", file.display()))?;
    let known = Known {
        zone: &|name| zones::zone(name).is_ok(),
        calendar: &|key| own_calendar || holidays::calendar(key).is_some(),
    };
    written.check(known).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
        anyhow::anyhow!("{} cannot be used:{}", file.display(), faults.concat())
    })
}

/// The zone that the card's rule names.
///
/// # Errors
/// When the card leaves the zone to the rota or the person and none was given, or it is unknown.
pub(super) fn zone(card: &Card, given: Option<&str>) -> anyhow::Result<Zone> {
    let name = match (card.zone(), given) {
        (ZoneRule::Named(name), _) => name,
        (_, Some(given)) => given,
        (rule, None) => anyhow::bail!(
            "‘{}’ follows the {}'s zone: say which with --zone, such as --zone Europe/London",
            card.name(),
            if *rule == ZoneRule::Rota { "rota" } else { "person" }
        ),
    };
    zones::zone(name).map_err(|error: ZoneError| anyhow::anyhow!("--zone: {error}"))
}

/// The holidays that the card's rule names, and what they are called.
///
/// # Errors
/// When the card leaves them to the person's region and none was given, it is unknown, or the file cannot be read.
pub(super) fn holidays(card: &Card, region: Option<&str>, file: Option<&Path>) -> anyhow::Result<(String, Holidays)> {
    if let Some(file) = file {
        let holidays = serde_json::from_str(&text_of(file)?).map_err(|error| {
            anyhow::anyhow!(
                "{} is not a holiday calendar: {error}. Write it as {{\"2027-01-01\": \"New Year's Day\"}}",
                file.display()
            )
        })?;
        return Ok((file.display().to_string(), holidays));
    }
    let key = match (card.holidays(), region) {
        (HolidayCalendar::Named(key), _) => key,
        (HolidayCalendar::Person, Some(region)) => region,
        (HolidayCalendar::Person, None) => anyhow::bail!(
            "‘{}’ follows the holidays of the person's region: say which with --person-region, such as GB-SCT",
            card.name()
        ),
    };
    let found = holidays::calendar(key).ok_or_else(|| {
        let known: Vec<&str> = holidays::CALENDARS.iter().map(|(key, _)| *key).collect();
        anyhow::anyhow!("‘{key}’ is not a holiday calendar: use one of {}", known.join(", "))
    })?;
    Ok((key.to_owned(), found))
}

fn text_of(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).map_err(|error| anyhow::anyhow!("cannot read {}: {error}", file.display()))
}
