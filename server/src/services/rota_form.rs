//! A rota's rules as they are typed, and back.

use super::Faults;
use crate::{
    snapshot::{RotaImage, rules},
    store::{OrganisationRecord, RulesRecord},
    zones,
};
use app::rotas::{RotaForm, WindowRow};
use chrono::{Datelike as _, NaiveDateTime, Weekday};
use domain::{
    Instant, RotaId, Span,
    holidays::Calendars,
    rota::{Coverage, Days, Handover, HolidayRule, OfficeHours, OneOff, Rules, TimeOfDay, Unit, WeeklyWindow, shifts},
};

/// How far ahead a rota must have at least one shift: thirteen months.
const AHEAD_SECONDS: i64 = 396 * 86_400;
/// The most windows of a form.
const MOST_WINDOWS: usize = 21;

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The rules in a form at an instant, by the calendars that there are, noting everything that is wrong with it. `one_offs` are kept: the form does not show them.
pub(crate) fn read(
    form: &RotaForm,
    one_offs: Vec<OneOff>,
    (now, calendars): (Instant, &Calendars),
    faults: &mut Faults,
) -> Option<RulesRecord> {
    let zone = faults.take("zone", zones::zone(form.zone.trim()).map_err(sentence));
    let calendar = faults.take("holiday_calendar", holiday_calendar(&form.holiday_calendar, calendars));
    let office_windows = windows(&form.office, "office", faults);
    let office_hours = OfficeHours {
        windows: office_windows,
    };
    let coverage = coverage(form, &office_hours, one_offs, faults);
    let handover = handover(form, faults);
    let kept = RulesRecord {
        rota: RotaId::from_uuid(uuid::Uuid::nil()),
        starts_at: domain::Instant::MIN,
        from_revision: 0,
        zone: zone?.name().to_owned(),
        coverage: coverage?,
        handover: handover?,
        office_hours,
        holiday_calendar: calendar?,
    };
    let ready = rules(&kept, calendars).ok()?;
    if !ever_covers(&ready, now) {
        faults.note(
            "coverage",
            "No shift follows from these rules in the next thirteen months: no handover is followed by covered time. Change the coverage or the handover.",
        );
        return None;
    }
    Some(kept)
}

/// Whether a shift begins within the next thirteen months.
fn ever_covers(rules: &Rules, now: Instant) -> bool {
    let window = Span::new(
        rules.handover.at_or_before(&rules.zone, now).unwrap_or(now),
        now + AHEAD_SECONDS,
    );
    window.is_ok_and(|window| !rules.coverage.spans(&rules.zone, &rules.holidays, window).is_empty())
        && first_shift(rules, now).is_some()
}

/// The first handover from now on that a shift follows, looking a little further each time.
fn first_shift(rules: &Rules, now: Instant) -> Option<Instant> {
    let any = RotaId::from_uuid(uuid::Uuid::nil());
    [40 * 86_400, AHEAD_SECONDS].into_iter().find_map(|ahead| {
        let window = Span::new(now, now + ahead).ok()?;
        shifts(any, rules, window).first().map(|shift| shift.span.start())
    })
}

fn holiday_calendar(key: &str, calendars: &Calendars) -> Result<String, String> {
    match calendars.has(key) {
        true => Ok(if key == "none" { String::new() } else { key.to_owned() }),
        false => Err(format!("‘{key}’ is not a holiday calendar.")),
    }
}

fn coverage(form: &RotaForm, office: &OfficeHours, one_offs: Vec<OneOff>, faults: &mut Faults) -> Option<Coverage> {
    let weekly = match form.coverage.as_str() {
        "out_of_hours" => Coverage::out_of_hours(office).weekly().to_vec(),
        "round_the_clock" => Coverage::round_the_clock().weekly().to_vec(),
        "office_hours" => office.windows.clone(),
        "custom" => windows(&form.windows, "windows", faults),
        other => {
            faults.note(
                "coverage",
                format!("‘{other}’ is not a kind of coverage: choose one of the four."),
            );
            return None;
        }
    };
    let rule = faults.take("holiday_rule", holiday_rule(&form.holiday_rule))?;
    faults.take("coverage", Coverage::new(weekly, rule, one_offs).map_err(sentence))
}

