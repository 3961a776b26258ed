//! Facts from public on-call systems: see the `source` of each case.

use crate::support::*;
use chrono::DateTime;
use domain::holidays::Holidays;
use domain::rota::{Coverage, Handover, HolidayRule, Unit, WeeklyWindow};
use domain::timeline::{Cover, Duty, Inputs, State, resolve};
use domain::{Instant, Pairing, PersonId, Role, Span, Zone};
use serde_json::Value;

fn cases(kind: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../golden/time_cases.json")).unwrap();
    let cases = file[kind].as_array().unwrap().clone();
    assert!(!cases.is_empty());
    cases
}

fn text<'a>(case: &'a Value, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("{key} in {case}"))
}

fn texts(case: &Value, key: &str) -> Vec<String> {
    let list = case[key].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// `1 week`, from a wall time.
fn handover(case: &Value) -> Handover {
    let (count, unit) = text(case, "every").split_once(' ').unwrap();
    let unit = match unit {
        "day" => Unit::Days,
        "week" => Unit::Weeks,
        "month" => Unit::Months,
        _ => panic!("unit of {case}"),
    };
    Handover::new(wall(text(case, "from")), count.parse().unwrap(), unit, vec![]).unwrap()
}

/// The handovers after the first, for two years, as the case writes them.
fn written(case: &Value, format: &str) -> (Zone, Vec<Instant>, Vec<String>) {
    let zone = zone(text(case, "zone"));
    let from = zone.instant(wall(text(case, "from")));
    let all = handover(case).instants(&zone, Span::new(from, from + 2 * 366 * 86_400).unwrap());
    assert_eq!(all[0], from, "{case}");
    let local = |at: &Instant| {
        let offset = chrono::FixedOffset::east_opt(zone.offset_at(*at)).unwrap();
        DateTime::from_timestamp(at.seconds(), 0)
            .unwrap()
            .with_timezone(&offset)
            .format(format)
            .to_string()
    };
    let texts = all.iter().skip(1).map(local).collect();
    (zone, all, texts)
}

#[test]
fn handovers_across_clock_changes_are_as_other_systems_have_them() {
    for case in cases("handovers") {
        let (_, instants, found) = written(&case, "%Y-%m-%dT%H:%M%:z");
        let (expected, some) = (texts(&case, "expect"), texts(&case, "expect_some"));
        assert!(expected.len() + some.len() > 0, "{case}");
        assert_eq!(found[..expected.len()], expected, "{case}");
        assert!(some.iter().all(|expected| found.contains(expected)), "{case}");
        for (hours, turn) in case["elapsed_hours"]
            .as_array()
            .into_iter()
            .flatten()
            .zip(instants.windows(2))
        {
            assert_eq!(turn[1] - turn[0], hours.as_i64().unwrap() * 3600, "{case}");
        }
    }
}

#[test]
fn months_are_clamped_from_the_anchor() {
    for case in cases("month_ends") {
        let (_, _, found) = written(&case, "%Y-%m-%d");
        let expected = texts(&case, "expect");
        assert_eq!(found[..expected.len()], expected, "{case}");
    }
}

/// `to` may name the weekday it lies on: `mon 09:00`.
fn window(case: &Value) -> WeeklyWindow {
    let days = days(&texts(case, "days").join(" "));
    match text(case, "to").split_once(' ') {
        None => WeeklyWindow::daily(days, time(text(case, "from")), time(text(case, "to"))).unwrap(),
        Some((day, to)) => {
            let start = days.iter().next().unwrap();
            let end = domain::rota::Days::day(day).unwrap();
            let plus = (end.num_days_from_monday() + 7 - start.num_days_from_monday()) % 7;
            WeeklyWindow::lasting(days, time(text(case, "from")), time(to), plus as u8).unwrap()
        }
    }
}

#[test]
fn weekly_windows_cover_what_other_systems_cover() {
    for case in cases("windows") {
        let zone = zone(text(&case, "zone"));
        let mut windows = vec![window(&case["window"])];
        windows.extend(case.get("and").map(window));
        let coverage = Coverage::new(windows, HolidayRule::AsUsual, vec![]).unwrap();
        let covered = |local: &str| {
            let at = zone.instant(wall(local));
            !coverage
                .spans(&zone, &Holidays::none(), Span::new(at, at + 1).unwrap())
                .is_empty()
        };
        assert!(texts(&case, "on").iter().all(|local| covered(local)), "{case}");
        assert!(!texts(&case, "off").iter().any(|local| covered(local)), "{case}");
        for (ends, hours) in case["elapsed_hours"].as_object().into_iter().flatten() {
            let (from, to) = ends.split_once('/').unwrap();
            let whole = Span::new(zone.instant(wall(from)), zone.instant(wall(to))).unwrap();
            let around = Span::new(whole.start() - 3600, whole.end() + 3600).unwrap();
            assert_eq!(coverage.spans(&zone, &Holidays::none(), around), [whole], "{case}");
            assert_eq!(whole.seconds() as f64 / 3600.0, hours.as_f64().unwrap(), "{case}");
        }
    }
}

fn on_the_day(case: &Value) -> Span {
    let at = |key| at(&format!("2026-11-24T{}", text(case, key)));
    Span::new(at("from"), at("to")).unwrap()
}

fn named(case: &Value, key: &str) -> Option<PersonId> {
    case.get(key)
        .map(|name| person(name.as_str().unwrap().chars().next().unwrap()))
}

fn duty(case: &Value, covers: &[Cover]) -> Result<Duty, Vec<domain::timeline::Conflict>> {
    let base = &case["base"];
    let lead = named(base, "lead").or(named(base, "person"));
    let shift = shift(on_the_day(base), Pairing::new(lead, named(base, "engineer")).unwrap());
    let window = shift.span;
    resolve(&Inputs {
        shifts: &[shift],
        covers,
        corrections: &[],
        planned: Some(window),
        window,
    })
}

/// A case's covers: without a role they take the Lead.
fn covers(case: &Value) -> Vec<Cover> {
    let list = case["covers"].as_array().unwrap();
    let cover = |(number, cover): (usize, &Value)| {
        assert_eq!(cover.get("role").map_or("lead", |role| role.as_str().unwrap()), "lead");
        Cover::new(
            cover_id(number as u128),
            on_the_day(cover),
            named(cover, "person"),
            None,
        )
        .unwrap()
    };
    list.iter().enumerate().map(cover).collect()
}

/// `a 12:00-13:00` for each stretch of the Lead.
fn leads(duty: &Duty) -> Vec<String> {
    let line = |(span, row): (Span, &domain::timeline::DutyRow)| {
        assert_eq!(row.state, State::Covered);
        let letter = ('a'..='z')
            .find(|letter| row.pairing.lead() == Some(person(*letter)))
            .unwrap();
        format!(
            "{letter} {}-{}",
            span.start().utc().format("%H:%M"),
            span.end().utc().format("%H:%M")
        )
    };
    duty.segments().map(line).collect()
}

#[test]
fn a_later_cover_lies_on_an_earlier_one() {
    let stacked: Vec<Value> = cases("covers")
        .into_iter()
        .filter(|case| case["expect"].is_array())
        .collect();
    assert_eq!(stacked.len(), 2);
    for case in stacked {
        assert_eq!(
            leads(&duty(&case, &covers(&case)).unwrap()),
            texts(&case, "expect"),
            "{case}"
        );
    }
}

#[test]
fn withdrawing_a_cover_gives_back_what_lay_below() {
    let case = cases("covers").into_iter().find(|case| case["id"] == "C02").unwrap();
    let covers = covers(&case);
    let below = ["a 08:00-09:00", "b 09:00-13:00", "a 13:00-14:00"];
    assert_eq!(leads(&duty(&case, &covers[..1]).unwrap()), below);
    let above = ["a 08:00-10:00", "c 10:00-12:00", "a 12:00-14:00"];
    assert_eq!(leads(&duty(&case, &covers[1..]).unwrap()), above);
}

#[test]
fn a_cover_that_puts_one_person_in_both_roles_is_refused() {
    let case = cases("covers").into_iter().find(|case| case["id"] == "C03").unwrap();
    let conflicts = duty(&case, &covers(&case)).unwrap_err();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(
        (conflicts[0].person, conflicts[0].span),
        (person('b'), span("2026-11-24T12:00", "2026-11-24T13:00"))
    );
    assert_eq!(
        (conflicts[0].lead_cover, conflicts[0].engineer_cover),
        (Some(cover_id(0)), None)
    );
}

#[test]
fn two_people_exchange_their_roles_in_one_change() {
    let case = cases("covers").into_iter().find(|case| case["id"] == "C04").unwrap();
    let role = |role: Role| {
        let changes = case["together"].as_array().unwrap();
        changes
            .iter()
            .find(|change| change["role"] == role.key())
            .and_then(|change| named(change, "person"))
    };
    let together = Cover::new(
        cover_id(1),
        on_the_day(&case["base"]),
        role(Role::Lead),
        role(Role::Engineer),
    )
    .unwrap();
    let duty = duty(&case, &[together]).unwrap();
    assert_eq!(duty.rows().len(), 1);
    assert_eq!(duty.rows()[0].pairing, pairing(Some('b'), Some('a')));
}
