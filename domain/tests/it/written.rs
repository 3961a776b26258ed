//! What values look like in data, and what data is refused.

use crate::support::*;
use domain::rota::{Coverage, Days, Handover, OfficeHours, Rules, TimeOfDay, Unit, WeeklyWindow, shifts};
use domain::{Instant, Pairing, Span};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fmt::Debug;

fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, written: Value) {
    assert_eq!(serde_json::to_value(value).unwrap(), written);
    assert_eq!(&serde_json::from_value::<T>(written).unwrap(), value);
}

fn refused<T: DeserializeOwned + Debug>(written: Value, word: &str) {
    let error = serde_json::from_value::<T>(written).unwrap_err().to_string();
    assert!(error.contains(word), "{error}");
}

#[test]
fn weekly_windows_are_written_with_words_and_times() {
    let weekend = WeeklyWindow::lasting(days("fri"), time("17:30"), time("09:00"), 3).unwrap();
    there_and_back(
        &weekend,
        json!({"days": ["fri"], "from": "17:30", "to": "09:00", "plus_days": 3}),
    );
    let short = json!({"days": ["Monday", "tue"], "from": "9:00", "to": "24:00"});
    assert_eq!(
        serde_json::from_value::<WeeklyWindow>(short).unwrap(),
        daily("mon tue", "09:00", "00:00")
    );
    let two_days = json!({"days": ["sat"], "from": "00:00", "to": "24:00", "plus_days": 1});
    assert_eq!(
        serde_json::from_value::<WeeklyWindow>(two_days).unwrap().minutes(),
        2 * 1440
    );
}

#[test]
fn windows_read_from_data_are_checked() {
    let window = |days: Value, from, to, plus| json!({"days": days, "from": from, "to": to, "plus_days": plus});
    refused::<WeeklyWindow>(window(json!([]), "09:00", "17:00", 0), "at least one day");
    refused::<WeeklyWindow>(window(json!(["mon"]), "17:00", "09:00", 0), "later day");
    refused::<WeeklyWindow>(window(json!(["mon"]), "09:00", "24:00", 255), "longer than a week");
    refused::<WeeklyWindow>(window(json!(["moon"]), "09:00", "17:00", 0), "‘moon’");
    refused::<WeeklyWindow>(window(json!(["mon"]), "24:00", "17:00", 0), "‘24:00’");
    refused::<WeeklyWindow>(window(json!(["mon"]), "09:00", "17:60", 0), "‘17:60’");
}

#[test]
fn times_of_day_are_two_numbers_and_nothing_else() {
    for bad in [
        "",
        ":",
        "9",
        "9:0",
        "+9:00",
        "009:00",
        "24:00",
        "12:60",
        "-1:00",
        "12:00:00",
        "１２:00",
        "12:0a",
    ] {
        assert!(bad.parse::<TimeOfDay>().is_err(), "{bad}");
    }
    for minutes in 0..1440 {
        let time = TimeOfDay::from_minutes(minutes).unwrap();
        assert_eq!(time.to_string().parse(), Ok(time));
        assert_eq!(TimeOfDay::of(time.naive()), time);
    }
    assert_eq!(TimeOfDay::from_minutes(1440), None);
    assert_eq!(
        (TimeOfDay::new(24, 0), TimeOfDay::new(u16::MAX, u16::MAX)),
        (None, None)
    );
}

#[test]
fn handovers_and_coverage_read_from_data_are_checked() {
    let daily = Handover::new(wall("2026-11-24T09:00"), 1, Unit::Days, vec![time("21:00")]).unwrap();
    there_and_back(
        &daily,
        json!({"anchor": "2026-11-24T09:00:00", "every": 1, "unit": "days", "also_at": ["21:00"]}),
    );
    refused::<Handover>(
        json!({"anchor": "2026-11-24T09:00:00", "every": 0, "unit": "days"}),
        "every 0",
    );
    refused::<Coverage>(json!({"weekly": []}), "never be covered");
    let whole_week = json!({
        "weekly": [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "00:00", "plus_days": 1}],
        "holiday_rule": "as_sunday",
        "one_offs": [],
    });
    there_and_back(&Coverage::round_the_clock(), whole_week);
    let inverted = json!({"weekly": [], "one_offs": [{"from": "2026-11-24T09:00:00", "to": "2026-11-24T09:00:00", "effect": "cover"}]});
    refused::<Coverage>(inverted, "after it starts");
}

#[test]
fn rules_and_shifts_survive_being_stored() {
    let rules = Rules {
        zone: zone("Europe/London"),
        coverage: Coverage::out_of_hours(&OfficeHours::default()),
        handover: Handover::new(wall("2026-11-23T09:00"), 1, Unit::Weeks, vec![]).unwrap(),
        office_hours: OfficeHours::default(),
        holidays: domain::holidays::calendar("GB-WLS").unwrap(),
    };
    let stored: Rules = serde_json::from_str(&serde_json::to_string(&rules).unwrap()).unwrap();
    assert_eq!(stored, rules);
    let turns = shifts(rota(), &rules, span("2026-11-01T00:00", "2026-12-01T00:00"));
    let stored: Vec<domain::rota::Shift> = serde_json::from_str(&serde_json::to_string(&turns).unwrap()).unwrap();
    assert_eq!(stored, turns);
}

#[test]
fn a_pairing_of_one_person_or_an_empty_span_cannot_be_read() {
    refused::<Pairing>(
        json!({"lead": person('a'), "engineer": person('a')}),
        "Lead and Engineer at once",
    );
    there_and_back(
        &pairing(Some('a'), None),
        json!({"lead": person('a'), "engineer": null}),
    );
    refused::<Span>(
        json!({"from": "2026-11-24T09:00:00Z", "to": "2026-11-24T09:00:00Z"}),
        "not after",
    );
    let hour = span("2026-11-24T09:00", "2026-11-24T10:00");
    there_and_back(
        &hour,
        json!({"from": "2026-11-24T09:00:00Z", "to": "2026-11-24T10:00:00Z"}),
    );
    refused::<Instant>(json!("2026-11-24"), "‘2026-11-24’");
}

#[test]
fn sets_of_days_and_windows_read_well() {
    assert_eq!(days("mon tue wed fri sun").to_string(), "Mon–Wed, Fri, Sun");
    assert_eq!(
        (Days::ALL.to_string(), Days::WEEKEND.to_string()),
        ("Mon–Sun".to_owned(), "Sat, Sun".to_owned())
    );
    assert_eq!(daily("sat sun", "00:00", "00:00").to_string(), "Sat, Sun 00:00 – 24:00");
    assert_eq!(WeeklyWindow::round_the_clock().to_string(), "Mon–Sun 00:00 – 24:00");
    let long = WeeklyWindow::lasting(days("mon thu"), time("09:00"), time("10:00"), 2).unwrap();
    assert_eq!(long.to_string(), "Mon, Thu 09:00 – 10:00 after 2 days");
}
