//! What known calculators and published rules pay: see the `source` of each case.

use super::support::*;
use domain::holidays::calendar;
use domain::pay::{Card, Place, Statement};
use domain::{Instant, Span, Zone};
use serde_json::{Value, json};

fn cases(model: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(include_str!("../../golden/pay_cases.json")).unwrap();
    let all = file["cases"].as_array().unwrap();
    let models = [
        "caloohpay-day-rate",
        "nhs-afc-section2-unsocial-hours",
        "derbyshire-standby-blocks",
        "band-rules",
        "callout-minimum",
        "callout-free-allowance",
    ];
    assert!(
        all.iter().all(|case| models.contains(&case["model"].as_str().unwrap())),
        "a model without a test"
    );
    let cases: Vec<Value> = all.iter().filter(|case| case["model"] == model).cloned().collect();
    assert!(!cases.is_empty());
    cases
}

/// With an offset, or on the zone's wall clock.
fn instant(zone: &Zone, text: &str) -> Instant {
    text.parse()
        .unwrap_or_else(|_| zone.instant(wall(&text.replace(' ', "T"))))
}

fn stretch(case: &Value, from: &str, to: &str) -> (Zone, Span) {
    let input = &case["input"];
    let zone = zone(input["tz"].as_str().unwrap());
    let at = |key: &str| instant(&zone, input[key].as_str().unwrap());
    let span = Span::new(at(from), at(to)).unwrap();
    (zone, span)
}

fn nightly() -> Card {
    card(include_str!("../../golden/cards/nightly.json"))
}

/// A period cut at 23:59:59 loses the night that runs through it: August alone pays too little.
const NIGHT_LOST_AT_THE_CUT: [&str; 2] = ["C027", "C072"];
/// Twelve hours on a Saturday, and no night: that calculator pays nothing.
const SATURDAY_DAY: &str = "C080";

#[test]
fn nights_are_paid_as_caloohpay_pays_them_but_for_its_faults() {
    let card = nightly();
    for case in cases("caloohpay-day-rate") {
        let (zone, span) = stretch(&case, "since", "until");
        let statement = Case::new(&card, &zone, &[span]).pay();
        let id = case["id"].as_str().unwrap();
        if NIGHT_LOST_AT_THE_CUT.contains(&id) {
            continue; // see below
        }
        let right = if id == SATURDAY_DAY {
            75
        } else {
            case["expected"]["gbp"].as_i64().unwrap()
        };
        assert_eq!(statement.total.minor, right * 100, "{case}\n{:#?}", whys(&statement));
        let paid = |name: &str| {
            statement
                .lines
                .iter()
                .filter(|line| line.band.as_deref() == Some(name) && line.minor > 0)
                .count()
        };
        assert_eq!(
            paid("weekday night") as i64,
            case["expected"]["weekday_days"].as_i64().unwrap(),
            "{case}"
        );
        assert_eq!(duty_seconds(&statement), span.seconds(), "{case}");
    }
}

#[test]
fn a_night_that_runs_through_a_months_end_is_paid_in_the_month_it_begins_in() {
    let card = nightly();
    let london = zone("Europe/London");
    let (lost, whole) = (
        cases("caloohpay-day-rate"),
        local(&london, "2024-08-28T10:00", "2024-09-02T10:00"),
    );
    let lost: Vec<&Value> = lost
        .iter()
        .filter(|case| NIGHT_LOST_AT_THE_CUT.contains(&case["id"].as_str().unwrap()))
        .collect();
    assert!(lost.iter().all(|case| case["expected"]["gbp"] == 175));
    let mut case = Case::new(&card, &london, &[whole]);
    let (all, august, september) = (
        case.pay(),
        case.period("2024-08-01", "2024-09-01"),
        case.period("2024-09-01", "2024-10-01"),
    );
    // Wednesday, Thursday, Friday and Saturday night: 175 was 75 short, for Saturday 31 August.
    assert_eq!(august.total.minor, 25_000);
    assert_eq!(september.total.minor, 7_500);
    assert_eq!(all.total.minor, 32_500); // as case C029 has it
}

#[test]
fn christmas_can_be_paid_at_a_holiday_rate() {
    // The calculator knows no holidays and pays 4 × £50 for these nights. Christmas and Boxing night are holidays.
    let case = cases("caloohpay-day-rate")
        .into_iter()
        .find(|case| case["id"] == "C081")
        .unwrap();
    let (zone, span) = stretch(&case, "since", "until");
    let card = preset("flat-nightly");
    let mut christmas = Case::new(&card, &zone, &[span]);
    christmas.holidays = calendar("GB-ENG").unwrap();
    assert_eq!(christmas.pay().total.minor, (50 + 50 + 90 + 90) * 100);
    christmas.holidays = domain::holidays::Holidays::none();
    assert_eq!(
        christmas.pay().total.minor,
        case["expected"]["gbp"].as_i64().unwrap() * 100
    );
}

