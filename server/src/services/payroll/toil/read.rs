//! What a form about time off says.

use super::super::super::{Faults, Result, wording};
use app::{AppError, toil::ToilForm};
use chrono::{Days, NaiveDate};
use domain::{
    ToilTakenId,
    pay::{ToilShort, duration},
};

/// The longest note.
const NOTE_CHARACTERS: usize = 200;
/// The most that is taken on one date: a day.
const MOST_SECONDS: i64 = 86_400;
/// It is entered for dates that are not further away: days.
const FURTHEST: u64 = 400;

/// Time off as it was entered.
pub(super) struct Entry {
    pub key: Option<ToilTakenId>,
    pub on: NaiveDate,
    pub seconds: i64,
    pub note: String,
}

pub(super) fn entry(form: &ToilForm, today: NaiveDate) -> Result<Entry> {
    let mut faults = Faults::default();
    let on = faults.take("day", wording::day(&form.day));
    if let Some(far) = on.filter(|on| *on < today - Days::new(FURTHEST) || *on > today + Days::new(FURTHEST)) {
        faults.note(
            "day",
            format!("{far} is more than a year away: choose a date near today."),
        );
    }
    let seconds = faults.take("hours", hours(&form.hours));
    let key = match form.key.trim() {
        "" => None,
        key => faults.take("key", key.parse().map_err(|_| format!("‘{key}’ is not a UUID."))),
    };
    let note = form.note.trim().to_owned();
    let characters = note.chars().count();
    if characters > NOTE_CHARACTERS {
        faults.note(
            "note",
            format!("{characters} characters: a note has at most {NOTE_CHARACTERS}."),
        );
    }
    faults.check()?;
    let (on, seconds) = on
        .zip(seconds)
        .ok_or_else(|| AppError::field("day", "Say when, and how much."))?;
    Ok(Entry { key, on, seconds, note })
}

/// `7.5` or `7:30` in seconds, of whole minutes.
fn hours(text: &str) -> std::result::Result<i64, String> {
    let text = text.trim();
    let plain = |digits: &str| digits.len() <= 4 && !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    let number = |digits: &str| plain(digits).then(|| digits.parse::<i64>().ok()).flatten();
    let minutes = match text.split_once(':') {
        Some((hours, minutes)) => number(hours)
            .zip(number(minutes).filter(|it| *it < 60))
            .map(|(hours, minutes)| hours * 60 + minutes),
        None => {
            let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
            let part = number(part).map(|digits| {
                let scale = 10_i64.pow(u32::try_from(part.len()).unwrap_or(4));
                (digits * 60 + scale / 2) / scale
            });
            number(whole).zip(part).map(|(hours, minutes)| hours * 60 + minutes)
        }
    };
    let seconds = minutes.map(|minutes| minutes * 60);
    seconds
        .filter(|seconds| (1..=MOST_SECONDS).contains(seconds))
        .ok_or_else(|| format!("‘{text}’: give hours such as 7.5 or 7:30, at most 24."))
}

/// That less is there.
pub(super) fn short(short: ToilShort, entry: &Entry) -> AppError {
    let wanted = duration(entry.seconds);
    let have = match short.left {
        0 => "nothing is left to be taken".to_owned(),
        left => format!("only {} can be taken", duration(left)),
    };
    let why = match short.on == entry.on {
        true => String::new(),
        false => format!(", so that what is entered for {} stays earned", short.on),
    };
    AppError::refused(
        "toil-short",
        format!(
            "{wanted} on {}: {have} then{why}. Time off counts once the statement that gives it is approved.",
            entry.on
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::hours;

    #[test]
    fn hours_are_read_in_two_ways() {
        let read = |text: &str| hours(text).ok().map(|seconds| seconds / 60);
        assert_eq!(
            ["7.5", "7,25", "7:30", "8", "0:15"].map(read),
            [450, 435, 450, 480, 15].map(Some)
        );
        for bad in [
            "",
            "-1",
            "24.5",
            "7:60",
            "x",
            "0",
            "1e3",
            "99999999999999999999",
            "٣",
            "7.",
            ".5",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
