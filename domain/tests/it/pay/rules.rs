//! Each rule of a card, by itself.

use super::support::*;
use domain::holidays::calendar;
use domain::pay::{Kind, Statement, ToilEntry, toil_balance};
use domain::{Role, RotaId, ShiftId};
use serde_json::json;

/// What each line of standby pays, in minor units.
fn amounts(statement: &Statement) -> Vec<i64> {
    statement.lines.iter().map(|line| line.minor).collect()
}

#[test]
fn the_first_band_that_holds_is_paid_and_holidays_come_before_all_others() {
    let bands = json!([
        band("evening", ALL_DAYS, "18:00", "22:00", json!("hour"), json!("2.00")),
        always(json!("hour"), json!("1.00")),
        with(
            always(json!("hour"), json!("5.00")),
            json!({ "name": "holiday", "windows": [], "on_holidays": "all_day" })
        ),
    ]);
    let (card, zone) = (card_of(bands, json!({ "gaps": "refused" })), zone("Europe/London"));
    let mut case = Case::new(&card, &zone, &[local(&zone, "2026-12-24T17:00", "2026-12-25T01:00")]);
    case.holidays = calendar("GB-ENG").unwrap();
    assert_eq!(
        whys(&case.pay()),
        [
            "Thu 24 Dec 17:00 – 18:00, Lead, always rate £1.00/h × 1 h",
            "Thu 24 Dec 18:00 – 22:00, Lead, evening rate £2.00/h × 4 h",
            "Thu 24 Dec 22:00 – 24:00, Lead, always rate £1.00/h × 2 h",
            "Fri 25 Dec 00:00 – 01:00, Lead, holiday rate £5.00/h × 1 h",
        ]
    );
    assert_eq!(case.pay().total.minor, 100 + 800 + 200 + 500);
}

#[test]
fn pay_is_pro_rata_to_the_second_and_rounded_once_a_line_half_up() {
    let card = |rounding: &str| {
        card_of(
            json!([always(json!("hour"), json!("0.18"))]),
            json!({ "rounding": rounding }),
        )
    };
    // 18 pence an hour is half a penny in 100 seconds.
    let paid = |rounding: &str, seconds| {
        let (card, zone) = (card(rounding), domain::Zone::utc());
        let start = at("2027-01-04T12:00");
        let span = domain::Span::new(start, start + seconds).unwrap();
        Case::new(&card, &zone, &[span]).pay().total.minor
    };
    assert_eq!(
        [paid("half_up", 100), paid("half_up", 99), paid("half_up", 300)],
        [1, 0, 2]
    );
    assert_eq!([paid("half_even", 100), paid("half_even", 300)], [0, 2]);
    assert_eq!([paid("down", 199), paid("up", 1)], [0, 1]);
}

#[test]
fn roles_grades_and_people_have_their_own_rates() {
    let ada = person('a');
    let bands = json!([with(
        always(json!("hour"), json!("1.00")),
        json!({
            "engineer": "0.50",
            "grades": { "senior": { "lead": "2.00" } },
            "people": { ada.to_string(): { "lead": "3.00", "engineer": "2.50" } },
        })
    )]);
    let (card, zone) = (card_of(bands, json!({})), domain::Zone::utc());
    let paid = |role: Role, grade: Option<&str>, person| {
        let mut case = Case::new(&card, &zone, &[span("2027-01-04T12:00", "2027-01-04T13:00")]);
        case.worked[0].role = role;
        case.payee.grade = grade.map(str::to_owned);
        case.payee.person = person;
        case.pay().total.minor
    };
    assert_eq!(
        [paid(Role::Lead, None, None), paid(Role::Engineer, None, None)],
        [100, 50]
    );
    assert_eq!(
        [
            paid(Role::Lead, Some("senior"), None),
            paid(Role::Engineer, Some("senior"), None)
        ],
        [200, 50]
    );
    assert_eq!(
        [
            paid(Role::Lead, Some("senior"), Some(ada)),
            paid(Role::Engineer, None, Some(ada))
        ],
        [300, 250]
    );
    assert_eq!(paid(Role::Lead, None, Some(person('b'))), 100);
}

