//! Feeds read back by an independent reader.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{Event, Feed, write};
use crate::{Instant, Role};
use ical::parser::ical::component::{IcalCalendar, IcalEvent};
use ical::property::Property;
use proptest::prelude::*;

/// The calendars of a feed; the reader trims physical lines, so folds are undone before it sees them.
fn read(text: &str) -> Vec<IcalCalendar> {
    let unfolded = text.replace("\r\n ", "");
    ical::IcalParser::new(unfolded.as_bytes()).map(Result::unwrap).collect()
}

fn value(properties: &[Property], name: &str) -> Option<String> {
    let mut found = properties.iter().filter(|property| property.name == name);
    let value = found.next().and_then(|property| property.value.clone());
    assert!(found.next().is_none(), "{name} twice");
    value
}

fn text(event: &IcalEvent, name: &str) -> String {
    unescaped(&value(&event.properties, name).unwrap_or_default())
}

fn unescaped(value: &str) -> String {
    let mut characters = value.chars();
    let mut text = String::new();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => text.push('\n'),
                Some(escaped @ ('\\' | ';' | ',')) => text.push(escaped),
                other => panic!("a bad escape: {other:?} in {value:?}"),
            },
            ';' | ',' => panic!("a bare {character} in {value:?}"),
            _ => text.push(character),
        }
    }
    text
}

/// What a reader should see of a text, put another way than the writer does: words between single blanks, lines
/// between breaks.
fn seen(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let text: String = text
        .chars()
        .filter(|c| matches!(c, '\n' | '\t') || !(c.is_control() || *c == '\u{feff}'))
        .collect();
    let words = |line: &str| {
        line.split([' ', '\t'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    text.split('\n')
        .map(words)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("\r\n".to_owned()),
        Just("\n ".to_owned()),
        Just("\r".to_owned()),
        Just("\\n\\".to_owned()),
        Just(";,:\"=^".to_owned()),
        Just("END:VEVENT\r\nBEGIN:VEVENT\r\nUID:mine".to_owned()),
        Just("\u{2028}\u{85}\u{feff}\0\u{1b}\u{7f}".to_owned()),
        Just(" \t ".to_owned()),
        Just("👩‍🚒é漢\u{301}\u{3000}\u{a0}".to_owned()),
        "[a-z ]{0,90}",
        any::<String>(),
    ];
    // The reader loses a colon at the start of a value.
    prop::collection::vec(pieces, 0..8)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("the reader's own fault", |text| !seen(text).starts_with(':'))
}

prop_compose! {
    fn event()(
        summary in hostile(), description in hostile(), categories in prop::collection::vec(hostile(), 0..3),
        url in prop::option::of(hostile()), rota in hostile(), person in hostile(),
        lead in any::<bool>(), sequence in any::<u32>(), at in 0i64..4_000_000_000, lasts in 1i64..10_000_000,
    ) -> Event {
        Event {
            uid: format!("{at}-{sequence}@tandem"),
            start: Instant::from_seconds(at),
            end: Instant::from_seconds(at + lasts),
            summary, description, categories, url, rota, person, sequence,
            role: if lead { Role::Lead } else { Role::Engineer },
            last_modified: Instant::from_seconds(at / 2),
        }
    }
}

proptest! {
    #[test]
    fn hostile_text_comes_back_as_it_went_in(name in hostile(), events in prop::collection::vec(event(), 0..4)) {
        let feed = Feed { name, events };
        let calendars = read(&write(&feed));
        prop_assert_eq!(calendars.len(), 1);
        let calendar = &calendars[0];
        let name = seen(&feed.name).replace('\n', " ");
        let shown = if name.is_empty() { "Tandem".to_owned() } else { name };
        for property in ["NAME", "X-WR-CALNAME"] {
            prop_assert_eq!(unescaped(&value(&calendar.properties, property).unwrap()), shown.clone());
        }
        prop_assert_eq!(calendar.events.len(), feed.events.len());
        for (read, event) in calendar.events.iter().zip(&feed.events) {
            prop_assert_eq!(text(read, "UID"), event.uid.clone());
            prop_assert_eq!(text(read, "SUMMARY"), seen(&event.summary).replace('\n', " "));
            prop_assert_eq!(text(read, "DESCRIPTION"), seen(&event.description));
            prop_assert_eq!(text(read, "X-TANDEM-ROTA"), seen(&event.rota).replace('\n', " "));
            prop_assert_eq!(text(read, "X-TANDEM-PERSON"), seen(&event.person).replace('\n', " "));
            prop_assert_eq!(text(read, "X-TANDEM-ROLE"), event.role.key());
            let start = event.start.utc().format("%Y%m%dT%H%M%SZ").to_string();
            prop_assert_eq!(text(read, "DTSTART"), start);
            prop_assert!(text(read, "SEQUENCE").parse::<i32>().unwrap() >= 0);
        }
    }

    #[test]
    fn physical_lines_are_short_whole_and_never_blank(name in hostile(), events in prop::collection::vec(event(), 1..4)) {
        let text = write(&Feed { name, events });
        let lines: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        for line in &lines {
            prop_assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
            prop_assert!(!line.bytes().all(|byte| byte == b' '), "a blank line");
            prop_assert!(!line.contains(char::is_control), "a control character in {line:?}");
        }
        prop_assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), lines.iter().filter(|line| **line == "END:VEVENT").count());
    }

    #[test]
    fn a_reader_that_trims_lines_sees_ordinary_words_unharmed(words in prop::collection::vec("[a-zA-Zé]{1,12}", 1..60)) {
        let summary = words.join(" ");
        let event = Event { summary: summary.clone(), ..sample() };
        let text = write(&Feed { name: "Words".to_owned(), events: vec![event] });
        let read: Vec<_> = ical::IcalParser::new(text.as_bytes()).map(Result::unwrap).collect();
        prop_assert_eq!(self::text(&read[0].events[0], "SUMMARY"), summary);
    }
}