fn holiday_rule(word: &str) -> Result<HolidayRule, String> {
    match word {
        "as_sunday" => Ok(HolidayRule::AsSunday),
        "as_usual" => Ok(HolidayRule::AsUsual),
        "all_day" => Ok(HolidayRule::AllDay),
        "uncovered" => Ok(HolidayRule::Uncovered),
        other => Err(format!("‘{other}’ is not a rule for holidays: choose one of the four.")),
    }
}

/// The windows of a form's rows; `group` is the rows' name in it.
fn windows(rows: &[WindowRow], group: &str, faults: &mut Faults) -> Vec<WeeklyWindow> {
    if rows.len() > MOST_WINDOWS {
        faults.note(
            group,
            format!("{} windows: a rota has at most {MOST_WINDOWS}.", rows.len()),
        );
        return Vec::new();
    }
    rows.iter()
        .enumerate()
        .filter(|(_, row)| !row.is_blank())
        .filter_map(|(index, row)| window(row, &format!("rota[{group}][{index}]"), faults))
        .collect()
}

fn window(row: &WindowRow, name: &str, faults: &mut Faults) -> Option<WeeklyWindow> {
    let days: Days = WEEK
        .into_iter()
        .zip(row.ticks())
        .filter(|(_, tick)| !tick.is_empty())
        .map(|(day, _)| day)
        .collect();
    let midnight = row.to.trim() == "24:00";
    let from = faults.take(
        &format!("{name}[from]"),
        row.from.parse::<TimeOfDay>().map_err(sentence),
    );
    let to = if midnight {
        Ok(TimeOfDay::MIDNIGHT)
    } else {
        row.to.parse::<TimeOfDay>().map_err(sentence)
    };
    let to = faults.take(&format!("{name}[to]"), to);
    let (from, to) = (from?, to?);
    let made = match row.plus.trim() {
        "" => WeeklyWindow::daily(days, from, to),
        plus => match plus.parse::<u8>() {
            Ok(plus) => WeeklyWindow::lasting(days, from, to, plus.saturating_add(u8::from(midnight))),
            Err(_) => {
                faults.note(
                    &format!("{name}[to]"),
                    format!("‘{plus}’ is not a number of days from 0 to 7."),
                );
                return None;
            }
        },
    };
    faults.take(&format!("{name}[to]"), made.map_err(sentence))
}

fn handover(form: &RotaForm, faults: &mut Faults) -> Option<Handover> {
    let anchor = faults.take("first_handover", wall_time(&form.first_handover));
    let every = faults.take(
        "every",
        number(&form.every, 1..=Handover::MOST, "A handover comes every 1"),
    );
    let unit = faults.take("unit", unit(&form.unit));
    let also_at: Option<Vec<TimeOfDay>> = form
        .also_at
        .split([',', ';', ' '])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(|word| faults.take("also_at", word.parse::<TimeOfDay>().map_err(sentence)))
        .collect();
    let also_at = also_at?;
    if also_at.len() > 24 {
        faults.note("also_at", format!("{} further times: give at most 24.", also_at.len()));
        return None;
    }
    let field = if also_at.is_empty() {
        "first_handover"
    } else {
        "also_at"
    };
    faults.take(field, Handover::new(anchor?, every?, unit?, also_at).map_err(sentence))
}

/// Wall time as browsers write it; in the years that zones are known for.
fn wall_time(text: &str) -> Result<NaiveDateTime, String> {
    let text = text.trim();
    let read = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    match read {
        Some(at) if (1970..=2100).contains(&at.year()) => Ok(at),
        Some(at) => Err(format!(
            "The year {} is out of reach: use one from 1970 to 2100.",
            at.year()
        )),
        None => Err(format!(
            "‘{text}’ is not a date and time: write it as 2026-11-23T09:00."
        )),
    }
}

fn unit(word: &str) -> Result<Unit, String> {
    match word {
        "hours" => Ok(Unit::Hours),
        "days" => Ok(Unit::Days),
        "weeks" => Ok(Unit::Weeks),
        "months" => Ok(Unit::Months),
        other => Err(format!("‘{other}’ is not a unit: use hours, days, weeks or months.")),
    }
}