#[test]
fn shifts_days_and_weeks_are_paid_once_each() {
    let zone = zone("Europe/London");
    let week = local(&zone, "2027-01-04T09:00", "2027-01-11T09:00");
    let paid = |unit: &str, spans: &[domain::Span], one_shift: bool| {
        let card = card_of(json!([always(json!(unit), json!("10.00"))]), json!({}));
        let mut case = Case::new(&card, &zone, spans);
        let shift = case.worked[0].shift;
        case.worked
            .iter_mut()
            .filter(|_| one_shift)
            .for_each(|worked| worked.shift = shift);
        case.pay().total.minor
    };
    let stretches = [
        local(&zone, "2027-01-04T18:00", "2027-01-05T09:00"),
        local(&zone, "2027-01-05T18:00", "2027-01-06T09:00"),
    ];
    assert_eq!(
        [paid("shift", &stretches, true), paid("shift", &stretches, false)],
        [1000, 2000]
    );
    assert_eq!(
        [paid("day", &[week], true), paid("day", &stretches, true)],
        [8000, 3000]
    );
    assert_eq!(
        [paid("week", &[week], true), paid("week", &stretches, false)],
        [2000, 1000]
    );
}

#[test]
fn a_role_that_changes_within_a_night_makes_no_second_night() {
    let bands = json!([with(
        band("night", ALL_DAYS, "18:00", "08:00", json!("night"), json!("50.00")),
        json!({ "lead": "60.00" })
    )]);
    let (card, zone) = (card_of(bands, json!({})), domain::Zone::utc());
    let mut case = Case::new(
        &card,
        &zone,
        &[
            span("2027-01-04T18:00", "2027-01-04T20:00"),
            span("2027-01-04T20:00", "2027-01-05T08:00"),
        ],
    );
    case.worked[1].role = Role::Engineer; // held longer
    assert_eq!(amounts(&case.pay()), [5000]);
    case.worked[0].role = Role::Engineer;
    case.worked[1].role = Role::Lead;
    assert_eq!(amounts(&case.pay()), [6000]);
}

#[test]
fn time_below_what_a_band_counts_from_is_shown_and_not_paid() {
    let hours = with(
        band("late", ALL_DAYS, "22:00", "06:00", json!("hour"), json!("3.00")),
        json!({ "counts_from_minutes": 120 }),
    );
    let (card, zone) = (card_of(json!([hours]), json!({})), domain::Zone::utc());
    let short = Case::new(&card, &zone, &[span("2027-01-04T21:00", "2027-01-04T23:59")]).pay();
    assert_eq!(
        whys(&short),
        [
            "Mon 4 Jan 21:00 – 22:00, Lead, no band holds: unpaid",
            "Mon 4 Jan 22:00 – 23:59, Lead, late: unpaid, 1 h 59 min is less than the 2 h it counts from",
        ]
    );
    assert_eq!(short.total.minor, 0);
    assert_eq!(
        Case::new(&card, &zone, &[span("2027-01-04T22:00", "2027-01-05T00:00")])
            .pay()
            .total
            .minor,
        600
    );
}

#[test]
fn exactly_half_a_shift_is_enough_only_where_the_card_says_so() {
    let paid = |when: &str, from: &str| {
        let bands = json!([
            band("night", ALL_DAYS, "20:00", "06:00", json!("hour"), json!("4.00")),
            band("dear day", "sun", "06:00", "20:00", json!("hour"), json!("9.00")),
            always(json!("hour"), json!("1.00")),
        ]);
        let rules = json!([{ "band": "night", "counting": ["night"], "when": when }]);
        let (card, zone) = (card_of(bands, json!({ "whole_shift": rules })), domain::Zone::utc());
        Case::new(&card, &zone, &[span(from, "2027-01-04T22:00")])
            .pay()
            .total
            .minor
    };
    assert_eq!(paid("more_than_half", "2027-01-04T18:00"), 2 * 100 + 2 * 400);
    assert_eq!(paid("half_or_more", "2027-01-04T18:00"), 4 * 400);
    assert_eq!(paid("more_than_half", "2027-01-04T18:01"), 3 * 400 + 59 * 400 / 60);
    // What is better paid already is left as it is: the hour before 20:00 on a Sunday.
    assert_eq!(
        paid("half_or_more", "2027-01-03T19:00"),
        900 + 10 * 400 + 14 * 100 + 2 * 400
    );
    let bands = json!([
        band("night", ALL_DAYS, "20:00", "06:00", json!("hour"), json!("4.00")),
        always(json!("hour"), json!("9.00")),
    ]);
    let (card, zone) = (
        card_of(
            bands,
            json!({ "whole_shift": [{ "band": "night", "counting": ["night"] }] }),
        ),
        domain::Zone::utc(),
    );
    let dear = Case::new(&card, &zone, &[span("2027-01-03T19:00", "2027-01-03T22:00")]).pay();
    assert_eq!(dear.total.minor, 900 + 2 * 400);
}

