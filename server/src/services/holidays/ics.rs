//! Holidays out of an iCalendar file: each event is a holiday, on every date that it touches. Files come from outside, so
//! that how deep, how long and how many is limited before anything is parsed.

use calcard::{
    Entry, Parser,
    common::timezone::Tz,
    icalendar::{
        ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarFrequency, ICalendarProperty, ICalendarStatus,
        ICalendarValue,
        dates::{CalendarEvent, TimeOrDelta},
    },
};
use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta};
use domain::holidays::{Holidays, ReadFault};
use std::collections::BTreeMap;

/// The deepest nesting of components.
const DEEPEST: usize = 8;
/// The most components.
const MOST_COMPONENTS: usize = 5_000;
/// The longest line, after folded ones are joined: bytes.
const LONGEST_LINE: usize = 64 * 1024;
/// The most events that recur: each is some work, above all one whose rule never comes true.
const MOST_RECURRING: usize = 300;
/// The most dates that a rule of recurrence gives.
const MOST_RECURRENCES: usize = 1_000;
/// A holiday that recurs is known for so many years ahead.
const YEARS_AHEAD: i32 = 10;
/// The longest holiday, in days.
const LONGEST_DAYS: i64 = 31;
/// The longest name that is kept.
const LONGEST_NAME: usize = 80;

type Event = CalendarEvent<DateTime<Tz>, TimeOrDelta<DateTime<Tz>, TimeDelta>>;

