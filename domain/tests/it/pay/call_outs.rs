//! Call-outs: what they pay, what they stop, and the rest they break.

use super::support::*;
use domain::Zone;
use domain::pay::{Kind, Place, Statement};
use serde_json::{Value, json};

fn called(rules: Value, calls: &[(&str, &str, Place)]) -> Statement {
    let bands = json!([
        with(
            band("weekend", "sat sun", "00:00", "24:00", json!("hour"), json!("2.00")),
            json!({ "call_out_factor": "1.5" })
        ),
        always(json!("hour"), json!("1.00")),
    ]);
    let mut call_outs = json!({ "per_hour": { "lead": "60.00", "engineer": "60.00" } });
    for (key, value) in rules.as_object().unwrap() {
        call_outs[key] = value.clone();
    }
    let (card, zone) = (card_of(bands, json!({ "call_outs": call_outs })), Zone::utc());
    let mut case = Case::new(&card, &zone, &[span("2027-01-08T12:00", "2027-01-11T12:00")]);
    case.call_outs = calls
        .iter()
        .map(|(from, to, place)| call_out(span(from, to), *place))
        .collect();
    case.pay()
}

fn lines(statement: &Statement) -> Vec<(&str, i64)> {
    let calls = statement.lines.iter().filter(|line| line.kind == Kind::CallOut);
    calls.map(|line| (line.why.as_str(), line.minor)).collect()
}

#[test]
fn a_call_out_is_paid_by_the_bands_it_runs_through() {
    let statement = called(json!({}), &[("2027-01-08T23:30", "2027-01-09T00:20", Place::Remote)]);
    assert_eq!(
        lines(&statement),
        [
            (
                "Fri 8 Jan 23:30 – Sat 9 Jan 00:20, Lead, call-out, remote, “disk full”: £60.00/h × 30 min",
                3_000
            ),
            (
                "Fri 8 Jan 23:30 – Sat 9 Jan 00:20, Lead, call-out, remote, “disk full”: £60.00/h × 1.5 × 20 min",
                3_000
            ),
        ]
    );
}

#[test]
fn claims_have_a_minimum_and_are_rounded_up() {
    let rules = json!({ "on_site": { "minimum_minutes": 120, "round_up_to_minutes": 15 }, "remote": { "round_up_to_minutes": 15 } });
    let statement = called(
        rules,
        &[
            ("2027-01-08T13:00", "2027-01-08T13:20", Place::OnSite),
            ("2027-01-08T14:00", "2027-01-08T14:16", Place::Remote),
        ],
    );
    assert_eq!(
        lines(&statement),
        [
            (
                "Fri 8 Jan 13:00 – 13:20, Lead, call-out, on site, “disk full”: £60.00/h × 2 h (20 min worked, 2 h claimed)",
                12_000
            ),
            (
                "Fri 8 Jan 14:00 – 14:16, Lead, call-out, remote, “disk full”: £60.00/h × 30 min (16 min worked, 30 min claimed)",
                3_000
            ),
        ]
    );
}

#[test]
fn the_free_minutes_are_once_a_call_or_once_a_shift() {
    let calls = [
        ("2027-01-08T13:00", "2027-01-08T13:20", Place::Remote),
        ("2027-01-08T14:00", "2027-01-08T14:40", Place::Remote),
    ];
    let paid = |once: bool| {
        let statement = called(
            json!({ "remote": { "free_minutes": 30 }, "free_once_a_shift": once }),
            &calls,
        );
        lines(&statement).iter().map(|(_, minor)| *minor).collect::<Vec<_>>()
    };
    assert_eq!([paid(false), paid(true)], [vec![0, 1_000], vec![0, 3_000]]);
}