#[test]
fn what_adds_is_paid_on_top_and_counts_no_second_of_duty_again() {
    let bands = json!([
        always(json!("hour"), json!("1.00")),
        with(
            band("unsocial", ALL_DAYS, "22:00", "06:00", json!("hour"), json!("0.50")),
            json!({ "adds": true })
        ),
        with(
            band(
                "night allowance",
                ALL_DAYS,
                "18:00",
                "08:00",
                json!("night"),
                json!("7.00")
            ),
            json!({ "adds": true })
        ),
    ]);
    let (card, zone) = (
        card_of(bands, json!({ "gaps": "refused", "overlaps": "refused" })),
        domain::Zone::utc(),
    );
    let statement = Case::new(&card, &zone, &[span("2027-01-04T20:00", "2027-01-05T04:00")]).pay();
    assert_eq!(statement.total.minor, 800 + 300 + 700);
    assert_eq!(duty_seconds(&statement), 8 * 3600);
    assert_eq!(
        statement
            .lines
            .iter()
            .filter(|line| line.kind == Kind::Supplement)
            .count(),
        2
    );
}

#[test]
fn caps_hold_a_day_a_week_and_a_period_and_say_so() {
    let paid = |caps| {
        let (card, zone) = (
            card_of(json!([always(json!("day"), json!("10.00"))]), json!({ "caps": caps })),
            domain::Zone::utc(),
        );
        let mut case = Case::new(&card, &zone, &[span("2027-01-04T00:00", "2027-01-18T00:00")]);
        let statement = case.pay();
        (
            statement.total.minor,
            statement.lines.last().unwrap().why.clone(),
            case.period("2027-01-06", "2027-01-18").total.minor,
        )
    };
    assert_eq!(paid(json!({})).0, 14_000);
    assert_eq!(paid(json!({ "day": "9.00" })).0, 14 * 900);
    let (week, why, _) = paid(json!({ "week": "55.50" }));
    assert_eq!(week, 2 * 5_550);
    assert_eq!(
        why,
        "Mon 11 Jan 00:00 – Sun 17 Jan 24:00: standby of £70.00 is held to £55.50 a week"
    );
    // A period that begins on the Wednesday gets what the Monday and the Tuesday left of the week's cap.
    assert_eq!(paid(json!({ "week": "55.50" })).2, 5_550 - 2_000 + 5_550);
    assert_eq!(paid(json!({ "period": "100.00" })).0, 10_000);
    assert_eq!(
        paid(json!({ "day": "9.00", "week": "50.00", "period": "70.00" })).0,
        7_000
    );
}

#[test]
fn several_rotas_at_once_are_paid_once_or_each_as_the_card_says() {
    let paid = |at_once: &str| {
        let bands = json!([with(always(json!("hour"), json!("1.00")), json!({ "lead": "2.00" }))]);
        let (card, zone) = (card_of(bands, json!({ "rotas_at_once": at_once })), domain::Zone::utc());
        let mut case = Case::new(
            &card,
            &zone,
            &[
                span("2027-01-04T00:00", "2027-01-05T00:00"),
                span("2027-01-04T18:00", "2027-01-05T06:00"),
            ],
        );
        case.worked[0].role = Role::Engineer;
        case.worked[1].rota = RotaId::from_uuid(uuid::Uuid::from_u128(7));
        let statement = case.pay();
        assert_eq!(duty_seconds(&statement), 36 * 3600);
        statement.total.minor
    };
    assert_eq!(paid("each"), 24 * 100 + 12 * 200);
    // As Engineer until 18:00, as Lead, who is paid better, from then on.
    assert_eq!(paid("once"), 18 * 100 + 12 * 200);
}

#[test]
fn a_night_on_two_rotas_in_turn_is_one_night_unless_each_is_paid() {
    let paid = |at_once: &str| {
        let bands = json!([band(
            "night",
            ALL_DAYS,
            "18:00",
            "08:00",
            json!("night"),
            json!("50.00")
        )]);
        let (card, zone) = (card_of(bands, json!({ "rotas_at_once": at_once })), domain::Zone::utc());
        let mut case = Case::new(
            &card,
            &zone,
            &[
                span("2027-01-04T18:00", "2027-01-05T00:00"),
                span("2027-01-05T00:00", "2027-01-05T08:00"),
            ],
        );
        case.worked[1].rota = RotaId::from_uuid(uuid::Uuid::from_u128(7));
        case.pay().total.minor
    };
    assert_eq!([paid("once"), paid("each")], [5_000, 10_000]);
}

#[test]
fn time_off_takes_the_place_of_money_always_or_when_it_is_chosen() {
    let earned = |chosen: bool, wishes: bool| {
        let bands = json!([with(
            always(json!("hour"), json!("1.00")),
            json!({ "toil": { "factor": "1.5", "chosen": chosen } })
        )]);
        let (card, zone) = (card_of(bands, json!({})), domain::Zone::utc());
        let mut case = Case::new(&card, &zone, &[span("2027-01-04T00:00", "2027-01-04T04:00")]);
        case.payee.wishes_toil = wishes;
        let statement = case.pay();
        (statement.total.minor, statement.toil_seconds / 3600)
    };
    assert_eq!(
        [earned(false, false), earned(true, true), earned(true, false)],
        [(0, 6), (0, 6), (400, 0)]
    );
}

