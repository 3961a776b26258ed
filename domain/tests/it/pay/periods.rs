//! Periods: what is cut at their ends, and that nothing is lost there.

use super::support::*;
use domain::pay::{Card, PayCycle, Period, Statement};
use serde_json::json;

fn totals(statements: &[Statement]) -> (i64, i64) {
    let minor = statements.iter().map(|statement| statement.total.minor).sum();
    (minor, statements.iter().map(duty_seconds).sum())
}

#[test]
fn hours_are_cut_at_local_midnight_and_a_whole_shift_follows_its_start() {
    let zone = zone("America/New_York");
    let night = local(&zone, "2027-01-31T20:00", "2027-02-01T08:00");
    let halves = |cut: &str| {
        let card = card_of(json!([always(json!("hour"), json!("1.00"))]), json!({ "cut": cut }));
        let mut case = Case::new(&card, &zone, &[night]);
        [
            case.period("2027-01-01", "2027-02-01"),
            case.period("2027-02-01", "2027-03-01"),
        ]
        .map(|statement| statement.total.minor)
    };
    assert_eq!(halves("at_midnight"), [400, 800]);
    assert_eq!(halves("by_start"), [1_200, 0]);
}

#[test]
fn a_shift_of_several_stretches_follows_the_first_of_them() {
    let zone = domain::Zone::utc();
    let card = card_of(
        json!([always(json!("hour"), json!("1.00"))]),
        json!({ "cut": "by_start" }),
    );
    let stretches = [
        span("2027-01-31T18:00", "2027-02-01T08:00"),
        span("2027-02-01T18:00", "2027-02-02T08:00"),
    ];
    let mut case = Case::new(&card, &zone, &stretches);
    case.worked[1].shift = case.worked[0].shift;
    assert_eq!(case.period("2027-01-01", "2027-02-01").total.minor, 2_800);
    assert_eq!(case.period("2027-02-01", "2027-03-01").lines, []);
}

#[test]
fn time_that_counts_from_some_hours_is_measured_before_a_period_cuts_it() {
    let zone = domain::Zone::utc();
    let late = with(
        always(json!("hour"), json!("1.00")),
        json!({ "counts_from_minutes": 360 }),
    );
    let card = card_of(json!([late]), json!({}));
    let mut case = Case::new(&card, &zone, &[span("2027-01-31T20:00", "2027-02-01T04:00")]);
    let parts = [
        case.period("2027-01-01", "2027-02-01"),
        case.period("2027-02-01", "2027-03-01"),
    ];
    assert_eq!(totals(&parts), (800, 8 * 3600));
}

#[test]
fn nothing_is_lost_or_paid_twice_over_consecutive_periods() {
    let zone = zone("Europe/London");
    let weeks: Vec<_> = (0..10)
        .map(|week| {
            let start = zone.instant(wall("2026-12-14T09:00")) + week * 7 * 86_400;
            domain::Span::new(start, start + 7 * 86_400).unwrap()
        })
        .collect();
    for key in ["flat-nightly", "hourly-bands", "unsocial-hours", "standby-blocks"] {
        let card = preset(key);
        let mut case = Case::new(&card, &zone, &weeks);
        case.holidays = domain::holidays::calendar("GB-ENG").unwrap();
        let whole = case.period("2026-12-01", "2027-04-01");
        let months = ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01"];
        let parts: Vec<Statement> = months.windows(2).map(|pair| case.period(pair[0], pair[1])).collect();
        assert_eq!(totals(&parts), totals(&[whole]), "{key}");
    }
}

#[test]
fn a_new_version_of_a_card_pays_from_its_date_on() {
    let version = |from: &str, rate: &str| -> Card {
        card_of(
            json!([always(json!("hour"), json!(rate))]),
            json!({ "effective_from": from }),
        )
    };
    let zone = domain::Zone::utc();
    let cards = [version("2027-02-01", "2.00"), version("2027-01-01", "1.00")];
    let mut case = Case::new(&cards[0], &zone, &[span("2027-01-31T20:00", "2027-02-01T04:00")]);
    case.cards = &cards;
    assert_eq!(case.pay().total.minor, 4 * 100 + 4 * 200);
    let lines: Vec<i64> = case.pay().lines.iter().map(|line| line.minor).collect();
    assert_eq!(lines, [400, 800]);
}

#[test]
fn pay_cycles_tile_time_leap_days_and_years_ends_included() {
    let cycles = [
        PayCycle::Monthly { from_day: 1 },
        PayCycle::Monthly { from_day: 28 },
        PayCycle::Weeks {
            from: date("2027-01-04"),
            weeks: 4,
        },
        PayCycle::Weeks {
            from: date("2030-01-04"),
            weeks: 1,
        },
    ];
    for cycle in cycles {
        let mut day = date("2027-11-20");
        while day < date("2028-04-10") {
            let period = cycle.period_of(day).unwrap();
            assert!(period.first() <= day && day < period.end(), "{cycle:?} {day}");
            assert_eq!(cycle.period_of(period.end()).unwrap().first(), period.end());
            day = day.succ_opt().unwrap();
        }
    }
    let february = PayCycle::Monthly { from_day: 1 }.period_of(date("2028-02-29")).unwrap();
    assert_eq!(
        (february.first(), february.end()),
        (date("2028-02-01"), date("2028-03-01"))
    );
}

#[test]
fn leap_days_and_years_ends_are_paid_like_other_days() {
    let (card, zone) = (
        card_of(json!([always(json!("hour"), json!("1.00"))]), json!({})),
        zone("Pacific/Auckland"),
    );
    let leap = Case::new(&card, &zone, &[local(&zone, "2028-02-28T00:00", "2028-03-01T00:00")]).pay();
    assert_eq!(
        (leap.total.minor, whys(&leap)[0]),
        (
            4_800,
            "Mon 28 Feb 00:00 – Tue 29 Feb 24:00, Lead, always rate £1.00/h × 48 h"
        )
    );
    let mut years_end = Case::new(&card, &zone, &[local(&zone, "2027-12-31T12:00", "2028-01-01T12:00")]);
    assert_eq!(years_end.period("2027-01-01", "2028-01-01").total.minor, 1_200);
    assert_eq!(years_end.period("2028-01-01", "2029-01-01").total.minor, 1_200);
}

#[test]
fn periods_must_end_after_they_begin() {
    let error = Period::new(date("2027-02-01"), date("2027-02-01"))
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "the period from 2027-02-01 ends at 2027-02-01: let it end after it begins"
    );
}