fn hours(statement: &Statement, band: &str) -> f64 {
    let lines = duty_lines(statement).filter(|line| line.band.as_deref() == Some(band));
    lines.map(|line| line.seconds).sum::<i64>() as f64 / 3600.0
}

#[test]
fn unsocial_hours_are_those_of_the_nhs() {
    let card = preset("unsocial-hours");
    for case in cases("nhs-afc-section2-unsocial-hours") {
        let (zone, span) = stretch(&case, "from", "to");
        let mut shift = Case::new(&card, &zone, &[span]);
        shift.holidays = calendar("GB-ENG").unwrap();
        let statement = shift.pay();
        let expected = |key: &str| case["expected"][key].as_f64().unwrap();
        assert_eq!(
            hours(&statement, "Saturday and night"),
            expected("lower_rate_hours"),
            "{case}"
        );
        assert_eq!(
            hours(&statement, "Sunday and holiday"),
            expected("higher_rate_hours"),
            "{case}"
        );
        assert_eq!(duty_seconds(&statement), span.seconds(), "{case}");
    }
}

#[test]
fn standby_blocks_are_paid_as_published() {
    let card = preset("standby-blocks");
    for case in cases("derbyshire-standby-blocks") {
        let seconds = case["input"]["standby_hours"].as_i64().unwrap() * 3600;
        let start = at("2023-06-05T17:00");
        let statement = Case::new(&card, &Zone::utc(), &[Span::new(start, start + seconds).unwrap()]).pay();
        assert_eq!(
            statement.total.minor,
            case["expected"]["pence"].as_i64().unwrap(),
            "{case}"
        );
    }
}

#[test]
fn hourly_bands_pay_elapsed_time() {
    for case in cases("band-rules") {
        let (zone, span) = stretch(&case, "since", "until");
        let input = &case["input"];
        let major = |pence: &Value| format!("{}.{:02}", pence.as_i64().unwrap() / 100, pence.as_i64().unwrap() % 100);
        let mut bands = Vec::new();
        for (index, rule) in input["weekly_rules"].as_array().unwrap().iter().enumerate() {
            assert_eq!(rule["days"], "Mon-Fri");
            let text = |key: &str| rule[key].as_str().unwrap();
            let name = format!("rule {index}");
            bands.push(band(
                &name,
                "mon tue wed thu fri",
                text("start"),
                text("end"),
                json!("hour"),
                json!(major(&rule["rate"])),
            ));
        }
        bands.push(always(json!("hour"), json!(major(&input["base_pence_per_hour"]))));
        let card = card_of(json!(bands), json!({ "gaps": "refused" }));
        let statement = Case::new(&card, &zone, &[span]).pay();
        assert_eq!(
            statement.total.minor,
            case["expected"]["pence"].as_i64().unwrap(),
            "{case}"
        );
        assert_eq!(
            duty_seconds(&statement),
            case["expected"]["elapsed_hours"].as_i64().unwrap() * 3600,
            "{case}"
        );
    }
}

/// Minutes paid for call-outs an hour apart, on a card that pays a minor unit for each minute.
fn paid_minutes(card: &Card, calls: &[(Place, i64)]) -> i64 {
    let night = span("2026-11-24T18:00", "2026-11-25T08:00");
    let utc = Zone::utc();
    let mut case = Case::new(card, &utc, &[night]);
    let mut start = night.start() + 3600;
    for (place, minutes) in calls {
        let span = Span::new(start, start + minutes * 60).unwrap();
        case.call_outs.push(call_out(span, *place));
        start = span.end() + 3600;
    }
    case.pay()
        .lines
        .iter()
        .filter(|line| line.kind == domain::pay::Kind::CallOut)
        .map(|line| line.seconds / 60)
        .sum()
}

#[test]
fn call_outs_have_a_minimum_claim() {
    let card = card(include_str!("../../golden/cards/call-out-minimum.json"));
    for case in cases("callout-minimum") {
        let (place, minutes) = case["input"]["calls_minutes"]
            .as_str()
            .unwrap()
            .split_once(' ')
            .unwrap();
        let place = if place == "remote" {
            Place::Remote
        } else {
            Place::OnSite
        };
        let calls: Vec<(Place, i64)> = minutes
            .split(',')
            .map(|minutes| (place, minutes.parse().unwrap()))
            .collect();
        assert_eq!(
            paid_minutes(&card, &calls),
            case["expected"]["paid_minutes"].as_i64().unwrap(),
            "{case}"
        );
    }
}

#[test]
fn the_first_half_hour_on_the_telephone_is_inside_standby_pay() {
    let card = preset("standby-blocks");
    for case in cases("callout-free-allowance") {
        let minutes = case["input"]["minutes"].as_i64().unwrap();
        assert_eq!(
            paid_minutes(&card, &[(Place::Remote, minutes)]),
            case["expected"]["paid_minutes"].as_i64().unwrap(),
            "{case}"
        );
    }
}