#[test]
fn time_off_that_is_overdrawn_is_made_up_by_what_is_earned_next() {
    let taken = ToilEntry::Taken {
        on: date("2027-01-01"),
        seconds: 100,
    };
    let earned = ToilEntry::Earned {
        on: date("2027-02-01"),
        seconds: 150,
        expires: None,
    };
    assert_eq!(toil_balance(&[earned, taken], date("2027-01-31")).overdrawn, 100);
    let later = toil_balance(&[earned, taken], date("2027-02-01"));
    assert_eq!((later.left, later.overdrawn, later.expired), (50, 0, 0));
}

#[test]
fn blocks_begin_again_after_their_most_where_the_card_says_so() {
    let paid = |again: bool, hours: i64| {
        let unit =
            json!({ "blocks": { "first_minutes": 480, "each_minutes": 120, "at_most_minutes": 1440, "again": again } });
        let (card, zone) = (
            card_of(
                json!([always(unit, json!({ "first": "29.20", "then": "3.66" }))]),
                json!({}),
            ),
            domain::Zone::utc(),
        );
        let start = at("2027-01-04T00:00");
        Case::new(&card, &zone, &[domain::Span::new(start, start + hours * 3600).unwrap()])
            .pay()
            .total
            .minor
    };
    let day = 2_920 + 8 * 366;
    assert_eq!(
        [paid(false, 24), paid(false, 168), paid(true, 168)],
        [day, day, 7 * day]
    );
    assert_eq!(paid(true, 25), day + 2_920);
}

#[test]
fn shifts_of_one_rota_share_no_line_with_the_shifts_of_another() {
    let (card, zone) = (
        card_of(json!([always(json!("shift"), json!("10.00"))]), json!({})),
        domain::Zone::utc(),
    );
    let mut case = Case::new(
        &card,
        &zone,
        &[
            span("2027-01-04T00:00", "2027-01-04T04:00"),
            span("2027-01-04T04:00", "2027-01-04T08:00"),
        ],
    );
    let shift = ShiftId::of(rota(), at("2027-01-04T00:00"));
    case.worked.iter_mut().for_each(|worked| worked.shift = shift);
    case.worked[1].rota = RotaId::from_uuid(uuid::Uuid::from_u128(7));
    assert_eq!(amounts(&case.pay()), [1_000, 1_000]);
}

#[test]
fn an_hour_that_clocks_repeat_after_midnight_belongs_to_the_new_date() {
    // One minute past midnight clocks went back to 23:01 of the day before: that hour was the new date's already.
    let (card, zone) = (
        card_of(json!([always(json!("day"), json!("10.00"))]), json!({})),
        zone("America/St_Johns"),
    );
    let back = zone.instant(wall("2010-11-07T00:00")) + 60;
    assert_eq!(zone.local(back), wall("2010-11-06T23:01"));
    let days = |from: i64, to: i64| {
        let spans = [from, to].map(|at| domain::Span::new(back + at, back + at + 600).unwrap());
        Case::new(&card, &zone, &spans).pay().total.minor
    };
    assert_eq!(
        [days(-3600, 7200), days(600, 7200), days(-3600, -1200)],
        [2_000, 1_000, 1_000]
    );
}

#[test]
fn what_adds_is_paid_once_where_rotas_are() {
    let bands = json!([
        always(json!("hour"), json!("1.00")),
        with(
            band("on top", ALL_DAYS, "00:00", "24:00", json!("hour"), json!("0.50")),
            json!({ "adds": true })
        ),
    ]);
    let (card, zone) = (card_of(bands, json!({})), domain::Zone::utc());
    let night = span("2027-01-04T00:00", "2027-01-04T08:00");
    let mut case = Case::new(&card, &zone, &[night, night]);
    case.worked[1].rota = RotaId::from_uuid(uuid::Uuid::from_u128(7));
    assert_eq!(amounts(&case.pay()), [800, 0, 400]); // the other rota's line has nothing on top
}

#[test]
fn of_two_windows_of_one_band_the_one_that_began_first_is_the_night() {
    let mut night = band("night", "mon", "22:00", "23:00", json!("night"), json!("50.00"));
    night["windows"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "days": ["mon"], "from": "20:00", "to": "08:00" }));
    let (card, zone) = (card_of(json!([night]), json!({})), domain::Zone::utc());
    assert_eq!(
        amounts(&Case::new(&card, &zone, &[span("2027-01-04T20:00", "2027-01-05T08:00")]).pay()),
        [5_000]
    );
}