/// A whole number in a range; `words` begins the message, up to the lower end.
fn number(text: &str, range: std::ops::RangeInclusive<u32>, words: &str) -> Result<u32, String> {
    let bad = || format!("{words} to {}: ‘{}’ is not such a number.", range.end(), text.trim());
    text.trim()
        .parse::<u32>()
        .ok()
        .filter(|number| range.contains(number))
        .ok_or_else(bad)
}

/// An error of the domain as a sentence.
pub(crate) fn sentence(error: impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// The form of a rota as it is.
pub(crate) fn of_rota(rota: &RotaImage, team: &str) -> RotaForm {
    let kept = &rota.kept_rules;
    RotaForm {
        name: rota.record.name.clone(),
        team: team.to_owned(),
        revision: super::rota_seen::mark(&rota.record, kept),
        slug: rota.record.slug.clone(),
        ..of_rules(kept)
    }
}

/// The form of a new rota.
pub(crate) fn of_organisation(organisation: &OrganisationRecord, team: String, monday: NaiveDateTime) -> RotaForm {
    RotaForm {
        team,
        zone: organisation.zone.clone(),
        coverage: "out_of_hours".into(),
        windows: Vec::new(),
        holiday_rule: "as_sunday".into(),
        holiday_calendar: calendar_key(&organisation.holiday_calendar),
        office: organisation.office_hours.windows.iter().map(row_of).collect(),
        first_handover: monday.format("%Y-%m-%dT%H:%M").to_string(),
        every: "1".into(),
        unit: "weeks".into(),
        ..RotaForm::default()
    }
}

fn of_rules(kept: &RulesRecord) -> RotaForm {
    let weekly = kept.coverage.weekly();
    let preset = if weekly == Coverage::out_of_hours(&kept.office_hours).weekly() {
        "out_of_hours"
    } else if weekly == Coverage::round_the_clock().weekly() {
        "round_the_clock"
    } else if weekly == kept.office_hours.windows {
        "office_hours"
    } else {
        "custom"
    };
    let also: Vec<String> = kept.handover.also_at().iter().map(ToString::to_string).collect();
    RotaForm {
        zone: kept.zone.clone(),
        coverage: preset.into(),
        windows: if preset == "custom" {
            weekly.iter().map(row_of).collect()
        } else {
            Vec::new()
        },
        holiday_rule: holiday_rule_key(kept.coverage.holiday_rule()).into(),
        holiday_calendar: calendar_key(&kept.holiday_calendar),
        office: kept.office_hours.windows.iter().map(row_of).collect(),
        first_handover: kept.handover.anchor().format("%Y-%m-%dT%H:%M").to_string(),
        every: kept.handover.every().to_string(),
        unit: unit_key(kept.handover.unit()).into(),
        also_at: also.join(", "),
        ..RotaForm::default()
    }
}

fn calendar_key(kept: &str) -> String {
    if kept.is_empty() {
        "none".into()
    } else {
        kept.to_owned()
    }
}

fn row_of(window: &WeeklyWindow) -> WindowRow {
    let usual = WeeklyWindow::daily(window.days(), window.from(), window.to()).is_ok_and(|usual| usual == *window);
    let mut row = WindowRow {
        from: window.from().to_string(),
        to: window.to().to_string(),
        plus: if usual {
            String::new()
        } else {
            window.plus_days().to_string()
        },
        ..WindowRow::default()
    };
    for (day, tick) in WEEK.into_iter().zip(row.ticks_mut()) {
        if window.days().contains(day) {
            *tick = "on".into();
        }
    }
    row
}

const fn holiday_rule_key(rule: HolidayRule) -> &'static str {
    match rule {
        HolidayRule::AsSunday => "as_sunday",
        HolidayRule::AsUsual => "as_usual",
        HolidayRule::AllDay => "all_day",
        HolidayRule::Uncovered => "uncovered",
    }
}

const fn unit_key(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::Weeks => "weeks",
        Unit::Months => "months",
    }
}
