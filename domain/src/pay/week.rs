//! How the bands of a card lie over the week: without holes, each of them heard.

use super::file::{Allowed, CardFile};
use super::{Band, Fault, OnHolidays};
use crate::rota::{Coverage, OfficeHours, TimeOfDay, WeeklyWindow};
use chrono::Weekday;

const DAY_MINUTES: usize = 24 * 60;
const WEEK_MINUTES: usize = 7 * DAY_MINUTES;

/// Gaps and overlaps where the card does not allow them, and bands that no minute is left for.
pub(super) fn faults(file: &CardFile, bands: &[Band]) -> Vec<Fault> {
    let mut faults = overlaps(file, bands);
    if file.gaps == Allowed::Refused {
        faults.extend(gap(bands));
    }
    faults
}

/// The bands that hold instead of each other, on days that are no holidays.
fn weekly(bands: &[Band]) -> impl Iterator<Item = (usize, &Band)> {
    let usual = |band: &Band| !band.adds && band.on_holidays != OnHolidays::Only;
    bands.iter().enumerate().filter(move |(_, band)| usual(band))
}

fn gap(bands: &[Band]) -> Option<Fault> {
    let windows: Vec<WeeklyWindow> = weekly(bands).flat_map(|(_, band)| band.windows.clone()).collect();
    let outside = Coverage::out_of_hours(&OfficeHours { windows });
    let gaps: Vec<String> = outside.weekly().iter().map(ToString::to_string).collect();
    (!gaps.is_empty()).then(|| {
        let reason = format!(
            "no band holds {}: add one (it may pay 0), or set gaps to allowed",
            gaps.join("; ")
        );
        Fault::new("bands", reason)
    })
}

fn overlaps(file: &CardFile, bands: &[Band]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut taken: Vec<Option<usize>> = vec![None; WEEK_MINUTES];
    for (index, band) in weekly(bands) {
        let (mut free, mut first_clash) = (false, None);
        for minute in band.windows.iter().flat_map(minutes) {
            match taken[minute] {
                Some(other) if other != index => first_clash = first_clash.or(Some((other, minute))),
                Some(_) => {}
                None => (free, taken[minute]) = (true, Some(index)),
            }
        }
        let place = format!("bands[{index}].windows");
        match first_clash {
            Some((other, minute)) if file.overlaps == Allowed::Refused => {
                let reason = format!(
                    "overlaps bands[{other}] at {}: shorten one, or set overlaps to allowed",
                    words(minute)
                );
                faults.push(Fault::new(place, reason));
            }
            Some((other, _)) if !free && band.on_holidays == OnHolidays::AsUsual => {
                let reason = format!("never holds: bands[{other}] and others before it take all of it. Move it up");
                faults.push(Fault::new(place, reason));
            }
            _ => {}
        }
    }
    faults
}

/// The minutes of the week that a window takes.
fn minutes(window: &WeeklyWindow) -> impl Iterator<Item = usize> + use<> {
    let (from, length) = (usize::from(window.from().minutes()), window.minutes() as usize);
    let starts = window.days().iter();
    starts.flat_map(move |day| {
        let start = day.num_days_from_monday() as usize * DAY_MINUTES + from;
        (start..start + length).map(|minute| minute % WEEK_MINUTES)
    })
}

fn words(minute: usize) -> String {
    let day = Weekday::try_from((minute / DAY_MINUTES) as u8).map(|day| day.to_string());
    let time = TimeOfDay::from_minutes((minute % DAY_MINUTES) as u16).unwrap_or_default();
    format!("{} {time}", day.unwrap_or_default())
}