fn sample() -> Event {
    Event {
        uid: "1-lead@tandem".to_owned(),
        start: Instant::from_seconds(1_800_000_000),
        end: Instant::from_seconds(1_800_043_200),
        summary: "Support Lead: Payments".to_owned(),
        description: "With Grace\nHand over at 09:00; bring notes".to_owned(),
        categories: vec!["Payments".to_owned(), "Support, Lead".to_owned()],
        url: Some("https://tandem.example.org/rotas/payments".to_owned()),
        rota: "r-1".to_owned(),
        role: Role::Lead,
        person: "p-1".to_owned(),
        sequence: 3,
        last_modified: Instant::from_seconds(1_790_000_000),
    }
}

#[test]
fn an_event_is_written_with_everything_a_client_needs() {
    let feed = Feed {
        name: "Payments".to_owned(),
        events: vec![sample()],
    };
    let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tandem//Tandem//EN\r\nCALSCALE:GREGORIAN\r\n\
        NAME:Payments\r\nX-WR-CALNAME:Payments\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\nX-PUBLISHED-TTL:PT1H\r\n\
        BEGIN:VEVENT\r\nUID:1-lead@tandem\r\nDTSTAMP:20260921T141320Z\r\nLAST-MODIFIED:20260921T141320Z\r\n\
        SEQUENCE:3\r\nDTSTART:20270115T080000Z\r\nDTEND:20270115T200000Z\r\nSUMMARY:Support Lead: Payments\r\n\
        DESCRIPTION:With Grace\\nHand over at 09:00\\; bring notes\r\nCATEGORIES:Payments,Support\\, Lead\r\n\
        URL:https://tandem.example.org/rotas/payments\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\n\
        X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\nX-TANDEM-ROTA:r-1\r\nX-TANDEM-ROLE:lead\r\nX-TANDEM-PERSON:p-1\r\n\
        END:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!(write(&feed), expected);
}

#[test]
fn a_link_that_could_end_its_line_is_left_out() {
    for url in [
        "https://a.example/\r\nX-EVIL:1",
        "javascript:alert(1)",
        "https://a.example/ b",
        "https://é.example",
    ] {
        let event = Event {
            url: Some(url.to_owned()),
            ..sample()
        };
        assert!(
            !write(&Feed {
                name: "A".to_owned(),
                events: vec![event]
            })
            .contains("URL"),
            "{url}"
        );
    }
}

#[test]
fn an_event_that_does_not_end_after_it_starts_is_left_out() {
    let event = Event {
        end: sample().start,
        ..sample()
    };
    assert!(
        !write(&Feed {
            name: "A".to_owned(),
            events: vec![event]
        })
        .contains("VEVENT")
    );
}
