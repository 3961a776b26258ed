//! Bank holidays, against what GOV.UK publishes.

use crate::support::date;
use domain::holidays::{CALENDARS, calendar};
use serde_json::Value;

#[test]
fn every_division_has_the_published_holidays_and_no_other() {
    let golden: Value = serde_json::from_str(include_str!("../golden/bank_holidays_gb.json")).unwrap();
    let divisions = golden.as_object().unwrap().iter().filter(|(key, _)| *key != "about");
    let mut compared = 0;
    for (key, published) in divisions {
        let ours = calendar(key).unwrap();
        let ours: Value = serde_json::to_value(&ours).unwrap();
        assert_eq!(&ours, published, "{key}");
        compared += 1;
    }
    assert_eq!(compared, 4);
}

#[test]
fn every_listed_calendar_exists() {
    for (key, name) in CALENDARS {
        let holidays = calendar(key).unwrap();
        assert_eq!(holidays.is_empty(), *key == "none", "{name}");
    }
    assert!(calendar("").unwrap().is_empty());
    assert!(calendar("gb-eng").is_none());
}

#[test]
fn divisions_differ_where_they_should() {
    let on = |key: &str, day| calendar(key).unwrap().name(date(day)).map(str::to_owned);
    assert_eq!(on("GB-SCT", "2026-11-30").as_deref(), Some("Saint Andrew's Day"));
    assert_eq!(on("GB-ENG", "2026-11-30"), None);
    assert_eq!(on("GB-SCT", "2026-04-06"), None); // Easter Monday
    assert_eq!(on("GB-NIR", "2027-07-12").as_deref(), Some("Battle of the Boyne"));
}

#[test]
fn a_range_includes_both_its_ends_and_may_be_the_wrong_way_round() {
    let england = calendar("GB-ENG").unwrap();
    let names = |from, to| {
        england
            .in_range(date(from)..=date(to))
            .map(|(_, name)| name.to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names("2026-12-25", "2026-12-28"),
        ["Christmas Day", "Boxing Day (observed)"]
    );
    assert_eq!(names("2026-12-26", "2026-12-27"), Vec::<String>::new());
    assert_eq!(names("2026-12-28", "2026-12-25"), Vec::<String>::new());
    assert_eq!(england.last(), Some(date("2030-12-26")));
}