#[test]
fn the_cap_of_a_shift_cuts_claims_before_work_and_work_only_where_the_card_says_so() {
    let quick = [
        ("2027-01-08T13:00", "2027-01-08T13:05", Place::Remote),
        ("2027-01-08T14:00", "2027-01-08T14:05", Place::Remote),
        ("2027-01-08T15:00", "2027-01-08T15:05", Place::Remote),
    ];
    let long = [("2027-01-08T13:00", "2027-01-08T15:00", Place::Remote)];
    let paid = |cuts: bool, calls: &[(&str, &str, Place)]| {
        let rules = json!({ "remote": { "minimum_minutes": 30 }, "shift_cap_minutes": 60, "cap_cuts_work": cuts });
        lines(&called(rules, calls))
            .iter()
            .map(|(_, minor)| minor / 100)
            .collect::<Vec<_>>()
    };
    assert_eq!(paid(false, &quick), [30, 25, 5]);
    assert_eq!(paid(true, &quick), [30, 30, 0]);
    assert_eq!([paid(false, &long), paid(true, &long)], [[120], [60]]);
}

#[test]
fn a_shifts_call_outs_come_to_its_minimum_once_one_is_paid() {
    let calls = [
        ("2027-01-08T13:00", "2027-01-08T13:10", Place::Remote),
        ("2027-01-08T14:00", "2027-01-08T14:10", Place::Remote),
    ];
    let paid = lines(&called(json!({ "shift_minimum_minutes": 60 }), &calls))
        .iter()
        .map(|(_, minor)| minor / 100)
        .sum::<i64>();
    assert_eq!(paid, 60);
    assert_eq!(
        lines(&called(
            json!({ "shift_minimum_minutes": 60, "remote": { "free_minutes": 30 } }),
            &calls
        ))
        .iter()
        .map(|(_, minor)| *minor)
        .sum::<i64>(),
        0
    );
}

#[test]
fn standby_is_kept_or_stops_during_a_call_out_and_no_second_is_lost() {
    let calls = [("2027-01-08T13:00", "2027-01-08T15:00", Place::Remote)];
    let standby = |suspends: bool| {
        let statement = called(json!({ "suspends_standby": suspends }), &calls);
        assert_eq!(duty_seconds(&statement), 72 * 3600);
        duty_lines(&statement).map(|line| line.minor).sum::<i64>()
    };
    assert_eq!(standby(false) - standby(true), 200);
}

#[test]
fn broken_rest_is_owed_before_work_and_not_before_days_off() {
    let rest = json!({ "rest": { "minutes": 660, "work": [{ "days": ["mon", "tue", "wed", "thu", "fri"], "from": "09:00", "to": "17:30" }] } });
    let statement = called(
        rest.clone(),
        &[
            ("2027-01-11T02:00", "2027-01-11T03:00", Place::Remote),
            ("2027-01-10T17:00", "2027-01-10T18:00", Place::Remote),
        ],
    );
    // Monday 09:00: from Sunday 18:00 to Monday 02:00 are 8 h, the longest rest of the day before.
    assert_eq!(statement.rest_owed.len(), 1);
    let owed = statement.rest_owed[0];
    assert_eq!(
        (owed.before, owed.rested_seconds / 3600, owed.owed_seconds / 3600),
        (at("2027-01-11T09:00"), 8, 3)
    );
    // Saturday's call leaves all of Sunday.
    assert!(
        called(rest.clone(), &[("2027-01-09T02:00", "2027-01-09T03:00", Place::Remote)])
            .rest_owed
            .is_empty()
    );
    // At work there is no rest to break, and an early call on Sunday leaves 11 h.
    assert!(
        called(
            rest,
            &[
                ("2027-01-08T13:00", "2027-01-08T13:30", Place::Remote),
                ("2027-01-10T20:00", "2027-01-10T21:00", Place::Remote)
            ]
        )
        .rest_owed
        .is_empty()
    );
}

#[test]
fn a_call_out_may_end_after_duty_and_time_off_may_be_earned_for_it() {
    let rules = json!({ "toil": { "factor": "2" } });
    let statement = called(rules, &[("2027-01-11T11:30", "2027-01-11T13:00", Place::Remote)]);
    assert_eq!(lines(&statement)[0].1, 0);
    assert_eq!(statement.toil_seconds, 3 * 3600);
}