/// The holidays of a file, and what is wrong with each event that could not be read.
///
/// # Errors
/// Why the file as a whole cannot be read.
pub(super) fn read(text: &str, today: NaiveDate) -> Result<(Holidays, Vec<ReadFault>), String> {
    within_limits(text)?;
    let mut named: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    let (mut faults, mut events) = (Vec::new(), 0);
    let groups = groups(&calendars(text)?);
    if groups.iter().filter(|group| recurs(group)).count() > MOST_RECURRING {
        return Err(format!(
            "More than {MOST_RECURRING} events recur: this is no list of holidays."
        ));
    }
    for group in groups {
        events += group.len();
        match dates(&group, today) {
            Ok(found) => {
                for (date, name) in found {
                    let names = named.entry(date).or_default();
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
            Err(reason) => faults.push(ReadFault {
                place: format!("event ‘{}’", group.first().map(title).unwrap_or_default()),
                reason,
            }),
        }
    }
    if events == 0 {
        return Err("This calendar has no event.".to_owned());
    }
    let days = named.into_iter().map(|(date, names)| (date, short(&names.join(" / "))));
    Ok((days.collect(), faults))
}

/// Sizes that a parser must not meet, found without one.
fn within_limits(text: &str) -> Result<(), String> {
    let (mut depth, mut components, mut length) = (0_usize, 0_usize, 0_usize);
    for (number, line) in text.lines().enumerate() {
        let folded = line.starts_with([' ', '\t']);
        length = if folded { length + line.len() } else { line.len() };
        if length > LONGEST_LINE {
            return Err(format!("Line {} is too long: this is no list of holidays.", number + 1));
        }
        let starts = |word: &str| line.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
        if starts("BEGIN:") {
            (depth, components) = (depth + 1, components + 1);
        } else if starts("END:") {
            depth = depth.saturating_sub(1);
        }
        if depth > DEEPEST || components > MOST_COMPONENTS {
            return Err(format!(
                "Line {} is nested too deep, or there are more than {MOST_COMPONENTS} events: this is no list of holidays.",
                number + 1
            ));
        }
    }
    match depth {
        0 => Ok(()),
        _ => Err("The file ends in the middle: it was cut short. Fetch it again.".to_owned()),
    }
}

fn calendars(text: &str) -> Result<Vec<ICalendar>, String> {
    let mut parser = Parser::new(text);
    let mut found = Vec::new();
    loop {
        match parser.entry() {
            Entry::ICalendar(calendar) => found.push(calendar),
            Entry::Eof => return Ok(found),
            Entry::InvalidLine(line) if line.trim().is_empty() => {}
            Entry::UnterminatedComponent(_) => {
                return Err("The file ends in the middle: it was cut short. Fetch it again.".to_owned());
            }
            _ => return Err("This is no calendar, or a part of it is damaged.".to_owned()),
        }
    }
}

/// The events, those of one identity together: one that recurs, and its exceptions.
fn groups(calendars: &[ICalendar]) -> Vec<Vec<ICalendarComponent>> {
    let mut groups: BTreeMap<(usize, String), Vec<ICalendarComponent>> = BTreeMap::new();
    let all = calendars.iter().flat_map(|calendar| &calendar.components);
    for (place, component) in all.enumerate() {
        if component.component_type != ICalendarComponentType::VEvent {
            continue;
        }
        let key = match component.uid() {
            Some(uid) => (usize::MAX, uid.to_owned()),
            None => (place, String::new()),
        };
        groups.entry(key).or_default().push(component.clone());
    }
    groups.into_values().collect()
}

/// The dates of an event, with its name.
fn dates(group: &[ICalendarComponent], today: NaiveDate) -> Result<Vec<(NaiveDate, String)>, String> {
    let recurs = recurs(group);
    if group.iter().any(not_yearly) {
        return Err("it recurs in another way than once a year: list its dates instead".to_owned());
    }
    let calendar = ICalendar {
        components: group.to_vec(),
    };
    let expanded = calendar.expand_dates(Tz::Floating, MOST_RECURRENCES);
    if let Some(error) = expanded.errors.first() {
        return Err(format!("its dates cannot be read ({})", error.error));
    }
    let last_year = if recurs { today.year() + YEARS_AHEAD } else { 2100 };
    let mut found = Vec::new();
    for event in &expanded.events {
        let component = usize::try_from(event.comp_id).ok().and_then(|place| group.get(place));
        let Some(component) = component.filter(|it| it.status() != Some(&ICalendarStatus::Cancelled)) else {
            continue;
        };
        let name = title(component);
        if name.is_empty() {
            return Err("it has no name".to_owned());
        }
        for date in touched(event)? {
            if (1970..=last_year).contains(&date.year()) {
                found.push((date, name.clone()));
            }
        }
    }
    Ok(found)
}

fn recurs(group: &[ICalendarComponent]) -> bool {
    group.iter().any(ICalendarComponent::is_recurrent)
}

fn not_yearly(component: &ICalendarComponent) -> bool {
    let rule = component.property(&ICalendarProperty::Rrule);
    let rule = rule.and_then(|rule| rule.values.first());
    matches!(rule, Some(ICalendarValue::RecurrenceRule(rule)) if rule.freq != ICalendarFrequency::Yearly)
}

/// The dates that an event touches, on its own clock.
fn touched(event: &Event) -> Result<Vec<NaiveDate>, String> {
    let start: NaiveDateTime = event.start.naive_local();
    let end = match &event.end {
        TimeOrDelta::Time(end) => end.naive_local(),
        TimeOrDelta::Delta(length) => start.checked_add_signed(*length).unwrap_or(start),
    };
    let last = match end > start {
        true => (end - TimeDelta::seconds(1)).date(),
        false => start.date(),
    };
    if (last - start.date()).num_days() >= LONGEST_DAYS {
        return Err(format!("it is longer than {LONGEST_DAYS} days"));
    }
    Ok(start.date().iter_days().take_while(|date| *date <= last).collect())
}

/// What an event is called, on one line.
fn title(component: &ICalendarComponent) -> String {
    let summary = component.property(&ICalendarProperty::Summary);
    let text = summary.and_then(|entry| entry.values.first()?.as_text());
    let words: Vec<&str> = text.unwrap_or_default().split_whitespace().collect();
    let plain: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
    short(&plain)
}

fn short(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some(_) => name.chars().take(LONGEST_NAME - 1).chain(['…']).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::read;

    fn file(events: &str) -> String {
        let events = events.replace('\n', "\r\n");
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{events}\r\nEND:VCALENDAR\r\n")
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT")
    }

    fn days(events: &[String]) -> (String, Vec<String>) {
        let (days, faults) = read(&file(&events.join("\n")), "2026-11-29".parse().unwrap()).unwrap();
        (days.to_string(), faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn each_date_that_an_event_touches_is_a_holiday() {
        let events = [
            event("UID:1\nDTSTART;VALUE=DATE:20270317\nDTEND;VALUE=DATE:20270318\nSUMMARY:St Patrick\\, and\n  all"),
            event("UID:2\nDTSTART;VALUE=DATE:20271224\nDTEND;VALUE=DATE:20271227\nSUMMARY:Christmas"),
            event(
                "UID:3\nDTSTART;TZID=Europe/Dublin:20270503T000000\nDTEND;TZID=Europe/Dublin:20270504T000000\nSUMMARY:May",
            ),
            event("UID:4\nDTSTART;VALUE=DATE:20270503\nSUMMARY:Also"),
            event("UID:5\nDTSTART;VALUE=DATE:20270601\nSTATUS:CANCELLED\nSUMMARY:No more"),
        ];
        let text = "2027-03-17 St Patrick, and all\n2027-05-03 May / Also\n2027-12-24 Christmas\n2027-12-25 Christmas\n2027-12-26 Christmas\n";
        assert_eq!(days(&events), (text.to_owned(), vec![]));
    }

    #[test]
    fn what_recurs_is_known_for_ten_years_but_for_its_exceptions() {
        let yearly =
            event("UID:1\nDTSTART;VALUE=DATE:20240501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20300501\nSUMMARY:May Day");
        let moved =
            event("UID:1\nRECURRENCE-ID;VALUE=DATE:20270501\nDTSTART;VALUE=DATE:20270503\nSUMMARY:May Day (moved)");
        let (text, faults) = days(&[yearly, moved]);
        assert_eq!(faults, Vec::<String>::new());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 12, "2024 to 2036 without 2030: {text}");
        assert_eq!(
            (lines[0], lines[3], lines[11]),
            ("2024-05-01 May Day", "2027-05-03 May Day (moved)", "2036-05-01 May Day")
        );
    }

    #[test]
    fn an_event_that_cannot_be_read_is_said_and_the_rest_stands() {
        let events = [
            event("UID:1\nDTSTART;VALUE=DATE:20270317"),
            event("UID:2\nSUMMARY:No date"),
            event("UID:3\nDTSTART:20270317T000000Z\nRRULE:FREQ=SECONDLY\nSUMMARY:Often"),
            event("UID:4\nDTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20280101\nSUMMARY:A year"),
            event("UID:5\nDTSTART;VALUE=DATE:20270317\nSUMMARY:Good"),
        ];
        let (text, faults) = days(&events);
        assert_eq!(text, "2027-03-17 Good\n");
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(
            faults
                .iter()
                .any(|it| it.starts_with("event ‘Often’: it recurs in another way"))
        );
    }

    #[test]
    fn hostile_files_end_in_an_error_or_an_answer() {
        let bomb = |rule: &str| event(&format!("UID:1\nDTSTART;VALUE=DATE:20270101\nRRULE:{rule}\nSUMMARY:x"));
        let many = |lines: &str, times: usize| lines.repeat(times);
        let texts = [
            many("BEGIN:VEVENT\r\n", 20_000),
            file(&many("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", 6_000)),
            file(&event(&format!("SUMMARY:{}", "x".repeat(1024 * 1024)))),
            file(&event(&format!("SUMMARY:x\n{}", many(" x\n", 100_000)))),
            file(&event(&format!(
                "DTSTART;VALUE=DATE:20270101\nSUMMARY{}:x",
                ";A=B".repeat(10_000)
            ))),
            file(&bomb("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
            file(&bomb("FREQ=YEARLY;COUNT=4000000000")),
            file(&many(
                &format!(
                    "{}\n",
                    bomb("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30").replace("UID:1\n", "")
                ),
                1_000,
            )),
            file(&bomb("FREQ=YEARLY;INTERVAL=65535")),
            file(&bomb("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;BYDAY=MO")),
            "BEGIN:VCALENDAR\r\n".to_owned(),
            "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:x\r\nEND:VCARD\r\n".to_owned(),
            "BEGIN:\0\u{fffd}".to_owned(),
        ];
        for text in &texts {
            let answer = read(text, "2026-11-29".parse().unwrap());
            let shown: String = text.chars().take(60).collect();
            assert!(answer.is_err() || answer.unwrap().0.len() <= 5_000, "{shown}");
        }
    }
}
