//! The same week by week, as a wall calendar has it.

use super::{
    super::Reader,
    bars::Piece,
    scale::Scale,
    view::{between, later},
};
use app::timeline::{CalendarDay, CalendarWeek};
use chrono::{Datelike as _, NaiveDate};
use domain::rota::Rules;

/// The whole weeks from `first` up to `last`; days of other months than that of `month` lie outside.
pub(super) fn weeks(
    rules: &Rules,
    (first, last): (NaiveDate, NaiveDate),
    month: NaiveDate,
    pieces: &[Piece],
    reader: &Reader,
) -> Vec<CalendarWeek> {
    let mondays = first.iter_weeks().take_while(|date| *date < last);
    mondays
        .map(|monday| week(rules, monday, month, pieces, reader))
        .collect()
}

fn week(rules: &Rules, monday: NaiveDate, month: NaiveDate, pieces: &[Piece], reader: &Reader) -> CalendarWeek {
    let end = later(monday, 7);
    let window = between(&rules.zone, monday, end);
    let scale = Scale::new(rules, window, monday, end, "calendar");
    let today = rules.zone.local(reader.now).date();
    let within = pieces.iter().filter(|piece| piece.span.overlaps(&window));
    CalendarWeek {
        label: reader.style.dates(monday, end.pred_opt().unwrap_or(end)),
        days: scale
            .dates()
            .iter()
            .map(|date| day(&scale, *date, month, today))
            .collect(),
        shades: scale.shades(),
        now: window.contains(reader.now).then(|| scale.percent(reader.now)),
        bars: within.map(|piece| piece.bar(&scale)).collect(),
    }
}

fn day(scale: &Scale<'_>, date: NaiveDate, month: NaiveDate, today: NaiveDate) -> CalendarDay {
    let (x, end) = (scale.start(date), scale.end(date));
    let holiday = scale.rules.holidays.name(date).map(str::to_owned);
    CalendarDay {
        x,
        width: end - x,
        date: match date.day() {
            1 => date.format("%-d %b").to_string(),
            _ => date.format("%-d").to_string(),
        },
        day: date.to_string(),
        today: date == today,
        outside: (date.year(), date.month()) != (month.year(), month.month()),
        note: holiday.or_else(|| scale.odd_length(date)),
    }
}
